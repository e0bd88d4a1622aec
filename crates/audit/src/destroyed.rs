//! Bodies that are no more: the log itself tells how many were destroyed, and why.
//!
//! It does not tell which: the records of somebody who was erased would be tied together for ever, which their key did for
//! nobody but its owner. So whoever compares counts.

use crate::facts::Facts;
use crate::record::{Fact, Header, Kind};
use std::collections::VecDeque;

/// The word of a record that tells of bodies that were destroyed.
const WORD: &str = "bodies-destroyed";

/// Bodies that were destroyed, as one record tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destroyed {
    /// The number of that record: all of the bodies are those of records in front of it.
    pub at: u64,
    /// When, in milliseconds since 1970.
    pub when: i64,
    /// `erasure`, `retention`, or `before` for what a version destroyed that told nothing of it.
    pub reason: String,
    /// How many bodies.
    pub count: u64,
}

impl Destroyed {
    /// What a record says of bodies that were destroyed; nothing when it is about something else.
    #[must_use]
    pub fn told(header: &Header) -> Option<Self> {
        if header.kind != Kind::Key || header.fact(Fact::What) != Some(WORD) {
            return None;
        }
        let count = header.fact(Fact::Count).and_then(|count| count.parse().ok())?;
        let reason = header.fact(Fact::Reason).unwrap_or_default().to_owned();
        Some(Self { at: header.seq, when: header.at, reason, count })
    }

    /// What such a record tells in the clear.
    #[must_use]
    pub fn facts(reason: &str, count: u64) -> Facts {
        Facts::from([(Fact::What, WORD), (Fact::Reason, reason), (Fact::Count, &count.to_string())])
    }
}

/// Of the records whose bodies are `missing`, those of which nothing behind them tells. Both in the order of the log.
#[must_use]
pub fn unaccounted(missing: &[u64], told: &[Destroyed]) -> VecDeque<u64> {
    let mut unaccounted = VecDeque::new();
    let (mut told, mut room) = (told.iter().rev().peekable(), 0);
    for at in missing.iter().rev() {
        while let Some(behind) = told.next_if(|behind| behind.at > *at) {
            room += behind.count;
        }
        match room {
            0 => unaccounted.push_front(*at),
            _ => room -= 1,
        }
    }
    unaccounted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(at: u64, count: u64) -> Destroyed {
        Destroyed { at, when: 0, reason: "erasure".to_owned(), count }
    }

    #[test]
    fn a_body_is_accounted_for_by_what_is_told_behind_it() {
        assert_eq!(unaccounted(&[1, 2, 7], &[told(5, 2), told(9, 1)]), []);
        assert_eq!(unaccounted(&[1, 2, 7], &[told(5, 3)]), [7]);
        assert_eq!(unaccounted(&[1, 2, 3, 7], &[told(5, 2), told(9, 1)]), [1]);
        assert_eq!(unaccounted(&[4], &[]), [4]);
    }
}
