//! Which steps belong together, as their names tell: `s…` stand in the journey itself, `a…` and `b…` on the branches of
//! its parallel, `r…` in the rounds of its repeat. A journey has at most one of each, and either may lie in the other.

use super::super::shop::{done, to};
use filrouge_plan::{Action, Journey, Step, Target};

/// Where steps stand that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Journey,
    First,
    Second,
    Round,
}

/// The two branches of a parallel.
pub(super) const BRANCHES: [Scope; 2] = [Scope::First, Scope::Second];

impl Scope {
    /// Where a step of this name stands.
    pub(super) fn of(step: &str) -> Self {
        match step.chars().next() {
            Some('a') => Self::First,
            Some('b') => Self::Second,
            Some('r') => Self::Round,
            _ => Self::Journey,
        }
    }

    /// Names of steps that may stand there.
    pub(super) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Journey => &["s0", "s1", "s2", "s3", "s4", "s5", "s6"],
            Self::First => &["a0", "a1", "a2"],
            Self::Second => &["b0", "b1", "b2"],
            Self::Round => &["r0", "r1", "r2"],
        }
    }

    /// The name of the branch.
    pub(super) const fn branch(self) -> &'static str {
        match self {
            Self::First => "first",
            _ => "second",
        }
    }

    /// The step whose branch or round it is.
    pub(super) fn owner(self, journey: &Journey) -> Option<&Step> {
        let owns = |step: &&Step| match self {
            Self::Journey => false,
            Self::First | Self::Second => matches!(step.action, Action::Parallel(_)),
            Self::Round => matches!(step.action, Action::Repeat(_)),
        };
        journey.steps.iter().find(owns)
    }

    /// Where the last steps lead.
    pub(super) fn end(self, journey: &Journey) -> Target {
        match (self, self.owner(journey)) {
            (Self::First | Self::Second, Some(owner)) => Target::Join(owner.name.clone()),
            (Self::Round, Some(owner)) => to(&owner.name),
            _ => done(),
        }
    }

    /// The steps that stand there, in order.
    pub(super) fn members(self, journey: &Journey) -> Vec<String> {
        let names = journey.steps.iter().map(|step| &step.name);
        names.filter(|name| Self::of(name) == self).cloned().collect()
    }

    /// Whether there are such steps in the journey, or may be.
    pub(super) fn is_in(self, journey: &Journey) -> bool {
        let has_branch = |step: &Step| match &step.action {
            Action::Parallel(parallel) => parallel.branches.iter().any(|it| it.name == self.branch()),
            _ => true,
        };
        self == Self::Journey || self.owner(journey).is_some_and(has_branch)
    }

    /// Whether a parallel may come to stand there.
    pub(super) fn takes_parallel(self, journey: &Journey) -> bool {
        let within = Self::Round.owner(journey).map(|repeat| Self::of(&repeat.name));
        let is_free = Self::First.owner(journey).is_none();
        is_free && (self == Self::Journey || (self == Self::Round && within == Some(Self::Journey)))
    }

    /// Whether a repeat may come to stand there.
    pub(super) fn takes_repeat(self, journey: &Journey) -> bool {
        let within = Self::First.owner(journey).map(|parallel| Self::of(&parallel.name));
        let is_free = Self::Round.owner(journey).is_none();
        is_free && (self == Self::Journey || (self != Self::Round && within == Some(Self::Journey)))
    }
}
