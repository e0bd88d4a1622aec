//! A step of a journey: one of several words, in the order of the text.

use super::approve::Approve;
use super::call::Call;
use super::digest::Digest;
use super::emit::Emit;
use super::end::End;
use super::experiment::Experiment;
use super::fetch::Fetch;
use super::parallel::Parallel;
use super::repeat::Repeat;
use super::send::Send;
use super::split::Split;
use super::start::Start;
use super::stop_journey::StopJourney;
use super::update::Update;
use super::wait::Wait;
use super::wait_until::WaitUntil;
use crate::Target;
use crate::kinds::Name;
use crate::word::choice;
use filrouge_source::Spanned;

choice! {
    /// A step of a journey.
    pub enum Step as "the steps" { Wait, WaitUntil, Split, Experiment, Parallel, Approve, Repeat, Digest, Fetch, Send, Update, Emit, StopJourney, Call, Start, End }
}

/// A step, as tests refer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepName;

impl Target for StepName {
    const KIND: &'static str = "step";
}

impl Step {
    /// The name that people wait under; an `end` has none.
    #[must_use]
    pub const fn name(&self) -> Option<&Spanned<Name>> {
        match self {
            Self::Wait(step) => step.name.get(),
            Self::WaitUntil(step) => step.name.get(),
            Self::Split(step) => step.name.get(),
            Self::Experiment(step) => step.name.get(),
            Self::Parallel(step) => step.name.get(),
            Self::Approve(step) => step.name.get(),
            Self::Repeat(step) => step.name.get(),
            Self::StopJourney(step) => step.name.get(),
            Self::Call(step) => step.name.get(),
            Self::Start(step) => step.name.get(),
            Self::Digest(step) => step.name.get(),
            Self::Fetch(step) => step.name.get(),
            Self::Send(step) => step.name.get(),
            Self::Update(step) => step.name.get(),
            Self::Emit(step) => step.name.get(),
            Self::End(_) => None,
        }
    }

    /// The name that the step had before.
    #[must_use]
    pub const fn was(&self) -> Option<&Spanned<Name>> {
        match self {
            Self::Wait(step) => step.was.get(),
            Self::WaitUntil(step) => step.was.get(),
            Self::Split(step) => step.was.get(),
            Self::Experiment(step) => step.was.get(),
            Self::Parallel(step) => step.was.get(),
            Self::Approve(step) => step.was.get(),
            Self::Repeat(step) => step.was.get(),
            Self::StopJourney(step) => step.was.get(),
            Self::Call(step) => step.was.get(),
            Self::Start(step) => step.was.get(),
            Self::Digest(step) => step.was.get(),
            Self::Fetch(step) => step.was.get(),
            Self::Send(step) => step.was.get(),
            Self::Update(step) => step.was.get(),
            Self::Emit(step) => step.was.get(),
            Self::End(_) => None,
        }
    }
}

impl Step {
    /// Whether people who wait here keep their due time when the wait changes.
    #[must_use]
    pub const fn keeps_timers(&self) -> bool {
        match self {
            Self::Wait(step) => step.keep_timers.value().is_some(),
            Self::WaitUntil(step) => step.keep_timers.value().is_some(),
            Self::Parallel(step) => step.keep_timers.value().is_some(),
            Self::Approve(step) => step.keep_timers.value().is_some(),
            _ => false,
        }
    }
}
