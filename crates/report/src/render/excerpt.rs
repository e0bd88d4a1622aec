//! One file as the terminal sees it: found by line index, long lines cut around the labels.

use super::terminal::{harmless, is_obeyed};
use crate::Label;
use filrouge_source::{LineIndex, SourceFile, Span};
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::borrow::Cow;

/// Longer lines are cut, in bytes.
const LONGEST_LINE: usize = 400;
/// What is kept of a cut line on either side of a label, in characters.
const KEPT: usize = 60;
/// A label over more lines is drawn on its first line only.
const MOST_LINES: u32 = 5;

/// The text of a file with the labels that lie in it.
#[derive(Debug)]
pub(super) struct Excerpt<'s> {
    name: String,
    text: Cow<'s, str>,
    lines: Cow<'s, LineIndex>,
    labels: Vec<(Span, String)>,
    /// Line and column of the first label in the uncut text, both from 0.
    first: (usize, usize),
}

impl<'s> Excerpt<'s> {
    pub fn new(file: &'s SourceFile, labels: &[&Label]) -> Self {
        let spans: Vec<_> =
            labels.iter().map(|label| (drawn(file, label.span), harmless(&label.text))).collect();
        let position = |span: Span| file.lines().position(&file.text, span.start);
        let first = spans.first().map(|(span, _)| position(*span));
        let first = first.map_or((0, 0), |at| (at.line as usize - 1, at.column as usize - 1));
        let whole = Self {
            name: file.path.clone(),
            text: Cow::Borrowed(&file.text),
            lines: Cow::Borrowed(file.lines()),
            labels: spans,
            first,
        };
        if whole.needs_care() { whole.cut() } else { whole }
    }

    /// The labels for miette, the first one primary.
    pub fn labels(&self) -> Vec<LabeledSpan> {
        let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let place = |span: Span| SourceSpan::from((span.start as usize, span.len() as usize));
        let mut labels = self.labels.iter();
        let first =
            labels.next().map(|(span, label)| LabeledSpan::new_primary_with_span(text(label), place(*span)));
        first
            .into_iter()
            .chain(labels.map(|(span, label)| LabeledSpan::new_with_span(text(label), place(*span))))
            .collect()
    }

    /// The lines, from 0, that may be shown: those of the labels and one around them.
    fn shown_lines(&self) -> Vec<u32> {
        let around = |(span, _): &(Span, String)| {
            let (from, to) = (self.lines.line_of(span.start), self.lines.line_of(span.end));
            from.saturating_sub(1)..=(to + 1).min(self.lines.line_count().saturating_sub(1))
        };
        let mut lines: Vec<u32> = self.labels.iter().flat_map(around).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    fn line_range(&self, line: u32) -> std::ops::Range<usize> {
        let start = self.lines.line_start(line) as usize;
        let is_last = line + 1 >= self.lines.line_count();
        let end = if is_last { self.text.len() } else { self.lines.line_start(line + 1) as usize };
        start..end
    }

    /// Whether a line is too long, or holds what a terminal would obey.
    fn needs_care(&self) -> bool {
        self.shown_lines().into_iter().map(|line| self.line_range(line)).any(|range| {
            let text = self.text.get(range).unwrap_or_default();
            text.len() > LONGEST_LINE || text.chars().any(is_obeyed)
        })
    }

    /// The same with only the shown lines, the long ones cut around their labels, and no control characters.
    fn cut(self) -> Self {
        let mut text = String::new();
        let mut labels = self.labels.clone();
        let mut next_line = 0;
        for line in self.shown_lines() {
            text.push_str(&"\n".repeat((line - next_line) as usize));
            next_line = line + 1;
            let range = self.line_range(line);
            let window = self.window(range.clone());
            let shift = |offset: u32| {
                let inside = (offset as usize).clamp(window.start, window.end) - window.start;
                small(text.len() + inside + if window.start > range.start { '…'.len_utf8() } else { 0 })
            };
            for ((moved, _), (span, _)) in labels.iter_mut().zip(&self.labels) {
                if range.contains(&(span.start as usize)) || range.end == span.start as usize {
                    (moved.start, moved.end) = (shift(span.start), shift(span.end));
                }
            }
            let shown = self.text.get(window.clone()).unwrap_or_default().trim_end_matches(['\r', '\n']);
            let shown = harmless(shown);
            let (before, after) = (window.start > range.start, window.end < range.end);
            text.push_str(&format!("{}{shown}{}\n", dots(before), dots(after)));
        }
        let lines = Cow::Owned(LineIndex::new(&text));
        Self { text: Cow::Owned(text), lines, labels, ..self }
    }

    /// The part of a line that is kept: some characters around its labels, or its beginning.
    fn window(&self, line: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let inside = self.labels.iter().filter(|(span, _)| line.contains(&(span.start as usize)));
        let ends = inside.map(|(span, _)| (span.start as usize, (span.end as usize).min(line.end)));
        let (start, end) = ends
            .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)))
            .unwrap_or((line.start, line.start));
        let end = end.min(start + LONGEST_LINE).max(start);
        let before = self.text.get(line.start..start).unwrap_or_default();
        let kept_before: usize = before.chars().rev().take(KEPT).map(char::len_utf8).sum();
        let end = (end..=line.end).find(|end| self.text.is_char_boundary(*end)).unwrap_or(line.end);
        let after = self.text.get(end..line.end).unwrap_or_default();
        let kept_after: usize = after.chars().take(KEPT).map(char::len_utf8).sum();
        start - kept_before..end + kept_after
    }
}

fn dots(needed: bool) -> &'static str {
    if needed { "…" } else { "" }
}

/// The part of a place that is drawn: the end of the last line for the end of the file, the first line of many.
fn drawn(file: &SourceFile, span: Span) -> Span {
    let lines = file.lines();
    let end = small(file.text.trim_end().len());
    if span.start as usize >= file.text.len() {
        return Span::new(span.file, end, end);
    }
    let (first, last) = (lines.line_of(span.start), lines.line_of(span.end));
    if last - first < MOST_LINES {
        return span;
    }
    let line = file.text.get(span.start as usize..lines.line_start(first + 1) as usize).unwrap_or_default();
    Span::new(span.file, span.start, span.start + small(line.trim_end().len()))
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let first = self.lines.line_of(small(span.offset())).saturating_sub(small(before));
        let last =
            (self.lines.line_of(small(end)) + small(after)).min(self.lines.line_count().saturating_sub(1));
        let start = if before == 0 { span.offset() } else { self.line_range(first).start };
        let end = self.line_range(last).end;
        let data = self.text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        let is_first = self.labels.first().is_some_and(|(label, _)| label.start as usize == span.offset());
        let (line, column) = match (before, is_first) {
            (0, true) => self.first,
            _ => (first as usize, 0),
        };
        let place = SourceSpan::from((start, data.len()));
        let count = (last - first + 1) as usize;
        let name = self.name.clone();
        Ok(Box::new(MietteSpanContents::new_named(name, data.as_bytes(), place, line, column, count)))
    }
}
