//! What each event means to the journeys.

use crate::grant::withdrawable;
use crate::step::lapse;
use filrouge_plan::program::{Node, Root};
use filrouge_plan::{Action, Arm, Entry, Journey, Plan, Step, Trigger};
use std::collections::{BTreeMap, BTreeSet};

/// What one event means to the journeys.
#[derive(Debug, Default)]
pub(crate) struct EventUses {
    /// Journeys that it brings people into.
    pub(crate) enters: Vec<usize>,
    /// Journeys that it may take people out of.
    pub(crate) exits: BTreeSet<String>,
    /// Goals that it may meet.
    pub(crate) goals: Vec<GoalUse>,
    /// Journeys in which it may end a wait.
    pub(crate) waits: BTreeSet<String>,
}

/// A goal of a journey.
#[derive(Debug)]
pub(crate) struct GoalUse {
    /// The journey.
    pub(crate) journey: usize,
    /// Position of the goal in it.
    pub(crate) goal: usize,
}

/// The purposes of the sends that want to know at which hours people are active, if people may refuse each of them.
pub(super) fn rhythm_for(journeys: &[Journey], plan: &Plan) -> Vec<String> {
    let steps = journeys.iter().flat_map(|journey| &journey.steps);
    let sends = steps.filter_map(|step| match &step.action {
        Action::Send(send) if send.at.is_some() => Some(send.purpose.clone()),
        _ => None,
    });
    let purposes: BTreeSet<String> = sends.collect();
    let may_be_refused = |name: &String| {
        let mut declared = plan.purposes.iter().filter(|own| own.name == *name);
        declared.all(|own| withdrawable(own.basis))
    };
    if purposes.iter().all(may_be_refused) { purposes.into_iter().collect() } else { Vec::new() }
}

/// What each event means to `journeys`.
pub(super) fn of(journeys: &[Journey]) -> BTreeMap<String, EventUses> {
    let mut uses: BTreeMap<String, EventUses> = BTreeMap::new();
    for (index, journey) in journeys.iter().enumerate() {
        if let Entry::Event { event } = &journey.enter.by {
            uses.entry(event.clone()).or_default().enters.push(index);
        }
        note_exits(journey, &mut uses);
        note_goals(index, journey, &mut uses);
        note_waits(journey, &mut uses);
    }
    uses
}

/// Journeys that a segment brings people into.
#[derive(Debug, Default)]
pub(crate) struct SegmentUses {
    /// Journeys of those who come into it.
    pub(crate) comers: Vec<usize>,
    /// Journeys of those who leave it.
    pub(crate) leavers: Vec<usize>,
}

/// What each segment means to `journeys`.
pub(super) fn of_segments(journeys: &[Journey]) -> BTreeMap<String, SegmentUses> {
    let mut uses: BTreeMap<String, SegmentUses> = BTreeMap::new();
    for (index, journey) in journeys.iter().enumerate() {
        if let Entry::Segment { segment, leave } = &journey.enter.by {
            let found = uses.entry(segment.clone()).or_default();
            if *leave { found.leavers.push(index) } else { found.comers.push(index) }
        }
    }
    uses
}

/// Journeys that a clock brings people into.
/// Journeys that let people in who were in their segment before.
pub(super) fn backfilling(journeys: &[Journey]) -> Vec<usize> {
    let journeys = journeys.iter().enumerate();
    journeys.filter(|(_, journey)| journey.enter.backfill.is_some()).map(|(index, _)| index).collect()
}

pub(super) fn timed(journeys: &[Journey]) -> Vec<usize> {
    let timed = |journey: &Journey| matches!(journey.enter.by, Entry::Date(_) | Entry::Schedule(_));
    journeys.iter().enumerate().filter(|(_, journey)| timed(journey)).map(|(index, _)| index).collect()
}

/// Journeys in which a condition alone may take people out, or end a wait: they are looked at after every input.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    /// Journeys with an exit rule that is a condition.
    pub(crate) exits: BTreeSet<String>,
    /// Journeys with a wait that a condition ends.
    pub(crate) waits: BTreeSet<String>,
    /// Journeys with a wait that hangs on a date of the profile.
    pub(crate) dates: BTreeSet<String>,
}

impl Watched {
    /// What there is to watch in `journeys`.
    pub(super) fn of(journeys: &[Journey]) -> Self {
        let named = |fits: fn(&Journey) -> bool| {
            journeys.iter().filter(|journey| fits(journey)).map(|journey| journey.name.clone()).collect()
        };
        Self {
            exits: named(|journey| journey.exits.iter().any(|exit| is_condition(&exit.on))),
            waits: named(|journey| {
                journey.steps.iter().flat_map(|step| arms(&step.action)).any(|arm| is_condition(&arm.on))
            }),
            dates: named(|journey| journey.steps.iter().any(hangs_on_the_profile)),
        }
    }
}

const fn is_condition(trigger: &Trigger) -> bool {
    matches!(trigger, Trigger::Condition(_))
}

fn note_exits(journey: &Journey, uses: &mut BTreeMap<String, EventUses>) {
    for exit in &journey.exits {
        if let Trigger::Event { event, .. } = &exit.on {
            uses.entry(event.clone()).or_default().exits.insert(journey.name.clone());
        }
    }
}

fn note_goals(index: usize, journey: &Journey, uses: &mut BTreeMap<String, EventUses>) {
    for (position, goal) in journey.goals.iter().enumerate() {
        let goals = &mut uses.entry(goal.event.clone()).or_default().goals;
        goals.push(GoalUse { journey: index, goal: position });
    }
}

fn note_waits(journey: &Journey, uses: &mut BTreeMap<String, EventUses>) {
    let collected = journey.steps.iter().filter_map(|step| collected(&step.action));
    for event in journey.steps.iter().flat_map(|step| awaited(&step.action)).chain(collected) {
        uses.entry(event.to_owned()).or_default().waits.insert(journey.name.clone());
    }
}

fn awaited(action: &Action) -> impl Iterator<Item = &str> {
    let resets = match action {
        Action::WaitUntil(wait) => wait.resets.as_slice(),
        _ => &[],
    };
    let triggers = arms(action).iter().map(|arm| &arm.on).chain(resets.iter().map(|reset| &reset.on));
    triggers.filter_map(|trigger| match trigger {
        Trigger::Event { event, .. } => Some(event.as_str()),
        Trigger::Condition(_) => None,
    })
}

/// Whether the step waits until a date that may become another while people wait.
fn hangs_on_the_profile(step: &Step) -> bool {
    let wait = lapse::of_step(step);
    let date = wait.as_ref().and_then(lapse::date_wait);
    date.is_some_and(|wait| wait.date.nodes.iter().any(reads_the_profile))
}

const fn reads_the_profile(node: &Node) -> bool {
    matches!(node, Node::Slot { root: Root::Profile, .. })
}

const fn collected(action: &Action) -> Option<&str> {
    match action {
        Action::Digest(digest) => Some(digest.event.as_str()),
        _ => None,
    }
}

fn arms(action: &Action) -> &[Arm] {
    match action {
        Action::WaitUntil(wait) => &wait.arms,
        _ => &[],
    }
}
