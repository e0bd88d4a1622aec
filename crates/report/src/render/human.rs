//! Findings for people at a terminal.

use super::difference::difference;
use super::excerpt::Excerpt;
use super::terminal::harmless;
use crate::{Finding, Findings, Fix, Label, Severity};
use filrouge_source::{FileId, Sources};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};
use std::fmt;

/// How to draw. The caller knows the terminal; nothing here looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to use colours.
    pub color: bool,
    /// The width at which sentences are wrapped.
    pub width: usize,
    /// Whether lines and arrows may be drawn with more than ASCII.
    pub unicode: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 100, unicode: true }
    }
}

/// The findings in the order of the text, with their lines, their help and their fixes, and a count at the end. Nothing
/// for no findings.
#[must_use]
pub fn human(findings: &Findings, sources: &Sources, style: Style) -> String {
    let handler = handler(style);
    let mut out = String::new();
    for finding in findings.clone().sorted().iter() {
        out.push_str(&one(finding, sources, style, &handler));
        out.push('\n');
    }
    if !findings.is_empty() {
        out.push_str(&counts(findings));
        out.push('\n');
    }
    out
}

fn handler(style: Style) -> GraphicalReportHandler {
    let characters = if style.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let styles = if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_links(false)
        .with_width(style.width.max(40))
        .with_context_lines(1)
        .without_syntax_highlighting()
}

fn one(finding: &Finding, sources: &Sources, style: Style, handler: &GraphicalReportHandler) -> String {
    let mut out = String::new();
    for part in Shown::parts(finding, sources) {
        let mut drawn = String::new();
        match handler.render_report(&mut drawn, &part) {
            Ok(()) => out.push_str(&drawn),
            Err(_) => out.push_str(&format!("{}: {}\n", finding.rule.slug, part.message)),
        }
    }
    for fix in &finding.fixes {
        out.push_str(&fix_lines(fix, sources, style));
    }
    out.push_str(&format!("  filrouge explain {}\n", finding.rule.slug));
    out.trim_start_matches('\n').to_owned()
}

fn fix_lines(fix: &Fix, sources: &Sources, style: Style) -> String {
    let mut out = format!("  fix ({}): {}\n", fix.safety.word(), fix.title);
    let Some(difference) = difference(fix, sources) else { return out };
    let (red, green, reset) =
        if style.color { ("\u{1b}[31m", "\u{1b}[32m", "\u{1b}[0m") } else { ("", "", "") };
    for line in difference.before {
        out.push_str(&format!("    {red}- {}{reset}\n", harmless(&line)));
    }
    for line in difference.after {
        out.push_str(&format!("    {green}+ {}{reset}\n", harmless(&line)));
    }
    out
}

fn counts(findings: &Findings) -> String {
    let words = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counted = words.into_iter().map(|(severity, word)| (findings.count(severity), word));
    let parts = counted.filter(|(count, _)| *count > 0).map(|(count, word)| match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// The part of a finding that lies in one file, in the shape that miette draws.
#[derive(Debug)]
struct Shown<'s> {
    message: String,
    code: Option<&'static str>,
    severity: Severity,
    help: Option<String>,
    excerpt: Option<Excerpt<'s>>,
}

impl<'s> Shown<'s> {
    /// The finding with the labels of its first file, then one part for each other file.
    fn parts(finding: &Finding, sources: &'s Sources) -> Vec<Self> {
        let mut excerpts = files(finding).into_iter().filter_map(|file| {
            let labels: Vec<&Label> = finding.labels.iter().filter(|label| label.span.file == file).collect();
            sources.get(file).map(|source| (Excerpt::new(source, &labels), source.path.as_str()))
        });
        let first = Self {
            message: harmless(&finding.message),
            code: Some(finding.rule.slug),
            severity: finding.rule.severity,
            help: finding.help.as_deref().map(harmless),
            excerpt: excerpts.next().map(|(excerpt, _)| excerpt),
        };
        let others = excerpts.map(|(excerpt, path)| Self::other(excerpt, path));
        std::iter::once(first).chain(others).collect()
    }

    fn other(excerpt: Excerpt<'s>, path: &str) -> Self {
        let message = format!("see also {path}");
        Self { message, code: None, severity: Severity::Note, help: None, excerpt: Some(excerpt) }
    }
}

/// The files of the labels, that of the primary one first.
fn files(finding: &Finding) -> Vec<FileId> {
    let mut files = Vec::new();
    for label in &finding.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let code = self.code?;
        Some(Box::new(format!("{} {code}", self.severity.word())))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        Some(Box::new(excerpt.labels().into_iter()))
    }
}
