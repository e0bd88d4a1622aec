//! Parts that exclude each other: exactly one of a group must be there.

use super::Reader;
use crate::{Group, WordSpec, rules};
use filrouge_source::Span;
use filrouge_syntax::Node;

/// Reports a group of which nothing or more than one part is given.
pub(super) fn check(
    spec: &'static WordSpec,
    node: Node<'_>,
    given: impl Fn(&str) -> Option<Span>,
    reader: &mut Reader<'_>,
) {
    for group in spec.groups {
        let there: Vec<_> =
            group.names.iter().filter_map(|name| given(name).map(|span| (*name, span))).collect();
        match there.as_slice() {
            [] => missing(spec, group, node, reader),
            [_] => {}
            [first, others @ ..] => others.iter().for_each(|other| conflict(*first, *other, reader)),
        }
    }
}

fn missing(spec: &WordSpec, group: &Group, node: Node<'_>, reader: &mut Reader<'_>) {
    reader.push(rules::missing_choice::MissingChoice {
        word: spec.name,
        choices: group.names,
        head: node.head_span(),
    });
}

fn conflict(first: (&'static str, Span), other: (&'static str, Span), reader: &mut Reader<'_>) {
    reader.push(rules::conflicting_parts::ConflictingParts {
        first: first.0,
        second: other.0,
        there: first.1,
        place: other.1,
    });
}
