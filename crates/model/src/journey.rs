//! `journey`: what happens to a person, step by step.

use crate::callee::Callees;
use crate::change::{InsideChange, link_inside};
use crate::enter::{self, Enter, Started};
use crate::goal::{link_exit, link_goal};
use crate::linker::{Linker, boxed, map_opt, name_of};
use crate::names::unique;
use crate::project::text;
use crate::retain::period;
use crate::step::{self, Action, Step, Target};
use crate::view::View;
use crate::{Event, Exit, Goal, Id, Owner, Profile, Purpose, Reference, Table};
use filrouge_expression::{Reach, StepFields};
use filrouge_language::Opt;
use filrouge_language::kinds::{Name, Text};
use filrouge_language::words::journey as word;
use filrouge_plan::Period;
use filrouge_plan::program::Root;
use filrouge_report::Findings;
use filrouge_source::{Span, Spanned};
use std::collections::BTreeSet;

pub use filrouge_language::words::journey::{DecisionClass, DecisionGround};

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
    /// What its branches decide about a person, when it is said.
    pub decides: Option<Decides>,
    /// Who goes first where not all can.
    pub priority: Opt<i64>,
    /// Whether it takes the place of a journey of less priority.
    pub evict: Opt<bool>,
    /// Whether its messages are held.
    pub paused: Opt<bool>,
    /// Groups whose bounds it counts for.
    pub groups: Vec<Spanned<Box<str>>>,
    /// How fast its messages leave: how many, in what time.
    pub throttle: Option<(u32, Period)>,
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

/// What the branches of a journey decide about a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Decides {
    /// Where it is written.
    pub at: Span,
    /// How far it goes.
    pub class: Spanned<DecisionClass>,
    /// What allows it.
    pub ground: Opt<DecisionGround>,
    /// Where people contest it.
    pub contest: Opt<Box<str>>,
}

impl Journey {
    /// The event that brings people in, if it is one.
    #[must_use]
    pub fn entry_event(&self) -> Option<&Reference<Event>> {
        self.enter.as_ref()?.event()
    }

    /// The step that a target leads to in the end: from the join of a parallel to what stands behind it.
    #[must_use]
    pub fn lands(&self, target: Target) -> Option<Id<Step>> {
        let mut target = target;
        loop {
            match target {
                Target::Step(id) => return Some(id),
                Target::Completed => return None,
                Target::Join(parallel) => target = self.steps.get(parallel)?.next,
            }
        }
    }

    /// The steps on a branch that begins at `start`, those of a parallel on it included.
    #[must_use]
    pub fn branch(&self, parallel: Id<Step>, start: Target) -> BTreeSet<Id<Step>> {
        let mut found = BTreeSet::new();
        let mut open = vec![start];
        while let Some(target) = open.pop() {
            let ends = target == Target::Join(parallel);
            let Some(id) = self.lands(target).filter(|_| !ends) else { continue };
            if found.insert(id) {
                open.extend(self.steps.get(id).iter().flat_map(|step| step.successors()));
            }
        }
        found
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
    pub callees: &'m Callees,
}

impl<'m> Inside<'m> {
    /// The person alone.
    pub fn person(&self) -> View<'m> {
        View::of(self.profile, self.segments).reaching(self.reach)
    }

    pub fn schema_of(&self, event: &Reference<Event>) -> Option<&'m crate::Schema> {
        self.events.of(event).map(|event| &event.schema)
    }

    /// While waiting, without an event at hand: `profile`, `entry`.
    pub fn waiting(&self) -> View<'m> {
        match self.entry {
            Started::Unknown => self.person().and(Root::Entry, None),
            Started::WithoutEvent => self.person(),
            started => self.person().and(Root::Entry, started.schema()),
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
    let purpose = map_opt(&word.purpose, |purpose| Some(linker.resolve(purpose)));
    let only = linker.only(word.at.head);
    let named = word.purpose.get().map(|purpose| purpose.value.as_str());
    let purpose_name = named.or(only.as_ref().map(|only| &*only.name.value));
    let outside = &Inside { reach: Reach { purpose: purpose_name, ..outside.reach }, ..outside.clone() };
    let enter = word.enter.value().map(|enter| enter::link(enter, outside, linker));
    let name = name_of(&word.name);
    let entry = Started::of(&name.value, enter.as_ref(), outside.events);
    let left = step::left_by(&word.steps, outside.events, outside.callees, &mut linker.beside());
    let left = left.iter().map(|(step, fields)| StepFields { step, fields }).collect();
    let inside = Inside { entry, left, ..outside.clone() };
    names(word, linker);
    linker.inside_of(step::names(&word.steps));
    let (start, steps) = step::link_all(&word.steps, &inside, linker);
    let exits = word.exit.iter().map(|exit| link_exit(&exit.value, &inside, linker)).collect();
    let goals = word.goal.iter().map(|goal| link_goal(&goal.value, &inside, linker)).collect();
    let change = link_inside(word, &steps, linker);
    Journey {
        at: word.at.head,
        name: name.clone(),
        was: text(&word.was, Name::as_str),
        description: text(&word.description, Text::as_str),
        purpose: if asks_for_one(&steps) { purpose_or(purpose, only) } else { purpose },
        owner: map_opt(&word.owner, |owner| Some(linker.resolve(owner))),
        decides: word.decides.value().and_then(|word| decides(word)),
        priority: word.priority.clone(),
        evict: word.evict.clone(),
        paused: word.paused.clone(),
        groups: word.group.iter().map(|group| boxed(group, Name::as_str)).collect(),
        throttle: word.throttle.value().and_then(|word| throttle(word)),
        enter,
        exits,
        goals,
        start,
        steps,
        inside: change,
    }
}

/// Whether a step hands data to somebody and names no purpose itself.
fn asks_for_one(steps: &Table<Step>) -> bool {
    steps.values().any(|step| match &step.action {
        Action::Send(send) => send.purpose.is_absent(),
        Action::Fetch(fetch) => fetch.purpose.is_absent(),
        _ => false,
    })
}

/// Where the project has one purpose alone, what leaves can be for no other: a second one makes it a question.
fn purpose_or(own: Opt<Reference<Purpose>>, only: Option<Reference<Purpose>>) -> Opt<Reference<Purpose>> {
    match (own, only) {
        (Opt::Absent, Some(only)) => {
            let span = only.name.span;
            Opt::Given(Spanned::new(only, span))
        }
        (own, _) => own,
    }
}

fn decides(word: &word::Decides) -> Option<Decides> {
    Some(Decides {
        at: word.at.head,
        class: *word.class.get()?,
        ground: word.ground.clone(),
        contest: text(&word.contest, Text::as_str),
    })
}

/// Steps have names of their own in a journey, and so have exits and goals.
fn names(word: &word::Journey, linker: &mut Linker<'_>) {
    let mut found = Findings::new();
    unique("step", step::names(&word.steps).into_iter(), &mut found);
    unique("exit", word.exit.iter().filter_map(|exit| exit.value.name.get()), &mut found);
    unique("goal", word.goal.iter().filter_map(|goal| goal.value.name.get()), &mut found);
    found.into_iter().for_each(|finding| linker.push(finding));
}

fn throttle(word: &word::Throttle) -> Option<(u32, Period)> {
    Some((*word.count.value()?, period(*word.per.value()?)))
}
