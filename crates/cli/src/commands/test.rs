//! `filrouge test`: the project's tests on a virtual clock.

use crate::arguments::{Output, ProjectDir};
use crate::exit::Outcome;
use crate::terminal::Terminal;

/// Runs the tests.
pub fn run(_project: &ProjectDir, _only: Option<&str>, _format: Output, _terminal: &Terminal) -> Outcome {
    Err(crate::exit::Failure::new("test", "not yet"))
}
