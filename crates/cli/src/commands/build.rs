//! `filrouge build`: the plan and the manifest as files.

use crate::arguments::ProjectDir;
use crate::exit::{Exit, Failure, Outcome};
use crate::project::{analysis, bundle, dated_manifest, show};
use crate::terminal::Terminal;
use filrouge_plan::canonical_json;
use std::path::Path;

/// Writes `plan.json` and `manifest.json` into `output`.
pub fn run(project: &ProjectDir, output: &Path, terminal: &Terminal) -> Outcome {
    let (root, analysis) = analysis(project)?;
    let Some(bundle) = bundle(&root, &analysis) else {
        show(&analysis, terminal);
        return Ok(Exit::Found);
    };
    std::fs::create_dir_all(output).map_err(|error| Failure::new(output.display(), error))?;
    write(&output.join("plan.json"), &serde_json::to_string_pretty(&bundle)?)?;
    write(&output.join("manifest.json"), &canonical_json(&dated_manifest(&root, &analysis, &bundle)))?;
    terminal.say(&format!("plan {} in {}", bundle.hash, output.display()));
    Ok(Exit::Clean)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(path, format!("{text}\n")).map_err(|error| Failure::new(path.display(), error))
}
