//! How long people have been inside by the time they reach a step.

use filrouge_model::step::Wait;
use filrouge_model::{Action, Id, Journey, Opt, Retain, Step, Target};
use filrouge_plan::Period;
use filrouge_source::Span;
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
}

/// A month is the mean month: what matters here are years and days, not hours.
fn millis(period: Period) -> u64 {
    const DAY: u64 = 86_400_000;
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

/// The first step that needs the data when it may be gone: the wait behind which that is so, and the place of the
/// need. Steps stand in the order of the text, and every way leads downwards, so one pass is enough.
pub(crate) fn crossings(
    journey: &Journey,
    limit: &Limit,
    needs: impl Fn(&Step) -> Option<Span>,
) -> Option<(Span, Span)> {
    let mut longest: BTreeMap<Id<Step>, Inside> = BTreeMap::new();
    for (id, step) in journey.steps.iter() {
        let here = longest.get(&id).copied().unwrap_or_default();
        if let Some(crossed) = here.crossed
            && let Some(need) = needs(step)
        {
            return Some((crossed, need));
        }
        let after = waited(step).map_or(here, |(pause, at)| {
            let millis = here.millis.saturating_add(pause);
            Inside { millis, crossed: here.crossed.or((millis > limit.millis).then_some(at)) }
        });
        for target in step.successors() {
            let Target::Step(next) = target else { continue };
            let known = longest.entry(next).or_default();
            if after.millis > known.millis {
                *known = after;
            }
        }
    }
    None
}

/// How long people stand at a step at most, and where that is written.
fn waited(step: &Step) -> Option<(u64, Span)> {
    match &step.action {
        Action::Wait(Some(Wait::For { period, at })) => Some((millis(*period), *at)),
        Action::WaitUntil(wait) => {
            let after = wait.timeout.as_ref()?.after.as_ref()?;
            Some((millis(after.value), after.span))
        }
        _ => None,
    }
}
