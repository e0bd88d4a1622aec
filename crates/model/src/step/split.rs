//! `split`: takes one of several ways.

mod by;

use self::by::By;
use super::{Block, Target};
use crate::Expression;
use crate::linker::name_of;
use crate::names::unique;
use filrouge_expression::Want;
use filrouge_language::words::split as word;
use filrouge_report::Findings;
use filrouge_source::{Span, Spanned};

/// Chooses the first way whose condition holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Ways in order.
    pub ways: Vec<Way>,
    /// Where `otherwise` is written; absent when it is missing.
    pub otherwise_at: Option<Span>,
    /// Where to when no way's condition holds.
    pub otherwise: Target,
    /// Whether the ways are known to take everybody.
    pub exhaustive: bool,
}

/// One way of a split.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// Where it is written, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// What must hold; roots: `profile`, `entry`, `steps`, `now`. Absent when it was written wrongly.
    pub when: Option<Expression>,
    /// Where to.
    pub to: Target,
}

pub(super) fn link(word: &word::Split, next: Target, block: &mut Block<'_, '_, '_>) -> Split {
    let otherwise = word.otherwise.value();
    let by = by::looked_at(word, block);
    let mut ways = conditions(word, next, block);
    let (of_values, exhaustive) = match by {
        By::Nothing => (Vec::new(), false),
        By::Broken => (by::blocks(word, next, block), true),
        By::Looks(by) => by.ways(word, next, block),
    };
    ways.extend(of_values);
    Split {
        ways,
        otherwise_at: otherwise.map(|otherwise| otherwise.at.head),
        otherwise: otherwise.map_or(next, |otherwise| block.link(&otherwise.steps, next)),
        exhaustive,
    }
}

fn conditions(word: &word::Split, next: Target, block: &mut Block<'_, '_, '_>) -> Vec<Way> {
    let mut found = Findings::new();
    unique("way", word.when.iter().filter_map(|way| way.value.name.get()), &mut found);
    found.into_iter().for_each(|finding| block.linker.push(finding));
    word.when.iter().map(|way| self::way(&way.value, next, block)).collect()
}

fn way(word: &word::Branch, next: Target, block: &mut Block<'_, '_, '_>) -> Way {
    let view = block.inside.at_step();
    let when = word
        .condition
        .get()
        .and_then(|when| block.linker.expression(when.value.as_str(), when.span, &view, Want::Condition));
    Way { at: word.at.head, name: name_of(&word.name), when, to: block.link(&word.steps, next) }
}
