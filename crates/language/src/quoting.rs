//! What the formatter asks: whether a text at some place is a name or prose.

use crate::{Document, Holds, PartSpec, Place, Quoting, WordSpec};

/// A value in a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position<'n> {
    /// The argument with this number, from 0.
    Arg(usize),
    /// The value of the property with this key.
    Prop(&'n str),
}

/// How the formatter writes a text. `path` are the names of the nodes from the top of the file to the node that
/// holds the value; a place that no word knows is left as it is.
#[must_use]
pub fn quoting(path: &[&str], position: Position<'_>) -> Quoting {
    let Some((top, inside)) = path.split_first() else { return Quoting::Kept };
    let Some(spec) = Document::DECLARATIONS.iter().find(|spec| spec.name == *top) else {
        return Quoting::Kept;
    };
    match walk(spec, inside) {
        Some(Found::Word(spec)) => in_word(spec, position),
        Some(Found::Values(quoting)) => quoting,
        None => Quoting::Kept,
    }
}

/// What the end of a path is.
enum Found {
    Word(&'static WordSpec),
    Values(Quoting),
}

fn walk(spec: &'static WordSpec, path: &[&str]) -> Option<Found> {
    let Some((name, inside)) = path.split_first() else { return Some(Found::Word(spec)) };
    if let Some(part) = spec.parts.iter().find(|part| part.name == *name && part.place.is_line()) {
        return match part.holds {
            Holds::Word(word) => walk(word(), inside),
            Holds::Value(shape) => Some(Found::Values(shape.quoting)),
            Holds::Rest(_) => None,
        };
    }
    let rest = spec.rest().filter(|rest| rest.takes.children)?;
    match rest.words.iter().find(|word| word.name == *name) {
        Some(word) => walk(word, inside),
        None => rest.words.is_empty().then_some(Found::Values(rest.quoting)),
    }
}

fn in_word(spec: &'static WordSpec, position: Position<'_>) -> Quoting {
    let part = match position {
        Position::Arg(number) => argument(spec, number),
        Position::Prop(key) => spec.parts.iter().find(|part| part.name == key && part.place.is_prop()),
    };
    let rest = || spec.rest().map_or(Quoting::Kept, |rest| rest.quoting);
    part.and_then(PartSpec::shape).map_or_else(rest, |shape| shape.quoting)
}

fn argument(spec: &'static WordSpec, number: usize) -> Option<&'static PartSpec> {
    let args: Vec<_> = spec.parts_in(Place::Arg).collect();
    args.get(number).copied().or_else(|| args.last().copied().filter(|last| last.count.repeats()))
}
