//! `repeat`: goes round.

use super::{Block, Step, Target};
use crate::retain::period;
use crate::{Expression, Id};
use filrouge_expression::Want;
use filrouge_language::Opt;
use filrouge_language::kinds::Condition;
use filrouge_language::words::repeat as word;
use filrouge_plan::{Field, Period, Type};
use filrouge_source::Spanned;

/// Does the steps inside again and again. The last of them leads back here.
#[derive(Debug, Clone, PartialEq)]
pub struct Repeat {
    /// Most rounds, and where that is written; absent when it was written wrongly.
    pub max: Option<Spanned<u32>>,
    /// Least time from one round to the next.
    pub every: Option<Spanned<Period>>,
    /// Judged before each round; roots: `profile`, `entry`, `steps`, `now`.
    pub as_long_as: Option<Expression>,
    /// Judged behind each round; roots as above.
    pub until: Option<Expression>,
    /// The first step of a round.
    pub body: Target,
}

impl Repeat {
    /// Both conditions.
    pub fn conditions(&self) -> impl Iterator<Item = &Expression> {
        self.as_long_as.iter().chain(&self.until)
    }
}

/// What can be asked of a repetition: the number of the round.
pub(super) fn left() -> Vec<Field> {
    vec![super::left::field("visit", Type::Int)]
}

pub(super) fn link(word: &word::Repeat, here: Id<Step>, block: &mut Block<'_, '_, '_>) -> Repeat {
    Repeat {
        max: word.max.get().map(|max| max.as_ref().map(|max| *max)),
        every: word.every.get().map(|every| every.as_ref().map(|every| period(*every))),
        as_long_as: condition(&word.while_, block),
        until: condition(&word.until, block),
        body: block.link(&word.steps, Target::Step(here)),
    }
}

fn condition(word: &Opt<Condition>, block: &mut Block<'_, '_, '_>) -> Option<Expression> {
    let Spanned { value, span } = word.get()?;
    let view = block.inside.at_step();
    block.linker.expression(value.as_str(), *span, &view, Want::Condition)
}
