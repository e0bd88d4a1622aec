//! Parts that exclude each other: exactly one of a group must be there.

use super::{Claims, Reader};
use crate::{Group, PartSpec, Place, rules};
use filrouge_source::Span;

type Given = (&'static PartSpec, Option<Span>);

/// Reports a group of which nothing or more than one part is given.
pub(super) fn check(claims: &Claims<'_>, reader: &mut Reader<'_>) {
    for group in claims.spec.groups {
        let parts: Vec<Given> = members(claims, group).collect();
        let there =
            parts.iter().filter_map(|(part, span)| span.map(|span| (*part, span))).collect::<Vec<_>>();
        match there.as_slice() {
            [] => missing(claims, &parts, reader),
            [first, others @ ..] => {
                let others = others.iter().filter(|(part, _)| !part.is_refused());
                others.for_each(|other| conflict(*first, *other, reader));
            }
        }
    }
}

fn members<'c>(claims: &'c Claims<'_>, group: &'static Group) -> impl Iterator<Item = Given> + 'c {
    let parts = claims.spec.parts.iter().zip(&claims.items);
    let members = parts.filter(|(part, _)| group.names.contains(&part.name));
    members.map(|(part, items)| (part, items.iter().next().map(|item| item.span())))
}

fn missing(claims: &Claims<'_>, parts: &[Given], reader: &mut Reader<'_>) {
    let node = claims.left.node;
    let allowed = parts.iter().filter(|(part, _)| !part.is_refused());
    let missing = rules::missing_choice::MissingChoice {
        word: claims.word(),
        choices: allowed.flat_map(|(part, _)| titles(part)).collect(),
        head: node.head_span(),
    };
    reader.push_missing(node, missing);
}

/// What may be written for a part: each word of a closed set.
fn titles(part: &PartSpec) -> Vec<String> {
    match part.shape() {
        Some(shape) if part.place == Place::Arg && !shape.choices.is_empty() => {
            shape.choices.iter().map(|choice| format!("`{choice}`")).collect()
        }
        _ => vec![title(part)],
    }
}

/// An argument has a name only for us: authors know what it is.
fn title(part: &PartSpec) -> String {
    match part.shape() {
        Some(shape) if part.place == Place::Arg => shape.name.to_owned(),
        _ => format!("`{}`", part.name),
    }
}

fn conflict(first: (&'static PartSpec, Span), other: (&'static PartSpec, Span), reader: &mut Reader<'_>) {
    reader.push(rules::conflicting_parts::ConflictingParts {
        first: title(first.0),
        second: title(other.0),
        there: first.1,
        place: other.1,
    });
}
