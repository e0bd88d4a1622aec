//! `call` and `start`: ask for another journey.

use super::Block;
use super::assignment::{Assignment, Places, link_all};
use crate::callee::Callees;
use crate::{Journey, Reference};
use filrouge_language::kinds::Ref;
use filrouge_language::words::{call as word, journey, start};
use filrouge_language::{One, Opt};
use filrouge_plan::{Field, Type};

/// Asks for another journey.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The journey; absent when it was written wrongly.
    pub journey: Option<Reference<Journey>>,
    /// Values for the fields of its entry.
    pub with: Vec<Assignment>,
    /// Every reason for which it may end, as far as they are known.
    pub ends: Vec<String>,
}

pub(super) fn link(word: &word::Call, block: &mut Block<'_, '_, '_>) -> Call {
    asked(&word.journey, &word.with, block)
}

pub(super) fn link_start(word: &start::Start, block: &mut Block<'_, '_, '_>) -> Call {
    asked(&word.journey, &word.with, block)
}

/// A journey that nobody may call has no fields to give values to; that is told by a rule.
fn asked(
    journey: &One<Ref<journey::Journey>>,
    with: &Opt<word::With>,
    block: &mut Block<'_, '_, '_>,
) -> Call {
    let journey: Option<Reference<Journey>> = journey.get().map(|journey| block.linker.resolve(journey));
    let callees = block.inside.callees;
    let callee = journey.as_ref().and_then(|journey| Some((journey, callees.get(&journey.name.value)?)));
    let places = callee.map_or(Places::Unknown, |(journey, callee)| {
        Places::Fields(&callee.schema, format!("the entry of `{}`", journey.name.value))
    });
    let with = with.value().map_or_else(Vec::new, |with| link_all(&with.values, &places, block));
    let ends = callee.map_or_else(Vec::new, |(_, callee)| callee.ends.clone());
    Call { journey, with, ends }
}

/// What a call leaves behind: the reason for which the journey ended. Of a journey that is not known nothing is said.
pub(super) fn left(word: &word::Call, callees: &Callees) -> Vec<Field> {
    let callee = word.journey.value().and_then(|journey| callees.get(journey.as_str()));
    let ty = callee.map_or(Type::String, |callee| Type::Enum(callee.ends.clone()));
    vec![super::left::field("outcome", ty)]
}
