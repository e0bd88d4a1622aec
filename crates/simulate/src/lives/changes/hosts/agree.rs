//! Whether a host tells the same as the bare machine, of everybody.

use super::hosted::Hosted;
use super::told;
use crate::World;
use crate::lives::changes::oracle::Judged;
use filrouge_machine::{Decision, Id, Verdict};
use std::collections::{BTreeMap, BTreeSet};

impl Hosted {
    /// Whether this host has decided as the bare machine has, and everybody stands where they stand there.
    pub(super) fn agree(&mut self, worlds: &[&World<'_>], before: &BTreeSet<Id>) -> Judged {
        if self.is_behind {
            return Ok(());
        }
        worlds.iter().try_for_each(|world| {
            self.decides_the_same(world)?;
            self.knows_the_same(world)
        })?;
        let timers = self.driver()?.handle().status().map_err(told)?.counts.timers;
        if timers != worlds.iter().map(|world| world.timers.len() as u64).sum::<u64>() {
            return Err(format!("{timers} timers are set on a host, some of them for nobody"));
        }
        let handed = worlds.iter().flat_map(|world| handed_out(&world.decisions));
        let handed: BTreeSet<Id> = handed.chain(before.iter().copied()).collect();
        (handed == self.messages).then_some(()).ok_or_else(|| "messages of a host are others".to_owned())
    }

    fn decides_the_same(&mut self, world: &World<'_>) -> Judged {
        let (who, handle) = (world.who, self.driver()?.handle());
        let (agreed, last) = self.agreed.get(&who).copied().unwrap_or((0, 0));
        let fresh = world.decisions.get(agreed..).unwrap_or_default();
        // Two more than there should be, so that two too many are seen.
        let mut own = handle.decisions(who, None, fresh.len() + 2).map_err(told)?;
        own.retain(|recorded| recorded.person == who && recorded.number > last);
        let theirs: Vec<_> = own.iter().rev().map(|recorded| told_by(&recorded.decision)).collect();
        let fresh: Vec<_> = fresh.iter().map(told_by).collect();
        if theirs != fresh {
            return Err(format!("a host decides otherwise:\n{theirs:?}\nthan the machine:\n{fresh:?}"));
        }
        let last = own.first().map_or(last, |recorded| recorded.number);
        self.agreed.insert(who, (world.decisions.len(), last));
        Ok(())
    }

    fn knows_the_same(&mut self, world: &World<'_>) -> Judged {
        let (who, handle) = (world.who, self.driver()?.handle());
        let known = handle.known(who).map_err(told)?.ok_or("nobody is known")?;
        // Whoever is not inside learns of a plan when they are next met.
        let has_met = known.plan == handle.active().hash;
        if known.state.instances != world.person.instances || (has_met && known.state != world.person) {
            return Err(format!("a host knows\n{:?}\nand the machine\n{:?}", known.state, world.person));
        }
        let timers: BTreeMap<Id, i64> = known.timers.iter().map(|row| (row.timer, row.due)).collect();
        if timers != world.timers {
            return Err(format!("timers of a host are others: {timers:?}, {:?}", world.timers));
        }
        for name in world.person.identifiers.values().flatten() {
            let found = handle.find(name).map_err(told)?;
            if found != [who] {
                return Err(format!("`{name}` leads to {found:?} on a host, and should to {who}"));
            }
        }
        Ok(())
    }

    /// Somebody is told of again, from the moment on at which they were separated.
    pub(super) fn begins_anew(&mut self, who: Id) {
        if let Some((agreed, _)) = self.agreed.get_mut(&who) {
            *agreed = 0;
        }
    }
}

/// Messages that were not called back before anybody could take them.
pub(in super::super) fn handed_out(decisions: &[Decision]) -> BTreeSet<Id> {
    let recalled = |effect: Id, input: Id| {
        let is_it = |it: &&Decision| {
            it.input == input
                && matches!(it.verdict, Verdict::Recalled { effect: other, .. } if other == effect)
        };
        decisions.iter().any(|it| is_it(&it))
    };
    let queued = decisions.iter().filter_map(|it| match it.verdict {
        Verdict::Queued { effect, .. } => Some((effect, it.input)),
        _ => None,
    });
    queued.filter(|(effect, input)| !recalled(*effect, *input)).map(|(effect, _)| effect).collect()
}

/// What a decision says, whatever the input was called that led to it.
fn told_by(decision: &Decision) -> impl PartialEq + std::fmt::Debug + use<'_> {
    let Decision { at, plan, journey, instance, step, verdict, origin, .. } = decision;
    (at, plan, journey, instance, step, verdict, origin)
}
