//! What `POST /admin/v1/reload` answers: 200 when the project is active, 422 when it was refused.

use super::{Diagnostic, Verdict};
use schemars::JsonSchema;
use serde::Serialize;

/// What came of a reload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reload {
    /// Version of this document.
    pub version: u32,
    /// What came of it.
    pub result: Verdict,
    /// Hash of the plan that the project compiles to, when it does.
    pub plan: Option<String>,
    /// Hash of the plan that is active now.
    pub active: String,
    /// Why it was refused; empty when it was not.
    pub diagnostics: Vec<Diagnostic>,
}
