//! Fixes that can be applied together.

use super::Repair;
use crate::Analysis;
use filrouge_report::{Edit, Finding, Fix, Safety};
use filrouge_source::{FileId, Sources, Span};

/// A fix that may be applied.
pub(super) struct Candidate {
    pub repair: Repair,
    /// What tells it from others wherever it has moved to.
    pub key: Vec<String>,
    edits: Vec<Edit>,
}

/// The first fix of each finding that is at least as safe as `most`, in the order of the text.
pub(super) fn candidates(analysis: &Analysis, most: Safety) -> Vec<Candidate> {
    analysis.findings.iter().filter_map(|finding| candidate(finding, &analysis.sources, most)).collect()
}

fn candidate(finding: &Finding, sources: &Sources, most: Safety) -> Option<Candidate> {
    let fix = finding.fixes.iter().find(|fix| fix.safety <= most && fix.safety != Safety::Shown)?;
    let span = fix.edits.first()?.span;
    let path = sources.path(span).to_owned();
    let (start, _) = sources.positions(span)?;
    let rule = finding.rule.slug;
    let key = key(finding, fix, &path);
    let repair = Repair { path, line: start.line, rule, title: fix.title.clone() };
    Some(Candidate { repair, key, edits: fix.edits.clone() })
}

fn key(finding: &Finding, fix: &Fix, path: &str) -> Vec<String> {
    let named = [path, finding.rule.slug, &finding.message, &fix.title].map(str::to_owned);
    named.into_iter().chain(fix.edits.iter().map(|edit| edit.text.clone())).collect()
}

/// The first fixes, and of the later ones those that touch none of them.
pub(super) fn without_overlaps(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut batch: Vec<Candidate> = Vec::new();
    for candidate in candidates {
        let touches = |other: &Candidate| {
            other.edits.iter().any(|one| candidate.edits.iter().any(|edit| touch(one.span, edit.span)))
        };
        if !batch.iter().any(touches) {
            batch.push(candidate);
        }
    }
    batch
}

/// Two insertions at one place touch as well: their order would be a guess.
const fn touch(one: Span, other: Span) -> bool {
    one.file.0 == other.file.0 && one.start <= other.end && other.start <= one.end
}

/// The texts with all edits of `batch`; nothing when one does not fit its text.
pub(super) fn apply(sources: &Sources, batch: &[Candidate]) -> Option<Sources> {
    let mut changed = Sources::new();
    for (id, file) in sources.iter() {
        changed.add(file.path.clone(), edited(id, &file.text, batch)?);
    }
    Some(changed)
}

fn edited(file: FileId, text: &str, batch: &[Candidate]) -> Option<String> {
    let edits = batch.iter().flat_map(|candidate| &candidate.edits);
    let mut edits: Vec<&Edit> = edits.filter(|edit| edit.span.file == file).collect();
    edits.sort_by_key(|edit| edit.span);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        out.push_str(text.get(at..edit.span.range().start)?);
        out.push_str(&edit.text);
        at = edit.span.range().end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}
