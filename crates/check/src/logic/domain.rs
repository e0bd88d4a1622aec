//! The values that a term may have.

use super::range::Range;
use super::words::Words;
use filrouge_plan::{Field, Type};
use rust_decimal::Decimal;

/// The values that a term may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Domain {
    /// Numbers, and what is counted like them: days, instants, lengths of time.
    Numbers(Range),
    /// Texts, and truths, which are called `true` and `false`.
    Words(Words),
}

impl Domain {
    /// One truth.
    pub fn truth(truth: bool) -> Self {
        Self::Words(Words::truth(truth))
    }

    /// What a field may hold when it has a value; none when nothing is known of values of its type. Bounds count
    /// where they are enforced.
    pub fn of_field(field: &Field, bounded: bool) -> Option<Self> {
        let bound = |digits: &Option<String>| digits.as_ref().filter(|_| bounded)?.parse::<Decimal>().ok();
        let numbers = |whole| {
            Some(Self::Numbers(Range::between(bound(&field.bounds.min), bound(&field.bounds.max), whole)))
        };
        match field.ty.required() {
            Type::Int => numbers(true),
            Type::Decimal => numbers(false),
            other => Self::of_type(other),
        }
    }

    fn of_type(ty: &Type) -> Option<Self> {
        match ty {
            Type::Date | Type::Datetime | Type::Duration => Some(Self::Numbers(Range::all(true))),
            Type::Bool => Some(Self::Words(Words::truths())),
            Type::Enum(words) => {
                Some(Self::Words(Words::Only(words.iter().map(|word| word.as_str().into()).collect())))
            }
            text if text.is_text() => Some(Self::Words(Words::Without(std::collections::BTreeSet::new()))),
            _ => None,
        }
    }

    /// The values that are in both. Of domains that do not compare, the first is kept: nothing is made impossible.
    pub fn meet(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Numbers(one), Self::Numbers(two)) => Self::Numbers(one.meet(two)),
            (Self::Words(one), Self::Words(two)) => Self::Words(one.meet(two)),
            _ => self.clone(),
        }
    }

    /// Whether there is no such value.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Numbers(range) => range.is_empty(),
            Self::Words(words) => words.is_empty(),
        }
    }

    /// The numbers, when these are numbers.
    pub const fn numbers(&self) -> Option<&Range> {
        match self {
            Self::Numbers(range) => Some(range),
            Self::Words(_) => None,
        }
    }

    /// Some number, when these are numbers.
    pub fn some_number(&self) -> Option<Decimal> {
        self.numbers()?.some()
    }

    /// The first of these words that is among the values, or else one of the values that are listed.
    pub fn some_word(&self, usual: &[&str]) -> Option<String> {
        let Self::Words(words) = self else { return None };
        let usual = usual.iter().find(|word| words.holds(word)).map(|word| (*word).to_owned());
        usual.or_else(|| match words {
            Words::Only(words) => words.first().map(ToString::to_string),
            Words::Without(_) => None,
        })
    }
}
