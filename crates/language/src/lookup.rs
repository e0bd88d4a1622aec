//! Which word stands at a place, for the formatter and for editors.

use crate::reader::may_waive;
use crate::words::waive::Waive;
use crate::{Document, Holds, PartSpec, Place, Quoting, Word, WordSpec};

/// A value in a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position<'n> {
    /// The argument with this number, from 0.
    Arg(usize),
    /// The value of the property with this key.
    Prop(&'n str),
}

/// What the end of a path of names is.
#[derive(Debug, Clone, Copy)]
pub enum Found {
    /// A word with parts of its own.
    Word(&'static WordSpec),
    /// A line that holds only values.
    Leaf(&'static PartSpec),
    /// A line of a free name.
    Free(Quoting),
}

/// What the last of `path` is: the names of the nodes from the top of the file inwards.
#[must_use]
pub fn lookup(path: &[&str]) -> Option<Found> {
    let (top, inside) = path.split_first()?;
    let spec = Document::DECLARATIONS.iter().find(|spec| spec.name == *top)?;
    walk(spec, inside)
}

/// How the formatter writes a text at this place. A place that no word knows is left as it is.
#[must_use]
pub fn quoting(path: &[&str], position: Position<'_>) -> Quoting {
    match lookup(path) {
        Some(Found::Word(spec)) => in_word(spec, position),
        Some(Found::Leaf(part)) => part.shape().map_or(Quoting::Kept, |shape| shape.quoting),
        Some(Found::Free(quoting)) => quoting,
        None => Quoting::Kept,
    }
}

/// The part whose value stands at this place; none where a free part takes it, or nothing does.
#[must_use]
pub fn part_at(path: &[&str], position: Position<'_>) -> Option<&'static PartSpec> {
    match lookup(path)? {
        Found::Word(spec) => part_in(spec, position),
        Found::Leaf(part) => Some(part),
        Found::Free(_) => None,
    }
}

fn part_in(spec: &'static WordSpec, position: Position<'_>) -> Option<&'static PartSpec> {
    match position {
        Position::Arg(number) => argument(spec, number),
        Position::Prop(key) => spec.part(key, &[Place::Prop, Place::Either]),
    }
}

fn walk(spec: &'static WordSpec, path: &[&str]) -> Option<Found> {
    let Some((name, inside)) = path.split_first() else { return Some(Found::Word(spec)) };
    if let Some(part) = spec.part(name, &[Place::Leaf, Place::Either, Place::Child]) {
        return match part.holds {
            Holds::Word(word) => walk(word(), inside),
            Holds::Value(_) | Holds::Rest(_) => inside.is_empty().then_some(Found::Leaf(part)),
        };
    }
    if may_waive(spec, name) {
        return walk(Waive::SPEC, inside);
    }
    let rest = spec.rest().filter(|rest| rest.takes.children)?;
    match (rest.words.iter().find(|word| word.name == *name), rest.line) {
        (Some(word), _) => walk(word, inside),
        (None, Some(line)) => walk(line, inside),
        (None, None) => rest.words.is_empty().then_some(Found::Free(rest.quoting)),
    }
}

fn in_word(spec: &'static WordSpec, position: Position<'_>) -> Quoting {
    let part = part_in(spec, position);
    let rest = || spec.rest().map_or(Quoting::Kept, |rest| rest.quoting);
    part.and_then(PartSpec::shape).map_or_else(rest, |shape| shape.quoting)
}

fn argument(spec: &'static WordSpec, number: usize) -> Option<&'static PartSpec> {
    let args: Vec<_> = spec.parts_in(Place::Arg).collect();
    args.get(number).copied().or_else(|| args.last().copied().filter(|last| last.count.repeats()))
}
