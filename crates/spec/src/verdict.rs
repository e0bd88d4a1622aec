//! Whether what was found is what the page promises.

use crate::{FENCE_FILE, Marker, markers};
use filrouge_report::{Finding, Findings, Severity};
use filrouge_source::{Sources, Span};
use std::fmt::Write;

/// What a fence promises.
#[derive(Debug, Clone, Copy)]
pub enum Expectation {
    /// A finding of this rule on each marked line, and nothing else.
    Breaks(&'static str),
    /// Nothing that weighs more than a note.
    Clean,
}

/// Compares the findings with the promise; the error tells the difference.
///
/// # Errors
/// When something is found that was not promised, or the other way round.
pub fn verdict(
    text: &str,
    expectation: Expectation,
    sources: &Sources,
    findings: &Findings,
) -> Result<(), String> {
    let mut missing = markers(text);
    let mut found = String::new();
    let promised = match expectation {
        Expectation::Breaks(slug) => Some(slug),
        Expectation::Clean => None,
    };
    if promised.is_some() && missing.is_empty() {
        return Err("no line is marked with `// error` or `// warning`".to_owned());
    }
    let notes = missing.iter().any(|marker| marker.severity == Severity::Note);
    for finding in findings.iter().filter(|finding| weighs(finding, notes, sources)) {
        let marker = missing
            .iter()
            .position(|marker| promised == Some(finding.rule.slug) && fits(*marker, finding, sources));
        match marker {
            Some(marker) => drop(missing.swap_remove(marker)),
            None => describe(finding, sources, &mut found),
        }
    }
    for marker in missing {
        let _ = writeln!(
            found,
            "  line {} of the fence: nothing is found where the page promises it",
            marker.line
        );
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// Notes count only on a page that is about one, and not in what completes it.
fn weighs(finding: &Finding, notes: bool, sources: &Sources) -> bool {
    let own = || finding.span().is_some_and(|span| sources.path(span) == FENCE_FILE);
    finding.rule.severity > Severity::Note || (notes && own())
}

fn fits(marker: Marker, finding: &Finding, sources: &Sources) -> bool {
    finding.rule.severity == marker.severity && lines(finding, sources).contains(&marker.line)
}

/// The lines of the fence that a finding is about. One in another file is about those that lead there.
fn lines(finding: &Finding, sources: &Sources) -> Vec<u32> {
    let is_beside = |span: &Span| sources.path(*span) != FENCE_FILE;
    let all = finding.labels.iter().map(|label| label.span);
    let beside = finding.span().as_ref().is_some_and(is_beside);
    let told: Vec<Span> = if beside { all.collect() } else { all.take(1).collect() };
    let inside = told.into_iter().filter(|span| !is_beside(span));
    inside.filter_map(|span| Some(sources.positions(span)?.0.line)).collect()
}

fn describe(finding: &Finding, sources: &Sources, out: &mut String) {
    let (path, line, words) = finding.span().map_or(("", 0, ""), |span| {
        let line = sources.positions(span).map_or(0, |(start, _)| start.line);
        (sources.path(span), line, sources.text(span))
    });
    let Finding { rule, message, .. } = finding;
    let _ = writeln!(out, "  {path}:{line}: {}: {} at `{words}`: {message}", rule.severity.word(), rule.slug);
}
