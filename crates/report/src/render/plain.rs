//! Findings as sentences, without drawings: for screen readers, and for whoever reads a log.

use super::terminal::harmless;
use crate::{Finding, Findings, Language};
use filrouge_source::{Sources, Span};

/// The findings in the order of the text, a paragraph each: what is wrong, where, what to do.
#[must_use]
pub fn plain(findings: &Findings, sources: &Sources, language: Language) -> String {
    let sorted = findings.clone().sorted();
    let paragraphs: Vec<String> =
        sorted.iter().map(|finding| paragraph(&finding.told(language), sources, language)).collect();
    paragraphs.join("\n")
}

fn paragraph(finding: &Finding, sources: &Sources, language: Language) -> String {
    let mut lines = vec![format!("{} {}", language.label(finding.rule.severity.word()), finding.message)];
    for label in &finding.labels {
        let (place, words) = (place(label.span, sources), quoted(label.span, sources));
        let (place, words) = (language.tell(&place), language.tell(&words));
        let said = if label.text.is_empty() {
            String::new()
        } else {
            format!("{} {}", language.label(""), label.text)
        };
        lines.push(format!("{place}{words}{said}"));
    }
    lines.extend(finding.help.iter().map(|help| format!("{} {help}", language.label("help"))));
    let fix = |word: &str| language.label(&format!("fix, {word}"));
    lines.extend(finding.fixes.iter().map(|own| format!("{} {}", fix(own.safety.word()), own.title)));
    lines.push(format!("{} {}", language.label("rule"), finding.rule.slug));
    lines.iter().map(|line| format!("{}\n", harmless(line))).collect()
}

fn place(span: Span, sources: &Sources) -> String {
    let path = sources.path(span);
    sources.positions(span).map_or_else(
        || path.to_owned(),
        |(from, _)| format!("{path}, line {}, column {}", from.line, from.column),
    )
}

/// The words that a label is about, where they fit a sentence.
fn quoted(span: Span, sources: &Sources) -> String {
    let words = sources.text(span);
    let fits = !words.is_empty() && words.chars().count() <= 60 && !words.contains('\n');
    if fits { format!(", at `{words}`") } else { String::new() }
}
