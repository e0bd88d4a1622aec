//! `call`: another journey, and the wait for its end; `start`: another journey, without a wait.

use super::agenda::{LONGEST_CHAIN, MOST_EMITTED};
use super::turn::Turn;
use crate::ready::ReadyJourney;
use crate::{EntryRefusal, Id, Instance, Pending, Verdict};
use filrouge_plan::{Action, Call, Entry, Field, Target, Value, address};

/// Outcome of a call when the entry of the journey lets nobody in.
const NOT_ENTERED: &str = "not-entered";
/// Reason of somebody whose calling journey is over.
const CALLER_LEFT: &str = "caller-left";

impl<'a> Turn<'a> {
    /// Asks for a journey and waits there until it ends.
    pub(super) fn call(&mut self, id: Id, call: &Call, depth: u8) {
        let verdict = Verdict::Called { journey: call.journey.clone() };
        let Some(called) = self.ask(id, call, verdict, depth) else { return self.come_back(id, NOT_ENTERED) };
        if self.instance(id).is_none() {
            // Its own entry has put the caller out.
            return self.leave_journey(called, CALLER_LEFT);
        }
        if let Some(walk) = self.instance_mut(called) {
            walk.caller = Some(id);
        }
        self.park(id, Pending::Called { instance: called });
    }

    /// Asks for a journey, which takes its first steps before this one goes on.
    pub(super) fn start(&mut self, id: Id, start: &Call, next: &Target, depth: u8) {
        self.go_next(id, next, depth);
        let verdict = Verdict::Started { journey: start.journey.clone() };
        let _ = self.ask(id, start, verdict, depth);
    }

    /// The new instance of the journey; none when the person is not let in.
    fn ask(&mut self, id: Id, call: &Call, verdict: Verdict, depth: u8) -> Option<Id> {
        let callable = |journey: &&'a ReadyJourney| journey.plan.enter.by == Entry::Called;
        let Some(journey) = self.ready.journey(&call.journey).filter(callable) else {
            self.decide_here(id, verdict, Vec::new());
            return None;
        };
        let fields = &journey.plan.enter.fields;
        let (values, proof) = self.assign(id, &call.with, fields.iter());
        let values = in_order(fields, &values);
        self.decide_here(id, verdict, proof);
        if let Err(reason) = self.may_ask(id, fields, &values, depth) {
            self.turn_away(journey, reason, Vec::new());
            return None;
        }
        self.agenda.emitted += 1;
        self.enter_by_call(&call.journey, values, depth.saturating_add(1))
    }

    fn may_ask(&self, id: Id, fields: &[Field], values: &[Value], depth: u8) -> Result<(), EntryRefusal> {
        let is_missing = |(field, value): (&Field, &Value)| !field.ty.is_optional() && value.is_absent();
        if fields.iter().zip(values).any(is_missing) {
            return Err(EntryRefusal::MissingValue);
        }
        let too_deep = depth >= LONGEST_CHAIN || self.callers(id).len() >= usize::from(LONGEST_CHAIN);
        if too_deep || self.agenda.emitted >= MOST_EMITTED { Err(EntryRefusal::Endless) } else { Ok(()) }
    }

    /// The walks that wait for this one, directly or not, the nearest first.
    pub(super) fn callers(&self, id: Id) -> Vec<Id> {
        let caller = |walk: &&Instance| self.instance(self.instance(self.root_of(walk.id))?.caller?);
        let chain = std::iter::successors(self.instance(id), caller).skip(1);
        chain.take(usize::from(LONGEST_CHAIN)).map(|walk| self.root_of(walk.id)).collect()
    }

    /// A walk is over: its branches and those that it called are over as well, and whoever called it goes on.
    pub(super) fn hang_up(&mut self, walk: &Instance, reason: &str) {
        self.give_up_branches(walk.id);
        let called = self.person.instances.iter().filter(|other| other.caller == Some(walk.id));
        let called: Vec<Id> = called.map(|other| other.id).collect();
        for other in called {
            self.leave(other, CALLER_LEFT, address::step(&walk.journey, &walk.step), Vec::new());
        }
        if let Some(caller) = walk.caller.filter(|caller| self.awaits(*caller, walk.id)) {
            self.come_back(caller, reason);
        }
    }

    fn awaits(&self, caller: Id, called: Id) -> bool {
        let pending = self.instance(caller).map(|instance| &instance.pending);
        matches!(pending, Some(Pending::Called { instance }) if *instance == called)
    }

    /// The wait for a called journey is over.
    fn come_back(&mut self, id: Id, outcome: &str) {
        self.unpark(id);
        let Some(step) = self.standing_on(id) else { return };
        if let Some(instance) = self.instance_mut(id) {
            instance.outcomes.insert(instance.step.clone(), outcome.to_owned());
        }
        let Action::Call(call) = &step.action else { return self.go_next(id, &step.next, 0) };
        let verdict = Verdict::Resumed { arm: outcome.to_owned() };
        match call.on.iter().find(|on| on.outcome == outcome) {
            Some(arm) => {
                self.decide_arm(id, outcome, verdict, Vec::new());
                self.go_next(id, &arm.to, 0);
            }
            None => {
                self.decide_here(id, verdict, Vec::new());
                self.go_next(id, &step.next, 0);
            }
        }
    }
}

/// One value for each field.
fn in_order(fields: &[Field], values: &[(&str, Value)]) -> Vec<Value> {
    let value = |name: &str| values.iter().find(|(place, _)| *place == name).map(|(_, value)| value.clone());
    fields.iter().map(|field| value(&field.name).unwrap_or_default()).collect()
}
