//! How values are printed, and what a part may become.

use super::filters::{decimal, style};
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Error, ErrorKind, Output, State, Value};
use std::fmt::Write as _;

/// Prints one value: numbers with the reader's point, markup escaped in HTML, nothing at all never.
pub fn print(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let text = match value.kind() {
        ValueKind::Undefined | ValueKind::None => return Err(Error::from(ErrorKind::UndefinedError)),
        ValueKind::Number => words(state, value),
        _ => value.to_string(),
    };
    if matches!(state.auto_escape(), AutoEscape::None) || value.is_safe() {
        out.write_str(&text).map_err(Error::from)
    } else {
        escape(out, &text).map_err(Error::from)
    }
}

/// A value as it stands in a sentence.
pub fn words(state: &State<'_, '_>, value: &Value) -> String {
    match decimal(value) {
        Some(number) => style(state).plain(number),
        None => value.to_string(),
    }
}

fn escape(out: &mut Output<'_>, text: &str) -> std::fmt::Result {
    for letter in text.chars() {
        match letter {
            '&' => out.write_str("&amp;"),
            '<' => out.write_str("&lt;"),
            '>' => out.write_str("&gt;"),
            '"' => out.write_str("&quot;"),
            '\'' => out.write_str("&#39;"),
            other => out.write_char(other),
        }?;
    }
    Ok(())
}

/// One line: a subject that was told to contain a line break must not become two headers.
pub fn one_line(text: &str) -> String {
    let breaks = |letter: char| {
        letter.is_control() || letter.is_whitespace() && letter != '\u{a0}' && letter != '\u{202f}'
    };
    text.split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
