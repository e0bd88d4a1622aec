//! `filrouge check`: every mistake of a project.

use crate::arguments::{Check, Form, Format, clash};
use crate::exit::{Exit, Failure, Outcome};
use crate::moment::today;
use crate::project::analysis_on;
use crate::since::Since;
use crate::terminal::Terminal;
use filrouge_compile::{Addresses, Analysis, locking};
use filrouge_project::prefix;
use filrouge_report::render::{self, Platform, Style};
use std::cell::LazyCell;
use std::fs;
use std::ops::Deref;

/// Checks the project and tells what is found, in each of the forms.
pub fn run(options: &Check, terminal: &Terminal) -> Outcome {
    if clash(&options.format) {
        return Err(Failure::new(
            "--format",
            "two formats cannot share standard output; give one a file, as in `sarif=out.sarif`",
        ));
    }
    let (root, mut analysis) = analysis_on(&options.project, options.on.or_else(today))?;
    if let Some(name) = &options.changed_since {
        analysis.findings = Since::at(&root, name)?.fresh(&analysis.findings, &analysis);
    }
    // What only platforms are told costs a call of git and a second reading: people at a terminal do not wait for it.
    let base = LazyCell::new(|| prefix(&root));
    let addresses = LazyCell::new(|| Addresses::new(&analysis.findings, &analysis.sources));
    let address = |span| addresses.of(span);
    let version = env!("CARGO_PKG_VERSION");
    let platform = LazyCell::new(|| {
        Platform::new(&analysis.findings, &analysis.sources, base.as_str(), version, &address)
    });
    for form in &options.format {
        tell(form, &analysis, &platform, terminal)?;
    }
    let stale = options.locked && is_stale(&analysis, terminal);
    Ok(Exit::unless(stale || analysis.findings.has_errors()))
}

/// Whether the lock is not that of the newest packs, which is told.
fn is_stale(analysis: &Analysis, terminal: &Terminal) -> bool {
    let is_stale = !locking(&analysis.sources).is_current;
    if is_stale {
        terminal.remark("filrouge.lock is not that of the newest packs of law; `filrouge lock` writes it, and tells what is otherwise\n");
    }
    is_stale
}

fn tell<'a>(
    form: &Form,
    analysis: &Analysis,
    platform: &impl Deref<Target = Platform<'a>>,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let Some(file) = &form.file else {
        terminal.print(&text(form.format, analysis, platform, terminal.style));
        if form.format == Format::Human && !analysis.findings.has_errors() {
            terminal.say(&praise(analysis, terminal));
        }
        return Ok(());
    };
    let style = Style { color: false, ..terminal.style };
    fs::write(file, text(form.format, analysis, platform, style)).map_err(|e| Failure::new(file.display(), e))
}

fn text<'a>(
    format: Format,
    analysis: &Analysis,
    platform: &impl Deref<Target = Platform<'a>>,
    style: Style,
) -> String {
    let Analysis { findings, sources, .. } = analysis;
    match format {
        Format::Human => render::human(findings, sources, style),
        Format::Plain => render::plain(findings, sources, style.language),
        Format::Json => render::json(findings, sources),
        Format::JsonLines => render::json_lines(findings, sources),
        Format::Sarif => render::sarif(platform),
        Format::Github => render::github(platform),
        Format::Gitlab => render::gitlab(platform),
        Format::Junit => render::junit(platform),
        Format::Rdjson => render::rdjson(platform),
        Format::Markdown => render::markdown(platform),
    }
}

fn praise(analysis: &Analysis, terminal: &Terminal) -> String {
    let files = analysis.sources.iter().filter(|(_, file)| file.is_kdl()).count();
    let journeys = analysis.checked.as_ref().map_or(0, |checked| checked.model().journeys.len());
    let language = terminal.style.language;
    let (files, journeys) =
        (language.count(files, "file", "files"), language.count(journeys, "journey", "journeys"));
    format!("{} {files}, {journeys}", terminal.paint("32;1", &language.label("ok")))
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
