//! `filrouge manifest`: what the project does with data, and by what right.

use crate::arguments::ProjectDir;
use crate::exit::{Exit, Outcome};
use crate::project::{analysis, bundle, show};
use crate::terminal::Terminal;

/// Prints the audit manifest.
pub fn run(project: &ProjectDir, terminal: &Terminal) -> Outcome {
    let (root, analysis) = analysis(project)?;
    let Some(bundle) = bundle(&root, &analysis) else {
        show(&analysis, terminal);
        return Ok(Exit::Found);
    };
    terminal.say(&bundle.hash);
    Ok(Exit::Clean)
}
