//! The pages under `tests/spec`: each heading with a `kdl` fence is a test, and the fences below it say what each
//! stage makes of it. `SPEC_UPDATE=1` rewrites them.

use filrouge_spec::{Expectation, Page, Section, analysis, answer, live, rewrite, verdict};
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

/// The page, with its answers as they are now when that is asked for.
fn read(path: &Path) -> std::io::Result<String> {
    let text = std::fs::read_to_string(path)?;
    if std::env::var_os("SPEC_UPDATE").is_none() {
        return Ok(text);
    }
    let now = rewrite(&text, answer);
    std::fs::write(path, &now)?;
    Ok(now)
}

fn judge(section: &Section) -> Result<(), libtest_mimic::Failed> {
    for fence in &section.fences {
        if let Some(now) = answer(section, fence).filter(|now| now.trim_end() != fence.text.trim_end()) {
            return Err(format!("\nexpected:\n{}\n{}:\n{now}", fence.text, fence.language).into());
        }
    }
    if section.in_language("report").next().is_some() {
        return Ok(());
    }
    let (Some(fence), Some(analysis)) = (section.in_language("kdl").next(), analysis(section)) else {
        return Ok(());
    };
    let clean = verdict(&fence.text, Expectation::Clean, &analysis.sources, &analysis.findings);
    clean.and_then(|()| live(&analysis)).map_err(|problem| format!("\n{problem}").into())
}
