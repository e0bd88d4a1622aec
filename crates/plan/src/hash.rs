//! The content hash of a plan.

use crate::Plan;
use sha2::{Digest, Sha256};
use std::fmt::Write;

impl Plan {
    /// SHA-256 of the plan's JSON, in hex. Fields are written in the order of declaration and declarations are
    /// sorted, so the same meaning gives the same hash whatever the layout of the text.
    #[must_use]
    pub fn hash(&self) -> String {
        // A plan is plain data with string keys: writing it as JSON has no way to fail.
        sha256_hex(&serde_json::to_vec(self).unwrap_or_default())
    }
}

/// SHA-256 of `bytes`, in lower-case hex.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
