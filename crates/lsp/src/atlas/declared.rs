//! Everything that a project declares, from its model.

use filrouge_model::{Action, Field, Journey, Model, Template};
use filrouge_source::{Span, Spanned};

/// What is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `project`.
    Project,
    /// An owner of the project.
    Owner,
    /// `event`.
    Event,
    /// A field of an event, the profile, an entry or an answer.
    Field,
    /// `trait`.
    Trait,
    /// `segment`.
    Segment,
    /// `source`.
    Source,
    /// `connector`.
    Connector,
    /// `channel`.
    Channel,
    /// `purpose`.
    Purpose,
    /// `retention`.
    Retention,
    /// `template`.
    Template,
    /// `calendar`.
    Calendar,
    /// `suppress`.
    Suppression,
    /// `holdout`.
    Holdout,
    /// `journey`.
    Journey,
    /// `retired`.
    Retired,
    /// A step of a journey.
    Step,
    /// `exit`.
    Exit,
    /// `goal`.
    Goal,
    /// A value that a send gives to its template.
    Variable,
    /// `test`.
    Test,
}

impl Kind {
    /// What it is called.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Owner => "owner",
            Self::Event => "event",
            Self::Field => "field",
            Self::Trait => "trait",
            Self::Segment => "segment",
            Self::Source => "source",
            Self::Connector => "connector",
            Self::Channel => "channel",
            Self::Purpose => "purpose",
            Self::Retention => "retention",
            Self::Template => "template",
            Self::Calendar => "calendar",
            Self::Suppression => "suppress",
            Self::Holdout => "holdout",
            Self::Journey => "journey",
            Self::Retired => "retired",
            Self::Step => "step",
            Self::Exit => "exit",
            Self::Goal => "goal",
            Self::Variable => "variable",
            Self::Test => "test",
        }
    }

    /// The number of the protocol for symbols.
    pub const fn symbol(self) -> u8 {
        match self {
            Self::Project => 4,
            Self::Event => 24,
            Self::Field | Self::Trait => 8,
            Self::Segment | Self::Template => 5,
            Self::Journey => 2,
            Self::Step => 12,
            Self::Exit | Self::Goal => 22,
            Self::Variable => 13,
            Self::Test => 6,
            Self::Source | Self::Connector | Self::Channel => 11,
            _ => 19,
        }
    }
}

/// One declaration.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The name, with its quotes if it has any.
    pub at: Span,
    /// What it is.
    pub kind: Kind,
    /// The name.
    pub name: Box<str>,
    /// What it is a part of.
    pub within: Option<Box<str>>,
}

struct All(Vec<Definition>);

/// Everything that `model` declares. What has no name is left out.
pub fn all(model: &Model) -> Vec<Definition> {
    let mut all = All(Vec::new());
    if let Some(project) = &model.project {
        all.add(Kind::Project, &project.name, None);
        project.owners.iter().for_each(|owner| all.add(Kind::Owner, &owner.name, Some("project")));
    }
    if let Some(profile) = &model.profile {
        profile.all_fields().for_each(|field| all.field(field, "profile"));
    }
    for event in model.events.values() {
        all.add(Kind::Event, &event.name, None);
        event.fields.iter().for_each(|field| all.field(field, &event.name.value));
    }
    model.traits.values().for_each(|own| all.add(Kind::Trait, &own.name, Some("profile")));
    model.segments.values().for_each(|own| all.add(Kind::Segment, &own.name, None));
    model.sources.values().for_each(|own| all.add(Kind::Source, &own.name, None));
    model.connectors.values().for_each(|own| all.add(Kind::Connector, &own.name, None));
    model.channels.values().for_each(|own| all.add(Kind::Channel, &own.name, None));
    model.purposes.values().for_each(|own| all.add(Kind::Purpose, &own.name, None));
    model.retentions.values().for_each(|own| all.add(Kind::Retention, &own.name, None));
    model.calendars.values().for_each(|own| all.add(Kind::Calendar, &own.name, None));
    model.suppressions.values().for_each(|own| all.add(Kind::Suppression, &own.name, None));
    model.holdouts.values().for_each(|own| all.add(Kind::Holdout, &own.name, None));
    model.retired.values().for_each(|own| all.add(Kind::Retired, &own.name, None));
    model.templates.values().for_each(|own: &Template| all.add(Kind::Template, &own.name, None));
    model.journeys.values().for_each(|journey| all.journey(journey));
    all.0
}

impl All {
    fn add(&mut self, kind: Kind, name: &Spanned<Box<str>>, within: Option<&str>) {
        if !name.value.is_empty() {
            let (at, name, within) = (name.span, name.value.clone(), within.map(Box::from));
            self.0.push(Definition { at, kind, name, within });
        }
    }

    fn field(&mut self, field: &Field, within: &str) {
        self.add(Kind::Field, &field.name, Some(within));
        let path = format!("{within}.{}", field.name.value);
        field.fields.iter().for_each(|field| self.field(field, &path));
    }

    fn journey(&mut self, journey: &Journey) {
        let own = &journey.name.value;
        self.add(Kind::Journey, &journey.name, None);
        if let Some(enter) = &journey.enter {
            enter.fields.iter().for_each(|field| self.field(field, own));
        }
        journey.exits.iter().for_each(|exit| self.add(Kind::Exit, &exit.name, Some(own)));
        journey.goals.iter().for_each(|goal| self.add(Kind::Goal, &goal.name, Some(own)));
        for step in journey.steps.values() {
            self.add(Kind::Step, &step.name, Some(own));
            match &step.action {
                Action::Send(send) => {
                    send.with.iter().for_each(|value| self.add(Kind::Variable, &value.name, Some(own)));
                }
                Action::Fetch(fetch) => {
                    fetch.answer.iter().for_each(|field| self.field(field, &step.name.value))
                }
                _ => {}
            }
        }
    }
}
