//! What is remembered of a person for each computed trait, and the value that follows from it. Pure: events and
//! expiries go in with their time, and the value is a function of what is kept.

mod join;
mod tally;
mod value;

use crate::moment;
use filrouge_plan::{Fold, FoldKind, Made, Period, Trait, Value};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use value::{summed, value_of};

/// Most events that a window keeps, and most different values that are told apart without one.
const MOST: usize = 1_000;

/// What is remembered for one trait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracked {
    /// Digest of what it computes: under another definition it is of no use.
    pub made: String,
    /// What is remembered.
    pub kept: Kept,
}

/// What is remembered, by the kind of trait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    /// The events of a window with what was taken of each, by time, then in the order in which they came in.
    Window(Vec<(i64, Value)>),
    /// All events so far, in one value: their number, the value, and when the one came that it is of.
    Total {
        /// How many.
        count: u64,
        /// The sum, the least, the greatest, the first or the last.
        value: Value,
        /// When that one happened.
        at: i64,
    },
    /// How often each value came, and when last.
    Tally(Vec<(Value, u64, i64)>),
    /// A sequence under way.
    Pairs {
        /// Times of the first event that the second may still follow.
        first: Vec<i64>,
        /// Times of the second event that a late first one may still precede.
        then: Vec<i64>,
        /// Whether the sequence has come.
        met: bool,
    },
    /// Something that lasts.
    Since {
        /// Since when; absent while it does not hold.
        at: Option<i64>,
        /// Whether it has lasted long enough.
        lasted: bool,
    },
}

impl Kept {
    /// Nothing has happened yet.
    pub(crate) fn new(made: &Made) -> Self {
        match made {
            Made::Fold(Fold { within: Some(_), .. }) => Self::Window(Vec::new()),
            Made::Fold(Fold { by: FoldKind::Distinct | FoldKind::MostFrequent, .. }) => {
                Self::Tally(Vec::new())
            }
            Made::Fold(_) => Self::Total { count: 0, value: Value::Absent, at: 0 },
            Made::Sequence { .. } => Self::Pairs { first: Vec::new(), then: Vec::new(), met: false },
            Made::Absence { .. } | Made::Held { .. } => Self::Since { at: None, lasted: false },
        }
    }

    /// An event that counts happened at `at`, and `value` was taken of it.
    pub(crate) fn add(&mut self, fold: &Fold, at: i64, value: Value) {
        match self {
            Self::Window(events) => insert(events, at, value),
            Self::Tally(values) => tally::add(values, at, value),
            Self::Total { count, value: known, at: known_at } => {
                let is_first = *count == 0;
                *count = count.saturating_add(1);
                let next = match fold.by {
                    FoldKind::Sum | FoldKind::Average => Some(summed(known, &value)),
                    FoldKind::Min => (is_first || value < *known).then_some(value),
                    FoldKind::Max => (is_first || value > *known).then_some(value),
                    FoldKind::First => (is_first || at < *known_at).then_some(value),
                    FoldKind::Last => (is_first || at >= *known_at).then_some(value),
                    _ => None,
                };
                if let Some(next) = next {
                    (*known, *known_at) = (next, at);
                }
            }
            Self::Pairs { .. } | Self::Since { .. } => {}
        }
    }

    /// When time alone changes the value next, if that is before another moment. The calendar is only asked where it
    /// may be.
    pub(crate) fn due_before(&self, other: Option<i64>, made: &Made, zone: &TimeZone) -> Option<i64> {
        let (from, period) = self.lasts(made)?;
        let is_before = |due: i64| other.is_none_or(|other| due < other);
        let due = is_before(moment::soonest(from, period)).then(|| moment::after(from, period, zone));
        due.filter(|due| is_before(*due))
    }

    /// From when and how long the value stays as it is, unless something happens.
    fn lasts(&self, made: &Made) -> Option<(i64, Period)> {
        match (self, made) {
            (Self::Window(events), Made::Fold(Fold { within: Some(within), .. })) => {
                events.first().map(|(at, _)| (*at, *within))
            }
            (
                Self::Since { at: Some(at), lasted: false },
                Made::Absence { lasting, .. } | Made::Held { lasting, .. },
            ) => Some((*at, *lasting)),
            _ => None,
        }
    }

    /// Time has passed up to and with `until`.
    pub(crate) fn pass(&mut self, made: &Made, until: i64, zone: &TimeZone) {
        match (&mut *self, made) {
            (Self::Window(events), Made::Fold(Fold { within: Some(within), .. })) => {
                let gone = events.partition_point(|(at, _)| moment::after(*at, *within, zone) <= until);
                events.drain(..gone);
            }
            (
                Self::Since { at: Some(at), lasted },
                Made::Absence { lasting, .. } | Made::Held { lasting, .. },
            ) => *lasted |= moment::after(*at, *lasting, zone) <= until,
            _ => {}
        }
    }

    /// An event that must not come has come.
    pub(crate) fn came(&mut self, when: i64, lasting: Period, now: i64, zone: &TimeZone) {
        if let Self::Since { at, lasted } = self {
            let last = at.map_or(when, |known| known.max(when));
            *at = Some(last);
            *lasted = moment::after(last, lasting, zone) <= now;
        }
    }

    /// A condition holds at `now`, or it does not.
    pub(crate) const fn hold(&mut self, holds: bool, now: i64) {
        if let Self::Since { at, lasted } = self {
            match (holds, &at) {
                (true, None) => *at = Some(now),
                (true, Some(_)) => {}
                (false, _) => (*at, *lasted) = (None, false),
            }
        }
    }

    /// The first event of a sequence happened, or the second one.
    pub(crate) fn follow(&mut self, is_first: bool, at: i64, sequence: &Sequence<'_>) {
        let Self::Pairs { first, then, met } = self else { return };
        if *met {
            return;
        }
        let in_time = |one: i64, other: i64| moment::after(one, sequence.within, sequence.zone) >= other;
        *met = if is_first {
            then.iter().any(|other| at < *other && in_time(at, *other))
        } else {
            first.iter().any(|one| *one <= at && in_time(*one, at))
        };
        if *met {
            (*first, *then) = (Vec::new(), Vec::new());
            return;
        }
        keep(if is_first { &mut *first } else { &mut *then }, at);
        let open = |at: i64| match sequence.late {
            Some(late) => moment::after(at, late, sequence.zone) >= sequence.now,
            None => at >= sequence.now,
        };
        first.retain(|one| open(moment::after(*one, sequence.within, sequence.zone)));
        then.retain(|other| sequence.late.is_some() && open(*other));
    }

    /// The value of the trait.
    pub(crate) fn value(&self, own: &Trait) -> Value {
        value_of(self, own)
    }
}

/// What a sequence is judged by.
pub(crate) struct Sequence<'s> {
    pub(crate) within: Period,
    pub(crate) late: Option<Period>,
    pub(crate) now: i64,
    pub(crate) zone: &'s TimeZone,
}

fn insert(events: &mut Vec<(i64, Value)>, at: i64, value: Value) {
    let place = events.partition_point(|(other, _)| *other <= at);
    events.insert(place, (at, value));
    keep_latest(events);
}

fn keep(times: &mut Vec<i64>, at: i64) {
    let place = times.partition_point(|other| *other <= at);
    times.insert(place, at);
    keep_latest(times);
}

fn keep_latest<T>(list: &mut Vec<T>) {
    list.drain(..list.len().saturating_sub(MOST));
}
