//! Source lines with values under their words.

use super::value::shown;
use crate::terminal::Terminal;
use serde_json::Value;
use std::collections::BTreeMap;

/// Lines of one file, and the values that stand under their words.
pub struct Drawing<'a> {
    lines: BTreeMap<u64, &'a str>,
    operands: Vec<Operand>,
}

/// A part of a condition and its value.
struct Operand {
    line: u64,
    /// First column, from 0.
    start: usize,
    /// Columns under which it stands.
    width: usize,
    value: String,
}

impl<'a> Drawing<'a> {
    /// The lines of a part of the plan, with the values of its operands.
    pub fn of(part: &'a Value) -> Self {
        let mut drawing = Self { lines: BTreeMap::new(), operands: Vec::new() };
        drawing.add(part);
        drawing
    }

    /// Draws one more part of the same file.
    pub fn add(&mut self, part: &'a Value) {
        self.lines.extend(list(part, "lines").iter().filter_map(line));
        self.operands.extend(list(part, "operands").iter().filter_map(operand));
        // The innermost first: what it is made of is read before the whole.
        self.operands.sort_by_key(|operand| (operand.width, operand.start));
    }

    /// The lines, each followed by the values of the operands that stand on it.
    pub fn drawn(&self, terminal: &Terminal) -> String {
        let (bar, mark) = if terminal.style.unicode { ("│", "─") } else { ("|", "^") };
        let mut out = String::new();
        for (number, text) in &self.lines {
            out.push_str(&format!("  {number:>4} {bar} {text}\n"));
            let here = self.operands.iter().filter(|operand| operand.line == *number);
            for row in rows(here, mark) {
                out.push_str(&format!("       {bar} {}\n", terminal.paint("36", &row)));
            }
        }
        out
    }
}

fn list<'a>(part: &'a Value, member: &str) -> &'a [Value] {
    part.get(member).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn line(line: &Value) -> Option<(u64, &str)> {
    Some((line.get("line")?.as_u64()?, line.get("text")?.as_str()?))
}

/// An operand, unless its value is plain from its own words.
fn operand(operand: &Value) -> Option<Operand> {
    let words = operand.get("text")?.as_str()?;
    let number = |path: &str| operand.pointer(path).and_then(Value::as_u64);
    let value = serde_json::from_value(operand.get("value")?.clone()).ok()?;
    let value = shown(&value);
    let is_literal = words.trim_matches(['\'', '"']) == value.trim_matches('"');
    let (line, column) = (number("/span/line")?, number("/span/column")?);
    let one_line = number("/span/end_line")? == line;
    let width = if one_line { number("/span/end_column")?.saturating_sub(column) } else { 1 };
    let start = usize::try_from(column.saturating_sub(1)).ok()?;
    (!is_literal).then(|| Operand { line, start, width: usize::try_from(width).unwrap_or(1).max(1), value })
}

/// Marks and values in as few rows as fit.
fn rows<'o>(operands: impl Iterator<Item = &'o Operand>, mark: &str) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for operand in operands {
        let free = rows.iter().position(|row| row.chars().count() + 2 <= operand.start);
        let row = match free.and_then(|index| rows.get_mut(index)) {
            Some(row) => row,
            None => {
                rows.push(String::new());
                let Some(row) = rows.last_mut() else { continue };
                row
            }
        };
        let gap = operand.start.saturating_sub(row.chars().count());
        row.push_str(&" ".repeat(gap));
        row.push_str(&mark.repeat(operand.width));
        row.push(' ');
        row.push_str(&operand.value);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_report::render::Style;
    use serde_json::json;

    fn operand(start: usize, width: usize, value: &str) -> Operand {
        Operand { line: 1, start, width, value: value.to_owned() }
    }

    #[test]
    fn values_share_a_row_where_they_fit() {
        let operands = [operand(0, 3, "1"), operand(10, 3, "2"), operand(0, 13, "true")];
        assert_eq!(rows(operands.iter(), "^"), ["^^^ 1     ^^^ 2", "^^^^^^^^^^^^^ true"]);
    }

    #[test]
    fn two_conditions_on_one_line_are_drawn_under_it_once() {
        let part = |words: &str, column: u64, value: i64| {
            let span = json!({ "line": 6, "column": column, "end_line": 6, "end_column": column + 1 });
            json!({
                "lines": [{ "line": 6, "text": "a b" }],
                "operands": [{ "text": words, "span": span, "value": { "int": value } }],
            })
        };
        let (first, second) = (part("a", 1, 5), part("b", 3, 7));
        let mut drawing = Drawing::of(&first);
        drawing.add(&second);
        let style = Style { color: false, width: 80, unicode: false };
        assert_eq!(drawing.drawn(&Terminal { style }), "     6 | a b\n       | ^ 5\n       |   ^ 7\n");
    }

    #[test]
    fn a_value_that_does_not_fit_gets_a_row_of_its_own() {
        let operands = [operand(0, 3, "\"a long value\""), operand(5, 3, "2")];
        assert_eq!(rows(operands.iter(), "^").len(), 2);
    }
}
