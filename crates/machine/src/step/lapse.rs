//! When a wait is over: how long it lasts, counted from where, and what it hangs on.

use super::judge::View;
use super::turn::Turn;
use crate::{Evaluated, Id, Instance, moment};
use filrouge_plan::{Action, DateWait, Instead, Step, Timeout, Value, Wait, Window, address};
use jiff::tz::TimeZone;

/// The name of what happens when the moment of a wait is over before the wait begins.
pub(super) const PAST: &str = "past";
/// The name of what happens when the date of a wait is absent.
pub(super) const ABSENT: &str = "absent";

/// The end of a wait.
#[derive(Default)]
pub(super) struct Lapse {
    /// When it ends; none when its date is absent.
    pub(super) due: Option<i64>,
    /// When it would end without its share of a spread.
    pub(super) base: Option<i64>,
    /// How its date came about.
    pub(super) proof: Vec<Evaluated>,
}

/// What the end of a wait hangs on.
struct Clock<'c> {
    from: i64,
    now: i64,
    zone: &'c TimeZone,
    date: Option<Value>,
    share: u128,
}

impl Turn<'_> {
    /// When the wait of an instance ends, in `zone`.
    pub(super) fn lapse(&self, id: Id, wait: &Wait, zone: &TimeZone) -> Option<Lapse> {
        let instance = self.instance(id)?;
        let (date, proof) = self.date_of(instance, wait);
        let (from, now, share) = (instance.waits_since(), self.now(), share_of(instance));
        let clock = Clock { from, now, zone, date, share };
        Some(Lapse { due: clock.due(wait), base: clock.due(unspread(wait)), proof })
    }

    /// What happens instead of a wait: because its date is absent, or because its moment is over.
    pub(super) fn instead<'w>(&self, wait: &'w Wait, lapse: &Lapse) -> Option<(&'static str, &'w Instead)> {
        let date = date_wait(wait)?;
        match lapse.base {
            None => Some((ABSENT, &date.absent)),
            Some(base) if base < self.now() => Some((PAST, &date.past)),
            Some(_) => None,
        }
    }

    fn date_of(&self, instance: &Instance, wait: &Wait) -> (Option<Value>, Vec<Evaluated>) {
        let Some(date) = date_wait(wait) else { return (None, Vec::new()) };
        let origin = address::date(&address::step(&instance.journey, &instance.step));
        let read = self.of_instance(instance.id, |walk| {
            self.evaluate(&date.date, origin, View { walk: Some(walk), ..View::default() })
        });
        let Some((value, evaluated)) = read else { return (None, Vec::new()) };
        (value.ok().filter(|value| !value.is_absent()), vec![evaluated])
    }
}

impl Instance {
    /// The moment from which the present wait is counted.
    pub(crate) fn waits_since(&self) -> i64 {
        self.watch.since.unwrap_or(self.step_entered_at)
    }
}

impl Clock<'_> {
    fn due(&self, wait: &Wait) -> Option<i64> {
        match wait {
            Wait::For(period) => Some(moment::after(self.from, *period, self.zone)),
            Wait::Until { minute, weekdays, days } => {
                let days = moment::Days { weekdays, month: days };
                Some(moment::next(self.from, minute.unwrap_or(0), days, self.zone))
            }
            Wait::Date(wait) => moment::of_date(self.date.as_ref()?, wait.offset, wait.minute, self.zone),
            Wait::Window(window) => Some(self.opening(window, 0)),
            Wait::Spread { wait, millis } => match &**wait {
                Wait::Window(window) => Some(self.opening(window, *millis)),
                wait => Some(self.spread(self.due(wait)?, *millis, i64::MAX)),
            },
        }
    }

    /// The moment in the window at which the person goes on. Somebody who should have gone on before now, by another
    /// plan or in another zone, goes on in a window all the same.
    fn opening(&self, window: &Window, millis: u64) -> i64 {
        let first = self.spread_in(window, moment::opening(self.from, window, self.zone), millis);
        if first >= self.now {
            return first;
        }
        match moment::opening(self.now, window, self.zone) {
            opening if opening == self.now => opening,
            opening => self.spread_in(window, opening, millis),
        }
    }

    fn spread_in(&self, window: &Window, opening: i64, millis: u64) -> i64 {
        let end = if millis == 0 { opening } else { moment::closing(opening, window, self.zone) };
        self.spread(opening, millis, end)
    }

    /// A moment up to `millis` behind `due`, and before `end`.
    fn spread(&self, due: i64, millis: u64, end: i64) -> i64 {
        let room = u64::try_from(end.saturating_sub(due)).unwrap_or(0);
        let places = u128::from(millis.saturating_add(1).min(room).max(1));
        due.saturating_add(i64::try_from(self.share % places).unwrap_or(0))
    }
}

/// The number that says where in a spread an instance goes on: the same for the same visit of the same step.
fn share_of(instance: &Instance) -> u128 {
    let visit = instance.visits.get(&instance.step).copied().unwrap_or_default().to_string();
    Id::of(&["spread", &instance.id.to_string(), &instance.step, &visit]).0
}

const fn unspread(wait: &Wait) -> &Wait {
    match wait {
        Wait::Spread { wait, .. } => wait,
        wait => wait,
    }
}

/// The date on which a wait hangs, if it does.
pub(crate) fn date_wait(wait: &Wait) -> Option<&DateWait> {
    match unspread(wait) {
        Wait::Date(date) => Some(date),
        _ => None,
    }
}

/// Whether a wait ends at a time of day, whatever the day.
pub(super) fn is_time_of_day(wait: &Wait) -> bool {
    matches!(unspread(wait), Wait::Until { .. })
}

/// The wait that a timeout is.
pub(crate) fn of_timeout(timeout: &Timeout) -> Option<Wait> {
    timeout.until.clone().or_else(|| timeout.after.map(Wait::For))
}

/// The wait that a step is, if only for its timeout.
pub(crate) fn of_step(step: &Step) -> Option<Wait> {
    match &step.action {
        Action::Wait(wait) => Some(wait.clone()),
        Action::WaitUntil(wait) => wait.timeout.as_ref().and_then(of_timeout),
        Action::Parallel(parallel) => parallel.timeout.as_ref().and_then(of_timeout),
        Action::Approve(approve) => of_timeout(&approve.timeout),
        _ => None,
    }
}
