//! The content hash of a plan.

use crate::{Plan, canonical_json};
use sha2::{Digest, Sha256};
use std::fmt::Write;

impl Plan {
    /// SHA-256 of the plan's canonical JSON, in hex. Whoever holds a plan can compute it anew, in any language. The
    /// same meaning gives the same hash whatever the layout of the text, because declarations are sorted.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256_hex(canonical_json(self).as_bytes())
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
