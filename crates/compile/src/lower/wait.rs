//! `wait` and `wait-until`, lowered.

use super::journey::trigger;
use super::origins::Thread;
use super::step::{Here, target};
use filrouge_model::step::{Arm, DateWait, Instead, Lapse, Reset, Timeout, Wait, WaitUntil};
use filrouge_plan::{self as plan, Period, address};
use filrouge_source::Spanned;

/// The longest a month may be, in days: what a spread of calendar units is at most.
const MONTH: u64 = 31;
const DAY: u64 = 86_400_000;

impl Here<'_> {
    pub fn wait(&self, wait: &Wait, thread: &mut Thread<'_>) -> plan::Wait {
        let lapse = match &wait.lapse {
            Lapse::For(period) => plan::Wait::For(*period),
            Lapse::Until { minute, weekdays, days } => {
                plan::Wait::Until { minute: Some(*minute), weekdays: weekdays.clone(), days: days.clone() }
            }
            Lapse::Date(date) => plan::Wait::Date(Box::new(self.date(date, thread))),
            Lapse::Window(window) => plan::Wait::Window(window.clone()),
        };
        match &wait.jitter {
            Some(jitter) => plan::Wait::Spread { wait: Box::new(lapse), millis: millis(jitter.value) },
            None => lapse,
        }
    }

    fn date(&self, wait: &DateWait, thread: &mut Thread<'_>) -> plan::DateWait {
        thread.mark(self.arm("past"), wait.past.span);
        thread.mark(self.arm("absent"), wait.absent.span);
        plan::DateWait {
            date: thread.program(address::date(&self.address), &wait.date),
            offset: wait.offset,
            minute: wait.minute,
            past: self.instead(&wait.past, wait),
            absent: self.instead(&wait.absent, wait),
        }
    }

    fn instead(&self, instead: &Spanned<Instead>, wait: &DateWait) -> plan::Instead {
        match (instead.value, wait.behind) {
            (Instead::Skip, Some(behind)) => plan::Instead::Skip(target(behind, self.journey)),
            (Instead::Continue, _) => plan::Instead::Continue,
            (Instead::Exit | Instead::Skip, _) => plan::Instead::Exit,
        }
    }

    pub fn wait_until(&self, wait: &WaitUntil, thread: &mut Thread<'_>) -> plan::WaitUntil {
        let arms = wait.arms.iter().filter_map(|arm| self.awaited(arm, thread)).collect();
        let timeout = wait.timeout.as_ref().and_then(|timeout| self.timeout(timeout, thread));
        let resets = wait.resets.iter().filter_map(|reset| self.reset(reset, thread)).collect();
        plan::WaitUntil { arms, timeout, resets }
    }

    fn awaited(&self, arm: &Arm, thread: &mut Thread<'_>) -> Option<plan::Arm> {
        let address = self.arm(&arm.name.value);
        thread.mark(address.clone(), arm.at);
        Some(plan::Arm {
            name: arm.name.value.to_string(),
            on: trigger(&address, arm.on.as_ref()?, thread),
            times: arm.times,
            afresh: arm.afresh,
            to: target(arm.to, self.journey),
        })
    }

    fn reset(&self, reset: &Reset, thread: &mut Thread<'_>) -> Option<plan::Reset> {
        let address = self.arm(&reset.name.value);
        thread.mark(address.clone(), reset.at);
        let on = trigger(&address, reset.on.as_ref()?, thread);
        Some(plan::Reset { name: reset.name.value.to_string(), on })
    }

    pub fn timeout(&self, timeout: &Timeout, thread: &mut Thread<'_>) -> Option<plan::Timeout> {
        thread.mark(self.arm("timeout"), timeout.at);
        let to = target(timeout.to, self.journey);
        Some(match self.wait(timeout.wait.as_ref()?, thread) {
            plan::Wait::For(period) => plan::Timeout { after: Some(period), until: None, to },
            wait => plan::Timeout { after: None, until: Some(wait), to },
        })
    }
}

fn millis(period: Period) -> u64 {
    let days = u64::from(period.months) * MONTH + u64::from(period.days);
    days.saturating_mul(DAY).saturating_add(period.millis)
}
