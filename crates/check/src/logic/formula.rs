//! Conditions as facts that must hold together or by choice.

use super::{Domain, Term};
use filrouge_source::Span;

/// Facts that must hold together or by choice. There is no `not`: it was moved into the facts.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Formula {
    /// Holds.
    Always,
    /// Nobody knows.
    Unknown,
    /// A term has one of these values.
    Is {
        /// What it is about.
        term: Term,
        /// The values.
        domain: Domain,
        /// The words that say so.
        at: Span,
        /// Where the term's field is declared: what rules out a domain that is empty.
        declared: Option<Span>,
    },
    /// All of them.
    All(Vec<Self>),
    /// At least one of them.
    Any(Vec<Self>),
}

impl Formula {
    /// What never holds.
    pub const NEVER: Self = Self::Any(Vec::new());

    /// The same about the event that started the journey in place of the event at hand: what the entry asked for, in the
    /// moment in which people come in.
    pub fn of_entry(&self) -> Self {
        match self {
            Self::Always | Self::Unknown => self.clone(),
            Self::Is { term, domain, at, declared } => {
                Self::Is { term: term.of_entry(), domain: domain.clone(), at: *at, declared: *declared }
            }
            Self::All(parts) => Self::All(parts.iter().map(Self::of_entry).collect()),
            Self::Any(parts) => Self::Any(parts.iter().map(Self::of_entry).collect()),
        }
    }

    /// What is left of it when the event at hand has become the one that started the journey: what may have changed
    /// since is not known any more.
    pub fn later(&self) -> Self {
        match self {
            Self::Always | Self::Unknown => self.clone(),
            Self::Is { term, domain, at, declared } => term.later().map_or(Self::Unknown, |term| Self::Is {
                term,
                domain: domain.clone(),
                at: *at,
                declared: *declared,
            }),
            Self::All(parts) => Self::All(parts.iter().map(Self::later).collect()),
            Self::Any(parts) => Self::Any(parts.iter().map(Self::later).collect()),
        }
    }
}
