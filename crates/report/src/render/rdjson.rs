//! Findings in the diagnostic format of reviewdog, which makes suggestions of fixes in a review.

use super::platform::{Found, Platform};
use crate::{Finding, Fix, Safety, Severity};
use filrouge_source::Span;
use serde_json::{Value as Json, json};

/// The findings as one `DiagnosticResult`.
#[must_use]
pub fn rdjson(platform: &Platform<'_>) -> String {
    let diagnostics: Vec<Json> = platform.found.iter().map(|found| diagnostic(found, platform)).collect();
    format!("{}\n", json!({ "source": { "name": "filrouge" }, "diagnostics": diagnostics }))
}

fn diagnostic(found: &Found<'_>, platform: &Platform<'_>) -> Json {
    let finding = found.finding;
    let others = finding.labels.iter().skip(1);
    let related =
        others.map(|label| json!({ "message": label.text, "location": location(label.span, platform) }));
    json!({
        "message": super::platform::told(finding),
        "location": finding.span().map_or_else(
            || json!({ "path": platform.home() }),
            |span| location(span, platform),
        ),
        "severity": match finding.rule.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Note => "INFO",
        },
        "code": { "value": finding.rule.slug },
        "suggestions": suggestions(finding, platform),
        "related_locations": related.collect::<Vec<_>>(),
    })
}

/// The first fix that may be applied: a suggestion stands at the place of its finding, so it must lie in that file alone.
fn suggestions(finding: &Finding, platform: &Platform<'_>) -> Vec<Json> {
    let Some(file) = finding.span().map(|span| span.file) else { return Vec::new() };
    let here =
        |fix: &&Fix| fix.safety != Safety::Shown && fix.edits.iter().all(|edit| edit.span.file == file);
    let fix = finding.fixes.iter().find(here);
    let edits = fix.iter().flat_map(|fix| &fix.edits);
    edits.map(|edit| json!({ "range": range(edit.span, platform), "text": edit.text })).collect()
}

fn location(span: Span, platform: &Platform<'_>) -> Json {
    json!({ "path": platform.path(span), "range": range(span, platform) })
}

fn range(span: Span, platform: &Platform<'_>) -> Json {
    json!({ "start": position(span, span.start, platform), "end": position(span, span.end, platform) })
}

/// Lines and columns count from 1, and columns count bytes.
fn position(span: Span, offset: u32, platform: &Platform<'_>) -> Json {
    let Some(file) = platform.sources.get(span.file) else { return json!({ "line": 1, "column": 1 }) };
    let line = file.lines().line_of(offset);
    json!({ "line": line + 1, "column": offset.saturating_sub(file.lines().line_start(line)) + 1 })
}
