//! `split … by=`: a way for each value of one expression. Each way becomes an ordinary condition.

use super::Way;
use crate::linker::{name_of, unresolved};
use crate::names::duplicates;
use crate::rules::misplaced_value::MisplacedValue;
use crate::step::{Block, Target};
use crate::{Compiled, Expression};
use filrouge_expression::Want;
use filrouge_language::words::split as word;
use filrouge_plan::program::{Comparison, Node, NodeId};
use filrouge_plan::{Program, Type, Value};
use filrouge_source::{Span, Spanned};

/// Name of the way of people of whom the value is not known.
const MISSING: &str = "missing";

/// What a split looks at.
pub(super) enum By {
    /// Nothing: its ways have conditions of their own.
    Nothing,
    /// Something that was written wrongly, which was told.
    Broken,
    /// The value of an expression.
    Looks(Looked),
}

/// The value that a split looks at.
pub(super) struct Looked {
    text: String,
    expression: Expression,
}

pub(super) fn looked_at(word: &word::Split, block: &mut Block<'_, '_, '_>) -> By {
    let Some(by) = word.by.get() else { return without(word, block) };
    if let Some(way) = word.when.first() {
        block.linker.push(MisplacedValue { part: "when", by: true, place: way.value.at.word });
        return By::Broken;
    }
    let view = block.inside.at_step();
    let text = by.value.as_str();
    match block.linker.expression(text, by.span, &view, Want::Choice) {
        Some(expression) => By::Looks(Looked { text: text.to_owned(), expression }),
        None => By::Broken,
    }
}

/// Without `by` there are no values to choose between.
fn without(word: &word::Split, block: &mut Block<'_, '_, '_>) -> By {
    let on = word.on.first().map(|on| ("on", on.value.at.word));
    let missing = word.missing.value().map(|missing| (MISSING, missing.at.word));
    let Some((part, place)) = on.or(missing) else { return By::Nothing };
    if word.by.is_absent() {
        block.linker.push(MisplacedValue { part, by: false, place });
    }
    By::Broken
}

/// The blocks of the ways, when nothing else is known of them.
pub(super) fn blocks(word: &word::Split, next: Target, block: &mut Block<'_, '_, '_>) -> Vec<Way> {
    let mut ways: Vec<Way> = word.on.iter().map(|on| way(&on.value, None, next, block)).collect();
    ways.extend(word.missing.value().map(|word| missing(word, None, next, block)));
    ways
}

impl Looked {
    /// A way for each value, that of no value first, and whether they take everybody.
    pub(super) fn ways(
        &self,
        word: &word::Split,
        next: Target,
        block: &mut Block<'_, '_, '_>,
    ) -> (Vec<Way>, bool) {
        self.check_values(word, block);
        let mut ways: Vec<Way> = word.on.iter().map(|on| self.way(&on.value, next, block)).collect();
        let exhaustive = self.takes_everybody(&ways, word.missing.value().is_some());
        if let Some(word) = word.missing.value() {
            let when = self.is_missing(word.at.word);
            ways.insert(0, missing(word, Some(when), next, block));
        }
        (ways, exhaustive)
    }

    fn way(&self, word: &word::OnValue, next: Target, block: &mut Block<'_, '_, '_>) -> Way {
        let when = word.value.get().map(|value| self.equals(value.value.as_str(), value.span));
        way(word, when, next, block)
    }

    fn words(&self) -> Option<&[String]> {
        match self.expression.compiled.ty.required() {
            Type::Enum(words) => Some(words),
            _ => None,
        }
    }

    /// Each value once, and of an enum only its words.
    fn check_values(&self, word: &word::Split, block: &mut Block<'_, '_, '_>) {
        let values: Vec<_> = word.on.iter().filter_map(|on| on.value.value.get()).collect();
        let named = values.iter().map(|value| (value.value.as_str(), value.span));
        let missing = word.missing.value().map(|missing| (MISSING, missing.at.word));
        for finding in duplicates("way", named.chain(missing)) {
            block.linker.push(finding);
        }
        let Some(words) = self.words() else { return };
        for value in values.iter().filter(|value| !words.iter().any(|word| word == value.value.as_str())) {
            let known = words.iter().map(String::as_str);
            let within = Some(format!("`{}`", self.text));
            block.linker.push(unresolved("value", value.value.as_str(), value.span, known, within));
        }
    }

    fn takes_everybody(&self, ways: &[Way], has_missing: bool) -> bool {
        let Some(words) = self.words() else { return false };
        let optional = self.expression.compiled.ty.is_optional();
        let covered = |word: &String| ways.iter().any(|way| *way.name.value == **word);
        (has_missing || !optional) && words.iter().all(covered)
    }

    /// The condition that the value is this one.
    fn equals(&self, value: &str, at: Span) -> Expression {
        self.and_then(at, |grown, looked| {
            let constant = u16::try_from(grown.program.constants.len()).unwrap_or(u16::MAX);
            grown.program.constants.push(Value::from(value));
            // What was looked at is shown under the value with which it is compared.
            if let Some(place) = grown.places.last_mut() {
                *place = at;
            }
            let right = grown.push(Node::Constant(constant), at);
            grown.push(Node::Compare { by: Comparison::Equal, left: looked, right }, at);
        })
    }

    /// The condition that there is no value.
    fn is_missing(&self, at: Span) -> Expression {
        self.and_then(at, |grown, looked| {
            let has = grown.push(Node::Has(looked), self.expression.at);
            grown.push(Node::Not(has), at);
        })
    }

    fn and_then(&self, at: Span, add: impl FnOnce(&mut Grown, NodeId)) -> Expression {
        let Compiled { program, places, reads, segments, present, .. } = self.expression.compiled.clone();
        let mut grown = Grown { program, places: places.into_vec() };
        let looked = grown.last();
        add(&mut grown, looked);
        let Grown { program, places } = grown;
        let compiled = Compiled { program, places: places.into(), ty: Type::Bool, reads, segments, present };
        Expression { at, compiled }
    }
}

/// A program to which nodes are added.
struct Grown {
    program: Program,
    places: Vec<Span>,
}

impl Grown {
    fn push(&mut self, node: Node, at: Span) -> NodeId {
        self.program.nodes.push(node);
        self.places.push(at);
        self.last()
    }

    fn last(&self) -> NodeId {
        NodeId(u16::try_from(self.program.nodes.len().saturating_sub(1)).unwrap_or(u16::MAX))
    }
}

fn way(word: &word::OnValue, when: Option<Expression>, next: Target, block: &mut Block<'_, '_, '_>) -> Way {
    Way { at: word.at.head, name: name_of(&word.value), when, to: block.link(&word.steps, next) }
}

fn missing(
    word: &word::Missing,
    when: Option<Expression>,
    next: Target,
    block: &mut Block<'_, '_, '_>,
) -> Way {
    let name = Spanned::new(MISSING.into(), word.at.word);
    Way { at: word.at.head, name, when, to: block.link(&word.steps, next) }
}
