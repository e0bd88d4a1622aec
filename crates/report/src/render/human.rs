//! Findings for people at a terminal.

use super::difference::difference;
use super::excerpt::Excerpt;
use super::terminal::harmless;
use crate::{Finding, Findings, Fix, Label, Language, Severity};
use filrouge_source::{FileId, Sources};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};
use std::borrow::Cow;
use std::collections::BTreeSet;
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
    /// The language in which sentences are told.
    pub language: Language,
}

impl Default for Style {
    fn default() -> Self {
        Self { color: false, width: 100, unicode: true, language: Language::English }
    }
}

/// The findings in the order of the text, with their lines, their help and their fixes, and a count at the end. Nothing
/// for no findings.
#[must_use]
pub fn human(findings: &Findings, sources: &Sources, style: Style) -> String {
    let handler = handler(style);
    let mut out = String::new();
    for finding in findings.clone().sorted().iter() {
        out.push_str(&one(&finding.told(style.language), sources, style, &handler));
        out.push('\n');
    }
    if !findings.is_empty() {
        out.push_str(&counts(findings, style.language));
        out.push('\n');
    }
    out.push_str(&untold(findings, style.language));
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
    for part in Shown::parts(finding, sources, style.language) {
        let mut drawn = String::new();
        match handler.render_report(&mut drawn, &part) {
            Ok(()) => out.push_str(&with_own_help(drawn, style.language)),
            Err(_) => out.push_str(&format!("{}: {}\n", finding.rule.slug, part.message)),
        }
    }
    for fix in &finding.fixes {
        out.push_str(&fix_lines(fix, sources, style));
    }
    out.push_str(&format!("  filrouge explain {}\n", finding.rule.slug));
    out.trim_start_matches('\n').to_owned()
}

/// The library that draws says `help:` itself; what follows stays below the first line.
fn with_own_help(drawn: String, language: Language) -> String {
    let label = language.label("help");
    match drawn.split_once("\n  help:") {
        Some((before, help)) if language != Language::English => {
            let mut lines = help.lines();
            let first = lines.next().unwrap_or_default();
            let rest = lines.map(|line| if line.is_empty() { "\n".to_owned() } else { format!(" {line}\n") });
            format!("{before}\n  {label}{first}\n{}", rest.collect::<String>())
        }
        _ => drawn,
    }
}

fn fix_lines(fix: &Fix, sources: &Sources, style: Style) -> String {
    let label = style.language.label(&format!("fix ({})", fix.safety.word()));
    let mut out = format!("  {label} {}\n", fix.title);
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

fn counts(findings: &Findings, language: Language) -> String {
    let words = [
        (Severity::Error, "error", "errors"),
        (Severity::Warning, "warning", "warnings"),
        (Severity::Note, "note", "notes"),
    ];
    let counted = words.into_iter().map(|(severity, one, many)| (findings.count(severity), one, many));
    let parts =
        counted.filter(|(count, _, _)| *count > 0).map(|(count, one, many)| language.count(count, one, many));
    parts.collect::<Vec<_>>().join(", ")
}

/// How many sentences were told in English in a report of another language.
fn untold(findings: &Findings, language: Language) -> String {
    let sentences: BTreeSet<&str> = findings.iter().flat_map(Finding::sentences).collect();
    let untold = sentences.into_iter().filter(|sentence| !language.knows(sentence)).count();
    if untold == 0 {
        return String::new();
    }
    let one = "sentence is told in English: there is no translation yet";
    format!("{}\n", language.count(untold, one, "sentences are told in English: there is no translation yet"))
}

/// The part of a finding that lies in one file, in the shape that miette draws.
#[derive(Debug)]
struct Shown<'s> {
    message: String,
    code: Option<&'static str>,
    severity: Severity,
    word: Cow<'static, str>,
    help: Option<String>,
    excerpt: Option<Excerpt<'s>>,
}

impl<'s> Shown<'s> {
    /// The finding with the labels of its first file, then one part for each other file.
    fn parts(finding: &Finding, sources: &'s Sources, language: Language) -> Vec<Self> {
        let mut excerpts = files(finding).into_iter().filter_map(|file| {
            let labels: Vec<&Label> = finding.labels.iter().filter(|label| label.span.file == file).collect();
            sources.get(file).map(|source| (Excerpt::new(source, &labels), source.path.as_str()))
        });
        let first = Self {
            message: harmless(&finding.message),
            code: Some(finding.rule.slug),
            severity: finding.rule.severity,
            word: language.tell(finding.rule.severity.word()),
            help: finding.help.as_deref().map(harmless),
            excerpt: excerpts.next().map(|(excerpt, _)| excerpt),
        };
        let others = excerpts.map(|(excerpt, path)| Self::other(excerpt, path, language));
        std::iter::once(first).chain(others).collect()
    }

    fn other(excerpt: Excerpt<'s>, path: &str, language: Language) -> Self {
        let message = language.tell(&format!("see also {path}")).into_owned();
        let (severity, word) = (Severity::Note, Cow::Borrowed(""));
        Self { message, code: None, severity, word, help: None, excerpt: Some(excerpt) }
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
        Some(Box::new(format!("{} {code}", self.word)))
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
