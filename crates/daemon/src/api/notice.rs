//! `GET /admin/v1/notices/HASH`, as `filrouge subject notice` shows it.

use schemars::JsonSchema;
use serde::Serialize;

/// A text that people were shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Notice {
    /// Version of this answer.
    pub version: u32,
    /// Its file in the project.
    pub file: String,
    /// Its own version, as receipts name it: the first 12 digits of the hash.
    pub notice: String,
    /// SHA-256 of the text, in hex.
    pub sha256: String,
    /// The text, byte for byte.
    pub text: String,
}
