//! `call` and `start`: ask for another journey.

use super::assignment::{Assignment, Places, link_all};
use super::{Block, Target};
use crate::callee::Callees;
use crate::linker::{name_of, unresolved};
use crate::names::duplicates;
use crate::{Journey, Reference};
use filrouge_language::kinds::Ref;
use filrouge_language::words::{call as word, journey, start};
use filrouge_language::{One, Opt};
use filrouge_plan::{Field, Type};
use filrouge_source::{Span, Spanned};

/// Asks for another journey.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The journey; absent when it was written wrongly.
    pub journey: Option<Reference<Journey>>,
    /// Values for the fields of its entry.
    pub with: Vec<Assignment>,
    /// Every reason for which it may end, as far as they are known.
    pub ends: Vec<String>,
    /// What happens after some of them.
    pub on: Vec<OnEnd>,
}

/// What happens after one end of the called journey.
#[derive(Debug, Clone, PartialEq)]
pub struct OnEnd {
    /// Where it is written, without its block.
    pub at: Span,
    /// The reason for which it ended; empty when it was written wrongly.
    pub outcome: Spanned<Box<str>>,
    /// Where to.
    pub to: Target,
}

impl Call {
    /// Everywhere a person may go from here.
    pub(super) fn successors(&self, next: Target) -> Vec<Target> {
        self.on.iter().map(|on| on.to).chain([next]).collect()
    }
}

pub(super) fn link(word: &word::Call, next: Target, block: &mut Block<'_, '_, '_>) -> Call {
    let call = asked(&word.journey, &word.with, block);
    let on: Vec<_> = word.on.iter().map(|on| self::on(&on.value, next, block)).collect();
    let named = || on.iter().map(|on| &on.outcome).filter(|outcome| !outcome.value.is_empty());
    let outcomes = named().map(|outcome| (&*outcome.value, outcome.span));
    duplicates("outcome", outcomes).into_iter().for_each(|finding| block.linker.push(finding));
    named().for_each(|outcome| refuse_unknown(outcome, &call, block));
    Call { on, ..call }
}

fn on(word: &word::OnEnd, next: Target, block: &mut Block<'_, '_, '_>) -> OnEnd {
    OnEnd { at: word.at.head, outcome: name_of(&word.outcome), to: block.link(&word.steps, next) }
}

/// Of a journey that is not known, or that nobody may call, nothing is known.
fn refuse_unknown(outcome: &Spanned<Box<str>>, call: &Call, block: &mut Block<'_, '_, '_>) {
    let Some(journey) = call.journey.as_ref().filter(|_| !call.ends.is_empty()) else { return };
    if !call.ends.iter().any(|end| **end == *outcome.value) {
        let ends = call.ends.iter().map(String::as_str);
        let within = Some(format!("the journey `{}`", journey.name.value));
        block.linker.push(unresolved("end", &outcome.value, outcome.span, ends, within));
    }
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
    Call { journey, with, ends, on: Vec::new() }
}

/// What a call leaves behind: the reason for which the journey ended. Of a journey that is not known nothing is said.
pub(super) fn left(word: &word::Call, callees: &Callees) -> Vec<Field> {
    let callee = word.journey.value().and_then(|journey| callees.get(journey.as_str()));
    let ty = callee.map_or(Type::String, |callee| Type::Enum(callee.ends.clone()));
    vec![super::left::field("outcome", ty)]
}
