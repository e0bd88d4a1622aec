//! Facts about the person that come from elsewhere than a condition.

use super::range::Range;
use super::sort::number;
use super::words::Words;
use super::{Domain, Formula, Term};
use filrouge_plan::Value;
use filrouge_plan::program::{Comparison, Root};
use filrouge_source::Span;
use rust_decimal::Decimal;

/// A field of the profile, by its slot, and where something is said of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fact {
    /// The slot.
    pub slot: u16,
    /// The words that say so.
    pub at: Span,
}

impl Fact {
    fn is(self, domain: Domain) -> Formula {
        let term = Term::Data(Root::Profile, vec![self.slot]);
        Formula::Is { term, domain, at: self.at, declared: None }
    }

    /// The field holds this number or more.
    pub fn at_least(self, least: u8) -> Formula {
        self.is(Domain::Numbers(Range::between(Some(Decimal::from(least)), None, true)))
    }

    /// The field is true, or not.
    pub fn is_true(self, truth: bool) -> Formula {
        self.is(Domain::truth(truth))
    }

    /// The field holds exactly this; none when nothing is known of such values.
    pub fn equals(self, value: &Value) -> Option<Formula> {
        let domain = match value {
            Value::Bool(truth) => Domain::truth(*truth),
            Value::Text(text) => Domain::Words(Words::Only([text.clone()].into())),
            other => Domain::Numbers(Range::compared(Comparison::Equal, number(other)?, false)),
        };
        let there = Term::Present(Root::Profile, vec![self.slot]);
        let there = Formula::Is { term: there, domain: Domain::truth(true), at: self.at, declared: None };
        Some(Formula::All(vec![there, self.is(domain)]))
    }
}

impl Formula {
    /// Whether it asks for nothing but that fields of the profile are large enough, and each of them is one that
    /// `grows` says never becomes smaller.
    pub fn only_rises(&self, grows: &impl Fn(u16) -> bool) -> bool {
        match self {
            Self::Is { term: Term::Data(Root::Profile, path), domain: Domain::Numbers(range), .. } => {
                range.is_open_above() && matches!(path.as_slice(), [slot] if grows(*slot))
            }
            Self::All(parts) | Self::Any(parts) => {
                !parts.is_empty() && parts.iter().all(|part| part.only_rises(grows))
            }
            Self::Always | Self::Unknown | Self::Is { .. } => false,
        }
    }
}
