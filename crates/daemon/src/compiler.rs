//! The passage from a project's folder to a plan, as the command line provides it.

use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use std::path::{Path, PathBuf};

/// What a project compiles to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compiled {
    /// The plan, with its texts.
    pub bundle: Bundle,
    /// What the plan does with personal data.
    pub manifest: Option<Manifest>,
    /// Notes with which privacy approvers agree to that.
    pub approvals: Vec<String>,
}

/// Compiles a project. The daemon knows no text of the language: it calls this, at boot as at every reload.
pub trait Compiler: Send + Sync {
    /// Reads and compiles the whole project, without side effect.
    ///
    /// # Errors
    /// When the project has errors, or cannot be read.
    fn compile(&self) -> Result<Compiled, Refusal>;

    /// The folder to watch for changes; none for a project that has no folder.
    fn watch_dir(&self) -> Option<PathBuf>;

    /// Tells which entries below [`Compiler::watch_dir`] are no part of the project, with all that lies in them: they
    /// are not looked at for changes.
    fn foreign(&self) -> Foreign {
        Box::new(|_| false)
    }
}

/// See [`Compiler::foreign`].
pub type Foreign = Box<dyn Fn(&Path) -> bool + Send>;

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
        let diagnostic = serde_json::json!({
            "rule": rule,
            "severity": "error",
            "message": message,
            "file": null,
            "span": null,
            "labels": [],
            "help": help,
            "fixes": [],
        });
        Self {
            diagnostics_json: serde_json::json!({ "version": 1, "diagnostics": [diagnostic] }),
            human: format!("error[{rule}]: {message}\n  help: {help}"),
        }
    }
}
