//! Properties written as lines and lines written as properties.

use super::Reader;
use crate::{PartSpec, Place, WordSpec, rules};
use filrouge_report::Edit;
use filrouge_source::Span;
use filrouge_syntax::{Entry, Node};

/// A part that belongs into the block stands as a property.
pub(super) fn line_as_prop(
    node: Node<'_>,
    word: &'static str,
    part: &'static PartSpec,
    entry: Entry<'_>,
    reader: &mut Reader<'_>,
) {
    let value = reader.text(entry.value().span());
    let line = format!("{} {value}", part.name);
    let insertion = match node.block_span() {
        Some(block) => Edit { span: inside(block), text: format!(" {line};") },
        None => Edit { span: node.head_span().at_end(), text: format!(" {{ {line}; }}") },
    };
    let edits = vec![removal(entry, reader), insertion];
    reader.push(rules::misplaced_part::MisplacedPart {
        word,
        part: part.name,
        place: entry.span(),
        belongs: "a line of the block",
        right: line,
        edits: if part.place == Place::Child { Vec::new() } else { edits },
    });
}

/// A part that belongs onto the line of the word stands in its block.
pub(super) fn prop_as_line(
    node: Node<'_>,
    word: &'static str,
    part: &'static PartSpec,
    line: Node<'_>,
    reader: &mut Reader<'_>,
) {
    let value = line.args().next().map(|entry| reader.text(entry.value().span()));
    let right = format!("{}={}", part.name, value.unwrap_or("…"));
    let edits = vec![
        Edit { span: node.head_span().at_end(), text: format!(" {right}") },
        Edit { span: line.span(), text: String::new() },
    ];
    let alone = line.entries().count() == 1 && value.is_some() && line.block_span().is_none();
    reader.push(rules::misplaced_part::MisplacedPart {
        word,
        part: part.name,
        place: line.head_span(),
        belongs: "a property",
        right,
        edits: if alone { edits } else { Vec::new() },
    });
}

/// An argument too many, where a property is missing.
pub(super) fn arg_for_prop(
    word: &'static str,
    part: &'static PartSpec,
    entry: Entry<'_>,
    reader: &mut Reader<'_>,
) {
    let right = format!("{}={}", part.name, reader.text(entry.span()));
    reader.push(rules::misplaced_part::MisplacedPart {
        word,
        part: part.name,
        place: entry.span(),
        belongs: "a property",
        edits: vec![Edit { span: entry.span(), text: right.clone() }],
        right,
    });
}

/// An argument that is written with its name, as a property.
pub(super) fn prop_for_arg(
    node: Node<'_>,
    spec: &'static WordSpec,
    part: &'static PartSpec,
    entry: Entry<'_>,
    reader: &mut Reader<'_>,
) {
    let right = reader.text(entry.value().span()).to_owned();
    let before = node.args().filter(|other| other.span().end <= entry.span().start).count();
    let wanted = spec.parts_in(Place::Arg).position(|other| other.name == part.name);
    let edits = vec![Edit { span: entry.span(), text: right.clone() }];
    reader.push(rules::misplaced_part::MisplacedPart {
        word: spec.name,
        part: part.name,
        place: entry.span(),
        belongs: "an argument",
        right,
        edits: if wanted == Some(before) { edits } else { Vec::new() },
    });
}

/// A line of values has no properties and no block.
pub(super) fn only_values(line: Node<'_>, part: &'static PartSpec, reader: &mut Reader<'_>) {
    for entry in line.props() {
        reader.push(rules::unknown_property::UnknownProperty {
            word: part.name,
            key: entry.key().unwrap_or_default().to_owned(),
            place: entry.key_span().unwrap_or(entry.span()),
            near: None,
            allowed: Vec::new(),
            lines: Vec::new(),
        });
    }
    for child in line.children() {
        reader.push(rules::unknown_word::UnknownWord {
            within: Some(part.name),
            word: child.name().to_owned(),
            place: child.name_span(),
            near: None,
            allowed: Vec::new(),
        });
    }
}

/// Takes out a property together with the space before it.
fn removal(entry: Entry<'_>, reader: &Reader<'_>) -> Edit {
    let span = entry.span();
    let before = Span::new(span.file, span.start.saturating_sub(1), span.start);
    let start = if reader.text(before) == " " { before.start } else { span.start };
    Edit { span: Span::new(span.file, start, span.end), text: String::new() }
}

/// Right behind the opening brace.
fn inside(block: Span) -> Span {
    Span::new(block.file, block.start + 1, block.start + 1)
}

/// Types in parentheses, before the node or before its values.
pub(super) fn annotations(node: Node<'_>, reader: &mut Reader<'_>) {
    let values = node.entries().filter_map(|entry| entry.value().ty());
    for (ty, place) in node.ty().into_iter().chain(values) {
        reader.push(rules::type_annotation::TypeAnnotation { ty: ty.to_owned(), place });
    }
}
