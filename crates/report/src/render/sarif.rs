//! Findings as SARIF 2.1.0, as the code scanning of GitHub takes it.

use super::platform::{Found, Platform, shortened};
use crate::{Finding, Fix, Label, Rule, Safety, Severity};
use filrouge_source::{Position, Span};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// GitHub refuses a run with more results.
const MOST_RESULTS: usize = 25_000;
/// It refuses longer descriptions of a rule.
const LONGEST_DESCRIPTION: usize = 1_024;
/// The base of all paths.
const ROOT: &str = "%SRCROOT%";

/// The findings as one SARIF log. Where there are more than the platform takes, the heaviest are in it, and a notification says how
/// many are not.
#[must_use]
pub fn sarif(platform: &Platform<'_>) -> String {
    let shown: Vec<&Found<'_>> = platform.by_weight().into_iter().take(MOST_RESULTS).collect();
    let rules = rules(&shown);
    let numbers: BTreeMap<&str, usize> =
        rules.iter().enumerate().map(|(number, rule)| (rule.slug, number)).collect();
    let results: Vec<Json> = shown.iter().map(|found| result(found, &numbers, platform)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "filrouge",
                "semanticVersion": platform.version,
                "rules": rules.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
            } },
            "automationDetails": { "id": "filrouge/check/" },
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The root of the repository." } } },
            "invocations": [invocation(platform.found.len() - shown.len())],
            "results": results,
        }],
    });
    format!("{log}\n")
}

/// The rules of what is shown, by name.
fn rules(shown: &[&Found<'_>]) -> Vec<&'static Rule> {
    let by_name: BTreeMap<&str, &'static Rule> =
        shown.iter().map(|found| (found.finding.rule.slug, found.finding.rule)).collect();
    by_name.into_values().collect()
}

fn described(rule: &Rule) -> Json {
    let summary = shortened(rule.summary(), LONGEST_DESCRIPTION);
    json!({
        "id": rule.slug,
        "shortDescription": { "text": summary },
        "fullDescription": { "text": summary },
        "help": { "text": rule.page, "markdown": rule.page },
        "defaultConfiguration": { "level": rule.severity.word() },
        "properties": {
            "precision": "very-high",
            "problem.severity": match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "recommendation",
            },
            "tags": ["customer-journeys"],
        },
    })
}

fn invocation(left_out: usize) -> Json {
    let mut notifications = Vec::new();
    if left_out > 0 {
        let text = format!("{left_out} more findings are not in this log, run `filrouge check`");
        notifications.push(json!({ "level": "warning", "message": { "text": text } }));
    }
    json!({ "executionSuccessful": true, "toolExecutionNotifications": notifications })
}

fn result(found: &Found<'_>, numbers: &BTreeMap<&str, usize>, platform: &Platform<'_>) -> Json {
    let Found { finding, fingerprint } = found;
    let others: Vec<&Label> = finding.labels.iter().skip(1).collect();
    let mut result = json!({
        "ruleId": finding.rule.slug,
        "ruleIndex": numbers.get(finding.rule.slug),
        "level": finding.rule.severity.word(),
        "message": { "text": message(finding, &others) },
        "locations": [{ "physicalLocation": location(finding.span(), platform) }],
        "partialFingerprints": { "primaryLocationLineHash": fingerprint, "findingByAddress/v1": fingerprint },
    });
    let Some(fields) = result.as_object_mut() else { return result };
    if !others.is_empty() {
        let others = others.iter().enumerate().map(|(number, label)| related(number + 1, label, platform));
        fields.insert("relatedLocations".to_owned(), others.collect());
    }
    let fixes: Vec<Json> = finding
        .fixes
        .iter()
        .filter(|fix| fix.safety != Safety::Shown)
        .map(|fix| repair(fix, platform))
        .collect();
    if !fixes.is_empty() {
        fields.insert("fixes".to_owned(), fixes.into());
    }
    result
}

/// The sentence, what to do, and a link to each other place: readers show only those places that are linked.
fn message(finding: &Finding, others: &[&Label]) -> String {
    let mut text = escaped(&finding.message);
    if let Some(help) = &finding.help {
        text += &format!(". {}", escaped(help));
    }
    for (number, label) in others.iter().enumerate() {
        let words = if label.text.is_empty() { "see also" } else { &label.text };
        text += &format!("\n[{}]({})", escaped(words), number + 1);
    }
    text
}

/// Brackets would begin a link.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn related(number: usize, label: &Label, platform: &Platform<'_>) -> Json {
    let words = if label.text.is_empty() { "see also" } else { &label.text };
    json!({
        "id": number,
        "physicalLocation": location(Some(label.span), platform),
        "message": { "text": escaped(words) },
    })
}

fn location(span: Option<Span>, platform: &Platform<'_>) -> Json {
    let Some(span) = span else {
        let first = json!({ "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1 });
        return json!({ "artifactLocation": { "uri": uri(&platform.home()), "uriBaseId": ROOT }, "region": first });
    };
    let uri = uri(&platform.path(span));
    json!({ "artifactLocation": { "uri": uri, "uriBaseId": ROOT }, "region": region(span, platform) })
}

fn region(span: Span, platform: &Platform<'_>) -> Json {
    let first = Position { line: 1, column: 1 };
    let (from, to) = platform.sources.positions(span).unwrap_or((first, first));
    json!({ "startLine": from.line, "startColumn": from.column, "endLine": to.line, "endColumn": to.column })
}

fn repair(fix: &Fix, platform: &Platform<'_>) -> Json {
    let mut files: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for edit in &fix.edits {
        let replacement =
            json!({ "deletedRegion": region(edit.span, platform), "insertedContent": { "text": edit.text } });
        files.entry(platform.path(edit.span)).or_default().push(replacement);
    }
    let changes = files.into_iter().map(|(path, replacements)| {
        json!({ "artifactLocation": { "uri": uri(&path), "uriBaseId": ROOT }, "replacements": replacements })
    });
    json!({ "description": { "text": fix.title }, "artifactChanges": changes.collect::<Vec<_>>() })
}

/// A path as a relative reference: what has a meaning in one is written as its bytes.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
