//! What people do in a day: drawn from their numbers alone, so that every run has the same day.

use super::{MIDNIGHT, clock};
use std::cmp::Ordering;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// Sessions of each hour of the day, in thousandths: a quiet night, a peak at noon and a higher one in the evening.
const SHAPE: [u32; 24] =
    [14, 8, 5, 4, 4, 7, 18, 33, 42, 46, 50, 58, 76, 66, 47, 44, 47, 55, 69, 81, 86, 75, 43, 22];

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Comes to the shop.
    Session,
    /// Looks at something.
    View,
    /// Puts something into a basket, which is worth so many euros.
    Cart(u32),
    /// Buys that basket.
    Order,
    /// Agrees no longer to messages.
    Withdraw,
}

/// One thing that somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// In milliseconds since 1970.
    pub at: i64,
    /// Who.
    pub person: u32,
    /// Which visit of the day: 0 of their own accord, 1 after the newsletter. A basket is known by person and visit.
    pub visit: u8,
    /// Number within the visit.
    pub place: u8,
    /// What.
    pub what: What,
}

impl Act {
    /// The basket of the visit.
    #[must_use]
    pub fn cart(&self) -> String {
        format!("{}-{}", self.person, self.visit)
    }
}

/// Who has agreed to messages before the day: four of ten.
#[must_use]
pub const fn agrees(person: u32) -> bool {
    person % 10 < 4
}

/// Who is on the list of the newsletter: two of ten who have agreed, and one who has not.
#[must_use]
pub const fn reads(person: u32) -> bool {
    person % 10 < 2 || person % 10 == 9
}

/// The acts of a day, in the order in which they happen.
#[must_use]
pub fn acts(people: u32) -> Vec<Act> {
    let mut acts = Vec::new();
    for person in 0..people {
        let mut dice = Dice(u64::from(person).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5eed);
        if dice.of(100) < 40 {
            let start = moment(&mut dice);
            visit(person, 0, start, &mut dice, &mut acts);
        }
        // Of those who get the newsletter one in seven comes, most of them soon.
        if agrees(person) && reads(person) && dice.of(7) == 0 {
            let behind = (dice.of(1_000) * dice.of(1_000)) as i64 * 3 * HOUR / 1_000_000;
            visit(person, 1, clock(10) + MINUTE + behind, &mut dice, &mut acts);
        }
    }
    acts.retain(|act| act.at < clock(24));
    acts.sort_by(in_order);
    acts
}

fn in_order(one: &Act, other: &Act) -> Ordering {
    (one.at, one.person, one.visit, one.place).cmp(&(other.at, other.person, other.visit, other.place))
}

fn moment(dice: &mut Dice) -> i64 {
    let mut left = dice.of(SHAPE.iter().sum());
    let mut hour = 0;
    for (number, share) in SHAPE.into_iter().enumerate() {
        if left < share {
            hour = number;
            break;
        }
        left -= share;
    }
    MIDNIGHT + hour as i64 * HOUR + i64::from(dice.of(3_600_000))
}

/// Somebody comes, looks around, and fills a basket or not; some buy it, at once, later, or after they were reminded.
fn visit(person: u32, visit: u8, start: i64, dice: &mut Dice, acts: &mut Vec<Act>) {
    let (mut at, mut place) = (start, 0);
    let mut act = |at: i64, what: What| {
        acts.push(Act { at, person, visit, place, what });
        place += 1;
    };
    act(at, What::Session);
    for _ in 0..dice.of(5) {
        at += 20 * SECOND + i64::from(dice.of(90_000));
        act(at, What::View);
    }
    if dice.of(100) < 30 {
        at += 30 * SECOND + i64::from(dice.of(60_000));
        act(at, What::Cart(5 + dice.of(200)));
        match dice.of(100) {
            0..35 => act(at + 2 * MINUTE + i64::from(dice.of(20 * 60_000)), What::Order),
            35..45 => act(at + 40 * MINUTE + i64::from(dice.of(90 * 60_000)), What::Order),
            _ => {}
        }
    }
    if dice.of(100) < 2 {
        act(at + 5 * MINUTE + i64::from(dice.of(80 * 60_000)), What::Withdraw);
    }
}

/// Numbers by chance that are the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn of(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % u64::from(sides.max(1))) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_its_peaks_and_is_the_same_again() {
        let day = acts(20_000);
        assert_eq!(day, acts(20_000));
        assert!(day.is_sorted_by_key(|act| act.at));
        let of_hour = |hour: i64, visit: u8| {
            let hour = clock(hour)..clock(hour + 1);
            day.iter().filter(|act| act.visit == visit && hour.contains(&act.at)).count()
        };
        let own = |hour| of_hour(hour, 0);
        assert!(own(3) * 5 < own(12) && own(12) < own(20), "{} {}", own(12), own(20));
        assert!(of_hour(9, 1) == 0 && of_hour(10, 1) > 2 * of_hour(12, 1), "{}", of_hour(10, 1));
        assert!(day.len() > 25_000, "{}", day.len());
    }
}
