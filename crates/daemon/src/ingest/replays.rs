//! Calls of services that came before: a signature over a moment is good for one call.
//!
//! What a call tells counts once by its content, for days. Yet content may be read from headers, which nobody signs: whoever
//! overheard a call could send it again with another one. So the signature itself is remembered, for longer than it is valid.

use filrouge_intake::signed_once;
use filrouge_plan::source::Proof;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// How long a signature is remembered, in milliseconds: twice the time for which it is taken, since it may be early or late.
const KEPT: i64 = 660_000;
/// Signatures that are remembered; the oldest give way.
const MOST: usize = 65_536;

/// A call, as its signature tells it from others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Signature {
    source: String,
    tag: String,
}

impl Signature {
    /// The signature of a call that `proof` proves; nothing when others may have the same.
    pub(super) fn of(source: &str, proof: &Proof, headers: &BTreeMap<String, String>) -> Option<Self> {
        let tag = headers.get(signed_once(proof.by)?)?.clone();
        Some(Self { source: source.to_owned(), tag })
    }
}

/// The signatures of late.
#[derive(Debug, Default)]
pub(crate) struct Replays(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    at: BTreeMap<Signature, i64>,
    order: BTreeSet<(i64, Signature)>,
}

impl Taken {
    fn forget_old(&mut self, now: i64) {
        let is_old = |(at, _): &(i64, Signature)| now.saturating_sub(*at) > KEPT;
        while self.order.first().is_some_and(is_old) || self.order.len() >= MOST {
            let Some((_, oldest)) = self.order.pop_first() else { return };
            self.at.remove(&oldest);
        }
    }
}

impl Replays {
    /// Takes a signature; false when it was taken before.
    pub(super) fn take(&self, signature: &Signature, now: i64) -> bool {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.forget_old(now);
        if taken.at.contains_key(signature) {
            return false;
        }
        taken.at.insert(signature.clone(), now);
        taken.order.insert((now, signature.clone()));
        true
    }

    /// Gives a signature back whose call could not be taken in: the service will send it again.
    pub(super) fn give_back(&self, signature: &Signature) {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = taken.at.remove(signature) {
            taken.order.remove(&(at, signature.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(tag: &str) -> Signature {
        Signature { source: "shop".into(), tag: tag.into() }
    }

    #[test]
    fn a_signature_is_good_for_one_call() {
        let replays = Replays::default();
        assert!(replays.take(&signature("a"), 0));
        assert!(!replays.take(&signature("a"), 600_000));
        assert!(replays.take(&signature("b"), 600_000));
        let other = Signature { source: "desk".into(), tag: "a".into() };
        assert!(replays.take(&other, 600_000));
    }

    #[test]
    fn a_call_that_was_not_taken_in_may_come_again() {
        let replays = Replays::default();
        assert!(replays.take(&signature("a"), 0));
        replays.give_back(&signature("a"));
        assert!(replays.take(&signature("a"), 1));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let replays = Replays::default();
        assert!(replays.take(&signature("a"), 0));
        assert!(replays.take(&signature("b"), KEPT + 1));
        assert_eq!(replays.0.lock().unwrap().at.len(), 1);
    }
}
