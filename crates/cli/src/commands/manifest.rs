//! `filrouge manifest`: what the project does with data, and by what right.

use crate::arguments::ProjectDir;
use crate::exit::{Exit, Outcome};
use crate::project::{analysis, bundle, manifest, show};
use crate::terminal::Terminal;
use filrouge_plan::canonical_json;

/// Prints the audit manifest as canonical JSON.
pub fn run(project: &ProjectDir, terminal: &Terminal) -> Outcome {
    let (root, analysis) = analysis(project)?;
    let Some(bundle) = bundle(&root, &analysis) else {
        show(&analysis, terminal);
        return Ok(Exit::Found);
    };
    terminal.say(&canonical_json(&manifest(&analysis, &bundle)));
    Ok(Exit::Clean)
}
