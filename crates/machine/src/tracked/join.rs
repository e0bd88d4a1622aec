//! Two people who become one, and who are separated again: what is kept for each of their traits.

use super::value::{less, summed};
use super::{Kept, keep_latest, tally};
use crate::moment;
use filrouge_plan::{Fold, FoldKind, Made, Period};
use jiff::tz::TimeZone;

impl Kept {
    /// What is kept of somebody else for the same trait counts as well, at `now`. A condition that holds is judged
    /// by the caller: it has held since the person meets it, not since the other did.
    pub(crate) fn join(&mut self, theirs: Self, made: &Made, now: i64, zone: &TimeZone) {
        match (&mut *self, theirs, made) {
            (Self::Window(mine), Self::Window(theirs), _) => {
                mine.extend(theirs);
                mine.sort_by_key(|(at, _)| *at);
                keep_latest(mine);
            }
            (Self::Tally(mine), Self::Tally(theirs), _) => {
                theirs.into_iter().for_each(|(value, count, last)| tally::count(mine, last, value, count));
            }
            (mine @ Self::Total { .. }, theirs @ Self::Total { .. }, Made::Fold(fold)) => {
                mine.add_up(theirs, fold)
            }
            (
                Self::Pairs { first, then, met },
                Self::Pairs { first: firsts, then: thens, met: has_met },
                Made::Sequence { within, .. },
            ) => {
                merge_times(first, firsts);
                merge_times(then, thens);
                *met = *met || has_met || follows(first, then, *within, zone);
                if *met {
                    (*first, *then) = (Vec::new(), Vec::new());
                }
            }
            (Self::Since { at, lasted }, Self::Since { at: other, .. }, Made::Absence { lasting, .. }) => {
                *at = (*at).max(other);
                *lasted = at.is_some_and(|at| moment::after(at, *lasting, zone) <= now);
            }
            _ => {}
        }
    }

    fn add_up(&mut self, theirs: Self, fold: &Fold) {
        let Self::Total { count, value, at } = self else { return };
        let Self::Total { count: more, value: other, at: then } = theirs else { return };
        let takes = match fold.by {
            _ if more == 0 => false,
            _ if *count == 0 => true,
            FoldKind::Min => other < *value,
            FoldKind::Max => other > *value,
            FoldKind::First => then < *at,
            FoldKind::Last => then > *at,
            _ => false,
        };
        if !takes && more > 0 && matches!(fold.by, FoldKind::Sum | FoldKind::Average) {
            *value = summed(value, &other);
        }
        if takes {
            (*value, *at) = (other, then);
        }
        *count = count.saturating_add(more);
    }

    /// What somebody else had brought does not count any more. What cannot be told apart, such as a least value,
    /// stays.
    pub(crate) fn part(&mut self, theirs: &Self, made: &Made) {
        match (&mut *self, theirs) {
            (Self::Window(mine), Self::Window(theirs)) => take_out(mine, theirs),
            (Self::Tally(mine), Self::Tally(theirs)) => {
                for (value, count, _) in theirs {
                    tally::uncount(mine, value, *count);
                }
            }
            (Self::Pairs { first, then, .. }, Self::Pairs { first: firsts, then: thens, .. }) => {
                take_out(first, firsts);
                take_out(then, thens);
            }
            (Self::Total { count, value, .. }, Self::Total { count: theirs, value: other, .. }) => {
                *count = count.saturating_sub(*theirs);
                if *count == 0 {
                    *self = Self::new(made);
                } else if let Made::Fold(Fold { by: FoldKind::Sum | FoldKind::Average, .. }) = made {
                    *value = less(value, other);
                }
            }
            _ => {}
        }
    }
}

fn merge_times(mine: &mut Vec<i64>, theirs: Vec<i64>) {
    mine.extend(theirs);
    mine.sort_unstable();
    keep_latest(mine);
}

/// Whether one of `then` comes after one of `first`, and soon enough.
fn follows(first: &[i64], then: &[i64], within: Period, zone: &TimeZone) -> bool {
    first.iter().any(|one| {
        let end = moment::after(*one, within, zone);
        then.iter().any(|other| one < other && *other <= end)
    })
}

/// Takes out each of `theirs` once, where it is still there.
fn take_out<T: PartialEq>(mine: &mut Vec<T>, theirs: &[T]) {
    for one in theirs {
        if let Some(place) = mine.iter().position(|other| other == one) {
            mine.remove(place);
        }
    }
}
