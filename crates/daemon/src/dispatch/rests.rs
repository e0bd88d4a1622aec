//! Which services are left alone for now.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The connectors whose services fail, by name.
#[derive(Debug, Default)]
pub(crate) struct Rests(Mutex<BTreeMap<String, Rest>>);

/// A service that is left alone, because it failed again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rest {
    /// Since when, in milliseconds since 1970.
    pub(crate) since: i64,
    /// When it is tried next, in milliseconds since 1970.
    pub(crate) until: i64,
    /// What was seen last.
    pub(crate) reason: String,
}

impl Rests {
    /// The connectors whose services rest, by name.
    pub(crate) fn all(&self) -> BTreeMap<String, Rest> {
        self.locked().clone()
    }

    /// Notes that a service rests until `until`; it may have been resting before.
    pub(super) fn begin(&self, connector: &str, now: i64, until: i64, reason: String) {
        let mut rests = self.locked();
        let since = rests.get(connector).map_or(now, |rest| rest.since);
        rests.insert(connector.to_owned(), Rest { since, until, reason });
    }

    /// Notes that a service works, or that nobody calls it any more.
    pub(super) fn end(&self, connector: &str) {
        self.locked().remove(connector);
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<String, Rest>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
