//! The projects of this repository are clean.

use filrouge_compile::analyse;
use filrouge_report::Severity;
use filrouge_source::Sources;
use std::path::{Path, PathBuf};

#[test]
fn the_reference_project_is_clean() {
    clean("", &["filrouge.kdl", "journeys", "schema"]);
}

#[test]
fn the_smallest_project_is_clean() {
    clean("examples/hello", &["filrouge.kdl"]);
}

fn clean(root: &str, parts: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(root);
    let mut paths = Vec::new();
    parts.iter().for_each(|part| walk(&root.join(part), &mut paths));
    paths.sort();
    let mut sources = Sources::new();
    for path in paths {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
        sources.add(name, std::fs::read_to_string(&path).unwrap());
    }
    let analysis = analyse(sources);
    let told: Vec<_> = analysis
        .findings
        .iter()
        .filter(|finding| finding.rule.severity > Severity::Note)
        .map(|finding| {
            let span = finding.span().unwrap();
            let line = analysis.sources.positions(span).map_or(0, |(start, _)| start.line);
            format!("{}:{line} {} {}", analysis.sources.path(span), finding.rule.slug, finding.message)
        })
        .collect();
    assert!(told.is_empty(), "{told:#?}");
    assert!(analysis.checked.is_some());
}

fn walk(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_file() {
        found.push(path.to_owned());
        return;
    }
    for entry in std::fs::read_dir(path).unwrap() {
        walk(&entry.unwrap().path(), found);
    }
}
