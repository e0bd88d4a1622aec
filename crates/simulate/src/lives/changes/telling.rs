//! One story as it is told: on the bare machine, and on hosts beside it.

mod others;

use super::edits::{Edit, make_valid};
use super::hosts::{Call, Hosts};
use super::life::{Life, heard, known_by};
use super::oracle::{Judged, Oracle};
use super::story::{Act, Deed, STRANGERS, Story, Then};
use super::tally::Tally;
use crate::World;
use filrouge_change::{Running, pass};
use filrouge_machine::{Approval, Id, InputKind, Ready};
use filrouge_plan::{Bundle, Occupancy, Origins, Passage, Plan};
use others::{Other, Who};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A Monday at ten, UTC.
const BEGINNING: i64 = 1_704_103_200_000;

struct Telling {
    life: Life,
    others: [Other; STRANGERS],
    hosts: Option<Hosts>,
    /// What came in from outside so far.
    calls: usize,
    /// Messages of those who became one with the person, up to then.
    before: BTreeSet<Id>,
    tally: Tally,
}

fn ready(plan: Plan, hash: String, passage: Passage) -> Result<&'static Ready, String> {
    let bundle = Bundle { hash, plan, origins: Origins::default(), commit: None };
    let ready = Ready::after(Arc::new(bundle), passage).map_err(|why| why.to_string())?;
    Ok(Box::leak(Box::new(ready)))
}

pub(super) fn tell(story: &Story, hosted: bool) -> Result<Tally, String> {
    let plan = story.first_plan();
    let first = ready(plan.clone(), plan.hash(), Passage::default())?;
    let hosts = hosted.then(|| Hosts::new(first.bundle(), BEGINNING)).transpose()?;
    let mut oracle = Oracle::default();
    oracle.run(&plan, first.hash());
    let life = Life::new(World::stranger(first, BEGINNING), oracle);
    let others = [const { Other::Unknown }; STRANGERS];
    let (before, tally) = (BTreeSet::new(), Tally::default());
    let mut telling = Telling { life, others, hosts, calls: 0, before, tally };
    telling.happens(Who::First, known_by(&[("phone", "+33600000000"), ("country", "FR")]))?;
    telling.act(&Act::Does(Deed::Decides("marketing", "email", true)))?;
    for (number, act) in story.acts.iter().enumerate() {
        telling.act(act).map_err(|why| format!("act {number}, {act:?}: {why}"))?;
    }
    let mut tally = std::mem::take(&mut telling.tally);
    telling.lives().for_each(|life| {
        tally.add("steps", life.world.inputs.len());
        tally.count(&life.world.decisions);
    });
    Ok(tally)
}

impl Telling {
    fn act(&mut self, act: &Act) -> Judged {
        match act {
            Act::Does(deed) => self.happens(Who::First, heard(*deed)),
            Act::Elsewhere(other, deed) => self.elsewhere(*other, *deed),
            Act::Merges(other, said, dies) => self.merges(*other, *said, *dies),
            Act::Separates(other, dies) => self.separates(*other, *dies),
            Act::Passes(time) => self.passes(*time),
            Act::Fate(fate) => {
                self.lives().for_each(|life| life.meet(*fate));
                self.hosts.iter_mut().for_each(|hosts| hosts.meet(*fate));
                Ok(())
            }
            Act::Desk(desk) => {
                self.lives().for_each(|life| life.ask(*desk));
                self.hosts.iter_mut().for_each(|hosts| hosts.ask(*desk));
                Ok(())
            }
            Act::Approves(yes) => self.approves(*yes),
            Act::Reload(edits, then) => self.reload(edits, *then),
            Act::Restart => self.hosts.iter_mut().try_for_each(Hosts::restart),
        }
    }

    /// Everybody who is somebody by now.
    fn lives(&mut self) -> impl Iterator<Item = &mut Life> {
        [&mut self.life].into_iter().chain(self.others.iter_mut().filter_map(Other::life))
    }

    fn happens(&mut self, who: Who, mut kind: InputKind) -> Judged {
        if let InputKind::Identify(identify) = &mut kind {
            identify.identifiers =
                who.names().iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        }
        let call = self.call(who.names(), kind.clone(), false);
        self.life_of(who).happen(call.id, kind)?;
        self.hosts.iter_mut().try_for_each(|hosts| hosts.happen(&call))?;
        self.agree()
    }

    fn call(&mut self, names: &[(&'static str, &'static str)], kind: InputKind, dies: bool) -> Call {
        self.calls += 1;
        Call { id: World::outside(self.calls - 1), names: names.to_vec(), kind, dies }
    }

    fn passes(&mut self, time: i64) -> Judged {
        self.lives().try_for_each(|life| life.pass_time(time))?;
        self.hosts.iter_mut().try_for_each(|hosts| hosts.pass(time))?;
        self.agree()
    }

    fn agree(&mut self) -> Judged {
        let Some(hosts) = &mut self.hosts else { return Ok(()) };
        let others = self.others.iter_mut().filter_map(Other::life);
        let all: Vec<_> = [&mut self.life].into_iter().chain(others).map(|life| &life.world).collect();
        hosts.agree(&all, &self.before)
    }

    /// Somebody of the team answers; what nobody asks changes nothing.
    fn approves(&mut self, approved: bool) -> Judged {
        let first = |life: &mut Life| life.world.person.approvals().next().map(|(approval, _)| approval);
        let asked = Who::all().into_iter().find_map(|who| Some((who, first(self.life_of(who))?)));
        let ((who, approval), by) = (asked.unwrap_or((Who::First, Id(7))), "team".to_owned());
        self.happens(who, InputKind::Approval(Approval { approval, approved, by, note: None }))
    }

    fn reload(&mut self, edits: &[Edit], then: Then) -> Judged {
        let old = self.life.world.ready;
        let mut next = old.plan().clone();
        edits.iter().for_each(|edit| edit.apply(&mut next));
        make_valid(&mut next);
        let hash = next.hash();
        if hash == old.hash() {
            return Ok(());
        }
        let mut inside = Occupancy::new();
        self.lives().for_each(|life| life.stand(&mut inside));
        let drained = &old.passage().drained;
        let running = Running { plan: old.plan(), hash: old.hash(), drained, inside: Some(&inside) };
        let (changes, passage) = pass(&running, &next, &hash);
        if changes.is_refused() != self.lives().any(|life| life.has_no_place(&next)) {
            let told: Vec<_> = changes.changes.iter().map(|change| &change.sentence).collect();
            let verdict = if changes.is_refused() { "refused for nobody" } else { "not refused" };
            return Err(format!("{verdict}: {told:?}, inside {:?}", self.life.instances()));
        }
        let new = ready(next, hash, passage)?;
        if changes.is_refused() {
            self.tally.add("refused", 1);
            self.hosts.iter_mut().try_for_each(|hosts| hosts.refuse(new.bundle()))?;
            return self.life.look(None).and_then(|()| self.agree());
        }
        self.swap(new, then)
    }

    fn swap(&mut self, new: &'static Ready, then: Then) -> Judged {
        let mut is_busy = false;
        let mut pass = |life: &mut Life| {
            let (inputs, messages) = (life.world.inputs.len(), life.world.messages.len());
            let swap = life.pass(new);
            // An answer of the provider or the service would come between.
            let fresh = life.world.inputs.get(inputs..).unwrap_or_default();
            let answers = fresh.iter().any(|input| matches!(input.kind, InputKind::Outcome { .. }));
            is_busy |= answers || life.world.messages.len() > messages;
            swap
        };
        let swaps: Vec<_> = self.lives().map(&mut pass).collect();
        let then = if is_busy { Then::Nothing } else { then };
        self.hosts.iter_mut().try_for_each(|hosts| hosts.reload(new.bundle(), then))?;
        let finishing = self.life.instances().iter().filter(|it| it.drained.is_some()).count();
        self.tally.add("swapped", 1);
        self.tally.add("inside", self.life.instances().len());
        self.tally.add("finishing", finishing);
        self.lives().zip(&swaps).try_for_each(|(life, swap)| life.look(Some(swap)))?;
        self.agree()
    }
}
