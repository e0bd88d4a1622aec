//! The plan as a whole, and what is declared once for the project.

use crate::policy::is_false;
use crate::{
    Calendar, Cap, Centre, Channel, Concurrency, Connector, EventSchema, Field, Holdout, Journey,
    ProfileSchema, Program, Purpose, Retired, Role, SignalMap, Source, StoreRetention, Suppression, Switch,
    Template, Trait,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Everything the machine needs to run a project. Declarations are sorted by name, so that equal projects give
/// equal plans whatever the order of their files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of this format; a reader refuses a greater one.
    pub format: u32,
    /// Who runs the project, and its defaults.
    pub project: Project,
    /// What is known of a person.
    pub profile: ProfileSchema,
    /// Events, by name.
    pub events: Vec<EventSchema>,
    /// Computed traits, in the order of their slots: by name, those that are made of events first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub traits: Vec<Trait>,
    /// Segments, by name.
    pub segments: Vec<Segment>,
    /// Purposes, by name.
    pub purposes: Vec<Purpose>,
    /// How long each store keeps what no other retention covers, by name.
    pub retentions: Vec<StoreRetention>,
    /// Sources, by name.
    pub sources: Vec<Source>,
    /// Connectors, by name.
    pub connectors: Vec<Connector>,
    /// Channels, by name.
    pub channels: Vec<Channel>,
    /// Templates, by name.
    pub templates: Vec<Template>,
    /// Journeys, by name.
    pub journeys: Vec<Journey>,
    /// Journeys that are gone, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retired: Vec<Retired>,
    /// Calendars, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<Calendar>,
    /// Rules that hold messages back while a condition holds, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suppressions: Vec<Suppression>,
    /// Groups of people who get no messages, so that what messages bring about can be measured; by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holdouts: Vec<Holdout>,
    /// The page on which people decide what they get.
    #[serde(default)]
    pub centre: Centre,
    /// What the operator has paused at run time. The compiler leaves it empty; the host carries it from plan to plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub switches: Vec<Switch>,
    /// What holders of tokens may do and see, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// What the signals of consent tools mean to purposes, by signal. Others are not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<SignalMap>,
}

impl Plan {
    /// What conditions and templates read of a person, in slot order: identifiers, fields, computed traits.
    pub fn slots(&self) -> impl Iterator<Item = &Field> + Clone {
        self.profile.slots().chain(self.traits.iter().map(|own| &own.field))
    }

    /// The slot of the field or trait called `name`.
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.slots().position(|field| field.name == name)
    }
}

/// The version of the plan's format that this crate writes.
pub const FORMAT: u32 = 2;

/// Name and defaults of the project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// The project's name.
    pub name: String,
    /// IANA zone for people whose own zone is not known.
    pub timezone: String,
    /// BCP 47 tag for people whose own language is not known.
    pub locale: String,
    /// ISO 4217 code of amounts without one of their own.
    pub currency: Option<String>,
    /// Most messages to one person, over all channels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<Cap>,
    /// In how many journeys a person may be at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concurrency: Vec<Concurrency>,
    /// Whether messages are held until somebody lets them go.
    #[serde(default, skip_serializing_if = "is_false")]
    pub paused: bool,
}

/// A condition on the profile whose members are kept up to date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// The segment's name.
    pub name: String,
    /// Who is in; roots: `profile`, `now`.
    pub when: Program,
    /// As [`Trait::only_for`]: who refuses all of these purposes is in no such segment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only_for: Vec<String>,
}
