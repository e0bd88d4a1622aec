//! Journeys that answer the same with the same sort of message.

use crate::answers::{Door, Message, delay, groups};
use crate::conditions::Condition;
use crate::counterexample::{Counterexample, help};
use crate::logic::{Formula, judge};
use filrouge_model::{Id, Journey, Model};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Journeys that answer the same with the same sort of message.
    pub struct RivalJourneys {
        /// The journeys, the first few of them.
        journeys: Vec<String>,
        /// How many there are besides.
        more: usize,
        /// What they answer: `` `Cart Updated` ``.
        door: String,
        purpose: String,
        channel: String,
        place: Span,
        others: Vec<Span>,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "rival-journeys", severity: Warning, since: "0.1",
    shown: Test("somebody who fits the entries of two of them: one does not let them in"),
    message: format!(
        "{} answer {door} with messages of `{purpose}` over `{channel}`, for the same people",
        spoken(journeys, *more)
    ),
    at: place => "brings people in".to_owned(),
    also: [others => "and so does this".to_owned()],
    help: help(
        "let their conditions exclude each other, make them one, or say how much is too much with a `cap` or \
         `concurrency`",
        shown
    ),
}

/// Messages that are further apart than this, in milliseconds, are not felt as two answers.
const DAY: u64 = 86_400_000;

/// Journeys with which each of a group is compared, and that are named.
const MOST: usize = 4;

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for ((door, message), members) in groups(model) {
        if is_capped(message, model) {
            continue;
        }
        let rivals = rivals(&members, message, model);
        if rivals.len() > 1 && told.insert((door, rivals.clone())) {
            findings.extend(fact(door, message, &rivals, model).into_iter().map(Into::into).collect());
        }
    }
}

/// Caps hold back what the person can withdraw from.
fn is_capped((purpose, channel): Message, model: &Model) -> bool {
    let (Some(purpose), Some(carrier)) = (model.purposes.get(purpose), model.channels.get(channel)) else {
        return true;
    };
    let of_project = model.project.iter().flat_map(|project| &project.caps);
    let via = |id| model.channels.get(id).is_some_and(|own| std::ptr::eq(own, carrier));
    let counts = |cap: &&filrouge_model::Cap| cap.via.value().is_none_or(|own| own.id.is_some_and(via));
    purpose.may_be_refused() && carrier.caps.iter().chain(&purpose.caps).chain(of_project).any(|cap| counts(&cap))
}

/// The journeys that let in some of whom the first of them lets in, and that nothing makes take turns.
fn rivals(members: &[Id<Journey>], message: Message, model: &Model) -> Vec<Id<Journey>> {
    let entrants = members.iter().filter_map(|id| Entrants::of(*id, message, model));
    let entrants: Vec<_> = entrants.filter(|one| !takes_turns(one.journey, message.0, model)).collect();
    for (place, leader) in entrants.iter().enumerate().take(MOST) {
        let others = entrants.get(place + 1..).unwrap_or_default().iter();
        let rivals: Vec<_> = others.filter(|other| leader.meets(other)).map(|other| other.id).collect();
        if !rivals.is_empty() {
            return [leader.id].into_iter().chain(rivals).collect();
        }
    }
    Vec::new()
}

/// Whom a journey lets in.
struct Entrants<'m> {
    id: Id<Journey>,
    journey: &'m Journey,
    holds: Formula,
    /// How soon after that they get the message.
    delay: u64,
}

impl<'m> Entrants<'m> {
    /// None of a journey that lets nobody in, or whose message hangs on something else.
    fn of(id: Id<Journey>, message: Message, model: &'m Model) -> Option<Self> {
        let journey = model.journeys.get(id)?;
        let delay = delay(journey, message)?;
        let holds = Condition::of_entry(journey, model).map_or(Formula::Always, |entry| entry.holds().clone());
        (!judge(&[&holds]).is_never()).then_some(Self { id, journey, holds, delay })
    }

    /// Whether somebody may come into both, and nobody has said which goes first.
    fn meets(&self, other: &Self) -> bool {
        let ranked = matches!(
            (self.journey.priority.value(), other.journey.priority.value()),
            (Some(one), Some(two)) if one != two
        );
        let near = self.delay.abs_diff(other.delay) < DAY;
        near && !ranked && !judge(&[&self.holds, &other.holds]).is_never()
    }
}

/// Whether a person may be in one journey of its kind at once.
fn takes_turns(journey: &Journey, purpose: Id<filrouge_model::Purpose>, model: &Model) -> bool {
    let mut bounds = model.project.iter().flat_map(|project| &project.concurrency);
    bounds.any(|bound| {
        let counted = bound.group.as_ref().is_none_or(|group| {
            journey.groups.iter().any(|own| own.value == group.value)
        });
        bound.count == 1 && counted && !bound.except.iter().any(|own| own.id == Some(purpose))
    })
}

fn fact(door: Door, (purpose, channel): Message, rivals: &[Id<Journey>], model: &Model) -> Option<RivalJourneys> {
    let journeys: Vec<_> = rivals.iter().take(MOST).filter_map(|id| model.journeys.get(*id)).collect();
    let mut places = journeys.iter().filter_map(|journey| Some(journey.enter.as_ref()?.at));
    let shown = match journeys.as_slice() {
        [one, two, ..] => shown(one, two, model),
        _ => None,
    };
    Some(RivalJourneys {
        shown,
        more: rivals.len().saturating_sub(journeys.len()),
        door: door.named(model),
        purpose: model.purposes.get(purpose)?.name.value.to_string(),
        channel: model.channels.get(channel)?.name.value.to_string(),
        place: places.next()?,
        others: places.collect(),
        journeys: journeys.iter().map(|journey| journey.name.value.to_string()).collect(),
    })
}

/// Somebody who comes into both by one event, or by coming into one segment or leaving it.
fn shown(one: &Journey, two: &Journey, model: &Model) -> Option<String> {
    let title = format!("who comes into {} does not come into {}", one.name.value, two.name.value);
    let entries = [one, two].map(|journey| Condition::of_entry(journey, model));
    let holds: Vec<_> = entries.iter().flatten().map(|entry| entry.holds().of_entry()).collect();
    Counterexample::of(two, model, title).expect("no-entry").holding(&holds.iter().collect::<Vec<_>>())
}

fn spoken(journeys: &[String], more: usize) -> String {
    let names: Vec<String> = journeys.iter().map(|journey| format!("`{journey}`")).collect();
    match (names.split_last(), more) {
        (_, 1..) => format!("{} and {more} more journeys", names.join(", ")),
        (Some((last, [only])), 0) => format!("{only} and {last} both"),
        (Some((last, first)), 0) => format!("{} and {last} all", first.join(", ")),
        (None, 0) => String::new(),
    }
}
