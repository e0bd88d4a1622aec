//! `wait`: lets time pass.

use super::turn::Turn;
use crate::{Id, Pending, Verdict, moment};
use filrouge_plan::Wait;
use jiff::tz::TimeZone;

impl Turn<'_> {
    pub(super) fn wait(&mut self, id: Id, wait: &Wait) {
        let due = Some(due(wait, self.now(), &self.zone));
        self.decide_here(id, Verdict::Waiting { until: due }, Vec::new());
        self.park(id, Pending::Wait { due });
    }
}

/// When a wait ends that began at `from`.
pub(super) fn due(wait: &Wait, from: i64, zone: &TimeZone) -> i64 {
    match wait {
        Wait::For(period) => moment::after(from, *period, zone),
        Wait::Until { minute, weekdays } => moment::next(from, minute.unwrap_or(0), weekdays, zone),
    }
}
