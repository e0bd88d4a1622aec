//! What happens to people, and to the plan.

use super::super::shop::{CHANNELS, PURPOSES};
use super::edits::Edit;
use super::parts::first_plan;
use crate::Dice;
use filrouge_plan::Plan;
use filrouge_plan::scenario::Fate;

const HOUR: i64 = 3_600_000;

/// One thing that happens.
#[derive(Debug, Clone)]
pub(super) enum Act {
    Event(&'static str, Option<&'static str>),
    Lives(&'static str),
    Decides(&'static str, &'static str, bool),
    Passes(i64),
    Fate(Fate),
    /// The team says yes to the first that it is asked, or no.
    Approves(bool),
    /// From now on the service answers so.
    Desk(Desk),
    /// Somebody does something of whom it is not known yet that it is the same person.
    Elsewhere(&'static str, Option<&'static str>),
    /// Now it is known.
    Merges,
    /// The plan changes.
    Reload(Vec<Edit>, Then),
    Restart,
}

/// What a service does that is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Desk {
    Answers,
    Fails,
    #[default]
    Silent,
}

/// What comes behind a change of plan, before anybody has learnt of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    Nothing,
    /// The process ends.
    Dies,
    /// The next change.
    Hurries,
}

/// What happens, and to which plan at first.
#[derive(Debug, Clone)]
pub(super) struct Story {
    seed: u64,
    pub(super) acts: Vec<Act>,
}

impl Story {
    /// Where there are hosts, everybody is one person.
    pub(super) fn new(seed: u64, length: usize, hosted: bool) -> Self {
        let mut dice = Dice::new(seed);
        let mut acts: Vec<Act> = Vec::with_capacity(length);
        while acts.len() < length {
            let hurries = matches!(acts.last(), Some(Act::Reload(_, Then::Hurries)));
            acts.push(if hurries { reload(&mut dice) } else { random_act(&mut dice, hosted) });
        }
        Self { seed, acts }
    }

    pub(super) fn first_plan(&self) -> Plan {
        first_plan(&mut Dice::new(self.seed ^ 0x5eed))
    }

    /// A shorter story that breaks a rule as well.
    pub(super) fn shrunk(mut self, breaks: impl Fn(&Self) -> bool) -> Self {
        let mut size = self.acts.len().div_ceil(2);
        while size > 0 {
            let mut from = 0;
            while from < self.acts.len() {
                let mut shorter = self.clone();
                shorter.acts.drain(from..(from + size).min(shorter.acts.len()));
                if breaks(&shorter) { self = shorter } else { from += size }
            }
            size /= 2;
        }
        self.with_fewer_edits(breaks)
    }

    fn with_fewer_edits(mut self, breaks: impl Fn(&Self) -> bool) -> Self {
        for act in 0..self.acts.len() {
            let mut edit = 0;
            while let Some(Act::Reload(edits, _)) = self.acts.get(act).filter(|_| edit < usize::MAX) {
                if edit >= edits.len() {
                    break;
                }
                let mut shorter = self.clone();
                if let Some(Act::Reload(edits, _)) = shorter.acts.get_mut(act) {
                    edits.remove(edit);
                }
                if breaks(&shorter) { self = shorter } else { edit += 1 }
            }
        }
        self
    }
}

fn random_act(dice: &mut Dice, hosted: bool) -> Act {
    let key = dice.pick(&[Some("a"), Some("b"), Some("c"), None], None);
    match dice.below(if hosted { 22 } else { 25 }) {
        0..7 => Act::Event(dice.pick(&["Asked", "Asked", "Asked", "Bought", "Came"], "Asked"), key),
        7 => Act::Lives(dice.pick(&["FR", "FR", "BE"], "FR")),
        8 => Act::Decides(dice.pick(PURPOSES, "news"), dice.pick(CHANNELS, "email"), !dice.one_in(3)),
        9..13 => Act::Passes(HOUR * dice.pick(&[1, 3, 9, 24], 1)),
        13 => Act::Fate(dice.pick(&[Fate::Sent, Fate::Sent, Fate::Failed, Fate::Unknown], Fate::Sent)),
        14 => Act::Restart,
        15 => Act::Desk(dice.pick(&[Desk::Answers, Desk::Answers, Desk::Fails, Desk::Silent], Desk::Silent)),
        16..21 => reload(dice),
        21 => Act::Approves(!dice.one_in(3)),
        24 => Act::Merges,
        _ => Act::Elsewhere(dice.pick(&["Asked", "Asked", "Bought"], "Asked"), key),
    }
}

fn reload(dice: &mut Dice) -> Act {
    let edits = 1 + dice.below(4);
    let then = dice.pick(&[Then::Nothing, Then::Dies, Then::Hurries], Then::Nothing);
    Act::Reload((0..edits).map(|_| Edit::random(dice)).collect(), then)
}
