//! `wait-until`: waits for the first of several things.

use super::wait::Written;
use super::{Block, Lapse, Target, Wait};
use crate::linker::{map_opt, name_of};
use crate::names::unique;
use crate::rules::reset_without_timeout::ResetWithoutTimeout;
use crate::{Event, Expression, Reference};
use filrouge_expression::Want;
use filrouge_language::kinds::{self, Ref};
use filrouge_language::words::event::Event as EventWord;
use filrouge_language::words::wait_until as word;
use filrouge_language::{One, Opt};
use filrouge_report::Findings;
use filrouge_source::{Span, Spanned};

/// Waits for the first of several things.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitUntil {
    /// Arms in order; on a tie the first wins.
    pub arms: Vec<Arm>,
    /// When nothing came.
    pub timeout: Option<Timeout>,
    /// What starts the time of the timeout anew.
    pub resets: Vec<Reset>,
}

/// An event that starts the time of the timeout anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Reset {
    /// Where it is written.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// The event; absent when it was written wrongly.
    pub on: Option<Trigger>,
}

impl WaitUntil {
    /// Every expression of the arms, the resets and the timeout.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expression> {
        let date = self.timeout.as_ref().and_then(Timeout::date);
        self.triggers().filter_map(Trigger::condition).chain(date).collect()
    }

    /// Everything that is watched.
    pub fn triggers(&self) -> impl Iterator<Item = &Trigger> {
        let arms = self.arms.iter().filter_map(|arm| arm.on.as_ref());
        arms.chain(self.resets.iter().filter_map(|reset| reset.on.as_ref()))
    }
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
    /// How many such events it takes.
    pub times: u32,
    /// Whether a condition that holds on arrival must cease to hold before it counts.
    pub afresh: bool,
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
    /// How long is waited; absent when it was written wrongly.
    pub wait: Option<Wait>,
    /// Where to.
    pub to: Target,
}

impl Timeout {
    /// The date that it hangs on, if it does.
    #[must_use]
    pub fn date(&self) -> Option<&Expression> {
        self.wait.as_ref()?.date()
    }
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
    let mut linked =
        WaitUntil { arms: Vec::with_capacity(word.arms.len()), timeout: None, resets: Vec::new() };
    for arm in &word.arms {
        match &arm.value {
            word::Arm::OnArm(word) => linked.arms.push(on_arm(word, next, block)),
            word::Arm::WhenArm(word) => linked.arms.push(when_arm(word, next, block)),
            word::Arm::Reset(word) => linked.resets.push(reset(word, block)),
        }
    }
    linked.timeout = word.timeout.value().map(|timeout| self::timeout(timeout, next, block));
    refuse_idle_resets(&linked, block);
    linked
}

/// A reset needs a time that it may start anew.
fn refuse_idle_resets(wait: &WaitUntil, block: &mut Block<'_, '_, '_>) {
    let measures = |timeout: &Timeout| match &timeout.wait {
        Some(wait) => matches!(wait.lapse, Lapse::For(_)),
        None => true,
    };
    if wait.timeout.as_ref().is_some_and(measures) {
        return;
    }
    for reset in &wait.resets {
        block.linker.push(ResetWithoutTimeout { reset: reset.name.value.to_string(), place: reset.at });
    }
}

const fn arm_name(arm: &word::Arm) -> Option<&Spanned<kinds::Name>> {
    match arm {
        word::Arm::OnArm(arm) => arm.name.get(),
        word::Arm::WhenArm(arm) => arm.name.get(),
        word::Arm::Reset(reset) => reset.name.get(),
    }
}

fn on_arm(arm: &word::OnArm, next: Target, block: &mut Block<'_, '_, '_>) -> Arm {
    Arm {
        at: arm.at.head,
        name: name_of(&arm.name),
        on: event(&arm.event, &arm.where_, block),
        times: arm.times.value().copied().unwrap_or(1),
        afresh: false,
        to: block.link(&arm.steps, next),
    }
}

fn when_arm(arm: &word::WhenArm, next: Target, block: &mut Block<'_, '_, '_>) -> Arm {
    Arm {
        at: arm.at.head,
        name: name_of(&arm.name),
        on: condition(arm, block),
        times: 1,
        afresh: arm.already.value() == Some(&word::Already::WaitForChange),
        to: block.link(&arm.steps, next),
    }
}

fn reset(word: &word::Reset, block: &mut Block<'_, '_, '_>) -> Reset {
    Reset { at: word.at.head, name: name_of(&word.name), on: event(&word.event, &word.where_, block) }
}

fn event(
    event: &One<Ref<EventWord>>,
    where_: &Opt<kinds::Condition>,
    block: &mut Block<'_, '_, '_>,
) -> Option<Trigger> {
    let event = block.linker.resolve(event.get()?);
    let view = block.inside.at_event(&event);
    let when = map_opt(where_, |when| {
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

pub(super) fn timeout(word: &word::Timeout, next: Target, block: &mut Block<'_, '_, '_>) -> Timeout {
    let written = Written {
        until: &word.until,
        offset: &word.offset,
        at: &word.at_,
        weekday: &word.weekday,
        day: &word.day,
        jitter: &word.jitter,
        instead: None,
        behind: None,
    };
    let wait = written.link(&word.after, block);
    Timeout { at: word.at.head, wait, to: block.link(&word.steps, next) }
}
