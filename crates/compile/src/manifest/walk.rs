//! A journey, walked once: what each of its parts reads, and what leads to what.

use super::ground::{Ground, sorted};
use super::policies;
use super::reads::{Place, Reads};
use filrouge_model::step::{Assignment, Send, Timeout, Wait};
use filrouge_model::{Action, Enter, Entry, Id, Journey, Step};
use filrouge_plan::{Channel, address};
use std::collections::BTreeSet;

/// A journey and what it uses.
pub(super) struct Walked<'a> {
    pub journey: &'a Journey,
    /// What it reads and changes apart from its messages.
    pub own: Reads,
    /// Its messages, in the order of the text.
    pub sends: Vec<Sent<'a>>,
    /// What it asks services, in the order of the text.
    pub asks: Vec<Asked<'a>>,
    place: Place<'a>,
}

/// A message and what it uses.
pub(super) struct Sent<'a> {
    pub step: &'a Step,
    pub send: &'a Send,
    /// Address of the step.
    pub address: String,
    /// Name of the purpose.
    pub purpose: &'a str,
    /// Channels in order of preference.
    pub via: Vec<&'a Channel>,
    /// What the message holds, but for the person's address.
    pub message: Reads,
    /// What decides on the way whether, when and in which language it is sent.
    pub way: Reads,
    /// Addresses of the steps where people may be waiting for it.
    pub waits: BTreeSet<String>,
}

/// A question to a service and what it tells.
pub(super) struct Asked<'a> {
    pub step: &'a Step,
    /// Address of the step.
    pub address: String,
    /// Name of the connector.
    pub connector: &'a str,
    /// Name of the purpose.
    pub purpose: &'a str,
    /// What the service is told.
    pub question: Reads,
    /// What decides on the way whether and when it is asked.
    pub way: Reads,
}

impl<'a> Walked<'a> {
    /// Every journey, by name.
    pub fn all(ground: &Ground<'a>) -> Vec<Self> {
        let journeys = sorted(&ground.model.journeys, |journey| &journey.name);
        journeys.into_iter().map(|journey| Self::of(journey, ground)).collect()
    }

    fn of(journey: &'a Journey, ground: &Ground<'a>) -> Self {
        let entry = journey.entry_event();
        let entry = entry.map(|event| &*event.name.value);
        let asked = entry.is_none().then_some(&*journey.name.value);
        let place = Place { entry, asked, event: None };
        let mut walked = Self { journey, own: Reads::default(), sends: Vec::new(), asks: Vec::new(), place };
        walked.own = walked.outside(ground);
        let sends = journey.steps.iter().filter_map(|(id, step)| walked.sent(id, step, ground));
        walked.sends = sends.collect();
        let asks = journey.steps.iter().filter_map(|(id, step)| walked.asked(id, step, ground));
        walked.asks = asks.collect();
        walked
    }

    /// The address of a step of the journey.
    pub fn address(&self, step: &Step) -> String {
        address::step(&self.journey.name.value, &step.name.value)
    }

    /// The purposes that the journey serves.
    pub fn purposes(&self) -> BTreeSet<&'a str> {
        let own = self.journey.purpose.value().map(|purpose| &*purpose.name.value);
        let asks = self.asks.iter().map(|asked| asked.purpose);
        self.sends.iter().map(|sent| sent.purpose).chain(asks).chain(own).collect()
    }

    /// What the journey uses for a purpose: its messages and questions of that purpose with what leads to them, and all
    /// the rest unless the journey itself has another purpose.
    pub fn used_for(&self, purpose: &str) -> Reads {
        let mut used = Reads::default();
        for sent in self.sends.iter().filter(|sent| sent.purpose == purpose) {
            used.extend(&sent.message);
            used.extend(&sent.way);
        }
        for asked in self.asks.iter().filter(|asked| asked.purpose == purpose) {
            used.extend(&asked.question);
            used.extend(&asked.way);
        }
        if self.journey.purpose.value().is_none_or(|own| *own.name.value == *purpose) {
            used.extend(&self.own);
        }
        used
    }

    /// What a step reads to decide where people go.
    pub fn decides(&self, step: &Step, ground: &Ground<'_>) -> Reads {
        let mut reads = Reads::default();
        match &step.action {
            Action::Split(split) => {
                let conditions = split.ways.iter().filter_map(|way| way.when.as_ref());
                conditions.for_each(|when| reads.expression(when, self.place, ground));
            }
            Action::WaitUntil(wait) => {
                wait.triggers().for_each(|trigger| reads.trigger(trigger, self.place, ground));
                let date = wait.timeout.as_ref().and_then(Timeout::date);
                date.into_iter().for_each(|date| reads.expression(date, self.place, ground));
            }
            Action::Wait(wait) => {
                let date = wait.as_deref().and_then(Wait::date);
                date.into_iter().for_each(|date| reads.expression(date, self.place, ground));
            }
            Action::Experiment(_)
            | Action::Send(_)
            | Action::Fetch(_)
            | Action::Update(_)
            | Action::Emit(_)
            | Action::StopJourney(_)
            | Action::Call(_)
            | Action::Start(_)
            | Action::End(_) => {}
            Action::Digest(digest) => {
                if let Some(event) = &digest.event {
                    reads.event(&event.name.value, digest.expressions(), self.place, ground);
                    reads.whole_event(&event.name.value, ground);
                }
            }
            Action::Approve(approve) => {
                let date = approve.timeout.as_ref().and_then(Timeout::date);
                date.into_iter().for_each(|date| reads.expression(date, self.place, ground));
            }
            Action::Parallel(parallel) => {
                let date = parallel.timeout.as_ref().and_then(Timeout::date);
                date.into_iter().for_each(|date| reads.expression(date, self.place, ground));
            }
            Action::Repeat(repeat) => {
                repeat.conditions().for_each(|when| reads.expression(when, self.place, ground));
            }
        }
        reads
    }

    /// What decides who is inside: the entry and the exits.
    fn door(&self, ground: &Ground<'_>) -> Reads {
        let mut reads = Reads::default();
        if let Some(enter) = &self.journey.enter {
            self.entry(enter, &mut reads, ground);
        }
        let exits = self.journey.exits.iter().filter_map(|exit| exit.on.as_ref());
        exits.for_each(|exit| reads.trigger(exit, self.place, ground));
        reads
    }

    /// What brings people in.
    fn entry(&self, enter: &Enter, reads: &mut Reads, ground: &Ground<'_>) {
        let conditions = enter.when.value().into_iter().chain(enter.key.value().map(|key| &**key));
        match &enter.by {
            Some(Entry::Event(event)) => reads.event(&event.name.value, conditions, self.place, ground),
            Some(Entry::Segment { segment, .. }) => {
                reads.segment(&segment.name.value, ground);
                conditions.for_each(|condition| reads.expression(condition, self.place, ground));
            }
            Some(other) => {
                if let Some(segment) = enter.segment() {
                    reads.segment(&segment.name.value, ground);
                }
                if let Entry::Date { field, .. } = other {
                    reads.fields.insert(address::declared("profile", &field.value));
                }
                conditions.for_each(|condition| reads.expression(condition, self.place, ground));
            }
            None => {}
        }
    }

    /// Everything apart from messages.
    fn outside(&self, ground: &Ground<'_>) -> Reads {
        let mut reads = self.door(ground);
        for goal in &self.journey.goals {
            if let Some(event) = &goal.event {
                reads.event(&event.name.value, goal.when.value(), self.place, ground);
            }
        }
        for step in self.journey.steps.values() {
            reads.extend(&self.decides(step, ground));
            self.changes(step, &mut reads, ground);
        }
        reads
    }

    /// What a step changes, and what it reads for that.
    fn changes(&self, step: &Step, reads: &mut Reads, ground: &Ground<'_>) {
        let (around, set): (String, &[Assignment]) = match &step.action {
            Action::Update(update) => ("profile".to_owned(), &update.set),
            Action::StopJourney(stop) => {
                let key = stop.key.value().into_iter();
                return key.for_each(|key| reads.expression(key, self.place, ground));
            }
            Action::Call(call) | Action::Start(call) => {
                let Some(journey) = &call.journey else { return };
                (address::enter(&journey.name.value), &call.with)
            }
            Action::Emit(emit) => {
                let Some(event) = &emit.event else { return };
                (address::declared("event", &event.name.value), &emit.set)
            }
            _ => return,
        };
        reads.fields.extend(set.iter().map(|place| format!("{around}/{}", place.name.value)));
        reads.assignments(set, self.place, ground);
    }

    /// What decides who comes along these steps.
    fn leading(&self, before: &[&Step], ground: &Ground<'_>) -> Reads {
        let mut way = self.door(ground);
        before.iter().for_each(|step| way.extend(&self.decides(step, ground)));
        way
    }

    fn asked(&self, id: Id<Step>, step: &'a Step, ground: &Ground<'a>) -> Option<Asked<'a>> {
        let Action::Fetch(fetch) = &step.action else { return None };
        let purpose = fetch.purpose.value().or(self.journey.purpose.value())?;
        let mut question = Reads::default();
        let told = fetch.expressions().into_iter();
        told.for_each(|value| question.expression(value, self.place, ground));
        Some(Asked {
            step,
            address: self.address(step),
            connector: &fetch.from.as_ref()?.name.value,
            purpose: &purpose.name.value,
            question,
            way: self.leading(&before(self.journey, id), ground),
        })
    }

    fn sent(&self, id: Id<Step>, step: &'a Step, ground: &Ground<'a>) -> Option<Sent<'a>> {
        let Action::Send(send) = &step.action else { return None };
        let purpose = send.purpose.value().or(self.journey.purpose.value())?;
        let mut message = Reads::default();
        message.template(&send.template.as_ref()?.name.value, self.place, ground);
        message.assignments(&send.with, self.place, ground);
        let before = before(self.journey, id);
        let mut way = self.leading(&before, ground);
        way.fields.extend(ground.everywhere());
        policies::holding_back(&mut way, &self.journey.name.value, &purpose.name.value, ground);
        if send.best_time().is_some() {
            // Whatever the person did says at which hour.
            way.events.extend(ground.plan.events.iter().map(|event| event.name.clone()));
        }
        let waits = before.iter().filter(|step| step.waits()).map(|step| self.address(step));
        let channel = |name: &str| ground.plan.channels.iter().find(|channel| channel.name == name);
        Some(Sent {
            step,
            send,
            address: self.address(step),
            purpose: &purpose.name.value,
            via: send.via.iter().filter_map(|via| channel(&via.name.value)).collect(),
            message,
            way,
            waits: waits.collect(),
        })
    }
}

/// The steps from which people may come to `goal`, in the order of the text.
fn before(journey: &Journey, goal: Id<Step>) -> Vec<&Step> {
    let mut leading = BTreeSet::from([goal]);
    loop {
        let known = leading.len();
        let next = journey.steps.iter().filter(|(_, step)| {
            step.successors()
                .iter()
                .any(|target| journey.lands(*target).is_some_and(|id| leading.contains(&id)))
        });
        let next: Vec<_> = next.map(|(id, _)| id).collect();
        leading.extend(next);
        let beside: Vec<_> = leading.iter().flat_map(|id| beside(journey, *id)).collect();
        leading.extend(beside);
        if leading.len() == known {
            break;
        }
    }
    let steps = leading.into_iter().filter(|id| *id != goal);
    steps.filter_map(|id| journey.steps.get(id)).collect()
}

/// The steps on the branches of a parallel: what happens on one of them may be the end of the others.
fn beside(journey: &Journey, id: Id<Step>) -> BTreeSet<Id<Step>> {
    let Some(Step { action: Action::Parallel(parallel), .. }) = journey.steps.get(id) else {
        return BTreeSet::new();
    };
    parallel.branches.iter().flat_map(|branch| journey.branch(id, branch.to)).collect()
}
