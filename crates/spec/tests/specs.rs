//! The pages under `tests/spec`: each heading with a `kdl` fence is a test; a `report` fence below it is what the
//! author is told. `SPEC_UPDATE=1` rewrites the reports.

use filrouge_report::render::{Style, human};
use filrouge_spec::{Completed, Expectation, Page, Section, report_of, rewrite, sources_of, verdict};
use libtest_mimic::{Arguments, Trial};
use std::path::{Path, PathBuf};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/spec");
    let mut pages = Vec::new();
    walk(&root, &mut pages);
    pages.sort();
    let trials = pages.iter().flat_map(|page| page_trials(&root, page)).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

fn page_trials(root: &Path, path: &Path) -> Vec<Trial> {
    let text = std::fs::read_to_string(path).unwrap();
    if std::env::var_os("SPEC_UPDATE").is_some() {
        std::fs::write(path, rewrite(&text, told)).unwrap();
    }
    let name = path.strip_prefix(root).unwrap().display().to_string();
    let sections = Page::parse(&text).sections.into_iter();
    sections
        .filter(|section| section.in_language("kdl").next().is_some())
        .map(|section| Trial::test(format!("{name}: {}", section.title), move || judge(&section)))
        .collect()
}

/// What an author is told about the project of a section.
fn told(section: &Section) -> String {
    let Some(fence) = section.in_language("kdl").next() else { return String::new() };
    let analysis = filrouge_compile::analyse(sources_of(fence, section, Completed::Fragments));
    human(&analysis.findings, &analysis.sources, Style::default())
}

fn judge(section: &Section) -> Result<(), libtest_mimic::Failed> {
    if let Some(expected) = report_of(section) {
        let told = told(section);
        let same = std::env::var_os("SPEC_UPDATE").is_some() || told.trim_end() == expected.trim_end();
        return if same { Ok(()) } else { Err(format!("\nexpected:\n{expected}\ntold:\n{told}").into()) };
    }
    let Some(fence) = section.in_language("kdl").next() else { return Ok(()) };
    let analysis = filrouge_compile::analyse(sources_of(fence, section, Completed::Fragments));
    let clean = verdict(&fence.text, Expectation::Clean, &analysis.sources, &analysis.findings);
    clean.map_err(|problem| format!("\n{problem}").into())
}
