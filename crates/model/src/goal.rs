//! `exit` and `goal`: what is judged before every step and while waiting.

use crate::journey::Inside;
use crate::linker::{Linker, map_opt, name_of};
use crate::retain::period_of;
use crate::step::Trigger;
use crate::{Event, Expression, Reference};
use filrouge_expression::Want;
use filrouge_language::Opt;
use filrouge_language::words::{exit, goal};
use filrouge_plan::Period;
use filrouge_source::{Span, Spanned};

/// What takes a person out.
#[derive(Debug, Clone, PartialEq)]
pub struct Exit {
    /// Where it is written.
    pub at: Span,
    /// Reason that is recorded.
    pub name: Spanned<Box<str>>,
    /// What takes the person out; absent when it was written wrongly.
    pub on: Option<Trigger>,
}

/// What a journey is meant to bring about.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Where it is written.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// The event that meets it; absent when it was written wrongly.
    pub event: Option<Reference<Event>>,
    /// Which of these events do; roots: `profile`, `event`, `entry`, `now`.
    pub when: Opt<Expression>,
    /// How long after entry it still counts.
    pub within: Opt<Period>,
}

pub(crate) fn link_exit(word: &exit::Exit, inside: &Inside<'_>, linker: &mut Linker<'_>) -> Exit {
    let on = word.on.get().map(|event| {
        let event = linker.resolve(event);
        let view = inside.at_event(&event);
        let when = map_opt(&word.where_, |when| {
            linker.expression(when.value.as_str(), when.span, &view, Want::Condition)
        });
        Trigger::Event { event, when }
    });
    let when = || {
        let when = word.when.get()?;
        let view = inside.waiting();
        linker.expression(when.value.as_str(), when.span, &view, Want::Condition).map(Trigger::Condition)
    };
    Exit { at: word.at.head, name: name_of(&word.name), on: on.or_else(when) }
}

pub(crate) fn link_goal(word: &goal::Goal, inside: &Inside<'_>, linker: &mut Linker<'_>) -> Goal {
    let event = word.on.get().map(|event| linker.resolve(event));
    let view = event.as_ref().map_or_else(|| inside.at_nothing_known(), |event| inside.at_event(event));
    let when = map_opt(&word.where_, |when| {
        linker.expression(when.value.as_str(), when.span, &view, Want::Condition)
    });
    Goal { at: word.at.head, name: name_of(&word.name), event, when, within: period_of(&word.within) }
}
