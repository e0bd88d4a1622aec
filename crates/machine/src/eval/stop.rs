//! Why an evaluation ended without a value.

use filrouge_plan::program::NodeId;
use std::fmt;

/// An evaluation that ended without a value, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The node that had no value.
    pub at: NodeId,
    /// Why.
    pub reason: Reason,
}

/// Why there is no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The data is absent.
    Missing,
    /// The result is greater or smaller than its type can hold.
    Overflow,
    /// A division by zero.
    DivisionByZero,
    /// Amounts in different currencies.
    Currencies,
    /// A list has no item at this place.
    NoSuchItem,
    /// A text cannot be read as what was asked for.
    Unreadable,
    /// More work or a longer result than one evaluation may have.
    TooLarge,
    /// The data does not have the shape that the program was compiled for.
    Shape,
}

impl Reason {
    /// The reason in words, to stand behind "because".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Missing => "the value is missing",
            Self::Overflow => "the result is out of range",
            Self::DivisionByZero => "it divides by zero",
            Self::Currencies => "the currencies differ",
            Self::NoSuchItem => "the list has no such item",
            Self::Unreadable => "the text cannot be read",
            Self::TooLarge => "the evaluation grew too large",
            Self::Shape => "the data has another shape than the plan",
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.reason.words())
    }
}

impl std::error::Error for Stop {}
