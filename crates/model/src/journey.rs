//! `journey`: what happens to a person, step by step.

use crate::change::{InsideChange, link_inside};
use crate::goal::{link_exit, link_goal};
use crate::linker::{Linker, map_opt, name_of};
use crate::names::unique;
use crate::project::text;
use crate::retain::period;
use crate::step::{self, Step, Target};
use crate::view::View;
use crate::{Event, Exit, Expression, Goal, Owner, Profile, Purpose, Reference, Segment, Table};
use filrouge_expression::{Reach, StepFields, Want};
use filrouge_language::Opt;
use filrouge_language::kinds::{Name, Text};
use filrouge_language::words::{enter, journey as word};
use filrouge_plan::ReEntry;
use filrouge_plan::program::Root;
use filrouge_report::Findings;
use filrouge_source::{Span, Spanned};

/// What happens to a person, step by step.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// Its former name.
    pub was: Opt<Box<str>>,
    /// What it is for.
    pub description: Opt<Box<str>>,
    /// The purpose of each send that names none.
    pub purpose: Opt<Reference<Purpose>>,
    /// Who answers for it.
    pub owner: Opt<Reference<Owner>>,
    /// How people come in; absent when it was written wrongly.
    pub enter: Option<Enter>,
    /// What takes people out.
    pub exits: Vec<Exit>,
    /// What counts as success.
    pub goals: Vec<Goal>,
    /// The first step.
    pub start: Target,
    /// Every step, in the order of the text.
    pub steps: Table<Step>,
    /// What is said of people who are inside when it changes.
    pub inside: InsideChange,
}

/// How people come in.
#[derive(Debug, Clone, PartialEq)]
pub struct Enter {
    /// Where it is written.
    pub at: Span,
    /// What brings a person in; absent when it was written wrongly.
    pub by: Option<Entry>,
    /// Who comes in; roots: `profile`, `now`, and `event` when an event brings people in.
    pub when: Opt<Expression>,
    /// Identity of the instance; roots as `when`.
    pub key: Opt<Expression>,
    /// Whether a person may come in again; absent when nothing is said.
    pub re_entry: Opt<ReEntry>,
}

/// What brings a person in.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// An event of the person's.
    Event(Reference<Event>),
    /// The person comes into a segment, or leaves it.
    Segment {
        /// The segment.
        segment: Reference<Segment>,
        /// Whether leaving it brings the person in.
        leave: bool,
    },
}

impl Enter {
    /// The event that brings people in, if it is one.
    #[must_use]
    pub const fn event(&self) -> Option<&Reference<Event>> {
        match &self.by {
            Some(Entry::Event(event)) => Some(event),
            _ => None,
        }
    }

    /// The segment that people come into or leave, if that brings them in.
    #[must_use]
    pub const fn segment(&self) -> Option<&Reference<Segment>> {
        match &self.by {
            Some(Entry::Segment { segment, .. }) => Some(segment),
            _ => None,
        }
    }
}

impl Journey {
    /// The event that brings people in, if it is one.
    #[must_use]
    pub fn entry_event(&self) -> Option<&Reference<Event>> {
        self.enter.as_ref()?.event()
    }
}

/// What is known of the event that started an instance.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Started<'m> {
    /// It was written wrongly: nothing is said about what reads it.
    Unknown,
    /// No event did: there is no `entry`.
    WithoutEvent,
    /// This one.
    By(&'m Event),
}

impl<'m> Started<'m> {
    /// What brings people in by `enter`.
    pub fn of(enter: Option<&Enter>, events: &'m Table<Event>) -> Self {
        match enter.and_then(|enter| enter.by.as_ref()) {
            None => Self::Unknown,
            Some(Entry::Event(event)) => events.of(event).map_or(Self::Unknown, Self::By),
            Some(Entry::Segment { .. }) => Self::WithoutEvent,
        }
    }

    /// The event, if it is known.
    pub const fn event(self) -> Option<&'m Event> {
        match self {
            Self::By(event) => Some(event),
            Self::Unknown | Self::WithoutEvent => None,
        }
    }

    /// The event's name, if it is known; empty when no event did.
    pub fn name(self) -> Option<&'m str> {
        match self {
            Self::Unknown => None,
            Self::WithoutEvent => Some(""),
            Self::By(event) => Some(&event.name.value),
        }
    }
}

/// What the parts of a journey may see.
#[derive(Clone)]
pub(crate) struct Inside<'m> {
    pub profile: Option<&'m Profile>,
    pub events: &'m Table<Event>,
    pub segments: &'m [&'m str],
    pub entry: Started<'m>,
    pub left: Vec<StepFields<'m>>,
    pub reach: Reach<'m>,
}

impl<'m> Inside<'m> {
    fn person(&self) -> View<'m> {
        View::of(self.profile, self.segments).reaching(self.reach)
    }

    fn schema_of(&self, event: &Reference<Event>) -> Option<&'m crate::Schema> {
        self.events.of(event).map(|event| &event.schema)
    }

    /// At the door: `profile`, and `event` when an event brings people in.
    fn entering(&self, by: Option<&Entry>) -> View<'m> {
        match by {
            None => self.person().and(Root::Event, None),
            Some(Entry::Event(event)) => self.person().and(Root::Event, self.schema_of(event)),
            Some(Entry::Segment { .. }) => self.person(),
        }
    }

    /// While waiting, without an event at hand: `profile`, `entry`.
    pub fn waiting(&self) -> View<'m> {
        match self.entry {
            Started::Unknown => self.person().and(Root::Entry, None),
            Started::WithoutEvent => self.person(),
            Started::By(event) => self.person().and(Root::Entry, Some(&event.schema)),
        }
    }

    /// While waiting, with an event at hand: `profile`, `event`, `entry`.
    pub fn at_event(&self, event: &Reference<Event>) -> View<'m> {
        self.waiting().and(Root::Event, self.schema_of(event))
    }

    /// As [`Inside::at_event`], when the event is not known.
    pub fn at_nothing_known(&self) -> View<'m> {
        self.waiting().and(Root::Event, None)
    }

    /// At a step: `profile`, `entry`, `steps`.
    pub fn at_step(&self) -> View<'m> {
        self.waiting().after(self.left.clone())
    }
}

pub(crate) fn link(word: &word::Journey, outside: &Inside<'_>, linker: &mut Linker<'_>) -> Journey {
    let purpose = word.purpose.get().map(|purpose| purpose.value.as_str());
    let outside = &Inside { reach: Reach { purpose, ..outside.reach }, ..outside.clone() };
    let enter = word.enter.value().map(|enter| link_enter(enter, outside, linker));
    let entry = Started::of(enter.as_ref(), outside.events);
    let left = step::left_by(&word.steps, outside.events);
    let left = left.iter().map(|(step, fields)| StepFields { step, fields }).collect();
    let inside = Inside { entry, left, ..outside.clone() };
    names(word, linker);
    let (start, steps) = step::link_all(&word.steps, &inside, linker);
    let change = link_inside(word, &steps, linker);
    Journey {
        at: word.at.head,
        name: name_of(&word.name),
        was: text(&word.was, Name::as_str),
        description: text(&word.description, Text::as_str),
        purpose: map_opt(&word.purpose, |purpose| Some(linker.resolve(purpose))),
        owner: map_opt(&word.owner, |owner| Some(linker.resolve(owner))),
        enter,
        exits: word.exit.iter().map(|exit| link_exit(&exit.value, &inside, linker)).collect(),
        goals: word.goal.iter().map(|goal| link_goal(&goal.value, &inside, linker)).collect(),
        start,
        steps,
        inside: change,
    }
}

/// Steps have names of their own in a journey, and so have exits and goals.
fn names(word: &word::Journey, linker: &mut Linker<'_>) {
    let mut found = Findings::new();
    unique("step", step::names(&word.steps).into_iter(), &mut found);
    unique("exit", word.exit.iter().filter_map(|exit| exit.value.name.get()), &mut found);
    unique("goal", word.goal.iter().filter_map(|goal| goal.value.name.get()), &mut found);
    found.into_iter().for_each(|finding| linker.push(finding));
}

fn link_enter(word: &enter::Enter, outside: &Inside<'_>, linker: &mut Linker<'_>) -> Enter {
    let by = entry(word, linker);
    let view = outside.entering(by.as_ref());
    let when = map_opt(&word.where_, |when| {
        linker.expression(when.value.as_str(), when.span, &view, Want::Condition)
    });
    let key = map_opt(&word.key, |key| linker.expression(key.value.as_str(), key.span, &view, Want::Text));
    Enter { at: word.at.head, by, when, key, re_entry: map_opt(&word.re_entry, |word| re_entry(&word.value)) }
}

fn entry(word: &enter::Enter, linker: &mut Linker<'_>) -> Option<Entry> {
    if let Some(event) = word.on.get() {
        return Some(Entry::Event(linker.resolve(event)));
    }
    let leave = word.segment.is_absent();
    let segment = word.segment.get().or_else(|| word.left.get())?;
    Some(Entry::Segment { segment: linker.resolve(segment), leave })
}

fn re_entry(word: &enter::ReEntry) -> Option<ReEntry> {
    if let Some(after) = word.after.value() {
        return Some(ReEntry::After(period(*after)));
    }
    Some(match word.mode.value()? {
        enter::ReEntryMode::Never => ReEntry::Never,
        enter::ReEntryMode::AfterExit => ReEntry::AfterExit,
        enter::ReEntryMode::Every => ReEntry::Every,
    })
}
