//! How long people have been inside by the time they reach a step.

use filrouge_model::step::Lapse;
use filrouge_model::{Action, Id, Journey, Model, Opt, Retain, Step, Target};
use filrouge_plan::{DigestWindow, Period};
use filrouge_source::{Span, Spanned};
use std::collections::BTreeMap;

/// The time after which data is gone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    millis: u64,
    /// Where it is written.
    pub at: Span,
}

impl Limit {
    /// The limit that a retention sets.
    pub fn of(retain: &Opt<Retain>) -> Option<Self> {
        let keep = retain.value()?.keep.get()?;
        Some(Self { millis: millis(keep.value), at: keep.span })
    }

    /// Whether the data is gone before the period is over.
    pub fn is_outlived_by(&self, period: Period) -> bool {
        self.is_passed_by(millis(period))
    }

    /// The same of so many milliseconds.
    pub const fn is_passed_by(&self, time: u64) -> bool {
        time > self.millis
    }
}

const DAY: u64 = 86_400_000;

/// A month is the mean month: what matters here are years and days, not hours.
pub(crate) fn millis(period: Period) -> u64 {
    const MONTH: u64 = DAY * 304_375 / 10_000;
    let calendar = u64::from(period.months) * MONTH + u64::from(period.days) * DAY;
    calendar.saturating_add(period.millis)
}

/// The longest time inside before a step, and the wait that went over the limit.
#[derive(Clone, Copy, Default)]
struct Inside {
    millis: u64,
    crossed: Option<Span>,
}

impl Inside {
    /// The same, so much later; the pause that is written `at` may be what goes over the limit.
    fn later(self, pause: u64, at: Span, limit: u64) -> Self {
        let millis = self.millis.saturating_add(pause);
        Self { millis, crossed: self.crossed.or((pause > 0 && millis > limit).then_some(at)) }
    }
}

/// How long journeys that others call last at most.
#[derive(Debug, Default)]
pub(crate) struct Lengths {
    millis: BTreeMap<Id<Journey>, u64>,
}

impl Lengths {
    /// The journeys that are called, and those that they call.
    pub fn of(model: &Model) -> Self {
        let mut lengths = Self::default();
        model.journeys.values().for_each(|journey| lengths.learn(journey, model));
        lengths
    }

    fn learn(&mut self, caller: &Journey, model: &Model) {
        for called in caller.steps.values().filter_map(called) {
            let Some(journey) = model.journeys.get(called).filter(|_| !self.millis.contains_key(&called))
            else {
                continue;
            };
            // Of a circle of calls another rule tells.
            self.millis.insert(called, 0);
            self.learn(journey, model);
            let longest = longest(journey, self);
            self.millis.insert(called, longest);
        }
    }

    /// How long people wait for the journey that a step calls, and where it is called.
    fn of_call(&self, step: &Step) -> Option<(u64, Span)> {
        Some((*self.millis.get(&called(step)?)?, step.at))
    }
}

fn called(step: &Step) -> Option<Id<Journey>> {
    match &step.action {
        Action::Call(call) => call.journey.as_ref()?.id,
        _ => None,
    }
}

/// The first step that needs the data when it may be gone: the wait behind which that is so, and the place of the
/// need.
pub(crate) fn crossings(
    journey: &Journey,
    limit: &Limit,
    lengths: &Lengths,
    needs: impl Fn(&Step) -> Option<Span>,
) -> Option<(Span, Span)> {
    // The first pass finds out how long a round takes, the second one counts all rounds.
    let mut walk = Walk::new(lengths, limit.millis);
    walk.pass(journey, |_| None);
    walk.pass(journey, needs)
}

/// How long anybody is inside at most, in milliseconds. What lasts longer than that is crossed by nobody.
pub(crate) fn longest(journey: &Journey, lengths: &Lengths) -> u64 {
    let mut walk = Walk::new(lengths, u64::MAX);
    walk.pass(journey, |_| None);
    if !walk.rounds.is_empty() {
        walk.pass(journey, |_| None);
    }
    walk.longest
}

/// A walk through a journey that takes as long as possible.
struct Walk<'l> {
    lengths: &'l Lengths,
    limit: u64,
    /// How long a round takes, by the step that goes round.
    rounds: BTreeMap<Id<Step>, u64>,
    /// The longest time until anybody leaves.
    longest: u64,
}

impl<'l> Walk<'l> {
    const fn new(lengths: &'l Lengths, limit: u64) -> Self {
        Self { lengths, limit, rounds: BTreeMap::new(), longest: 0 }
    }

    /// Steps stand in the order of the text, and every way leads downwards but for the ends of rounds, so one pass is
    /// enough once it is known how long a round takes.
    fn pass(&mut self, journey: &Journey, needs: impl Fn(&Step) -> Option<Span>) -> Option<(Span, Span)> {
        let mut longest: BTreeMap<Id<Step>, Inside> = BTreeMap::new();
        for (id, step) in journey.steps.iter() {
            let here = longest.get(&id).copied().unwrap_or_default();
            let before = rounds_before(step, self.rounds.get(&id).copied().unwrap_or_default());
            let here = before.map_or(here, |(pause, at)| here.later(pause, at, self.limit));
            if let Some(crossed) = here.crossed
                && let Some(need) = needs(step)
            {
                return Some((crossed, need));
            }
            let pause = waited(step).or_else(|| self.lengths.of_call(step));
            let after = pause.map_or(here, |(pause, at)| here.later(pause, at, self.limit));
            self.longest = self.longest.max(after.millis);
            self.go_on(journey, (id, step), after, &mut longest);
        }
        None
    }

    fn go_on(
        &mut self,
        journey: &Journey,
        (id, step): (Id<Step>, &Step),
        after: Inside,
        longest: &mut BTreeMap<Id<Step>, Inside>,
    ) {
        for target in step.successors() {
            let Some(next) = journey.lands(target) else { continue };
            if next <= id {
                let began = longest.get(&next).map_or(0, |inside| inside.millis);
                let round = self.rounds.entry(next).or_default();
                *round = (*round).max(after.millis.saturating_sub(began));
                continue;
            }
            let known = longest.entry(next).or_default();
            if after.millis > known.millis {
                *known = after;
            }
        }
    }
}

/// The shortest time inside before each step that people come to by time alone: not by what they do, and not by a date.
pub(crate) fn soonest(journey: &Journey) -> BTreeMap<Id<Step>, u64> {
    let mut soonest = BTreeMap::new();
    if let Some(first) = journey.lands(journey.start) {
        soonest.insert(first, 0);
    }
    for (id, step) in journey.steps.iter() {
        let Some(here) = soonest.get(&id).copied() else { continue };
        for (pause, target) in ways_by_time(step) {
            if let Some(next) = journey.lands(target).filter(|next| *next > id) {
                let known: &mut u64 = soonest.entry(next).or_insert(u64::MAX);
                *known = (*known).min(pause.saturating_add(here));
            }
        }
    }
    soonest
}

/// Where people go on by time alone, and how long they stand at the step at least.
fn ways_by_time(step: &Step) -> Vec<(u64, Target)> {
    let least = |lapse: &Lapse| match lapse {
        Lapse::For(period) => Some(millis(*period)),
        Lapse::Until { .. } | Lapse::Window(_) => Some(0),
        Lapse::Date(_) => None,
    };
    match &step.action {
        Action::Wait(wait) => wait.iter().filter_map(|wait| Some((least(&wait.lapse)?, step.next))).collect(),
        Action::WaitUntil(wait) => {
            let timeout = wait.timeout.iter();
            timeout.filter_map(|timeout| Some((least(&timeout.wait.as_ref()?.lapse)?, timeout.to))).collect()
        }
        Action::Call(_) => Vec::new(),
        Action::Digest(_) => waited(step).map(|(pause, _)| (pause, step.next)).into_iter().collect(),
        _ => step.successors().into_iter().map(|target| (0, target)).collect(),
    }
}

/// How long the rounds before the last one take, and where that is written.
fn rounds_before(step: &Step, round: u64) -> Option<(u64, Span)> {
    let Action::Repeat(repeat) = &step.action else { return None };
    let every = repeat.every.as_ref();
    let round = round.max(every.map_or(0, |every| millis(every.value)));
    let others = repeat.max.as_ref()?.value.saturating_sub(1);
    Some((round.saturating_mul(others.into()), every.map_or(step.at, |every| every.span)))
}

/// How long people stand at a step at most, and where that is written. A date may lie at any distance: nothing is known
/// of it.
pub(crate) fn waited(step: &Step) -> Option<(u64, Span)> {
    let wait = match &step.action {
        Action::Wait(wait) => wait.as_ref()?,
        Action::WaitUntil(wait) => wait.timeout.as_ref()?.wait.as_ref()?,
        Action::Approve(approve) => approve.timeout.as_ref()?.wait.as_ref()?,
        Action::Digest(digest) => return window(digest.window.as_ref()?),
        _ => return None,
    };
    let jitter = wait.jitter.as_ref().map_or(0, |jitter| millis(jitter.value));
    Some((length(&wait.lapse)?.saturating_add(jitter), wait.at))
}

fn window(window: &Spanned<DigestWindow>) -> Option<(u64, Span)> {
    let length = match &window.value {
        DigestWindow::For(period) => millis(*period),
        DigestWindow::Until(_) => DAY,
    };
    Some((length, window.span))
}

fn length(lapse: &Lapse) -> Option<u64> {
    match lapse {
        Lapse::For(period) => Some(millis(*period)),
        Lapse::Until { weekdays, days, .. } => Some(DAY * longest_pause(weekdays, days)),
        Lapse::Window(window) => Some(DAY * longest_pause(&window.weekdays, &[])),
        Lapse::Date(_) => None,
    }
}

/// The most days from one day that counts to the next.
fn longest_pause(weekdays: &[u8], month: &[u8]) -> u64 {
    match (weekdays, month) {
        ([], []) => 1,
        (_, []) => 7,
        ([], _) => 31,
        // The 1st is a Monday once in fourteen months at the latest.
        _ => 14 * 31,
    }
}
