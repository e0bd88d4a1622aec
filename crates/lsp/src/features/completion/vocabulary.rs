//! What the declarations of the words say of a place.

use super::{Choice, ENUM_MEMBER, KEYWORD, PROPERTY};
use crate::features::hover::{part_text, word_text};
use crate::spot::Spot;
use filrouge_language::kinds::FieldType;
use filrouge_language::{Document, Found, Holds, PartSpec, Place, Position, WordSpec, lookup, part_at};
use filrouge_report::CURSOR;
use filrouge_syntax::{Entry, Node};

/// The words that may begin a line here.
pub fn lines(spot: &Spot<'_>) -> Vec<Choice> {
    let names = spot.names();
    let Some((_, around)) = names.split_last() else { return Vec::new() };
    if around.is_empty() {
        return Document::DECLARATIONS.iter().map(|spec| word(spec.name, spec)).collect();
    }
    let Some(Found::Word(spec)) = lookup(around) else { return Vec::new() };
    let node = spot.path.iter().rev().nth(1);
    let is_open = |part: &&PartSpec| {
        let taken = node.is_some_and(|node| node.children().any(|child| child.name() == part.name));
        part.place.is_line() && !part.is_refused() && (part.count.repeats() || !taken)
    };
    let own = spec.parts.iter().filter(is_open).map(line);
    let rest = spec.rest().map_or(&[][..], |rest| rest.words);
    own.chain(rest.iter().map(|spec| word(spec.name, spec))).collect()
}

fn line(part: &PartSpec) -> Choice {
    match part.holds {
        Holds::Word(spec) => word(part.name, spec()),
        Holds::Value(_) | Holds::Rest(_) => Choice {
            label: part.name.to_owned(),
            kind: PROPERTY,
            detail: Some(part.summary()),
            docs: Some(part_text(part)),
            text: None,
        },
    }
}

fn word(name: &str, spec: &WordSpec) -> Choice {
    Choice {
        label: name.to_owned(),
        kind: KEYWORD,
        detail: Some(spec.summary()),
        docs: Some(word_text(spec)),
        text: None,
    }
}

/// The properties that the word at the cursor may still have.
pub fn properties(spot: &Spot<'_>) -> Vec<Choice> {
    let (Some(Found::Word(spec)), Some(node)) = (lookup(&spot.names()), spot.node()) else {
        return Vec::new();
    };
    let is_open =
        |part: &&PartSpec| part.place.is_prop() && !part.is_refused() && node.prop(part.name).is_none();
    spec.parts.iter().filter(is_open).map(property).collect()
}

fn property(part: &PartSpec) -> Choice {
    Choice {
        label: part.name.to_owned(),
        kind: PROPERTY,
        detail: Some(part.summary()),
        docs: Some(part_text(part)),
        text: Some(format!("{}=", part.name)),
    }
}

/// The values that may stand here, and where a bare word stands, the properties that it may become.
pub fn values(spot: &Spot<'_>, entry: Entry<'_>, position: Position<'_>) -> Vec<Choice> {
    let is_word = entry.value().as_text().is_some_and(|text| text == CURSOR);
    let shape = part_at(&spot.names(), position).and_then(PartSpec::shape);
    let choices = shape.map_or(&[][..], |shape| shape.choices);
    let mut found: Vec<_> = choices.iter().map(|choice| member(choice)).collect();
    let may_be_property = is_word && matches!(position, Position::Arg(_)) && is_bare(entry);
    if may_be_property && shape.is_none_or(|shape| shape.choices.is_empty()) {
        found.extend(types(spot, entry));
        found.extend(properties(spot));
    }
    found
}

/// The types, where a field has none yet.
fn types(spot: &Spot<'_>, entry: Entry<'_>) -> Vec<Choice> {
    let Some(Found::Word(spec)) = lookup(&spot.names()) else { return Vec::new() };
    let takes = spec.parts_in(Place::Rest).any(|part| part.name == "ty");
    let is_first = spot.node().and_then(first).is_some_and(|first| first.span() == entry.span());
    let is_behind_name = spec.parts_in(Place::Arg).next().is_some() || is_first;
    let words = FieldType::WORDS.iter().filter(|_| takes && is_behind_name);
    words.map(|word| Choice { label: (*word).to_owned(), kind: KEYWORD, ..Choice::default() }).collect()
}

fn first(node: Node<'_>) -> Option<Entry<'_>> {
    node.args().next()
}

fn is_bare(entry: Entry<'_>) -> bool {
    matches!(entry.value().kind(), filrouge_syntax::ValueKind::Text { bare: true, .. })
}

fn member(choice: &str) -> Choice {
    Choice { label: choice.to_owned(), kind: ENUM_MEMBER, ..Choice::default() }
}
