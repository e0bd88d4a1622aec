//! The pages under `tests/spec`: each heading with a `kdl` fence is a test; a `report` fence below it is what the
//! author is told. `SPEC_UPDATE=1` rewrites the reports.

use filrouge_report::Finding;
use filrouge_report::render::{Style, human};
use filrouge_spec::{
    Completed, Expectation, PRELUDE_FILE, Page, Section, report_of, rewrite, sources_of, verdict,
};
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
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

fn page_trials(root: &Path, path: &Path) -> Vec<Trial> {
    let name = path.strip_prefix(root).unwrap_or(path).display().to_string();
    let text = match read(path) {
        Ok(text) => text,
        Err(problem) => return vec![Trial::test(name, move || Err(problem.to_string().into()))],
    };
    let sections = Page::parse(&text).sections.into_iter();
    sections
        .filter(|section| section.in_language("kdl").next().is_some())
        .map(|section| Trial::test(format!("{name}: {}", section.title), move || judge(&section)))
        .collect()
}

/// The page, with its reports as they are now when that is asked for.
fn read(path: &Path) -> std::io::Result<String> {
    let text = std::fs::read_to_string(path)?;
    if std::env::var_os("SPEC_UPDATE").is_none() {
        return Ok(text);
    }
    let now = rewrite(&text, told);
    std::fs::write(path, &now)?;
    Ok(now)
}

/// What an author is told about the project of a section.
fn told(section: &Section) -> String {
    let Some(fence) = section.in_language("kdl").next() else { return String::new() };
    let analysis = filrouge_compile::analyse(sources_of(fence, section, Completed::Fragments));
    let of_the_page =
        |finding: &Finding| finding.span().map(|span| analysis.sources.path(span)) != Some(PRELUDE_FILE);
    let findings = analysis.findings.iter().filter(|finding| of_the_page(finding)).cloned().collect();
    human(&findings, &analysis.sources, Style::default())
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
