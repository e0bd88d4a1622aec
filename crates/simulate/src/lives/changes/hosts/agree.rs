//! Whether a host tells the same as the bare machine.

use super::hosted::Hosted;
use super::told;
use crate::World;
use crate::lives::changes::oracle::Judged;
use filrouge_machine::{Decision, Id, Verdict};
use std::collections::BTreeMap;

impl Hosted {
    /// Whether this host has decided as the bare machine has, and everybody stands where they stand there.
    pub(super) fn agree(&mut self, world: &World<'_>) -> Judged {
        if self.is_behind {
            return Ok(());
        }
        let handle = self.driver()?.handle();
        let person = handle.find("lea").map_err(told)?.pop().ok_or("nobody is known")?;
        let fresh: Vec<&Decision> = world.decisions.iter().skip(self.agreed).collect();
        // Two more than there should be, so that two too many are seen.
        let mut own = handle.decisions(person, None, fresh.len() + 2).map_err(told)?;
        own.retain(|recorded| usize::try_from(recorded.number).is_ok_and(|number| number > self.agreed));
        let own: Vec<_> = own.iter().rev().map(|recorded| told_by(&recorded.decision)).collect();
        let theirs: Vec<_> = fresh.into_iter().map(told_by).collect();
        if own != theirs {
            return Err(format!("a host decides otherwise:\n{own:?}\nthan the machine:\n{theirs:?}"));
        }
        self.agreed = world.decisions.len();
        let known = handle.known(person).map_err(told)?.ok_or("nobody is known")?;
        if known.state.instances != world.person.instances {
            return Err("people stand elsewhere on a host".to_owned());
        }
        let timers: BTreeMap<Id, i64> = known.timers.iter().map(|row| (row.timer, row.due)).collect();
        if timers != world.timers || self.messages != handed_out(world) {
            return Err("timers or messages of a host are others".to_owned());
        }
        Ok(())
    }
}

/// Messages that were not called back before anybody could take them.
fn handed_out(world: &World<'_>) -> usize {
    let recalled = |effect: Id, input: Id| {
        let is_it = |it: &&Decision| {
            it.input == input
                && matches!(it.verdict, Verdict::Recalled { effect: other, .. } if other == effect)
        };
        world.decisions.iter().any(|it| is_it(&it))
    };
    let queued = world.decisions.iter().filter_map(|it| match it.verdict {
        Verdict::Queued { effect, .. } => Some((effect, it.input)),
        _ => None,
    });
    queued.filter(|(effect, input)| !recalled(*effect, *input)).count()
}

/// What a decision says, whatever the input was called that led to it.
fn told_by(decision: &Decision) -> impl PartialEq + std::fmt::Debug + use<'_> {
    let Decision { at, plan, journey, instance, step, verdict, origin, .. } = decision;
    (at, plan, journey, instance, step, verdict, origin)
}
