//! What is wrong with the quotes of a text, or between them.

use super::string::Read;
use super::{Parser, small};
use crate::chars::{is_newline, is_space};
use crate::literal::{Form, Literal, Problem};
use crate::rules::misplaced_triple_quotes::MisplacedTripleQuotes;
use crate::rules::string_across_lines::StringAcrossLines;
use crate::rules::uneven_indent::UnevenIndent;
use crate::rules::unknown_escape::UnknownEscape;
use crate::tree::Text;
use filrouge_report::{Edit, Fix, Safety};
use filrouge_source::Span;

/// A text between single quotes is not expected to run over more lines than this.
const MOST_LINES: usize = 20;

impl Parser<'_> {
    /// A text between single quotes that was closed on a later line, as KDL 1 allowed. The cursor stands at the end of
    /// the first line.
    pub(super) fn string_across_lines(&mut self, start: usize, body: usize) -> Option<Read> {
        let end = self.closing_quote_of_later_line()?;
        let (text, open) = (self.span(start, end), self.span(start, body));
        self.cursor.at = end;
        let lines = self.cursor.text.get(body..end - 1).unwrap_or_default();
        self.report(StringAcrossLines { text, open, fix: self.as_text_block(text, lines) });
        let text = Text { start: small(body), end: small(end - 1), span: text };
        Some(Read { text, reported: true })
    }

    /// The end of a line that closes a text: a quote with text before it and none behind it.
    fn closing_quote_of_later_line(&self) -> Option<usize> {
        let mut ahead = self.cursor.clone();
        for _ in 0..MOST_LINES {
            if !ahead.eat_newline() {
                return None;
            }
            let start = ahead.at;
            ahead.skip_line();
            let line = self.cursor.text.get(start..ahead.at)?;
            if let Some(quote) = line.find('"') {
                let behind = line.get(quote + 1..)?.trim();
                let closes = behind.is_empty() || matches!(behind, ";" | "}" | "{");
                let names_before = line.get(..quote)?.ends_with(|c| is_space(c) || c == '=');
                return (closes && !names_before).then_some(start + quote + 1);
            }
        }
        None
    }

    fn as_text_block(&self, text: Span, lines: &str) -> Option<Fix> {
        let indent = " ".repeat(self.line.indent + 4);
        let body: String = lines.lines().map(|line| format!("{indent}{}\n", line.trim())).collect();
        let block = format!("\"\"\"\n{body}{indent}\"\"\"");
        (!lines.contains('\\')).then(|| Fix::risky("write it between triple quotes", text, block))
    }

    /// Reports what is wrong inside a literal; tells whether anything is.
    pub(super) fn literal_problems(&mut self, span: Span, literal: &Literal, problems: Vec<Problem>) -> bool {
        let found = !problems.is_empty();
        let beside = problems.contains(&Problem::BesideQuotes);
        if beside {
            let quotes = self.span(span.start as usize, literal.body.start);
            self.report(MisplacedTripleQuotes { quotes, fix: self.move_quotes(span, literal) });
        }
        let mut uneven = false;
        for problem in problems {
            match problem {
                Problem::Escape(place) => {
                    let place = self.span(place.start, place.end);
                    let text = self.source(place).to_owned();
                    let fix = text.strip_prefix('\\').map(|rest| format!("\\\\{rest}"));
                    self.report(UnknownEscape { text, place, fix });
                }
                Problem::Indent { line, closing } if !beside && !uneven => {
                    uneven = true;
                    let (line, closing) =
                        (self.span(line.start, line.end), self.span(closing.start, closing.end));
                    self.report(UnevenIndent { line, closing });
                }
                Problem::Indent { .. } | Problem::BesideQuotes => {}
            }
        }
        found
    }

    fn move_quotes(&self, span: Span, literal: &Literal) -> Option<Fix> {
        let body = self.cursor.text.get(literal.body.clone())?;
        if !body.contains(is_newline) {
            let quote = if literal.form == Form::Block {
                "\"".to_owned()
            } else {
                literal.form.closing().replace("\"\"\"", "\"")
            };
            let open: String = quote.chars().rev().collect();
            let plain = !body.contains('"');
            return plain.then(|| Fix::safe("use single quotes", span, format!("{open}{body}{quote}")));
        }
        let indent = " ".repeat(self.line.indent + 4);
        let inserted = format!("\n{indent}");
        let end = self.span(literal.body.end, literal.body.end);
        let start = self.span(literal.body.start, literal.body.start);
        let first_line_taken = !body.starts_with(is_newline);
        let edits = [(first_line_taken, start), (true, end)]
            .into_iter()
            .filter(|(needed, _)| *needed)
            .map(|(_, span)| Edit { span, text: inserted.clone() })
            .collect();
        Some(Fix { title: "put the quotes on lines of their own".to_owned(), safety: Safety::Unsafe, edits })
    }
}
