//! What happens to people, and to the plan.

use super::super::shop::{CHANNELS, PURPOSES};
use super::edits::Edit;
use super::parts::first_plan;
use crate::Dice;
use filrouge_plan::Plan;
use filrouge_plan::scenario::Fate;

const HOUR: i64 = 3_600_000;
/// How many others may become one with the person.
pub(super) const STRANGERS: usize = 2;

/// One thing that happens.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// The person does something.
    Does(Deed),
    /// Somebody else does, whose address may lead to the person by then.
    Elsewhere(usize, Deed),
    /// It is heard that this one and the person are one. The process may end before anything is handed out.
    Merges(usize, Said, bool),
    /// An operator separates the two. The process may end likewise.
    Separates(usize, bool),
    Passes(i64),
    Fate(Fate),
    /// The team says yes to the first that it is asked, or no.
    Approves(bool),
    /// From now on the service answers so.
    Desk(Desk),
    /// The plan changes.
    Reload(Vec<Edit>, Then),
    Restart,
}

/// What somebody does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Deed {
    Event(&'static str, Option<&'static str>),
    Lives(&'static str),
    Decides(&'static str, &'static str, bool),
}

/// How it is heard that two are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// One address is another name for the other.
    Alias,
    /// The person tells of an address, and of where they live.
    Identify,
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
    pub(super) fn new(seed: u64, length: usize) -> Self {
        let mut dice = Dice::new(seed);
        let mut acts: Vec<Act> = Vec::with_capacity(length);
        while acts.len() < length {
            let hurries = matches!(acts.last(), Some(Act::Reload(_, Then::Hurries)));
            acts.push(if hurries { reload(&mut dice) } else { random_act(&mut dice) });
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

fn random_act(dice: &mut Dice) -> Act {
    match dice.below(29) {
        0..9 => Act::Does(random_deed(dice)),
        9..13 => Act::Passes(HOUR * dice.pick(&[1, 3, 9, 24], 1)),
        13 => Act::Fate(dice.pick(&[Fate::Sent, Fate::Sent, Fate::Failed, Fate::Unknown], Fate::Sent)),
        14 => Act::Restart,
        15 => Act::Desk(dice.pick(&[Desk::Answers, Desk::Answers, Desk::Fails, Desk::Silent], Desk::Silent)),
        16..21 => reload(dice),
        21 => Act::Approves(!dice.one_in(3)),
        22 | 23 => {
            let said = if dice.one_in(2) { Said::Alias } else { Said::Identify };
            Act::Merges(dice.below(STRANGERS), said, dice.one_in(3))
        }
        24 => Act::Separates(dice.below(STRANGERS), dice.one_in(3)),
        _ => Act::Elsewhere(dice.below(STRANGERS), random_deed(dice)),
    }
}

pub(super) fn random_deed(dice: &mut Dice) -> Deed {
    let key = dice.pick(&[Some("a"), Some("b"), Some("c"), None], None);
    match dice.below(9) {
        0 => Deed::Lives(dice.pick(&["FR", "FR", "BE"], "FR")),
        1 => Deed::Decides(dice.pick(PURPOSES, "news"), dice.pick(CHANNELS, "email"), !dice.one_in(3)),
        _ => Deed::Event(dice.pick(&["Asked", "Asked", "Asked", "Bought", "Came"], "Asked"), key),
    }
}

fn reload(dice: &mut Dice) -> Act {
    let edits = 1 + dice.below(4);
    let then = dice.pick(&[Then::Nothing, Then::Dies, Then::Hurries], Then::Nothing);
    Act::Reload((0..edits).map(|_| Edit::random(dice)).collect(), then)
}
