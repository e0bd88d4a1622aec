//! `filrouge schema`: what events and profile look like, for the teams that send them.

use crate::arguments::{Output, ProjectDir, SchemaAction};
use crate::commands::check::counted;
use crate::exit::{Exit, Failure, Outcome};
use crate::project::{analysis, bundle, show};
use crate::terminal::Terminal;
use filrouge_change::{Change, Changes, compare};
use filrouge_plan::Bundle;
use filrouge_report::render;
use std::path::{Path, PathBuf};

/// Exports or compares.
pub fn run(action: SchemaAction, terminal: &Terminal) -> Outcome {
    match action {
        SchemaAction::Export { project, output } => export(&project, &output, terminal),
        SchemaAction::Diff { old, new, format } => diff(old, new, format, terminal),
    }
}

fn export(project: &ProjectDir, output: &Path, terminal: &Terminal) -> Outcome {
    let (_, analysis) = analysis(project)?;
    let Some(checked) = &analysis.checked else {
        show(&analysis, terminal);
        return Ok(Exit::Found);
    };
    let schemas = filrouge_compile::schemas(checked);
    for (path, schema) in &schemas {
        write(&output.join(path), &serde_json::to_string_pretty(schema)?)?;
    }
    terminal.say(&format!("{} in {}", counted(schemas.len(), "schema", "schemas"), output.display()));
    Ok(Exit::Clean)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|error| Failure::new(folder.display(), error))?;
    std::fs::write(path, format!("{text}\n")).map_err(|error| Failure::new(path.display(), error))
}

/// Of a new project that does not compile, the findings tell who reads what is no longer there.
fn diff(old: PathBuf, new: PathBuf, format: Output, terminal: &Terminal) -> Outcome {
    let both = (compiled(old, format, terminal)?, compiled(new, format, terminal)?);
    let (Some(old), Some(new)) = both else {
        return Ok(Exit::Found);
    };
    let mut changes = compare(&old.plan, &new.plan, None);
    changes.changes.retain(is_about_schemas);
    match format {
        Output::Human => terminal.print(&told(&changes, terminal)),
        Output::Json => terminal.say(&serde_json::to_string_pretty(&changes)?),
    }
    Ok(Exit::unless(changes.changes.iter().any(|change| change.breaking)))
}

fn compiled(dir: PathBuf, format: Output, terminal: &Terminal) -> Result<Option<Bundle>, Failure> {
    let (root, analysis) = analysis(&ProjectDir { dir })?;
    let bundle = bundle(&root, &analysis);
    if bundle.is_none() {
        match format {
            Output::Human => show(&analysis, terminal),
            Output::Json => terminal.print(&render::json(&analysis.findings, &analysis.sources)),
        }
    }
    Ok(bundle)
}

fn is_about_schemas(change: &Change) -> bool {
    let kind = change.address.split('/').next().unwrap_or_default();
    matches!(kind, "event" | "profile" | "trait")
}

fn told(changes: &Changes, terminal: &Terminal) -> String {
    let line = |change: &Change| {
        let mark = if change.breaking { terminal.paint("31;1", "breaks") } else { "fits  ".to_owned() };
        format!("{mark}  {}\n", change.sentence)
    };
    let mut out: String = changes.changes.iter().map(line).collect();
    let breaking = changes.changes.iter().filter(|change| change.breaking).count();
    let all = counted(changes.changes.len(), "change", "changes");
    out.push_str(&format!("{all}, {breaking} breaking\n"));
    out
}
