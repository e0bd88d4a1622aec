//! What is said of people who are inside when the source changes, lowered.

use super::origins::Thread;
use filrouge_model::{Journey, Removed, RemovedThen, Retired};
use filrouge_plan::{self as plan, Inside, address};

pub(super) fn inside(journey: &Journey, thread: &mut Thread<'_>) -> Inside {
    let (name, said) = (&*journey.name.value, &journey.inside);
    let rerun = said.rerun.iter().filter_map(|(step, place)| {
        let step = journey.steps.get(*step)?.name.value.to_string();
        thread.mark(address::rerun(name, &step), *place);
        Some(step)
    });
    let rerun = rerun.collect();
    let keep_timers = journey.steps.values().filter(|step| step.keeps_timers);
    Inside {
        version: said.version,
        drain: said.drain,
        requalify: said.requalify,
        removed: said.removed.iter().filter_map(|own| removed(own, journey, thread)).collect(),
        rerun,
        keep_timers: keep_timers.map(|step| step.name.value.to_string()).collect(),
    }
}

fn removed(removed: &Removed, journey: &Journey, thread: &mut Thread<'_>) -> Option<plan::Removed> {
    let step = removed.name.value.to_string();
    thread.mark(address::removed(&journey.name.value, &step), removed.at);
    let then = match removed.then? {
        RemovedThen::Exit => None,
        RemovedThen::Step(id) => Some(journey.steps.get(id)?.name.value.to_string()),
    };
    Some(plan::Removed { step, then })
}

pub(super) fn retired(retired: &Retired, thread: &mut Thread<'_>) -> Option<plan::Retired> {
    let journey = retired.name.value.to_string();
    thread.mark(address::retired(&journey), retired.at);
    Some(plan::Retired { journey, then: retired.then? })
}
