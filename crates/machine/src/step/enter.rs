//! Coming in.

use super::agenda::Task;
use super::decide::Subject;
use super::exit::RE_ENTERED;
use super::judge::View;
use super::turn::Turn;
use crate::ready::ReadyJourney;
use crate::{EntryRefusal, Evaluated, Event, Id, Instance, PastEntry, Pending, Verdict, Watch, moment};
use filrouge_plan::{ReEntry, Value};
use std::collections::BTreeMap;

type Judged = (Result<String, EntryRefusal>, Vec<Evaluated>);

impl<'a> Turn<'a> {
    /// Brings the person into a journey, if its rules allow it.
    pub(super) fn enter(&mut self, journey: usize, event: Option<&Event>, depth: u8) {
        let Some(journey) = self.ready.journey_at(journey) else { return };
        let (key, conditions) = self.judge_entry(journey, event);
        let admitted = key.and_then(|key| self.admit(journey, key));
        match admitted {
            Ok(key) => self.come_in(journey, key, event, depth, conditions),
            Err(reason) => self.turn_away(journey, reason, conditions),
        }
    }

    /// Whether the entry's condition holds, and under which key.
    fn judge_entry(&self, journey: &ReadyJourney, event: Option<&Event>) -> Judged {
        let condition = journey.plan.enter.when.as_ref();
        let (holds, mut conditions) =
            self.prove(condition, || journey.enter_condition.clone(), at_door(event));
        match holds {
            Err(_) => (Err(EntryRefusal::MissingValue), conditions),
            Ok(false) => (Err(EntryRefusal::Condition), conditions),
            Ok(true) => {
                let (key, evaluated) = self.key_of(journey, event);
                conditions.extend(evaluated);
                (key, conditions)
            }
        }
    }

    fn key_of(
        &self,
        journey: &ReadyJourney,
        event: Option<&Event>,
    ) -> (Result<String, EntryRefusal>, Option<Evaluated>) {
        let Some(program) = &journey.plan.enter.key else { return (Ok(String::new()), None) };
        let (value, evaluated) = self.evaluate(program, journey.enter_key.clone(), at_door(event));
        let key = value.ok().and_then(|value| key_text(&value)).ok_or(EntryRefusal::MissingValue);
        (key, Some(evaluated))
    }

    /// Whether re-entry lets the person in; somebody who starts anew leaves first.
    fn admit(&mut self, journey: &ReadyJourney, key: String) -> Result<String, EntryRefusal> {
        let re_entry = journey.plan.enter.re_entry;
        let inside = self.inside(journey.name(), &key);
        match (inside, re_entry) {
            (Some(id), ReEntry::Every) => {
                self.leave(id, RE_ENTERED, journey.enter.clone(), Vec::new());
                Ok(key)
            }
            (Some(_), _) => Err(EntryRefusal::AlreadyInside),
            (None, _) if self.may_come_again(journey.name(), &key, re_entry) => Ok(key),
            (None, _) => Err(EntryRefusal::ReEntry),
        }
    }

    fn inside(&self, journey: &str, key: &str) -> Option<Id> {
        let mut instances = self.person.instances.iter();
        instances
            .find(|instance| instance.journey == journey && instance.key == key)
            .map(|instance| instance.id)
    }

    fn may_come_again(&self, journey: &str, key: &str, re_entry: ReEntry) -> bool {
        let Some(past) = self.past(journey, key) else { return true };
        match re_entry {
            ReEntry::Never => false,
            ReEntry::AfterExit | ReEntry::Every => true,
            ReEntry::After(period) => moment::after(past.last, period, &self.zone) <= self.now(),
        }
    }

    fn past(&self, journey: &str, key: &str) -> Option<PastEntry> {
        self.person.entries.get(&(journey.to_owned(), key.to_owned())).copied()
    }

    fn come_in(
        &mut self,
        journey: &'a ReadyJourney,
        key: String,
        event: Option<&Event>,
        depth: u8,
        conditions: Vec<Evaluated>,
    ) {
        let instance = self.new_instance(journey, key, event);
        let (id, now) = (instance.id, self.now());
        let past = PastEntry { count: instance.rotation.saturating_add(1), last: now };
        self.person.entries.insert((instance.journey.clone(), instance.key.clone()), past);
        self.person.instances.push(instance);
        let origin = journey.enter.clone();
        let subject = Subject { journey: journey.name().to_owned(), instance: Some(id), step: None, origin };
        self.decide(subject, Verdict::Entered, conditions);
        self.agenda.first(Task::Go { instance: id, to: journey.plan.start.clone(), depth });
    }

    fn new_instance(&self, journey: &ReadyJourney, key: String, event: Option<&Event>) -> Instance {
        let name = journey.name();
        let rotation = self.past(name, &key).map_or(0, |past| past.count);
        let id = Id::of(&["instance", &self.who.to_string(), name, &key, &rotation.to_string()]);
        Instance {
            id,
            journey: name.to_owned(),
            key,
            rotation,
            entered_at: self.now(),
            entry: self.fields_by_name(event),
            step: String::new(),
            step_entered_at: self.now(),
            pending: Pending::Wait { due: None },
            watch: Watch::default(),
            visits: BTreeMap::new(),
            digests: BTreeMap::new(),
            rounds: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            results: BTreeMap::new(),
            reached: Default::default(),
            plan: self.ready.hash().to_owned(),
        }
    }

    pub(super) fn fields_by_name(&self, event: Option<&Event>) -> BTreeMap<String, Value> {
        let Some(event) = event else { return BTreeMap::new() };
        let Some(schema) = self.ready.event(&event.name) else { return BTreeMap::new() };
        let fields = schema.fields.iter().zip(&event.fields).filter(|(_, value)| !value.is_absent());
        fields.map(|(field, value)| (field.name.clone(), value.clone())).collect()
    }

    pub(super) fn turn_away(
        &mut self,
        journey: &ReadyJourney,
        reason: EntryRefusal,
        conditions: Vec<Evaluated>,
    ) {
        let origin = journey.enter.clone();
        let subject = Subject { journey: journey.name().to_owned(), instance: None, step: None, origin };
        self.decide(subject, Verdict::NotEntered { reason }, conditions);
    }
}

/// What the conditions of an entry may read besides the profile.
fn at_door(event: Option<&Event>) -> View<'_> {
    event.map_or_else(View::default, View::of)
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
