//! Findings as a code quality report of GitLab.

use super::platform::{Found, Platform};
use crate::Severity;
use serde_json::{Value as Json, json};

/// The findings as one list. The platform shows no name of a rule, so the description begins with it.
#[must_use]
pub fn gitlab(platform: &Platform<'_>) -> String {
    let issues: Vec<Json> = platform.found.iter().map(|found| issue(found, platform)).collect();
    format!("{}\n", Json::from(issues))
}

fn issue(found: &Found<'_>, platform: &Platform<'_>) -> Json {
    let Found { finding, fingerprint } = found;
    let lines = finding.span().and_then(|span| platform.sources.positions(span));
    let (begin, end) = lines.map_or((1, 1), |(from, to)| (from.line, to.line));
    json!({
        "description": format!("{}: {}", finding.rule.slug, finding.message),
        "check_name": finding.rule.slug,
        "fingerprint": fingerprint,
        // A report without it is ignored in silence.
        "severity": match finding.rule.severity {
            Severity::Error => "critical",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        "location": {
            "path": finding.span().map_or_else(|| platform.home(), |span| platform.path(span)),
            "lines": { "begin": begin, "end": end },
        },
    })
}
