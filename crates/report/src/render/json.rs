//! Findings for machines: one versioned structure, from which the published schema is derived.

use crate::{Finding, Findings};
use filrouge_source::{Sources, Span};
use schemars::JsonSchema;
use serde::Serialize;

/// The version of the structure; it rises when a reader of the old one would be misled.
pub const FORMAT_VERSION: u32 = 1;

/// All findings of one run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Report {
    /// Version of this structure.
    pub version: u32,
    /// The findings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Diagnostic {
    /// The slug of the rule.
    pub rule: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// One sentence.
    pub message: String,
    /// Path relative to the project; absent in a finding about no text.
    pub file: Option<String>,
    /// The primary place; absent in a finding about no text.
    pub span: Option<Place>,
    /// Every place that the finding speaks of, the primary one first.
    pub labels: Vec<Label>,
    /// What is allowed, or what to do.
    pub help: Option<String>,
    /// Edits that would repair it.
    pub fixes: Vec<Fix>,
}

/// A range of a file. Bytes count from 0, lines and columns from 1; columns count characters; ends are exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Place {
    /// First byte.
    pub start: u32,
    /// First byte behind the range.
    pub end: u32,
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the first character behind the range.
    pub end_line: u32,
    /// Column of the first character behind the range.
    pub end_column: u32,
}

/// Words about a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Label {
    /// Path relative to the project.
    pub file: String,
    /// The place.
    pub span: Place,
    /// What is said about it; may be empty.
    pub text: String,
}

/// A named set of edits that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fix {
    /// What the fix does.
    pub title: String,
    /// `safe`, `unsafe` or `shown`.
    pub safety: &'static str,
    /// Edits that do not overlap.
    pub edits: Vec<Edit>,
}

/// The replacement of one range of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Edit {
    /// Path relative to the project.
    pub file: String,
    /// What is replaced.
    pub span: Place,
    /// What stands there afterwards.
    pub text: String,
}

/// The findings as data.
#[must_use]
pub fn report(findings: &Findings, sources: &Sources) -> Report {
    let sorted = findings.clone().sorted();
    let diagnostics = sorted.iter().map(|finding| diagnostic(finding, sources)).collect();
    Report { version: FORMAT_VERSION, diagnostics }
}

/// The findings as indented JSON, with a line break at the end.
#[must_use]
pub fn json(findings: &Findings, sources: &Sources) -> String {
    // Only maps with keys that are no strings can fail, and there are none.
    let mut text = serde_json::to_string_pretty(&report(findings, sources)).unwrap_or_default();
    text.push('\n');
    text
}

/// The findings as JSON, one on each line.
#[must_use]
pub fn json_lines(findings: &Findings, sources: &Sources) -> String {
    let lines = report(findings, sources).diagnostics.into_iter();
    lines.map(|line| format!("{}\n", serde_json::to_string(&line).unwrap_or_default())).collect()
}

fn diagnostic(finding: &Finding, sources: &Sources) -> Diagnostic {
    Diagnostic {
        rule: finding.rule.slug,
        severity: finding.rule.severity.word(),
        message: finding.message.clone(),
        file: finding.span().map(|span| sources.path(span).to_owned()),
        span: finding.span().map(|span| place(span, sources)),
        labels: finding.labels.iter().map(|label| Label::of(label, sources)).collect(),
        help: finding.help.clone(),
        fixes: finding.fixes.iter().map(|fix| Fix::of(fix, sources)).collect(),
    }
}

fn place(span: Span, sources: &Sources) -> Place {
    let Span { start, end, .. } = span;
    match sources.positions(span) {
        Some((from, to)) => Place {
            start,
            end,
            line: from.line,
            column: from.column,
            end_line: to.line,
            end_column: to.column,
        },
        None => Place { start, end, line: 1, column: 1, end_line: 1, end_column: 1 },
    }
}

impl Label {
    fn of(label: &crate::Label, sources: &Sources) -> Self {
        let file = sources.path(label.span).to_owned();
        Self { file, span: place(label.span, sources), text: label.text.clone() }
    }
}

impl Fix {
    fn of(fix: &crate::Fix, sources: &Sources) -> Self {
        let edits = fix.edits.iter().map(|edit| Edit {
            file: sources.path(edit.span).to_owned(),
            span: place(edit.span, sources),
            text: edit.text.clone(),
        });
        Self { title: fix.title.clone(), safety: fix.safety.word(), edits: edits.collect() }
    }
}
