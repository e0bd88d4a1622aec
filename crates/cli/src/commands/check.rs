//! `filrouge check`: every mistake of a project.

use crate::arguments::{Format, ProjectDir};
use crate::exit::{Exit, Outcome};
use crate::moment::today;
use crate::project::analysis_on;
use crate::terminal::Terminal;
use filrouge_compile::{Analysis, Date};
use filrouge_report::render;

/// Checks the project and prints what is found.
pub fn run(project: &ProjectDir, format: Format, on: Option<Date>, terminal: &Terminal) -> Outcome {
    let (_, analysis) = analysis_on(project, on.or_else(today))?;
    let Analysis { findings, sources, .. } = &analysis;
    match format {
        Format::Human => {
            terminal.print(&render::human(findings, sources, terminal.style));
            if !findings.has_errors() {
                terminal.say(&praise(&analysis, terminal));
            }
        }
        Format::Json => terminal.print(&render::json(findings, sources)),
        Format::Github => terminal.print(&render::github(findings, sources)),
    }
    Ok(Exit::unless(findings.has_errors()))
}

fn praise(analysis: &Analysis, terminal: &Terminal) -> String {
    let files = analysis.sources.iter().filter(|(_, file)| file.is_kdl()).count();
    let journeys = analysis.checked.as_ref().map_or(0, |checked| checked.model().journeys.len());
    let files = counted(files, "file", "files");
    format!("{} {files}, {}", terminal.paint("32;1", "ok:"), counted(journeys, "journey", "journeys"))
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
