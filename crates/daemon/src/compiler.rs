//! The passage from a project's folder to a plan, as the command line provides it.

use filrouge_change::{Change, Changes};
use filrouge_plan::Bundle;
use std::path::PathBuf;

/// Compiles a project. The daemon knows no text of the language: it calls this, at boot as at every reload.
pub trait Compiler: Send + Sync {
    /// Reads and compiles the whole project, without side effect.
    ///
    /// # Errors
    /// When the project has errors, or cannot be read.
    fn compile(&self) -> Result<Bundle, Refusal>;

    /// The folder to watch for changes; none for a project that has no folder.
    fn watch_dir(&self) -> Option<PathBuf>;
}

/// Why there is no new plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The diagnostics, in the format of `filrouge check --format json`.
    pub diagnostics_json: serde_json::Value,
    /// The same for a terminal.
    pub human: String,
}

impl Refusal {
    /// A refusal that does not come from the text but from what the plan would do.
    pub(crate) fn of(rule: &str, message: &str, help: &str) -> Self {
        let diagnostic = diagnostic(rule, message, help);
        Self {
            diagnostics_json: serde_json::json!({ "version": 1, "diagnostics": [diagnostic] }),
            human: format!("error[{rule}]: {message}\n  help: {help}"),
        }
    }

    /// People inside would have no place in the plan.
    pub(crate) fn of_changes(changes: &Changes) -> Self {
        let told = |change: &Change| (change.sentence.clone(), change.help.clone().unwrap_or_default());
        let all: Vec<(String, String)> = changes.refused().map(told).collect();
        let diagnostics: Vec<_> =
            all.iter().map(|(message, help)| diagnostic(PEOPLE_INSIDE, message, help)).collect();
        let human: Vec<String> = all
            .iter()
            .map(|(message, help)| format!("error[{PEOPLE_INSIDE}]: {message}\n  help: {help}"))
            .collect();
        Self {
            diagnostics_json: serde_json::json!({ "version": 1, "diagnostics": diagnostics }),
            human: human.join("\n"),
        }
    }
}

/// What a change is told as for which a plan is refused.
const PEOPLE_INSIDE: &str = "people-inside";

fn diagnostic(rule: &str, message: &str, help: &str) -> serde_json::Value {
    serde_json::json!({
        "rule": rule,
        "severity": "error",
        "message": message,
        "file": null,
        "span": null,
        "labels": [],
        "help": help,
        "fixes": [],
    })
}
