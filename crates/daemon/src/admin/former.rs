//! Plans under which something happened.

use filrouge_host::{Handle, StoreError};
use filrouge_plan::Bundle;
use std::collections::BTreeMap;

/// Plans by their hashes, each read once: a page of rows is of a few plans.
pub(super) struct Former<'h> {
    handle: &'h Handle,
    known: BTreeMap<String, Option<Bundle>>,
}

impl<'h> Former<'h> {
    pub(super) const fn of(handle: &'h Handle) -> Self {
        Self { handle, known: BTreeMap::new() }
    }

    /// The plan of this hash; nothing when it is not known any more.
    pub(super) fn bundle(&mut self, hash: &str) -> Result<Option<&Bundle>, StoreError> {
        if !self.known.contains_key(hash) {
            self.known.insert(hash.to_owned(), self.handle.bundle(hash)?);
        }
        Ok(self.known.get(hash).and_then(Option::as_ref))
    }
}
