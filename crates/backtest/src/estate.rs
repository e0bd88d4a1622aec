//! People who have to do with each other, under one plan, on a clock of their own.

mod clock;
mod copies;
mod names;
mod namesakes;

pub(crate) use namesakes::Namesakes;

use crate::settings::{Reply, Settings};
use crate::tally::Tally;
use filrouge_intake::Told;
use filrouge_machine::{
    Ask, Effects, Event, Id, Identify, Input, InputKind, Message, Outcome, Person, Ready, TimerChange, step,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Inputs that may follow from each other at one moment: beyond it the plan goes round.
const MOST_AT_ONCE: usize = 100_000;
/// So many more for each of the people who have to do with each other.
const MOST_EACH: usize = 16;

/// What is the same for all people.
pub(crate) struct Ground<'r> {
    pub ready: &'r Ready,
    pub settings: &'r Settings,
    /// From when on decisions count.
    pub since: i64,
    /// The zone whose days are told.
    pub zone: TimeZone,
}

/// People who have to do with each other.
pub(crate) struct Estate<'r> {
    ground: &'r Ground<'r>,
    people: BTreeMap<Id, Person>,
    owners: BTreeMap<(String, String), Id>,
    /// Who became one with somebody else, and with whom.
    aliases: BTreeMap<Id, Id>,
    seen: BTreeSet<Id>,
    due: BTreeSet<(i64, Due)>,
    /// When each timer is due, and for whom.
    timers: BTreeMap<Id, (i64, Id)>,
    /// What leaves when all that happens at once is through, unless it is called back before.
    outgoing: Vec<(Id, Message)>,
    /// Whose answers are to come, and which.
    answers: BTreeMap<Id, (Id, InputKind)>,
    now: i64,
    /// Inputs at this moment.
    spent: usize,
    endless: bool,
    /// Messages of which the world will say what became of them.
    expected: BTreeSet<Id>,
    /// Messages to each person, while decisions count.
    contacts: BTreeMap<Id, u64>,
}

/// What happens by itself; at one moment answers come before timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Answer(Id),
    Timer(Id),
}

impl<'r> Estate<'r> {
    pub(crate) fn new(ground: &'r Ground<'r>) -> Self {
        Self {
            ground,
            people: BTreeMap::new(),
            owners: BTreeMap::new(),
            aliases: BTreeMap::new(),
            seen: BTreeSet::new(),
            due: BTreeSet::new(),
            timers: BTreeMap::new(),
            outgoing: Vec::new(),
            answers: BTreeMap::new(),
            now: i64::MIN,
            spent: 0,
            endless: false,
            expected: BTreeSet::new(),
            contacts: BTreeMap::new(),
        }
    }

    /// A line tells all of this now.
    pub(crate) fn hear_all(&mut self, told: Vec<Told>, namesakes: &Namesakes, tally: &mut Tally) {
        told.into_iter().for_each(|told| self.hear(told, namesakes, tally));
        self.let_go(tally);
    }

    /// Something is told now. Somebody new is named after a line that `namesakes` knows.
    fn hear(&mut self, told: Told, namesakes: &Namesakes, tally: &mut Tally) {
        let Told { id, at, kind, who } = told;
        if self.endless {
            return;
        }
        if !self.seen.insert(id) {
            tally.duplicates += 1;
            return;
        }
        // Of all that comes in, only an identify (an alias is one) says that its names belong to one person.
        let joins = matches!(kind, InputKind::Identify(_));
        let Some(resolved) = self.resolve(who, joins, namesakes) else { return };
        for joining in &resolved.joins {
            self.join(resolved.person, joining, id, tally);
        }
        let known = self.names_of(resolved.person);
        self.attach(&resolved);
        let person = resolved.person;
        let kind = match kind {
            InputKind::Identify(identify) => {
                let identifiers = resolved.own.into_iter().chain(resolved.fresh).collect();
                InputKind::Identify(Identify { identifiers, refused: resolved.refused, ..identify })
            }
            kind => {
                self.introduce(person, (id, at), resolved.fresh, tally);
                kind
            }
        };
        self.step(person, &Input { id, at, kind: punctual(kind) }, tally);
        self.forget_names(person, known);
    }

    /// Lets the machine know of names that came with something else.
    fn introduce(&mut self, person: Id, of: (Id, i64), fresh: Vec<(String, String)>, tally: &mut Tally) {
        if !fresh.is_empty() {
            let kind = InputKind::Identify(Identify { identifiers: fresh, ..Identify::default() });
            self.step(person, &Input { id: Id::of_introduction(of.0), at: of.1, kind }, tally);
        }
    }

    pub(crate) fn step(&mut self, person: Id, input: &Input, tally: &mut Tally) {
        self.spent += 1;
        self.endless |= self.spent > MOST_AT_ONCE.saturating_add(self.people.len().saturating_mul(MOST_EACH));
        let state = self.people.entry(person).or_default();
        let effects = step(self.ground.ready, person, state, input);
        self.note(person, effects, tally);
    }

    /// Everything that a step wants: counted, and what comes back of it is put down.
    pub(crate) fn note(&mut self, person: Id, effects: Effects, tally: &mut Tally) {
        for change in &effects.timers {
            match *change {
                TimerChange::Set { timer, at } => self.set(timer, at, person),
                TimerChange::Cancel { timer, .. } | TimerChange::Forget { timer } => self.cancel(timer),
            }
        }
        if self.now >= self.ground.since {
            effects.decisions.iter().for_each(|decision| tally.decision(decision));
        }
        let messages = effects.messages.iter().map(|message| (person, (**message).clone()));
        self.outgoing.extend(messages);
        self.outgoing.retain(|(_, message)| !effects.recalled.contains(&message.effect));
        effects.asks.iter().for_each(|ask| self.ask(person, ask));
        self.approve(person);
    }

    /// What was not called back leaves.
    pub(crate) fn let_go(&mut self, tally: &mut Tally) {
        for (person, message) in std::mem::take(&mut self.outgoing) {
            self.leave(person, &message, tally);
        }
    }

    /// A message leaves.
    fn leave(&mut self, person: Id, message: &Message, tally: &mut Tally) {
        if self.now >= self.ground.since {
            let at = Timestamp::from_millisecond(self.now).unwrap_or_default();
            tally.message(message, self.ground.zone.to_datetime(at).date());
            *self.contacts.entry(person).or_default() += 1;
        }
        let outcome = Outcome::Sent { receipt: None };
        self.answer(message.effect, person, InputKind::Outcome { effect: message.effect, outcome });
    }

    fn ask(&mut self, person: Id, ask: &Ask) {
        if self.ground.settings.fetch == Reply::No {
            let outcome = Outcome::Failed { reason: "as the backtest says".to_owned() };
            self.answer(ask.effect, person, InputKind::Outcome { effect: ask.effect, outcome });
        }
    }

    /// The people who are left, and how many messages each of them had; whoever became one with somebody else is that one.
    pub(crate) fn end(self, tally: &mut Tally) -> BTreeMap<Id, u64> {
        let contacts = self.settled(&self.contacts);
        tally.people += self.people() as u64;
        tally.contacted += contacts.len() as u64;
        tally.endless += u64::from(self.endless);
        contacts
    }
}

/// An event is heard when it happens.
fn punctual(kind: InputKind) -> InputKind {
    match kind {
        InputKind::Event(event) => InputKind::Event(Event { at: None, ..event }),
        kind => kind,
    }
}
