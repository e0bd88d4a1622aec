//! Source lines with values under their words.

use crate::value::shown;
use crate::{Line, Look, Operand, Origin};
use std::collections::BTreeMap;

/// Lines of one file, and the values that stand under their words.
#[derive(Default)]
pub(crate) struct Drawing<'a> {
    lines: BTreeMap<usize, &'a str>,
    values: Vec<Value>,
}

/// The value of a part of a condition.
struct Value {
    line: usize,
    /// First column, from 0.
    start: usize,
    /// Columns under which it stands.
    width: usize,
    shown: String,
}

impl<'a> Drawing<'a> {
    /// Draws one more part of the same file, with the values of its operands.
    pub(crate) fn add(&mut self, part: &'a Origin, operands: &[Operand]) {
        let lines = part.text.iter().flat_map(|passage| &passage.lines);
        self.lines.extend(lines.map(|Line { line, text }| (*line, text.as_str())));
        self.values.extend(operands.iter().filter_map(value));
        // The innermost first: what it is made of is read before the whole.
        self.values.sort_by_key(|value| (value.width, value.start));
    }

    /// The lines, each followed by the values that stand on it.
    pub(crate) fn drawn(&self, look: &Look) -> String {
        let (bar, mark) = if look.unicode { ("│", "─") } else { ("|", "^") };
        let mut out = String::new();
        for (number, text) in &self.lines {
            out.push_str(&format!("  {number:>4} {bar} {text}\n"));
            let here = self.values.iter().filter(|value| value.line == *number);
            for row in rows(here, mark) {
                out.push_str(&format!("       {bar} {}\n", look.paint("36", &row)));
            }
        }
        out
    }
}

/// The value of an operand, unless it is plain from its own words.
fn value(operand: &Operand) -> Option<Value> {
    let (words, span) = (operand.text.as_ref()?, operand.span?);
    let shown = shown(&operand.value);
    let is_literal = words.trim_matches(['\'', '"']) == shown.trim_matches('"');
    let width = if span.end_line == span.line { span.end_column.saturating_sub(span.column) } else { 1 };
    let start = span.column.saturating_sub(1);
    (!is_literal).then(|| Value { line: span.line, start, width: width.max(1), shown })
}

/// Marks and values in as few rows as fit.
fn rows<'o>(values: impl Iterator<Item = &'o Value>, mark: &str) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for value in values {
        let free = rows.iter().position(|row| row.chars().count() + 2 <= value.start);
        let row = match free.and_then(|index| rows.get_mut(index)) {
            Some(row) => row,
            None => {
                rows.push(String::new());
                let Some(row) = rows.last_mut() else { continue };
                row
            }
        };
        let gap = value.start.saturating_sub(row.chars().count());
        row.push_str(&" ".repeat(gap));
        row.push_str(&mark.repeat(value.width));
        row.push(' ');
        row.push_str(&value.shown);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Passage, Span};
    use jiff::tz::TimeZone;

    fn value(start: usize, width: usize, shown: &str) -> Value {
        Value { line: 1, start, width, shown: shown.to_owned() }
    }

    #[test]
    fn values_share_a_row_where_they_fit() {
        let values = [value(0, 3, "1"), value(10, 3, "2"), value(0, 13, "true")];
        assert_eq!(rows(values.iter(), "^"), ["^^^ 1     ^^^ 2", "^^^^^^^^^^^^^ true"]);
    }

    #[test]
    fn two_conditions_on_one_line_are_drawn_under_it_once() {
        let span = |column| Span { start: 0, end: 1, line: 6, column, end_line: 6, end_column: column + 1 };
        let lines = vec![Line { line: 6, text: "a b".to_owned() }];
        let text = Some(Passage { file: "a.kdl".to_owned(), span: span(1), lines });
        let part = Origin { address: "a".to_owned(), text };
        let operand = |words: &str, column, value| Operand {
            node: 0,
            text: Some(words.to_owned()),
            span: Some(span(column)),
            value: filrouge_plan::Value::Int(value),
        };
        let mut drawing = Drawing::default();
        drawing.add(&part, &[operand("a", 1, 5)]);
        drawing.add(&part, &[operand("b", 3, 7)]);
        let look = Look { color: false, unicode: false, zone: TimeZone::UTC, tell: str::to_owned };
        assert_eq!(drawing.drawn(&look), "     6 | a b\n       | ^ 5\n       |   ^ 7\n");
    }

    #[test]
    fn a_value_that_does_not_fit_gets_a_row_of_its_own() {
        let values = [value(0, 3, "\"a long value\""), value(5, 3, "2")];
        assert_eq!(rows(values.iter(), "^").len(), 2);
    }
}
