//! What `GET` and `PUT /admin/v1/logs` answer.

use schemars::JsonSchema;
use serde::Serialize;

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Logs {
    /// Version of this document.
    pub version: u32,
    /// The filter that holds now: `info`, or `filrouge_daemon=debug,info`.
    pub filter: String,
    /// For how many seconds it was asked for, before the usual one comes back; absent when it stays.
    pub seconds: Option<u64>,
}
