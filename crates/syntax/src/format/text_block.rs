//! Texts of several lines move with the node that they belong to.

use crate::chars::{is_newline, is_space, newline_len};
use crate::literal::Literal;

/// The literal, a text of several lines or any other, with its lines indented by `indent`.
pub(super) fn reindented(literal: &str, indent: &str) -> Option<String> {
    let parts = Literal::at(literal, 0..literal.len());
    if !parts.form.is_block() {
        return None;
    }
    let body = literal.get(parts.body.clone())?;
    let lines = lines(body);
    let (first, rest) = lines.split_first()?;
    let (last, middle) = rest.split_last()?;
    if !first.is_empty() || !last.chars().all(is_space) {
        return None;
    }
    let mut out = literal.get(..parts.body.start)?.to_owned();
    for line in middle {
        out.push('\n');
        if line.chars().all(is_space) {
            continue;
        }
        out.push_str(indent);
        out.push_str(line.strip_prefix(*last)?);
    }
    out.push('\n');
    out.push_str(indent);
    out.push_str(literal.get(parts.body.end..)?);
    Some(out)
}

fn lines(body: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find(is_newline) {
        let (line, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
        lines.push(line);
        rest = behind.get(newline_len(behind)..).unwrap_or_default();
    }
    lines.push(rest);
    lines
}
