//! The projects of this repository are clean.

use filrouge_compile::analyse;
use filrouge_report::Severity;
use std::path::Path;

#[test]
fn the_reference_project_is_clean() {
    assert_eq!(told(""), Vec::<String>::new());
}

#[test]
fn the_smallest_project_is_clean() {
    assert_eq!(told("examples/hello"), Vec::<String>::new());
}

/// What is said of a project, notes apart; a project that is refused is never silent.
fn told(root: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(root);
    let root = root.canonicalize().unwrap_or(root);
    let analysis = analyse(filrouge_project::load(&root).sources);
    let heavy = analysis.findings.iter().filter(|finding| finding.rule.severity > Severity::Note);
    let mut told: Vec<_> = heavy
        .map(|finding| {
            let place = finding.span().and_then(|span| analysis.sources.positions(span));
            let line = place.map_or(0, |(start, _)| start.line);
            let file = finding.span().map_or("", |span| analysis.sources.path(span));
            format!("{file}:{line} {} {}", finding.rule.slug, finding.message)
        })
        .collect();
    if analysis.checked.is_none() && told.is_empty() {
        told.push("refused without a word".to_owned());
    }
    told
}
