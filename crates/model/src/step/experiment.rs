//! `experiment`: gives each person one of several arms, by chance.

use super::{Block, Target};
use crate::linker::{boxed, name_of};
use crate::names::duplicates;
use filrouge_language::Opt;
use filrouge_language::kinds::{Name, Weight};
use filrouge_language::words::experiment as word;
use filrouge_language::{One, words::step::Step as Word};
use filrouge_source::{Span, Spanned};

pub use word::Policy;

/// Name of the arm of people who are left out.
pub(crate) const HOLDOUT: &str = "holdout";

/// Gives each person one of several arms, by chance.
#[derive(Debug, Clone, PartialEq)]
pub struct Experiment {
    /// What the chance hangs on; the experiment's own name, where nothing is said.
    pub salt: Opt<Box<str>>,
    /// Whether people are placed by the weights of today, whatever they were given before.
    pub reshuffle: bool,
    /// Who shares the people out.
    pub policy: Opt<Policy>,
    /// The goal that a bandit works towards.
    pub optimise: Opt<Box<str>>,
    /// Arms in order; the control group is the last.
    pub arms: Vec<ExperimentArm>,
}

/// One arm of an experiment.
#[derive(Debug, Clone, PartialEq)]
pub struct ExperimentArm {
    /// Where it is written, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// Its former name.
    pub was: Option<Spanned<Box<str>>>,
    /// Its share; absent when it was written wrongly.
    pub weight: Option<u32>,
    /// Whether it is the control group.
    pub control: bool,
    /// Where to.
    pub to: Target,
}

/// The names of the arms, as conditions read them.
pub(crate) fn arm_names(word: &word::Experiment) -> Vec<&str> {
    let arms = word.arm.iter().filter_map(|arm| Some(arm.value.name.get()?.value.as_str()));
    let names: std::collections::BTreeSet<_> = arms.collect();
    names.into_iter().chain(word.holdout.get().map(|_| HOLDOUT)).collect()
}

pub(super) fn link(word: &word::Experiment, next: Target, block: &mut Block<'_, '_, '_>) -> Experiment {
    let mut arms: Vec<_> = word.arm.iter().map(|arm| self::arm(&arm.value, next, block)).collect();
    arms.extend(word.holdout.value().map(|holdout| self::holdout(holdout, next, block)));
    let names = arms.iter().filter(|arm| !arm.name.value.is_empty());
    let names = names.map(|arm| (&*arm.name.value, arm.name.span));
    duplicates("arm", names).into_iter().for_each(|finding| block.linker.push(finding));
    Experiment {
        salt: crate::project::text(&word.salt, Name::as_str),
        reshuffle: word.reshuffle.value().copied().unwrap_or(false),
        policy: word.policy.clone(),
        optimise: crate::project::text(&word.optimise, Name::as_str),
        arms,
    }
}

fn arm(arm: &word::Arm, next: Target, block: &mut Block<'_, '_, '_>) -> ExperimentArm {
    ExperimentArm {
        at: arm.at.head,
        name: name_of(&arm.name),
        was: arm.was.get().map(|was| boxed(was, Name::as_str)),
        weight: weight(&arm.weight),
        control: false,
        to: steps(&arm.steps, next, block),
    }
}

fn holdout(holdout: &word::Holdout, next: Target, block: &mut Block<'_, '_, '_>) -> ExperimentArm {
    ExperimentArm {
        at: holdout.at.head,
        name: Spanned::new(HOLDOUT.into(), holdout.at.word),
        was: None,
        weight: weight(&holdout.weight),
        control: true,
        to: steps(&holdout.steps, next, block),
    }
}

fn weight(weight: &One<Weight>) -> Option<u32> {
    weight.value().map(|weight| weight.0)
}

fn steps(steps: &[Spanned<Word>], next: Target, block: &mut Block<'_, '_, '_>) -> Target {
    block.link(steps, next)
}
