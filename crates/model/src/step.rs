//! The steps of a journey: from nested blocks to a flat list in which each step knows where people go next.

mod approve;
mod assignment;
mod call;
mod digest;
mod emit;
mod end;
pub(crate) mod experiment;
mod fetch;
mod left;
mod parallel;
mod repeat;
mod send;
mod split;
mod stop_journey;
mod update;
mod wait;
mod wait_until;

pub use approve::Approve;
pub use assignment::Assignment;
pub use call::{Call, OnEnd};
pub use digest::Digest;
pub use emit::Emit;
pub use end::End;
pub use experiment::{Experiment, ExperimentArm, Policy};
pub use fetch::{Fetch, FetchTimeout, OnFetch, PathPart};
pub use parallel::{Branch, Join, Parallel};
pub use repeat::Repeat;
pub use send::{OnOutcome, Send};
pub use split::{Split, Way};
pub use stop_journey::StopJourney;
pub use update::Update;
pub use wait::{DateWait, Instead, Lapse, Wait};
pub use wait_until::{Arm, Reset, Timeout, Trigger, WaitUntil};

pub(crate) use approve::OUTCOMES as APPROVAL;
pub(crate) use left::left_by;

use crate::journey::Inside;
use crate::linker::{Linker, boxed};
use crate::{Id, Table};
use filrouge_language::kinds::Name;
use filrouge_language::words::step::Step as Word;
use filrouge_language::words::wait_until as wait_until_word;
use filrouge_source::{Span, Spanned};

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where it stands, without its block.
    pub at: Span,
    /// The word itself: `send`.
    pub word: Span,
    /// Its name; empty for an `end`, which has none.
    pub name: Spanned<Box<str>>,
    /// Its former name.
    pub was: Option<Box<Spanned<Box<str>>>>,
    /// Whether people who wait here keep their due time when the wait changes.
    pub keeps_timers: bool,
    /// What it does.
    pub action: Action,
    /// Where a person goes afterwards; arms have targets of their own.
    pub next: Target,
}

/// Where a person goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To this step of the journey.
    Step(Id<Step>),
    /// To the end of a branch of this parallel.
    Join(Id<Step>),
    /// Behind the last step: the journey is over.
    Completed,
}

/// What a step does. A large project has a hundred thousand of these: what is bulky stands in a box.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Lets time pass; absent when it was written wrongly.
    Wait(Option<Box<Wait>>),
    /// Waits for the first of several things.
    WaitUntil(Box<WaitUntil>),
    /// Chooses a way.
    Split(Box<Split>),
    /// Gives one of several arms, by chance.
    Experiment(Box<Experiment>),
    /// Sends a message.
    Send(Box<Send>),
    /// Changes the profile.
    Update(Box<Update>),
    /// Emits an event.
    Emit(Box<Emit>),
    /// Goes several ways at once.
    Parallel(Box<Parallel>),
    /// Somebody of the team decides.
    Approve(Box<Approve>),
    /// Goes round.
    Repeat(Box<Repeat>),
    /// Collects events.
    Digest(Box<Digest>),
    /// Asks a service, and waits for its answer.
    Fetch(Box<Fetch>),
    /// Takes the person out of a journey.
    StopJourney(Box<StopJourney>),
    /// Asks for another journey, and waits until it ends.
    Call(Box<Call>),
    /// Asks for another journey, and goes on.
    Start(Box<Call>),
    /// Ends the journey.
    End(Box<End>),
}

impl Step {
    /// Everywhere a person may go from here.
    #[must_use]
    pub fn successors(&self) -> Vec<Target> {
        match &self.action {
            Action::End(_) => Vec::new(),
            Action::Split(split) => split.ways.iter().map(|way| way.to).chain([split.otherwise]).collect(),
            Action::Experiment(experiment) => experiment.arms.iter().map(|arm| arm.to).collect(),
            Action::WaitUntil(wait) => wait
                .arms
                .iter()
                .map(|arm| arm.to)
                .chain(wait.timeout.iter().map(|timeout| timeout.to))
                .collect(),
            Action::Parallel(parallel) => parallel.successors(self.next),
            Action::Approve(approve) => approve.successors(self.next),
            Action::Repeat(repeat) => vec![repeat.body, self.next],
            Action::Wait(wait) => {
                let skipped = wait.as_deref().and_then(Wait::skips_to);
                [self.next].into_iter().chain(skipped).collect()
            }
            Action::Send(send) => send.successors(self.next),
            Action::Fetch(fetch) => fetch.successors(self.next),
            Action::Digest(_)
            | Action::Update(_)
            | Action::Emit(_)
            | Action::StopJourney(_)
            | Action::Start(_) => vec![self.next],
            Action::Call(call) => call.successors(self.next),
        }
    }

    /// Whether people may stand here.
    #[must_use]
    pub const fn waits(&self) -> bool {
        match &self.action {
            Action::Repeat(repeat) => repeat.every.is_some(),
            _ => matches!(
                self.action,
                Action::Wait(_)
                    | Action::WaitUntil(_)
                    | Action::Call(_)
                    | Action::Parallel(_)
                    | Action::Fetch(_)
                    | Action::Approve(_)
            ),
        }
    }

    /// Whether everybody who comes here stops, so that time passes before they go on.
    #[must_use]
    pub const fn holds_up(&self) -> bool {
        match &self.action {
            // A window may be open, and a date may be over.
            Action::Wait(Some(wait)) => !matches!(wait.lapse, Lapse::Window(_) | Lapse::Date(_)),
            Action::Wait(None) | Action::WaitUntil(_) | Action::Approve(_) | Action::Digest(_) => true,
            _ => false,
        }
    }

    /// Every expression of the step.
    #[must_use]
    pub fn expressions(&self) -> Vec<&crate::Expression> {
        match &self.action {
            Action::Wait(wait) => wait.as_deref().and_then(Wait::date).into_iter().collect(),
            Action::End(_) | Action::Experiment(_) => Vec::new(),
            Action::WaitUntil(wait) => wait.expressions(),
            Action::Parallel(parallel) => parallel.timeout.iter().filter_map(Timeout::date).collect(),
            Action::Approve(approve) => approve.timeout.iter().filter_map(Timeout::date).collect(),
            Action::Split(split) => split.ways.iter().filter_map(|way| way.when.as_ref()).collect(),
            Action::Send(send) => assignment::expressions(&send.with),
            Action::Fetch(fetch) => fetch.expressions(),
            Action::Update(update) => assignment::expressions(&update.set),
            Action::Emit(emit) => assignment::expressions(&emit.set),
            Action::Call(call) | Action::Start(call) => assignment::expressions(&call.with),
            Action::Repeat(repeat) => repeat.conditions().collect(),
            Action::Digest(digest) => digest.expressions().collect(),
            Action::StopJourney(stop) => stop.key.value().into_iter().collect(),
        }
    }
}

/// Every step below these words, in the order of the text, and the first of them.
pub(crate) fn link_all(
    words: &[Spanned<Word>],
    inside: &Inside<'_>,
    linker: &mut Linker<'_>,
) -> (Target, Table<Step>) {
    let steps = Vec::with_capacity(count(words) as usize);
    let mut block = Block { inside, linker, steps };
    let start = block.link(words, Target::Completed);
    (start, block.steps.into_iter().collect())
}

/// The names of all steps below these words.
pub(crate) fn names(words: &[Spanned<Word>]) -> Vec<&Spanned<Name>> {
    walk(words).into_iter().filter_map(Word::name).collect()
}

/// The reasons of all ends below these words.
pub(crate) fn ends(words: &[Spanned<Word>]) -> impl Iterator<Item = String> {
    walk(words).into_iter().filter_map(|word| match word {
        Word::End(end) => end.reason.value().map(ToString::to_string),
        _ => None,
    })
}

/// Every step below these words, in the order of the text.
fn walk(words: &[Spanned<Word>]) -> Vec<&Word> {
    let mut all = Vec::new();
    for word in words {
        all.push(&word.value);
        all.extend(blocks(&word.value).into_iter().flat_map(walk));
    }
    all
}

/// The blocks of steps inside a step, in the order of the text.
fn blocks(word: &Word) -> Vec<&[Spanned<Word>]> {
    match word {
        Word::Split(split) => {
            let ways = split.when.iter().map(|way| way.value.steps.as_slice());
            let values = split.on.iter().map(|way| way.value.steps.as_slice());
            let missing = split.missing.value().map(|missing| missing.steps.as_slice());
            ways.chain(values)
                .chain(missing)
                .chain(split.otherwise.value().map(|other| other.steps.as_slice()))
                .collect()
        }
        Word::Experiment(experiment) => {
            let arms = experiment.arm.iter().map(|arm| arm.value.steps.as_slice());
            arms.chain(experiment.holdout.value().map(|holdout| holdout.steps.as_slice())).collect()
        }
        Word::WaitUntil(wait) => {
            let arms = wait.arms.iter().map(|arm| match &arm.value {
                wait_until_word::Arm::OnArm(arm) => arm.steps.as_slice(),
                wait_until_word::Arm::WhenArm(arm) => arm.steps.as_slice(),
                wait_until_word::Arm::Reset(_) => &[],
            });
            arms.chain(wait.timeout.value().map(|timeout| timeout.steps.as_slice())).collect()
        }
        Word::Parallel(parallel) => {
            let branches = parallel.branch.iter().map(|branch| branch.value.steps.as_slice());
            branches.chain(parallel.timeout.value().map(|timeout| timeout.steps.as_slice())).collect()
        }
        Word::Approve(approve) => {
            let refused = approve.refused.value().map(|refused| refused.steps.as_slice());
            let timeout = approve.timeout.value().map(|timeout| timeout.steps.as_slice());
            refused.into_iter().chain(timeout).collect()
        }
        Word::Repeat(repeat) => vec![repeat.steps.as_slice()],
        Word::Send(send) => send.on.iter().map(|on| on.value.steps.as_slice()).collect(),
        Word::Fetch(fetch) => {
            let on = fetch.on.iter().map(|on| on.value.steps.as_slice());
            on.chain(fetch.timeout.value().map(|timeout| timeout.steps.as_slice()))
                .chain(fetch.otherwise.value().map(|other| other.steps.as_slice()))
                .collect()
        }
        Word::Wait(_)
        | Word::Digest(_)
        | Word::Update(_)
        | Word::Emit(_)
        | Word::StopJourney(_)
        | Word::Start(_)
        | Word::End(_) => Vec::new(),
        Word::Call(call) => call.on.iter().map(|on| on.value.steps.as_slice()).collect(),
    }
}

/// How many steps stand below these words.
fn count(words: &[Spanned<Word>]) -> u32 {
    words.iter().map(|word| 1 + count_below(&word.value)).sum()
}

fn count_below(word: &Word) -> u32 {
    blocks(word).into_iter().map(count).sum()
}

/// Blocks on their way into a flat list. Numbers follow the text: a step, then the steps inside it.
pub(crate) struct Block<'b, 'm, 's> {
    pub inside: &'b Inside<'m>,
    pub linker: &'b mut Linker<'s>,
    steps: Vec<Step>,
}

impl Block<'_, '_, '_> {
    /// Links the steps of one block, from which people go on to `after`; the first step, or `after` when there is
    /// none.
    pub fn link(&mut self, words: &[Spanned<Word>], after: Target) -> Target {
        let first = self.next_id();
        for (index, word) in words.iter().enumerate() {
            let is_last = index + 1 == words.len();
            let behind = self.next_id() + 1 + count_below(&word.value);
            let next = if is_last { after } else { Target::Step(Id::new(behind)) };
            let behind = self.behind(words.get(index + 1..).unwrap_or_default(), behind, after);
            self.step(&word.value, next, behind);
        }
        if words.is_empty() { after } else { Target::Step(Id::new(first)) }
    }

    /// Where people go who skip the first of `words`, which has the number `first`.
    fn behind(&self, words: &[Spanned<Word>], first: u32, after: Target) -> Option<Target> {
        match words {
            [] => None,
            [_] => Some(after),
            [skipped, ..] => Some(Target::Step(Id::new(first + 1 + count_below(&skipped.value)))),
        }
    }

    fn next_id(&self) -> u32 {
        u32::try_from(self.steps.len()).unwrap_or(u32::MAX)
    }

    fn step(&mut self, word: &Word, next: Target, behind: Option<Target>) {
        let at = word.at();
        let name =
            word.name().map_or_else(|| Spanned::new("".into(), at.word), |name| boxed(name, Name::as_str));
        let index = self.steps.len();
        // The step takes its place before those inside it; what it does is known after them.
        self.steps.push(Step {
            at: at.head,
            word: at.word,
            name,
            was: word.was().map(|was| Box::new(boxed(was, Name::as_str))),
            keeps_timers: word.keeps_timers(),
            action: Action::Wait(None),
            next,
        });
        let here = Id::new(u32::try_from(index).unwrap_or(u32::MAX));
        let action = self.action(word, (next, behind), here);
        if let Some(step) = self.steps.get_mut(index) {
            step.action = action;
        }
    }

    fn action(&mut self, word: &Word, (next, behind): (Target, Option<Target>), here: Id<Step>) -> Action {
        match word {
            Word::Wait(word) => Action::Wait(wait::link(word, behind, self).map(Box::new)),
            Word::StopJourney(word) => Action::StopJourney(Box::new(stop_journey::link(word, self))),
            Word::Call(word) => Action::Call(Box::new(call::link(word, next, self))),
            Word::Start(word) => Action::Start(Box::new(call::link_start(word, self))),
            Word::Fetch(word) => Action::Fetch(Box::new(fetch::link(word, next, self))),
            Word::Digest(word) => Action::Digest(Box::new(digest::link(word, self))),
            Word::Parallel(word) => Action::Parallel(Box::new(parallel::link(word, here, next, self))),
            Word::Approve(word) => Action::Approve(Box::new(approve::link(word, next, self))),
            Word::Repeat(word) => Action::Repeat(Box::new(repeat::link(word, here, self))),
            Word::WaitUntil(word) => Action::WaitUntil(Box::new(wait_until::link(word, next, self))),
            Word::Split(word) => Action::Split(Box::new(split::link(word, next, self))),
            Word::Experiment(word) => Action::Experiment(Box::new(experiment::link(word, next, self))),
            Word::Send(word) => Action::Send(Box::new(send::link(word, next, self))),
            Word::Update(word) => Action::Update(Box::new(update::link(word, self))),
            Word::Emit(word) => Action::Emit(Box::new(emit::link(word, self))),
            Word::End(word) => Action::End(Box::new(end::link(word))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_stays_small() {
        assert!(size_of::<Step>() <= 96, "{} bytes: put what is bulky in a box", size_of::<Step>());
    }
}
