//! Coming in.

use super::agenda::Task;
use super::decide::Subject;
use super::exit::RE_ENTERED;
use super::judge::View;
use super::turn::Turn;
use crate::ready::ReadyJourney;
use crate::{
    EntryRefusal, Evaluated, Event, Id, Instance, PastEntry, Pending, Start, Verdict, Watch, moment,
};
use filrouge_plan::{Entry, Field, ReEntry, Value};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Instances of one journey that one person may be in at once. Each input looks at all of them.
const MOST_INSTANCES: usize = 1_000;

/// What brings somebody in.
#[derive(Clone)]
pub(super) enum Arrival {
    /// An event.
    Event(Rc<Event>),
    /// Somebody or something that gives the fields of the entry.
    Asked(Rc<[Value]>),
    /// Coming into a segment, or leaving it.
    Crossing,
}

impl Arrival {
    fn values(&self) -> &[Value] {
        match self {
            Self::Event(event) => &event.fields,
            Self::Asked(fields) => fields,
            Self::Crossing => &[],
        }
    }

    /// What the conditions of an entry may read besides the profile.
    fn view(&self) -> View<'_> {
        match self {
            Self::Event(event) => View::of(event),
            Self::Asked(fields) => View::asked(fields),
            Self::Crossing => View::default(),
        }
    }
}

type Judged = (Result<String, EntryRefusal>, Vec<Evaluated>);

impl<'a> Turn<'a> {
    /// Brings the person into a journey, if its rules allow it: the new instance, or why there is none.
    pub(super) fn enter(&mut self, journey: usize, arrival: &Arrival, depth: u8) -> Option<Id> {
        let journey = self.ready.journey_at(journey)?;
        let (key, conditions) = self.judge_entry(journey, arrival);
        let admitted = key.and_then(|key| self.admit(journey, key));
        match admitted {
            Ok(key) => Some(self.come_in(journey, key, arrival, depth, conditions)),
            Err(reason) => {
                self.refuse(journey, arrival, reason, conditions);
                None
            }
        }
    }

    /// Brings the person into a journey that another one asks for, with one value per field of its entry: the new
    /// instance, or none when the rules of the entry refuse, which is recorded. It goes its first step when the
    /// agenda comes to it.
    pub(super) fn enter_by_call(&mut self, journey: &str, fields: Vec<Value>, depth: u8) -> Option<Id> {
        let place = self.ready.place_of(journey)?;
        self.enter(place, &Arrival::Asked(Rc::from(fields)), depth)
    }

    /// Somebody asks for a journey.
    pub(super) fn take_start(&mut self, start: &Start) {
        let Some(journey) = self.ready.journey(&start.journey) else { return };
        if let Some(place) = &start.place {
            return self.take_place(journey, &start.fields, place);
        }
        if matches!(journey.plan.enter.by, Entry::Api | Entry::Called) {
            self.enter_by_call(&start.journey, start.fields.clone(), 0);
            self.run();
        }
    }

    /// Whether the entry's condition holds, and under which key.
    fn judge_entry(&self, journey: &ReadyJourney, arrival: &Arrival) -> Judged {
        if self.is_restricted() {
            return (Err(EntryRefusal::Restricted), Vec::new());
        }
        let condition = journey.plan.enter.when.as_ref();
        let (holds, mut conditions) =
            self.prove(condition, || journey.enter_condition.clone(), arrival.view());
        match holds {
            Err(_) => (Err(EntryRefusal::MissingValue), conditions),
            Ok(false) => (Err(EntryRefusal::Condition), conditions),
            Ok(true) => {
                let (key, evaluated) = self.key_of(journey, arrival);
                conditions.extend(evaluated);
                (key, conditions)
            }
        }
    }

    pub(super) fn key_of(
        &self,
        journey: &ReadyJourney,
        arrival: &Arrival,
    ) -> (Result<String, EntryRefusal>, Option<Evaluated>) {
        let Some(program) = &journey.plan.enter.key else { return (Ok(String::new()), None) };
        let (value, evaluated) = self.evaluate(program, journey.enter_key.clone(), arrival.view());
        let key = value.ok().and_then(|value| key_text(&value)).ok_or(EntryRefusal::MissingValue);
        (key, Some(evaluated))
    }

    /// Whether there is room for another instance, and the limit is not reached.
    pub(super) fn has_room(&self, journey: &ReadyJourney) -> Result<(), EntryRefusal> {
        let walks = self.person.instances.iter().filter(|instance| instance.branch.is_none());
        let inside = walks.filter(|instance| instance.journey == journey.name());
        if inside.count() >= MOST_INSTANCES {
            return Err(EntryRefusal::TooMany);
        }
        let Some(limit) = journey.plan.enter.limit else { return Ok(()) };
        let entered = self.person.entered.get(journey.name()).map_or(&[][..], Vec::as_slice);
        let recent = entered.iter().filter(|at| moment::after(**at, limit.per, &self.zone) > self.now());
        let is_full = recent.count() >= usize::try_from(limit.count).unwrap_or(usize::MAX);
        if is_full { Err(EntryRefusal::Limit) } else { Ok(()) }
    }

    /// Remembers an entry as long as a limit needs it.
    pub(super) fn count_entry(&mut self, journey: &ReadyJourney, at: i64) {
        let Some(limit) = journey.plan.enter.limit else { return };
        let entered = self.person.entered.entry(journey.name().to_owned()).or_default();
        entered.insert(entered.partition_point(|own| *own <= at), at);
        let surplus = entered.len().saturating_sub(usize::try_from(limit.count).unwrap_or(usize::MAX));
        entered.drain(..surplus);
    }

    /// Whether re-entry lets the person in; somebody who starts anew leaves first.
    fn admit(&mut self, journey: &ReadyJourney, key: String) -> Result<String, EntryRefusal> {
        let re_entry = journey.plan.enter.re_entry;
        let inside = self.inside(journey.name(), &key);
        if inside.is_none() || re_entry == ReEntry::Every {
            self.has_room(journey)?;
        }
        match (inside, re_entry) {
            (Some(id), ReEntry::Every) => {
                self.make_room(journey, Some(id))?;
                self.leave(id, RE_ENTERED, journey.enter.clone(), Vec::new());
                Ok(key)
            }
            (Some(_), _) => Err(EntryRefusal::AlreadyInside),
            (None, _) if self.may_come_again(journey.name(), &key, re_entry) => {
                self.make_room(journey, None)?;
                Ok(key)
            }
            (None, _) => Err(EntryRefusal::ReEntry),
        }
    }

    pub(super) fn inside(&self, journey: &str, key: &str) -> Option<Id> {
        let mut instances = self.person.instances.iter();
        instances
            .find(|instance| instance.branch.is_none() && instance.journey == journey && instance.key == key)
            .map(|instance| instance.id)
    }

    pub(super) fn may_come_again(&self, journey: &str, key: &str, re_entry: ReEntry) -> bool {
        let Some(past) = self.past(journey, key) else { return true };
        match re_entry {
            ReEntry::Never => false,
            ReEntry::AfterExit | ReEntry::Every => true,
            ReEntry::After(period) => moment::after(past.last, period, &self.zone) <= self.now(),
        }
    }

    pub(super) fn past(&self, journey: &str, key: &str) -> Option<PastEntry> {
        self.person.entries.get(&(journey.to_owned(), key.to_owned())).copied()
    }

    fn come_in(
        &mut self,
        journey: &'a ReadyJourney,
        key: String,
        arrival: &Arrival,
        depth: u8,
        conditions: Vec<Evaluated>,
    ) -> Id {
        let instance = self.new_instance(journey, key, arrival);
        self.count_entry(journey, self.now());
        let (id, now) = (instance.id, self.now());
        let past = PastEntry { count: instance.rotation.saturating_add(1), last: now };
        self.remember_entry(&instance.journey, &instance.key, past);
        self.person.instances.push(instance);
        let origin = journey.enter.clone();
        let subject = Subject { journey: journey.name().to_owned(), instance: Some(id), step: None, origin };
        self.decide(subject, Verdict::Entered, conditions);
        self.agenda.first(Task::Go { instance: id, to: journey.plan.start.clone(), depth });
        id
    }

    pub(super) fn new_instance(&self, journey: &ReadyJourney, key: String, arrival: &Arrival) -> Instance {
        let name = journey.name();
        let rotation = self.past(name, &key).map_or(0, |past| past.count);
        // A name may come back for another journey, and its rotations begin anew: the input tells the walks apart.
        let (who, input) = (self.who.to_string(), self.input.id.to_string());
        let id = Id::of(&["instance", &who, name, &key, &rotation.to_string(), &input]);
        Instance {
            id,
            journey: name.to_owned(),
            key,
            rotation,
            entered_at: self.now(),
            entry: self.entry_fields(name, arrival),
            step: String::new(),
            step_entered_at: self.now(),
            pending: Pending::Wait { due: None },
            watch: Watch::default(),
            caller: None,
            branch: None,
            visits: BTreeMap::new(),
            digests: BTreeMap::new(),
            rounds: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            results: BTreeMap::new(),
            reached: Default::default(),
            plan: self.ready.hash().to_owned(),
            drained: None,
        }
    }

    fn entry_fields(&self, journey: &str, arrival: &Arrival) -> BTreeMap<String, Value> {
        by_name(self.ready.entry_fields(journey), arrival.values())
    }

    pub(super) fn fields_by_name(&self, event: &Event) -> BTreeMap<String, Value> {
        let schema = self.ready.event(&event.name);
        schema.map(|schema| by_name(&schema.fields, &event.fields)).unwrap_or_default()
    }

    /// Whoever asked, or crossed into a segment, is told on their own; an event fits few of those who listen.
    fn refuse(
        &mut self,
        journey: &'a ReadyJourney,
        arrival: &Arrival,
        reason: EntryRefusal,
        mut conditions: Vec<Evaluated>,
    ) {
        match (arrival, reason, conditions.pop()) {
            (Arrival::Event(_), EntryRefusal::Condition, Some(condition)) => {
                self.does_not_fit(journey, condition);
            }
            (_, _, last) => {
                conditions.extend(last);
                self.turn_away(journey, reason, conditions);
            }
        }
    }

    pub(super) fn turn_away(
        &mut self,
        journey: &ReadyJourney,
        reason: EntryRefusal,
        conditions: Vec<Evaluated>,
    ) {
        let origin = journey.enter.clone();
        let subject = Subject { journey: journey.name().to_owned(), instance: None, step: None, origin };
        let policy = (reason == EntryRefusal::Crowded).then(|| self.crowding(journey)).flatten();
        self.decide(subject, Verdict::NotEntered { reason }, conditions);
        if let Some(decision) = self.effects.decisions.last_mut() {
            decision.policy = policy;
        }
    }
}

/// What is known of each field.
fn by_name(fields: &[Field], values: &[Value]) -> BTreeMap<String, Value> {
    let given = fields.iter().zip(values).filter(|(_, value)| !value.is_absent());
    given.map(|(field, value)| (field.name.clone(), value.clone())).collect()
}

/// A key as text: the value itself, or its canonical JSON when it is not a simple one.
pub(super) fn key_text(value: &Value) -> Option<String> {
    match value {
        Value::Absent => None,
        Value::Text(text) => Some(text.to_string()),
        Value::Int(number) | Value::Datetime(number) | Value::Duration(number) => Some(number.to_string()),
        Value::Date(day) => Some(day.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Decimal(number) => Some(number.normalize().to_string()),
        other => serde_json::to_string(other).ok(),
    }
}
