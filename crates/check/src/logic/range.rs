//! Sets of numbers: an interval without some of its points.

use filrouge_plan::program::Comparison;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The numbers between two ends, without some of them. Whole numbers have closed ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Range {
    low: Option<End>,
    high: Option<End>,
    without: BTreeSet<Decimal>,
    whole: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct End {
    at: Decimal,
    open: bool,
}

impl Range {
    /// Every number, or every whole one.
    pub fn all(whole: bool) -> Self {
        Self { whole, ..Self::default() }
    }

    /// The numbers from `low` to `high`, ends included.
    pub fn between(low: Option<Decimal>, high: Option<Decimal>, whole: bool) -> Self {
        let end = |at| End { at, open: false };
        Self { low: low.map(end), high: high.map(end), without: BTreeSet::new(), whole }.settled()
    }

    /// The numbers for which the comparison with `bound` holds.
    pub fn compared(by: Comparison, bound: Decimal, whole: bool) -> Self {
        let end = |open| Some(End { at: bound, open });
        let mut range = Self::all(whole);
        match by {
            Comparison::Equal => (range.low, range.high) = (end(false), end(false)),
            Comparison::NotEqual => drop(range.without.insert(bound)),
            Comparison::Less => range.high = end(true),
            Comparison::AtMost => range.high = end(false),
            Comparison::Greater => range.low = end(true),
            Comparison::AtLeast => range.low = end(false),
        }
        range.settled()
    }

    /// The numbers that are in both.
    pub fn meet(&self, other: &Self) -> Self {
        let low = tighter(self.low, other.low, |one, two| one.at > two.at);
        let high = tighter(self.high, other.high, |one, two| one.at < two.at);
        let without = self.without.union(&other.without).copied().collect();
        Self { low, high, without, whole: self.whole || other.whole }.settled()
    }

    /// Whether every number above one of them is one of them too.
    pub fn is_open_above(&self) -> bool {
        self.high.is_none() && self.without.is_empty()
    }

    /// Whether everything from `low` to `high` is in it.
    pub fn covers(&self, low: Decimal, high: Decimal) -> bool {
        self.holds(low) && self.holds(high) && self.without.range(low..=high).next().is_none()
    }

    /// Where it begins and ends.
    pub fn ends(&self) -> (Option<Decimal>, Option<Decimal>) {
        (self.low.map(|end| end.at), self.high.map(|end| end.at))
    }

    /// Some number of it.
    pub fn some(&self) -> Option<Decimal> {
        let step = Decimal::ONE;
        let first = match (self.low, self.high) {
            (Some(low), _) if !low.open => low.at,
            (Some(low), Some(high)) if !self.whole => {
                low.at.checked_add(high.at)?.checked_div(Decimal::TWO)?
            }
            (Some(low), _) => low.at.checked_add(step)?,
            (None, Some(high)) if high.open || high.at > step => {
                if high.at > step {
                    step
                } else {
                    high.at.checked_sub(step)?
                }
            }
            (None, Some(high)) => high.at,
            (None, None) => step,
        };
        let candidates = (0..=self.without.len()).map(|n| first.checked_add(Decimal::from(n)));
        candidates.flatten().find(|number| self.holds(*number))
    }

    fn holds(&self, number: Decimal) -> bool {
        let above = self.low.is_none_or(|low| number > low.at || (number == low.at && !low.open));
        let below = self.high.is_none_or(|high| number < high.at || (number == high.at && !high.open));
        above && below && !self.without.contains(&number) && (!self.whole || number.is_integer())
    }

    /// The middle of what lies between two ranges of which one is wholly below the other; their ends where nothing else
    /// is.
    pub fn gap(&self, other: &Self) -> Option<Self> {
        let (below, above) = if self.is_below(other) { (self, other) } else { (other, self) };
        let (low, high) = (below.high?.at, above.low?.at);
        let quarter = high.checked_sub(low)?.checked_div(Decimal::from(4))?;
        let whole = self.whole || other.whole;
        let within = |margin: Decimal| {
            Some(Self::between(Some(low.checked_add(margin)?), Some(high.checked_sub(margin)?), whole))
        };
        (low <= high)
            .then(|| within(quarter).filter(|middle| !middle.is_empty()).or_else(|| within(Decimal::ZERO)))?
    }

    /// Of these numbers those at the end that is nearest to another range, which is wholly below or above.
    pub fn nearest_to(&self, other: &Self) -> Option<Self> {
        let is_below = other.is_below(self);
        let end = if is_below { self.low? } else { self.high? };
        if !end.open {
            return Some(Self { low: Some(end), high: Some(end), ..self.clone() });
        }
        let near = if is_below {
            Self::between(None, Some(end.at.checked_add(Decimal::ONE)?), self.whole)
        } else {
            Self::between(Some(end.at.checked_sub(Decimal::ONE)?), None, self.whole)
        };
        Some(self.meet(&near)).filter(|near| !near.is_empty()).or_else(|| Some(self.clone()))
    }

    fn is_below(&self, other: &Self) -> bool {
        matches!((self.high, other.low), (Some(high), Some(low)) if high.at <= low.at)
    }

    /// Whether there is no such number.
    pub fn is_empty(&self) -> bool {
        let (Some(low), Some(high)) = (self.low, self.high) else { return false };
        if low.at > high.at || (low.at == high.at && (low.open || high.open)) {
            return true;
        }
        if low.at == high.at {
            return self.without.contains(&low.at);
        }
        self.whole && self.is_emptied(low.at, high.at)
    }

    /// Whether each of a few whole numbers is left out.
    fn is_emptied(&self, low: Decimal, high: Decimal) -> bool {
        let left_out = self.without.range(low..=high).filter(|point| point.is_integer()).count();
        high.checked_sub(low).is_some_and(|wide| wide < Decimal::from(left_out))
    }

    /// The same with closed ends, when only whole numbers count.
    fn settled(mut self) -> Self {
        if !self.whole {
            return self;
        }
        self.low = self.low.map(|end| {
            let at = if end.open && end.at.is_integer() {
                end.at.saturating_add(Decimal::ONE)
            } else {
                end.at.ceil()
            };
            End { at, open: false }
        });
        self.high = self.high.map(|end| {
            let at = if end.open && end.at.is_integer() {
                end.at.saturating_sub(Decimal::ONE)
            } else {
                end.at.floor()
            };
            End { at, open: false }
        });
        self
    }
}

fn tighter(one: Option<End>, two: Option<End>, inner: impl Fn(&End, &End) -> bool) -> Option<End> {
    let (Some(one), Some(two)) = (one, two) else { return one.or(two) };
    if one.at == two.at {
        return Some(End { at: one.at, open: one.open || two.open });
    }
    Some(if inner(&one, &two) { one } else { two })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Comparison::{AtLeast, AtMost, Equal, Greater, Less, NotEqual};

    fn both(one: (Comparison, i64), two: (Comparison, i64), whole: bool) -> Range {
        let range = |(by, bound): (Comparison, i64)| Range::compared(by, bound.into(), whole);
        range(one).meet(&range(two))
    }

    #[test]
    fn between_two_whole_numbers_there_is_no_third() {
        assert!(both((Greater, 3), (Less, 4), true).is_empty());
        assert!(!both((Greater, 3), (Less, 4), false).is_empty());
    }

    #[test]
    fn an_open_end_leaves_its_point_out() {
        assert!(both((AtLeast, 3), (Less, 3), false).is_empty());
        assert!(!both((AtLeast, 3), (AtMost, 3), false).is_empty());
        assert!(both((Equal, 3), (NotEqual, 3), false).is_empty());
    }

    #[test]
    fn whole_numbers_run_out_one_by_one() {
        let few = both((AtLeast, 1), (AtMost, 2), true);
        let one = few.meet(&Range::compared(NotEqual, 1.into(), true));
        assert!(!one.is_empty());
        assert!(one.meet(&Range::compared(NotEqual, 2.into(), true)).is_empty());
    }

    #[test]
    fn between_bounds_that_are_exchanged_is_their_middle() {
        let range = |by, bound: i64, whole| Range::compared(by, bound.into(), whole);
        let middle = |one: &Range, two: &Range| one.gap(two).and_then(|gap| Some((gap.ends(), gap.some()?)));
        let ends = |low: i64, high: i64| (Some(low.into()), Some(high.into()));
        let whole = middle(&range(Greater, 100, true), &range(Less, 50, true));
        assert_eq!(whole, Some((ends(62, 88), 62.into())));
        assert_eq!(
            middle(&range(Less, 50, false), &range(Greater, 50, false)),
            Some((ends(50, 50), 50.into()))
        );
        assert_eq!(middle(&range(Greater, 3, true), &range(Less, 4, true)), Some((ends(3, 4), 3.into())));
        assert_eq!(middle(&range(Greater, 3, false), &range(Less, 4, false)), None);
    }

    #[test]
    fn nearest_to_what_is_outside_is_an_end() {
        let range = |by, bound: i64| Range::compared(by, bound.into(), false);
        let nearest = range(AtLeast, 100).nearest_to(&range(Less, 50)).unwrap();
        assert_eq!(nearest.ends(), (Some(100.into()), Some(100.into())));
        let above = range(Greater, 100).nearest_to(&range(Less, 50)).unwrap();
        assert_eq!(above.ends(), (Some(100.into()), Some(101.into())));
        assert_eq!(range(Less, 50).nearest_to(&range(Greater, 80)).unwrap().some(), Some(49.into()));
    }

    #[test]
    fn some_number_is_one_of_them() {
        for (one, two) in
            [((Greater, 3), (Less, 5)), ((AtMost, -7), (NotEqual, -7)), ((AtLeast, 0), (Less, 9))]
        {
            for whole in [true, false] {
                let range = both(one, two, whole);
                assert!(range.some().is_none_or(|number| range.holds(number)), "{range:?}");
            }
        }
        assert_eq!(both((Greater, 3), (Less, 5), true).some(), Some(4.into()));
    }
}
