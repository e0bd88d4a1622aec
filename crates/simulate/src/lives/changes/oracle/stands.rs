//! Everybody stands on a step that exists, and waits for what it waits for, until when it says.

use super::{Judged, Oracle};
use filrouge_machine::{Instance, Pending};
use filrouge_plan::{Action, DigestWindow, Period, Send, Step, Timeout, Wait};

/// When a wait is due, and when it should be by the definition; nothing to look at for a step without such a moment.
type Due = Option<(Option<i64>, Option<i64>)>;

impl Oracle {
    pub(super) fn stands(&mut self, instance: &Instance, all: &[Instance], swapped: Option<i64>) -> Judged {
        let wrong = |why: &str| format!("{why}: {instance:?}");
        let (known, journey, step) = self.standing(instance).ok_or_else(|| wrong("a step does not exist"))?;
        if instance.watch.asked.is_some() != matches!(step.action, Action::Approve(_)) {
            return Err(wrong("an approval is waited for elsewhere"));
        }
        self.is_waited_for(instance, &step, all).map_err(|why| wrong(&why))?;
        let number = known.step(journey, &step.name).ok_or_else(|| wrong("a step has no number"))?;
        let keeps = known.journey_of(journey).is_some_and(|it| it.inside.keep_timers.contains(&step.name));
        let Some((due, derived)) = due(instance, &step).map_err(wrong)? else { return Ok(()) };
        let collects = matches!(step.action, Action::Digest(_));
        let visit = instance.visits.get(&instance.step).copied().unwrap_or(0);
        let walk = self.inside.get_mut(&instance.id).ok_or("nobody walks there")?;
        let before = walk.waits.replace((number, visit, instance.step_entered_at, due));
        let before = before.filter(|(step, before, ..)| (*step, *before) == (number, visit));
        match (before, swapped) {
            // New here.
            (None, _) => {
                (due == derived).then_some(()).ok_or_else(|| wrong("a new wait has another due time"))
            }
            (Some((_, _, entered, _)), _) if entered != instance.step_entered_at => {
                Err(wrong("the moment of coming to the step moved"))
            }
            (Some((.., known)), None) => (due == known || (collects && due == derived))
                .then_some(())
                .ok_or_else(|| wrong("a due time moved by itself")),
            // Whom the change leads on may emit what is collected.
            (Some((.., known)), Some(_)) if instance.drained.is_some() || keeps => (due == known
                || (collects && due == derived))
                .then_some(())
                .ok_or_else(|| wrong("a due time moved that is kept")),
            (Some((.., known)), Some(at)) => {
                let over = derived.is_some_and(|derived| derived <= at);
                let released = over && due >= derived && (due <= known || known.is_none());
                (due == derived || released)
                    .then_some(())
                    .ok_or_else(|| wrong("a due time is not derived anew"))
            }
        }
    }
}

fn due(instance: &Instance, step: &Step) -> Result<Due, &'static str> {
    let entered = instance.step_entered_at;
    let timeout = |timeout: &Option<Timeout>| {
        let period = timeout.as_ref().and_then(|timeout| timeout.after);
        period.map(|period| after(entered, period))
    };
    Ok(match (&step.action, &instance.pending) {
        (Action::Send(Send { within: Some(within), .. }), Pending::Held { due, .. })
            if *due > after(entered, *within) =>
        {
            return Err("a message is held until it is too late");
        }
        (Action::Send(_), Pending::Held { .. } | Pending::Outcome { .. })
        | (Action::Call(_), Pending::Called { .. }) => None,
        (Action::Wait(Wait::For(period)), Pending::Wait { due }) => {
            Some((*due, Some(after(entered, *period))))
        }
        (Action::WaitUntil(wait), Pending::Wait { due }) => Some((*due, timeout(&wait.timeout))),
        (Action::Approve(approve), Pending::Wait { due }) => {
            let period = approve.timeout.after.ok_or("an approval has no end")?;
            Some((*due, Some(after(entered, period))))
        }
        (Action::Parallel(parallel), Pending::Wait { due }) => Some((*due, timeout(&parallel.timeout))),
        (Action::Fetch(fetch), Pending::Answer { due, .. }) => {
            Some((Some(*due), Some(after(entered, fetch.within))))
        }
        (Action::Repeat(repeat), Pending::Wait { due }) => {
            let began = instance.rounds.get(&instance.step).map_or(entered, |round| round.began);
            Some((*due, repeat.every.map(|every| after(began, every))))
        }
        (Action::Digest(digest), Pending::Wait { due }) => {
            let DigestWindow::For(window) = digest.window else { return Err("no such window") };
            let began = instance.digests.get(&instance.step).and_then(|it| it.first);
            Some((*due, Some(after(began.unwrap_or(entered), window))))
        }
        _ => return Err("somebody waits for what their step does not wait for"),
    })
}

fn after(from: i64, period: Period) -> i64 {
    from.saturating_add(i64::try_from(period.millis).unwrap_or(0))
}
