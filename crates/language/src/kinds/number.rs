//! Numbers: whole ones, and decimals that are kept digit by digit.

use super::{Kind, Written};
use crate::{Quoting, Reader, Shape};
use filrouge_syntax::{Number, ValueKind};

/// A whole number of 64 bits.
pub type Integer = i64;

/// A share of people, compared with other shares: a whole number from zero to a million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(pub u32);

/// The largest weight: more would be a finer share than there are people.
const LARGEST_WEIGHT: u32 = 1_000_000;

/// An exact decimal, as its digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(pub Box<str>);

impl Kind for Integer {
    const SHAPE: Shape = Shape::new("a whole number", "3", Quoting::Kept);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let whole = match written.kind {
            ValueKind::Number(Number::Integer(number)) => Self::try_from(*number).ok(),
            _ => None,
        };
        if whole.is_none() {
            reader.wrong_kind(written, Self::SHAPE);
        }
        whole
    }
}

impl Kind for u32 {
    const SHAPE: Shape = Shape::new("a whole number above zero", "3", Quoting::Kept);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let count = match written.kind {
            ValueKind::Number(Number::Integer(number)) => Self::try_from(*number).ok(),
            _ => None,
        };
        let count = count.filter(|count| *count > 0);
        if count.is_none() {
            reader.wrong_kind(written, <Self as Kind>::SHAPE);
        }
        count
    }
}

impl Kind for Weight {
    const SHAPE: Shape = Shape::new("a whole number from 0 to 1000000", "50", Quoting::Kept);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        let weight = match written.kind {
            ValueKind::Number(Number::Integer(number)) => u32::try_from(*number).ok(),
            _ => None,
        };
        let weight = weight.filter(|weight| *weight <= LARGEST_WEIGHT);
        if weight.is_none() {
            reader.wrong_kind(written, Self::SHAPE);
        }
        weight.map(Self)
    }
}

impl Kind for Decimal {
    const SHAPE: Shape = Shape::new("a number", "9.90", Quoting::Kept);

    fn read(written: Written<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        match written.kind {
            ValueKind::Number(Number::Integer(number)) => Some(Self(number.to_string().into())),
            ValueKind::Number(Number::Decimal(digits)) => Some(Self(digits.clone())),
            _ => {
                reader.wrong_kind(written, Self::SHAPE);
                None
            }
        }
    }
}

impl Decimal {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
