//! Source lines with values under their words.

use super::value::shown;
use crate::terminal::Terminal;
use serde_json::Value;

/// A line of the source.
pub struct Line<'a> {
    number: u64,
    text: &'a str,
}

/// A part of a condition and its value.
pub struct Operand {
    line: u64,
    /// First column, from 0.
    start: usize,
    /// Columns under which it stands.
    width: usize,
    value: String,
}

/// The lines that a part of the plan stands on.
pub fn lines(part: &Value) -> Vec<Line<'_>> {
    let all = part.get("lines").and_then(Value::as_array);
    all.into_iter()
        .flatten()
        .filter_map(|line| {
            Some(Line { number: line.get("line")?.as_u64()?, text: line.get("text")?.as_str()? })
        })
        .collect()
}

/// The operands of a condition whose value is not plain from their own words, the innermost first.
pub fn operands(condition: &Value) -> Vec<Operand> {
    let all = condition.get("operands").and_then(Value::as_array);
    let mut operands: Vec<Operand> = all.into_iter().flatten().filter_map(operand).collect();
    operands.sort_by_key(|operand| (operand.width, operand.start));
    operands
}

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

/// The lines, each followed by the values of the operands that stand on it.
pub fn drawn(lines: &[Line<'_>], operands: &[Operand], terminal: &Terminal) -> String {
    let (bar, mark) = if terminal.style.unicode { ("│", "─") } else { ("|", "^") };
    let mut out = String::new();
    for line in lines {
        out.push_str(&format!("  {:>4} {bar} {}\n", line.number, line.text));
        let here = operands.iter().filter(|operand| operand.line == line.number);
        for row in rows(here, mark) {
            out.push_str(&format!("       {bar} {}\n", terminal.paint("36", &row)));
        }
    }
    out
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

    fn operand(start: usize, width: usize, value: &str) -> Operand {
        Operand { line: 1, start, width, value: value.to_owned() }
    }

    #[test]
    fn values_share_a_row_where_they_fit() {
        let operands = [operand(0, 3, "1"), operand(10, 3, "2"), operand(0, 13, "true")];
        assert_eq!(rows(operands.iter(), "^"), ["^^^ 1     ^^^ 2", "^^^^^^^^^^^^^ true"]);
    }

    #[test]
    fn a_value_that_does_not_fit_gets_a_row_of_its_own() {
        let operands = [operand(0, 3, "\"a long value\""), operand(5, 3, "2")];
        assert_eq!(rows(operands.iter(), "^").len(), 2);
    }
}
