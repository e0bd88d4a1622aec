//! Expectations against what was decided.

use super::{Failure, look};
use crate::World;
use crate::words::{expected, hold_reason, told};
use filrouge_machine::{Decision, Verdict};
use filrouge_plan::Place;
use filrouge_plan::scenario::{EntryReason, Expectation, Reason};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// The decisions since the last expectation, and those that met one already.
#[derive(Debug, Default)]
pub(super) struct Stretch {
    from: usize,
    /// One decision may be about several journeys, and meet an expectation of each.
    taken: BTreeSet<(usize, String)>,
    looked_at: bool,
}

/// What was expected and what happened.
#[derive(Debug, Clone)]
pub(super) struct Report {
    expected: String,
    actual: Vec<String>,
    decisions: Vec<Decision>,
    zone: TimeZone,
}

impl Report {
    pub(super) fn at(self, place: Place) -> Failure {
        let Self { expected, actual, decisions, zone } = self;
        Failure { place, expected, actual, decisions, always: false, zone }
    }
}

impl Stretch {
    /// A new stretch begins now.
    pub(super) fn begin(&mut self, world: &World<'_>) {
        *self = Self { from: world.decisions.len(), ..Self::default() };
    }

    /// Something is about to happen: if somebody has looked at this stretch, it is over.
    pub(super) fn close(&mut self, world: &World<'_>) {
        if self.looked_at {
            self.begin(world);
        }
    }

    /// Whether an expectation is met; what is wrong when it is not.
    pub(super) fn judge(
        &mut self,
        world: &World<'_>,
        journey: &str,
        expectation: &Expectation,
    ) -> Option<Report> {
        self.looked_at = true;
        let open = self.open(world, journey);
        let is_met = match expectation {
            Expectation::Wait(step) => look::stands_on(world, journey, step),
            Expectation::Profile(fields) => look::holds(world, fields),
            Expectation::Kept { step, fields } => look::keeps(world, journey, step, fields),
            Expectation::NotKept(step) => world.kept(journey, step).is_empty(),
            Expectation::Segment { segment, inside } => world.person.segments.contains(segment) == *inside,
            Expectation::NoSend | Expectation::NoMoreSends => !open.iter().any(|(_, it)| is_send(it)),
            Expectation::NoEntry => !open.iter().any(|(_, it)| it.verdict == Verdict::Entered),
            wanted => self.take(world, journey, &open, wanted),
        };
        let told = open.into_iter().map(|(_, decision)| decision.clone().about(journey));
        (!is_met).then(|| report(world, journey, expectation, told.collect()))
    }

    /// Takes the first decision that meets the expectation.
    fn take(
        &mut self,
        world: &World<'_>,
        journey: &str,
        open: &[(usize, &Decision)],
        wanted: &Expectation,
    ) -> bool {
        let mut places = open.iter().enumerate();
        let found =
            places.find(|(place, (_, decision))| meets(world, decision, open.get(place + 1..), wanted));
        found.is_some_and(|(_, (index, _))| self.taken.insert((*index, journey.to_owned())))
    }

    fn open<'w>(&self, world: &'w World<'_>, journey: &str) -> Vec<(usize, &'w Decision)> {
        let all = world.decisions.iter().enumerate().skip(self.from);
        let is_taken = |index: usize| self.taken.contains(&(index, journey.to_owned()));
        all.filter(|(index, decision)| decision.is_about(journey) && !is_taken(*index)).collect()
    }
}

/// What is wrong when a message of `journey` left behind the decision of this number.
pub(super) fn sends_since(world: &World<'_>, journey: &str, from: usize) -> Option<Report> {
    let sends = world.decisions.iter().skip(from);
    let sends: Vec<Decision> = sends.filter(|it| it.journey == journey && is_send(it)).cloned().collect();
    (!sends.is_empty()).then(|| report(world, journey, &Expectation::NoMoreSends, sends))
}

fn report(world: &World<'_>, journey: &str, expectation: &Expectation, decisions: Vec<Decision>) -> Report {
    let mut actual = look::state(world, journey, expectation);
    let (near, far): (Vec<_>, Vec<_>) = decisions.iter().partition(|it| is_near(it, expectation));
    actual.extend(near.into_iter().chain(far).map(|decision| told(decision, world)));
    Report { expected: expected(expectation), actual, decisions, zone: world.zone() }
}

/// Whether a decision is about the same thing as the expectation.
fn is_near(decision: &Decision, expectation: &Expectation) -> bool {
    match expectation {
        Expectation::Send { step, .. }
        | Expectation::Held { step, .. }
        | Expectation::Refused { step, .. }
        | Expectation::Update(step)
        | Expectation::Fetch(step)
        | Expectation::Kept { step, .. }
        | Expectation::NotKept(step)
        | Expectation::Wait(step) => decision.step.as_deref() == Some(step),
        Expectation::NoSend | Expectation::NoMoreSends => is_send(decision),
        Expectation::Exit(_) => matches!(decision.verdict, Verdict::Exited { .. }),
        _ => false,
    }
}

const fn is_send(decision: &Decision) -> bool {
    matches!(decision.verdict, Verdict::Queued { .. })
}

fn meets(
    world: &World<'_>,
    decision: &Decision,
    later: Option<&[(usize, &Decision)]>,
    wanted: &Expectation,
) -> bool {
    let is_at = |step: &String| decision.step.as_ref() == Some(step);
    match (wanted, &decision.verdict) {
        (Expectation::Send { step, message }, Verdict::Queued { effect, .. }) => {
            is_at(step) && look::has_left(world, *effect, message)
        }
        (Expectation::Held { step, reason }, Verdict::Held { reason: held, .. }) => {
            is_at(step) && reason.is_none_or(|reason| reason == hold_reason(*held))
        }
        (Expectation::Held { step, reason }, Verdict::Timed { at, .. }) => {
            is_at(step) && *at > decision.at && reason.is_none_or(|reason| reason == Reason::BestTime)
        }
        (Expectation::Refused { step, reason }, verdict) => {
            is_at(step) && look::refuses(verdict, *reason) && !is_sent_later(step, later.unwrap_or_default())
        }
        (Expectation::Entered, Verdict::Entered) => true,
        (Expectation::NotEntered(wanted), Verdict::NotEntered { reason }) => {
            look::is_reason(*wanted, *reason)
        }
        (Expectation::NotEntered(wanted), Verdict::PassedBy { .. }) => *wanted == EntryReason::Condition,
        (Expectation::Exit(wanted), Verdict::Exited { reason }) => wanted == reason,
        (Expectation::Goal(wanted), Verdict::Reached { goal }) => wanted == goal,
        (
            Expectation::Branch(wanted),
            Verdict::Took { way: taken }
            | Verdict::Resumed { arm: taken }
            | Verdict::BranchEnded { branch: taken }
            | Verdict::Assigned { arm: taken, .. },
        ) => wanted == taken,
        (Expectation::Fetch(step), Verdict::Asked { .. }) => is_at(step),
        (Expectation::Branch(wanted), Verdict::ApprovalAnswered { approved, .. }) => {
            wanted == if *approved { "approved" } else { "refused" }
        }
        (Expectation::Update(step), Verdict::Updated { .. }) => is_at(step),
        (Expectation::Emit(wanted), Verdict::Emitted { event }) => wanted == event,
        _ => false,
    }
}

/// Whether another channel of the same send carried the message after all.
fn is_sent_later(step: &str, later: &[(usize, &Decision)]) -> bool {
    later.iter().any(|(_, decision)| decision.step.as_deref() == Some(step) && is_send(decision))
}
