//! Properties written as lines and lines written as properties.

use super::Reader;
use crate::{Holds, PartSpec, Place, WordSpec, rules};
use filrouge_report::Edit;
use filrouge_source::Span;
use filrouge_syntax::{Entry, Node};

/// A part that belongs into the block stands as a property.
pub(super) fn line_as_prop(
    node: Node<'_>,
    part: &'static PartSpec,
    entry: Entry<'_>,
    reader: &mut Reader<'_>,
) {
    let value = reader.text(entry.value().span());
    let line = format!("{} {value}", part.name);
    let edits = vec![removal(entry.span(), reader), insertion(node, &line)];
    reader.push(rules::misplaced_part::MisplacedPart {
        word: node.name().to_owned(),
        part: part.name.to_owned(),
        place: entry.span(),
        belongs: "a line of the block",
        right: line,
        edits: if is_whole(part) { edits } else { Vec::new() },
    });
}

/// A part that belongs onto the line of the word stands in its block.
pub(super) fn prop_as_line(node: Node<'_>, part: &'static PartSpec, line: Node<'_>, reader: &mut Reader<'_>) {
    let value = line.args().next().map(|entry| reader.text(entry.value().span()));
    let right = format!("{}={}", part.name, value.unwrap_or("…"));
    let edits = vec![
        Edit { span: node.head_span().at_end(), text: format!(" {right}") },
        Edit { span: line.span(), text: String::new() },
    ];
    let alone = line.entries().count() == 1 && value.is_some() && line.block_span().is_none();
    reader.push(rules::misplaced_part::MisplacedPart {
        word: node.name().to_owned(),
        part: part.name.to_owned(),
        place: line.head_span(),
        belongs: "a property",
        right,
        edits: if alone { edits } else { Vec::new() },
    });
}

/// An argument too many, where a property is missing.
pub(super) fn arg_for_prop(word: &str, part: &'static PartSpec, entry: Entry<'_>, reader: &mut Reader<'_>) {
    let right = format!("{}={}", part.name, reader.text(entry.span()));
    reader.push(rules::misplaced_part::MisplacedPart {
        word: word.to_owned(),
        part: part.name.to_owned(),
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
        word: node.name().to_owned(),
        part: part.name.to_owned(),
        place: entry.span(),
        belongs: "an argument",
        right,
        edits: if wanted == Some(before) { edits } else { Vec::new() },
    });
}

/// A line of values has no properties and no block.
pub(super) fn only_values(line: Node<'_>, reader: &mut Reader<'_>) {
    for entry in line.props() {
        reader.push(rules::unknown_property::UnknownProperty {
            word: line.name().to_owned(),
            key: entry.key().unwrap_or_default().to_owned(),
            place: entry.key_span().unwrap_or(entry.span()),
            near: None,
            allowed: Vec::new(),
            lines: Vec::new(),
        });
    }
    for child in line.children() {
        reader.push(rules::unknown_word::UnknownWord {
            within: Some(line.name().to_owned()),
            word: child.name().to_owned(),
            place: child.name_span(),
            near: None,
            inside: Vec::new(),
            allowed: Vec::new(),
        });
    }
}

/// The name of a property and its value with a space between.
pub(super) fn key_without_equals(word: &str, key: Entry<'_>, value: Entry<'_>, reader: &mut Reader<'_>) {
    let name = reader.text(key.span()).to_owned();
    let gap = Span::new(key.span().file, key.span().end, value.span().start);
    let right = format!("{name}={}", reader.text(value.span()));
    reader.push(rules::misplaced_part::MisplacedPart {
        word: word.to_owned(),
        part: name,
        place: key.span(),
        belongs: "a property",
        edits: vec![Edit { span: gap, text: "=".to_owned() }],
        right,
    });
}

/// Several values behind a property, where a line takes several.
pub(super) fn list_as_prop(node: Node<'_>, first: Entry<'_>, others: &[Entry<'_>], reader: &mut Reader<'_>) {
    let key = first.key().unwrap_or_default();
    let place = others.last().map_or(first.span(), |last| first.span().to(last.span()));
    let values: Vec<_> = others.iter().map(|entry| reader.text(entry.span())).collect();
    let line = format!("{key} {} {}", reader.text(first.value().span()), values.join(" "));
    reader.push(rules::misplaced_part::MisplacedPart {
        word: node.name().to_owned(),
        part: key.to_owned(),
        place,
        belongs: "a line of the block when it has several values",
        edits: vec![removal(place, reader), insertion(node, &line)],
        right: line,
    });
}

/// Whether a value is all that a part needs.
fn is_whole(part: &PartSpec) -> bool {
    match part.holds {
        Holds::Value(_) => true,
        Holds::Rest(_) => false,
        Holds::Word(word) => {
            let word = word();
            let mut others = word.parts.iter().filter(|part| part.place != Place::Arg);
            word.parts_in(Place::Arg).count() == 1 && others.all(|part| !part.count.required())
        }
    }
}

/// A line at the start of the block, which is made if there is none.
fn insertion(node: Node<'_>, line: &str) -> Edit {
    match node.block_span() {
        Some(block) => Edit { span: inside(block), text: format!(" {line};") },
        None => Edit { span: node.head_span().at_end(), text: format!(" {{ {line}; }}") },
    }
}

/// Takes out a part together with the space before it.
fn removal(span: Span, reader: &Reader<'_>) -> Edit {
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
