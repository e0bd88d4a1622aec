//! `wait-until`: waits for the first of several things.

use super::{Block, Target};
use crate::linker::{map_opt, name_of};
use crate::names::unique;
use crate::retain::period;
use crate::{Event, Expression, Reference};
use filrouge_expression::Want;
use filrouge_language::Opt;
use filrouge_language::words::wait_until as word;
use filrouge_plan::Period;
use filrouge_report::Findings;
use filrouge_source::{Span, Spanned};

/// Waits for the first of several things.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitUntil {
    /// Arms in order; on a tie the first wins.
    pub arms: Vec<Arm>,
    /// When nothing came.
    pub timeout: Option<Timeout>,
}

/// One thing that is waited for.
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Where it is written, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// What ends the wait; absent when it was written wrongly.
    pub on: Option<Trigger>,
    /// Where to.
    pub to: Target,
}

/// What ends a wait, or takes a person out.
#[derive(Debug, Clone, PartialEq)]
pub enum Trigger {
    /// An event that fits.
    Event {
        /// The event.
        event: Reference<Event>,
        /// Condition; roots: `profile`, `event`, `entry`, `now`.
        when: Opt<Expression>,
    },
    /// A condition that holds; roots: `profile`, `entry`, `now`.
    Condition(Expression),
}

/// When nothing came.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeout {
    /// Where it is written, without its block.
    pub at: Span,
    /// How long is waited, and where that is written; absent when it was written wrongly.
    pub after: Option<Spanned<Period>>,
    /// Where to.
    pub to: Target,
}

impl Trigger {
    /// The condition, if it has one.
    #[must_use]
    pub const fn condition(&self) -> Option<&Expression> {
        match self {
            Self::Event { when: Opt::Given(when), .. } => Some(&when.value),
            Self::Event { .. } => None,
            Self::Condition(when) => Some(when),
        }
    }
}

pub(super) fn link(word: &word::WaitUntil, next: Target, block: &mut Block<'_, '_, '_>) -> WaitUntil {
    let mut found = Findings::new();
    unique("arm", word.arms.iter().filter_map(|arm| arm_name(&arm.value)), &mut found);
    found.into_iter().for_each(|finding| block.linker.push(finding));
    let arms = word.arms.iter().map(|arm| self::arm(&arm.value, next, block)).collect();
    WaitUntil { arms, timeout: word.timeout.value().map(|timeout| self::timeout(timeout, next, block)) }
}

const fn arm_name(arm: &word::Arm) -> Option<&Spanned<filrouge_language::kinds::Name>> {
    match arm {
        word::Arm::OnArm(arm) => arm.name.get(),
        word::Arm::WhenArm(arm) => arm.name.get(),
    }
}

fn arm(arm: &word::Arm, next: Target, block: &mut Block<'_, '_, '_>) -> Arm {
    let (at, name, on, steps) = match arm {
        word::Arm::OnArm(arm) => (arm.at, &arm.name, event(arm, block), &arm.steps),
        word::Arm::WhenArm(arm) => (arm.at, &arm.name, condition(arm, block), &arm.steps),
    };
    Arm { at: at.head, name: name_of(name), on, to: block.link(steps, next) }
}

fn event(arm: &word::OnArm, block: &mut Block<'_, '_, '_>) -> Option<Trigger> {
    let event = block.linker.resolve(arm.event.get()?);
    let view = block.inside.at_event(&event);
    let when = map_opt(&arm.where_, |when| {
        block.linker.expression(when.value.as_str(), when.span, &view, Want::Condition)
    });
    Some(Trigger::Event { event, when })
}

fn condition(arm: &word::WhenArm, block: &mut Block<'_, '_, '_>) -> Option<Trigger> {
    let when = arm.condition.get()?;
    let view = block.inside.waiting();
    let when = block.linker.expression(when.value.as_str(), when.span, &view, Want::Condition)?;
    Some(Trigger::Condition(when))
}

fn timeout(word: &word::Timeout, next: Target, block: &mut Block<'_, '_, '_>) -> Timeout {
    Timeout {
        at: word.at.head,
        after: word.after.get().map(|after| after.as_ref().map(|duration| period(*duration))),
        to: block.link(&word.steps, next),
    }
}
