//! What journeys live in: everything that is declared but the journeys themselves.

use crate::{
    AccessRole, Calendar, Centre, Channel, Connector, Event, Holdout, Profile, Project, Purpose, Retention,
    Segment, SignalMap, Source, Suppression, Table, Template, Trait,
};

/// What journeys live in. Who is handed a journey and its setting cannot see another journey: what it says of the one
/// hangs on nothing else, and stays true while both are as they were.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Who is responsible; absent when nothing says so, which was reported.
    pub project: Option<Project>,
    /// What is known about a person; absent when nothing says so, which was reported.
    pub profile: Option<Profile>,
    /// Events.
    pub events: Table<Event>,
    /// Computed traits, in the order of their slots.
    pub traits: Table<Trait>,
    /// Segments.
    pub segments: Table<Segment>,
    /// Sources.
    pub sources: Table<Source>,
    /// Connectors.
    pub connectors: Table<Connector>,
    /// Channels.
    pub channels: Table<Channel>,
    /// Purposes.
    pub purposes: Table<Purpose>,
    /// How long stores keep what they hold.
    pub retentions: Table<Retention>,
    /// Templates.
    pub templates: Table<Template>,
    /// Calendars.
    pub calendars: Table<Calendar>,
    /// Rules that hold messages back.
    pub suppressions: Table<Suppression>,
    /// What the signals of consent tools mean.
    pub signals: Vec<SignalMap>,
    /// People who get no messages.
    pub holdouts: Table<Holdout>,
    /// The page on which people decide, where the project says something of it.
    pub centre: Option<Centre>,
    /// Who works with the daemon.
    pub roles: Table<AccessRole>,
}
