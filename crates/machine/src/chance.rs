//! Chance that is none: a hash of who and what, so that the same person is always given the same.

use crate::Id;
use filrouge_plan::ExperimentArm;

/// The arm that chance gives to a person; none when every weight is zero.
///
/// Each arm draws a number of its own from the person, the salt and its name, and waits for an exponential time of
/// that number at the pace of its weight; the first to come wins. So the chance of an arm is its weight's part of all
/// weights, only proportions count, the order of arms does not, and when one weight grows, people move to that arm and
/// to no other.
pub(crate) fn draw<'a>(who: Id, salt: &str, arms: &'a [ExperimentArm]) -> Option<&'a ExperimentArm> {
    let weighted = arms.iter().filter(|arm| arm.weight > 0);
    let timed = weighted.map(|arm| (time(who, salt, &arm.name), arm));
    let first = timed.min_by(|(one, first), (other, second)| {
        // `one / first.weight` against `other / second.weight`, without a division.
        let (one, other) = (one * u128::from(second.weight), other * u128::from(first.weight));
        one.cmp(&other).then_with(|| first.name.cmp(&second.name))
    });
    first.map(|(_, arm)| arm)
}

/// An exponential time: minus the logarithm of an even number between 0 and 1.
fn time(who: Id, salt: &str, arm: &str) -> u128 {
    let Id(hash) = Id::of(&["arm", salt, arm, &who.to_string()]);
    minus_log2(hash >> 64)
}

/// Bits behind the point of a logarithm.
const FRACTION: u32 = 48;

/// `-log2((number + 1) / 2^64)` for a number of 64 bits, by whole numbers alone: a floating-point logarithm may differ
/// from machine to machine.
fn minus_log2(number: u128) -> u128 {
    let number = number + 1;
    let whole = number.ilog2();
    // Between 1 and 2, with 63 bits behind the point.
    let mut rest = if whole > 63 { number >> (whole - 63) } else { number << (63 - whole) };
    let mut log = u128::from(whole);
    for _ in 0..FRACTION {
        rest = (rest * rest) >> 63;
        let bit = rest >> 64;
        log = log << 1 | bit;
        rest >>= bit;
    }
    (64 << FRACTION) - log
}

#[cfg(test)]
mod tests;
