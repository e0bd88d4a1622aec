//! A request as the store keeps it: with what services are asked, which nobody else is told.

use super::errand::Errand;
use super::request::Request;
use crate::StoreError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The member that holds what services are asked. A version that does not know it leaves tasks to people.
#[derive(Deserialize)]
struct Beside {
    #[serde(default)]
    errands: BTreeMap<String, Errand>,
}

/// Both, as one object.
#[derive(Serialize)]
struct Kept<'r> {
    #[serde(flatten)]
    request: &'r Request,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    errands: &'r BTreeMap<String, Errand>,
}

impl Request {
    /// A request as it was written.
    pub(crate) fn read(body: &[u8]) -> Result<Self, StoreError> {
        let unreadable = |error| StoreError::unreadable("a request", error);
        let request: Self = serde_json::from_slice(body).map_err(unreadable)?;
        let Beside { errands } = serde_json::from_slice(body).map_err(unreadable)?;
        Ok(Self { errands, ..request })
    }

    /// The request as it is written.
    pub(crate) fn written(&self) -> Result<Vec<u8>, StoreError> {
        let kept = Kept { request: self, errands: &self.errands };
        serde_json::to_vec(&kept).map_err(|error| StoreError::unreadable("a request", error))
    }
}
