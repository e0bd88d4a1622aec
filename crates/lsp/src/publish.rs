//! Findings as the editor shows them.

use crate::page::Page;
use crate::protocol::{CodeDescription, Diagnostic, Diagnostics, Related};
use crate::server::{Server, Told};
use filrouge_report::{Finding, Safety, Severity};
use lsp_server::{Message, Notification};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is new since the last time: for each document that has changed, or whose findings are others than before.
pub(crate) fn publish(server: &mut Server) -> Vec<Message> {
    let version = |uri: &String| server.workspace.buffers.get(uri).map(|buffer| buffer.version);
    let found = found(server).into_iter().map(|(uri, diagnostics)| (version(&uri), uri, diagnostics));
    let found: BTreeMap<String, Told> = found.map(|(version, uri, found)| (uri, (version, found))).collect();
    let gone = server.published.keys().filter(|uri| !found.contains_key(*uri));
    let mut news: Vec<Message> = gone.map(|uri| message(uri, &(None, Vec::new()))).collect();
    let is_new = |(uri, told): &(&String, &Told)| server.published.get(*uri) != Some(*told);
    news.extend(found.iter().filter(is_new).map(|(uri, told)| message(uri, told)));
    server.published = found;
    news
}

fn message(uri: &str, (version, diagnostics): &Told) -> Message {
    let told = Diagnostics { uri: uri.to_owned(), version: *version, diagnostics: diagnostics.clone() };
    let params = serde_json::to_value(told).unwrap_or_default();
    Message::Notification(Notification { method: "textDocument/publishDiagnostics".to_owned(), params })
}

/// Findings by document; an open document without any is among them, so that the editor knows that it was judged.
fn found(server: &Server) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut found: BTreeMap<String, Vec<Diagnostic>> =
        server.workspace.buffers.keys().map(|uri| (uri.clone(), Vec::new())).collect();
    for project in server.workspace.projects.values() {
        for finding in project.findings().iter() {
            let Some(span) = finding.span() else { continue };
            let Some(source) = project.source(span.file) else { continue };
            let page = Page {
                workspace: &server.workspace,
                project,
                file: span.file,
                source,
                encoding: server.encoding,
            };
            let Some(uri) = page.uri(span.file) else { continue };
            found.entry(uri).or_default().push(diagnostic(finding, &page, server.pages.as_deref()));
        }
    }
    found
}

/// The number of the protocol for a severity.
const fn severity(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Note => 3,
    }
}

/// Rules about something that nothing needs: editors fade it.
const UNNECESSARY: &[&str] = &[
    "unused-template",
    "unused-segment",
    "unused-value",
    "unused-waive",
    "unread-trait",
    "unreachable-step",
    "arm-never-taken",
    "idle-part",
    "idle-detail",
    "idle-wait-detail",
    "idle-hold",
    "idle-policy",
    "idle-trait-part",
    "condition-always-true",
    "condition-never-true",
    "exit-never-fires",
    "exit-shadowed",
];

/// Rules about something that has ended: editors strike it through.
const DEPRECATED: &[&str] = &["expired-waive", "removed-step-is-there", "retired-journey-is-there"];

/// A finding about the text of `page`.
pub(crate) fn diagnostic(finding: &Finding, page: &Page<'_>, pages: Option<&str>) -> Diagnostic {
    let span = finding.span().unwrap_or(filrouge_source::Span::new(page.file, 0, 0));
    let slug = finding.rule.slug;
    let tag = |rules: &[&str], tag: u8| rules.contains(&slug).then_some(tag);
    Diagnostic {
        range: page.range(span),
        severity: severity(finding.rule.severity),
        code: slug.to_owned(),
        code_description: pages.map(|pages| CodeDescription { href: format!("{pages}/rules/{slug}.md") }),
        source: "filrouge".to_owned(),
        message: sentence(finding),
        tags: tag(UNNECESSARY, 1).into_iter().chain(tag(DEPRECATED, 2)).collect(),
        related_information: related(finding, page),
        data: data(finding),
    }
}

/// What is wrong, and on a line of its own what to do.
fn sentence(finding: &Finding) -> String {
    let label = finding.labels.first().map(|label| label.text.as_str()).filter(|text| !text.is_empty());
    let head = label.map_or_else(|| finding.message.clone(), |label| format!("{}: {label}", finding.message));
    finding.help.as_ref().map_or(head.clone(), |help| format!("{head}\nhelp: {help}"))
}

fn related(finding: &Finding, page: &Page<'_>) -> Vec<Related> {
    let others = finding.labels.iter().skip(1);
    others
        .filter_map(|label| {
            let message = if label.text.is_empty() { "here".to_owned() } else { label.text.clone() };
            Some(Related { location: page.location(label.span)?, message })
        })
        .collect()
}

/// What could be done, for clients that want to know it before they ask.
fn data(finding: &Finding) -> Option<Value> {
    let offered = finding.fixes.iter().filter(|fix| fix.safety != Safety::Shown);
    let fixes: Vec<_> =
        offered.map(|fix| json!({ "title": fix.title, "safety": fix.safety.word() })).collect();
    (!fixes.is_empty()).then(|| json!({ "fixes": fixes }))
}
