//! Services that take messages and questions, and what they know of them.

use crate::host::Handed;
use crate::plans::MAIL;
use filrouge_host::Settled;
use filrouge_machine::{Id, Outcome};
use filrouge_plan::Value;
use filrouge_simulate::Dice;
use std::collections::{BTreeMap, BTreeSet};

const HOUR: i64 = 3_600_000;

/// What services have seen.
#[derive(Default)]
pub struct Provider {
    /// Effects whose outcome is on the disk.
    known: BTreeSet<Id>,
    /// Effects that are with a service; whether it cannot tell a repetition.
    called: BTreeMap<Id, bool>,
    /// Calls that nobody has answered.
    silent: Vec<Id>,
}

impl Provider {
    /// A call is made: none may be whose time is over or whose outcome is known, and none twice to a service that would deliver twice.
    pub fn call(&mut self, handed: &Handed, now: i64) -> Result<(), String> {
        let effect = handed.effect;
        if handed.until.is_some_and(|until| until <= now) {
            return Err(format!("{effect} leaves at {now}, and its time was over at {:?}", handed.until));
        }
        if self.known.contains(&effect) {
            return Err(format!("{effect} leaves again, and its outcome was known"));
        }
        let delivers_twice = handed.connector == MAIL && !handed.is_question;
        if self.called.insert(effect, delivers_twice).is_some() {
            return Err(format!("{effect} is called again before it is known what became of the first call"));
        }
        Ok(())
    }

    /// What the service makes of a call; nothing when no answer comes.
    pub fn answer(&mut self, handed: &Handed, now: i64, dice: &mut Dice) -> Option<Settled> {
        let reason = || "as the story says".to_owned();
        let outcome = match dice.below(10) {
            0 => Outcome::Failed { reason: reason() },
            // It had taken it, and was too late to say so.
            1 => Outcome::Unknown { reason: reason() },
            2 => return Some(Settled::RetryAt(now + HOUR * dice.pick(&[0, 1, 5], 1))),
            3 => return Some(Settled::NotTried),
            4 | 5 => {
                self.silent.push(handed.effect);
                return None;
            }
            _ if handed.is_question => {
                Outcome::Answered { fields: vec![("key".to_owned(), Value::from("said"))] }
            }
            _ => Outcome::Sent { receipt: None },
        };
        Some(Settled::Outcome(outcome))
    }

    /// An answer that nobody waits for any more: to a call that seemed lost, or to one that was answered before.
    pub fn late(&mut self, dice: &mut Dice) -> Option<Id> {
        let answered = self.known.iter().nth(dice.below(self.known.len())).copied();
        let place = dice.below(self.silent.len().max(1));
        if dice.one_in(3) || self.silent.is_empty() { answered } else { Some(self.silent.swap_remove(place)) }
    }

    /// An answer is on the disk; `was_in_flight` is whether anybody had waited for it.
    pub fn heard(&mut self, effect: Id, settled: &Settled, was_in_flight: bool) -> Result<(), String> {
        if self.known.contains(&effect) && was_in_flight {
            return Err(format!("{effect} has two outcomes"));
        }
        match settled {
            Settled::Outcome(_) if was_in_flight => drop(self.known.insert(effect)),
            Settled::RetryAt(_) | Settled::NotTried if was_in_flight => drop(self.called.remove(&effect)),
            _ => {}
        }
        Ok(())
    }

    /// The process has ended during its calls: those may be repeated that the service can tell apart.
    pub fn process_ended(&mut self) {
        self.called.retain(|_, delivers_twice| *delivers_twice);
        self.silent.clear();
    }
}
