//! The way of somebody who does nothing, as far as there is only one.

use crate::patience::millis;
use filrouge_model::step::Lapse;
use filrouge_model::{Action, Id, Journey, Step, Target};

const DAY: u64 = 86_400_000;
const HOUR: u64 = 3_600_000;

/// The days after which somebody who does nothing has reached a step; none when that hangs on more than time.
pub(crate) fn time_to(journey: &Journey, wanted: Id<Step>) -> Option<u64> {
    let mut passed: u64 = 0;
    for (step, pause) in walk(journey) {
        if step == wanted {
            // Months are of different lengths, and a time of day may just be over.
            return Some(if passed == 0 {
                0
            } else {
                passed.div_ceil(DAY).saturating_mul(21).div_ceil(20) + 1
            });
        }
        passed = passed.saturating_add(pause);
    }
    None
}

/// The first step at which somebody stands or is written to in the moment of coming in.
pub(crate) fn first_stop(journey: &Journey) -> Option<&Step> {
    let steps = walk(journey).into_iter().filter_map(|(id, _)| journey.steps.get(id));
    steps.into_iter().find(|step| step.waits() || matches!(step.action, Action::Send(_)))
}

/// Whether people are inside for an hour at least.
pub(crate) fn stays(journey: &Journey) -> bool {
    walk(journey).iter().any(|(_, pause)| *pause >= HOUR)
}

/// The steps of somebody who does nothing, each with how long it lasts, up to where ways part.
fn walk(journey: &Journey) -> Vec<(Id<Step>, u64)> {
    let mut walked = Vec::new();
    let mut here = journey.lands(journey.start);
    while let Some((id, step)) = here.and_then(|id| Some((id, journey.steps.get(id)?))) {
        let on = on(step);
        walked.push((id, on.map_or(0, |(pause, _)| pause)));
        here = on.and_then(|(_, target)| journey.lands(target)).filter(|next| *next > id);
    }
    walked
}

/// How long a step lasts and where it leads, when there is only one way.
fn on(step: &Step) -> Option<(u64, Target)> {
    let lasts = |lapse: &Lapse| match lapse {
        Lapse::For(period) => Some(millis(*period)),
        Lapse::Until { weekdays, days, .. } if weekdays.is_empty() && days.is_empty() => Some(DAY),
        _ => None,
    };
    match &step.action {
        Action::Wait(Some(wait)) => Some((lasts(&wait.lapse)?, step.next)),
        Action::WaitUntil(wait) => {
            let timeout = wait.timeout.as_ref()?;
            Some((lasts(&timeout.wait.as_ref()?.lapse)?, timeout.to))
        }
        Action::Send(send) => send.on.is_empty().then_some((0, step.next)),
        Action::Update(_) | Action::Emit(_) | Action::Start(_) => Some((0, step.next)),
        _ => None,
    }
}
