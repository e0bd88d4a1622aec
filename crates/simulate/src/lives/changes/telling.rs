//! One story as it is told: on the bare machine, and on hosts beside it.

use super::edits::{Edit, make_valid};
use super::hosts::Hosts;
use super::life::{Life, decides, event, known_by};
use super::oracle::{Judged, Oracle};
use super::story::{Act, Story, Then};
use super::tally::Tally;
use crate::World;
use filrouge_change::{Running, pass};
use filrouge_machine::{Approval, Id, InputKind, Ready};
use filrouge_plan::{Bundle, Occupancy, Origins, Passage, Plan};
use std::sync::Arc;

/// A Monday at ten, UTC.
const BEGINNING: i64 = 1_704_103_200_000;
/// Other people who become one with the first: so many addresses may a person have, but for their own.
const STRANGERS: &[&str] = &["mia@example.com", "lia@example.com"];

struct Telling {
    life: Life,
    /// Somebody of whom it is not known that it is the same person.
    other: Option<Life>,
    /// How many others there were.
    others: usize,
    hosts: Option<Hosts>,
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
    let mut telling = Telling { life, other: None, others: 0, hosts, tally: Tally::default() };
    let identifiers = [("user_id", "lea"), ("email", "lea@example.com")];
    telling.happens(known_by(&identifiers, &[("phone", "+33600000000"), ("country", "FR")]))?;
    telling.act(&Act::Decides("marketing", "email", true))?;
    for (number, act) in story.acts.iter().enumerate() {
        telling.act(act).map_err(|why| format!("act {number}, {act:?}: {why}"))?;
    }
    telling.tally.count(&telling.life.world.decisions);
    Ok(telling.tally)
}

impl Telling {
    fn act(&mut self, act: &Act) -> Judged {
        match act {
            Act::Event(name, key) => self.happens(event(name, *key)),
            Act::Lives(country) => self.happens(known_by(&[], &[("country", country)])),
            Act::Decides(purpose, channel, granted) => self.happens(decides(purpose, channel, *granted)),
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
            Act::Elsewhere(name, key) => self.elsewhere(&event(name, *key)),
            Act::Merges => self.merges(),
            Act::Reload(edits, then) => self.reload(edits, *then),
            Act::Restart => self.hosts.iter_mut().try_for_each(Hosts::restart),
        }
    }

    fn lives(&mut self) -> impl Iterator<Item = &mut Life> {
        [&mut self.life].into_iter().chain(&mut self.other)
    }

    fn happens(&mut self, kind: InputKind) -> Judged {
        let number = self.life.world.inputs.len();
        self.life.happen(kind.clone())?;
        self.hosts.iter_mut().try_for_each(|hosts| hosts.happen(number, &kind))?;
        self.agree()
    }

    fn passes(&mut self, time: i64) -> Judged {
        self.lives().try_for_each(|life| life.pass_time(time))?;
        self.hosts.iter_mut().try_for_each(|hosts| hosts.pass(time))?;
        self.agree()
    }

    fn agree(&mut self) -> Judged {
        self.hosts.iter_mut().try_for_each(|hosts| hosts.agree(&self.life.world))
    }

    /// Somebody of the team answers; what nobody asks changes nothing.
    fn approves(&mut self, approved: bool) -> Judged {
        let asked = self.life.world.person.approvals().next().map(|(approval, _)| approval);
        let (approval, by) = (asked.unwrap_or(Id(7)), "team".to_owned());
        self.happens(InputKind::Approval(Approval { approval, approved, by, note: None }))
    }

    fn elsewhere(&mut self, kind: &InputKind) -> Judged {
        let Some(email) = STRANGERS.get(self.others) else { return Ok(()) };
        if self.other.is_none() {
            let world = World::new(self.life.world.ready, Id::of(&["stranger", email]), self.life.world.now);
            let mut other = Life::new(world, self.life.oracle.for_another());
            other.happen(known_by(&[("email", email)], &[]))?;
            self.other = Some(other);
        }
        self.other.iter_mut().try_for_each(|other| other.happen(kind.clone()))
    }

    fn merges(&mut self) -> Judged {
        let Some(other) = self.other.take() else { return Ok(()) };
        self.others += 1;
        self.life.merge(other)
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
        let inputs = self.life.world.inputs.len();
        let messages = self.life.world.messages.len();
        let swaps: Vec<_> = self.lives().map(|life| life.pass(new)).collect();
        // An answer of the provider or the service would come between.
        let fresh = self.life.world.inputs.iter().skip(inputs);
        let answers = fresh.filter(|input| matches!(input.kind, InputKind::Outcome { .. })).count();
        let is_busy = answers > 0 || self.life.world.messages.len() > messages;
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
