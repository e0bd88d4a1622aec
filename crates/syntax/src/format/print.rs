//! From the parts of a file to text.

use super::layout::{Block, Content, Item, Part, PartKind};
use super::text_block::reindented;
use crate::chars::is_newline;

/// Lines are not made longer than this, in characters.
const WIDTH: usize = 110;
const STEP: usize = 4;

/// Prints a whole file.
pub(super) fn file(block: &Block) -> String {
    let mut out = lines(&block.items, 0);
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Items on lines of their own, or behind each other where the author wrote them so and they fit.
fn lines(items: &[Item], depth: usize) -> String {
    let indent = " ".repeat(depth * STEP);
    let mut out = String::new();
    let mut previous: Option<&Item> = None;
    for item in items {
        let printed = content(&item.content, depth, width_of_last_line(&out));
        match previous {
            None => out.push_str(&indent),
            Some(previous) => {
                let separator = separator(previous, item);
                let fits = !printed.contains('\n')
                    && width_of_last_line(&out) + printed.chars().count() + 2 <= WIDTH;
                if item.same_line && (fits || !may_break(previous)) {
                    out.push_str(separator);
                } else {
                    out.push_str(if item.blank_before { "\n\n" } else { "\n" });
                    out.push_str(&indent);
                }
            }
        }
        let printed = content(&item.content, depth, width_of_last_line(&out));
        out.push_str(&printed);
        previous = Some(item);
    }
    out
}

/// A comment before a node stays on its line.
const fn may_break(previous: &Item) -> bool {
    !matches!(previous.content, Content::BlockComment(_))
}

const fn separator(previous: &Item, item: &Item) -> &'static str {
    match (&previous.content, &item.content) {
        (Content::BlockComment(_), _) | (_, Content::LineComment(_)) => " ",
        _ => "; ",
    }
}

fn width_of_last_line(out: &str) -> usize {
    out.rsplit('\n').next().unwrap_or_default().chars().count()
}

fn content(content: &Content, depth: usize, column: usize) -> String {
    match content {
        Content::LineComment(comment) | Content::BlockComment(comment) => comment.clone(),
        Content::Node(parts) => node(parts, depth, column),
    }
}

/// A node that starts at `column`: with its one-line blocks if they fit, else with its blocks over several lines.
fn node(parts: &[Part], depth: usize, column: usize) -> String {
    let inline = node_with(parts, depth, true);
    let first = inline.split('\n').next().unwrap_or_default();
    if column + first.chars().count() <= WIDTH { inline } else { node_with(parts, depth, false) }
}

fn node_with(parts: &[Part], depth: usize, inline: bool) -> String {
    let indent = " ".repeat((depth + 1) * STEP);
    let mut out = String::new();
    let mut after_comment = false;
    for (number, part) in parts.iter().enumerate() {
        let is_comment = matches!(part.kind, PartKind::LineComment(_));
        let goes_on = number + 1 < parts.len();
        if number > 0 && !after_comment {
            out.push(' ');
        }
        if is_comment && goes_on {
            out.push_str("\\ ");
        } else if part.continued && !after_comment && !is_comment {
            out.push_str(&format!("\\\n{indent}"));
        }
        if part.slashdash {
            out.push_str("/-");
        }
        out.push_str(&printed(&part.kind, depth, inline, &indent));
        after_comment = is_comment && goes_on;
        if after_comment {
            out.push_str(&format!("\n{indent}"));
        }
    }
    out
}

fn printed(kind: &PartKind, depth: usize, inline: bool, indent: &str) -> String {
    match kind {
        PartKind::Text(text) => moved(text, indent),
        PartKind::LineComment(comment) | PartKind::BlockComment(comment) => comment.clone(),
        PartKind::Block(block) => braces(block, depth, inline),
    }
}

/// A text of several lines with its lines below the node.
fn moved(text: &str, indent: &str) -> String {
    let literal = text.find(['"', '#']).filter(|_| text.contains(is_newline));
    let split = literal.and_then(|at| text.split_at_checked(at));
    split
        .and_then(|(head, literal)| reindented(literal, indent).map(|literal| format!("{head}{literal}")))
        .unwrap_or_else(|| text.to_owned())
}

fn braces(block: &Block, depth: usize, inline: bool) -> String {
    if block.items.is_empty() {
        return "{}".to_owned();
    }
    if block.one_line && inline {
        return format!("{{ {} }}", one_line(&block.items, depth + 1));
    }
    let (comment, items) = comment_behind_brace(&block.items);
    let close = " ".repeat(depth * STEP);
    let body = lines(items, depth + 1);
    let comment = comment.map(|comment| format!(" {comment}")).unwrap_or_default();
    let body = if body.is_empty() { body } else { format!("{body}\n") };
    format!("{{{comment}\n{body}{close}}}")
}

fn one_line(items: &[Item], depth: usize) -> String {
    let mut out = String::new();
    let mut previous: Option<&Item> = None;
    for item in items {
        if let Some(previous) = previous {
            out.push_str(separator(previous, item));
        }
        match &item.content {
            Content::LineComment(comment) | Content::BlockComment(comment) => out.push_str(comment),
            Content::Node(parts) => out.push_str(&node_with(parts, depth, true)),
        }
        previous = Some(item);
    }
    out
}

/// A comment on the line of the opening brace stays there.
fn comment_behind_brace(items: &[Item]) -> (Option<&str>, &[Item]) {
    match items.split_first() {
        Some((Item { content: Content::LineComment(comment), same_line: true, .. }, rest)) => {
            (Some(comment), rest)
        }
        _ => (None, items),
    }
}
