//! A person as bytes: a byte that names the format, then JSON with every field by name.
//!
//! Names, not slots, are written, so that a stored person outlives the plan. Equal people give equal bytes.

use crate::tracked::Kept;
use crate::{
    Assignment, Awaited, Backfilling, ConsentFact, Departed, Flight, Id, Instance, Joined, PastEntry, Person,
    Ready, Rhythm, Tracked,
};
use filrouge_plan::{Trait, Type, Value};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The format that is written.
const FORMAT: u8 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    profile: BTreeMap<String, Value>,
    identifiers: BTreeMap<String, Vec<String>>,
    consents: Vec<(String, String, ConsentFact)>,
    segments: BTreeSet<String>,
    instances: Vec<Instance>,
    entries: Vec<(String, String, PastEntry)>,
    /// As it was written before purposes were counted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    sent: BTreeMap<String, Vec<i64>>,
    #[serde(default)]
    sent_for: Vec<(String, String, Vec<i64>)>,
    flights: BTreeMap<Id, Flight>,
    departed: Vec<Departed>,
    last_activity: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    assignments: Vec<(String, String, Assignment)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rhythm: Option<Rhythm>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    backfills: Vec<(String, String, Option<Backfilling>)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    joined: BTreeMap<Id, Joined>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    apart: BTreeSet<Id>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    awaited: BTreeMap<String, Awaited>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    awaited_under: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    entered: BTreeMap<String, Vec<i64>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    traits: BTreeMap<String, Tracked>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wake: Option<i64>,
}

/// Why bytes are not a person.
#[derive(Debug)]
pub enum NotAPerson {
    /// They are in a format that this version does not read; nothing for no bytes at all.
    Format(Option<u8>),
    /// They are damaged.
    Damaged(serde_json::Error),
}

impl fmt::Display for NotAPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(None) => f.write_str("the stored person is empty"),
            Self::Format(Some(format)) => {
                write!(f, "the stored person has format {format}, this version reads {FORMAT}")
            }
            // The words of the parser may quote a value of the person's.
            Self::Damaged(error) => write!(f, "the stored person is damaged at byte {}", error.column()),
        }
    }
}

impl std::error::Error for NotAPerson {}

impl Person {
    /// The person as bytes, under the plan of `ready`.
    #[must_use]
    pub fn encode(&self, ready: &Ready) -> Vec<u8> {
        let mut bytes = vec![FORMAT];
        // Plain data with string keys, written to memory: there is no way to fail.
        let _ = serde_json::to_writer(&mut bytes, &self.to_stored(ready));
        bytes
    }

    /// The person that `bytes` hold, under the plan of `ready`. Fields that it does not declare, or declares with
    /// another type, are kept aside.
    ///
    /// # Errors
    /// When the bytes were not written by [`Person::encode`] in a format that this version reads.
    pub fn decode(ready: &Ready, bytes: &[u8]) -> Result<Self, NotAPerson> {
        match bytes.split_first() {
            Some((&FORMAT, body)) => {
                let stored = serde_json::from_slice(body).map_err(NotAPerson::Damaged)?;
                Ok(Self::of_stored(ready, stored))
            }
            other => Err(NotAPerson::Format(other.map(|(format, _)| *format))),
        }
    }

    fn to_stored(&self, ready: &Ready) -> Stored {
        let declared =
            ready.plan().profile.slots().zip(&self.profile).filter(|(_, value)| !value.is_absent());
        let declared = declared.map(|(field, value)| (field.name.clone(), value.clone()));
        let undeclared = self.undeclared.clone().into_iter();
        Stored {
            profile: undeclared.chain(declared).collect(),
            identifiers: self.identifiers.clone(),
            consents: flat(&self.consents),
            segments: self.segments.clone(),
            instances: self.instances.clone(),
            entries: flat(&self.entries),
            sent: BTreeMap::new(),
            sent_for: flat(&self.sent),
            flights: self.flights.clone(),
            departed: self.departed.clone(),
            last_activity: self.last_activity,
            traits: self.traits.clone(),
            wake: self.wake,
            assignments: flat(&self.assignments),
            rhythm: self.rhythm.clone(),
            backfills: flat(&self.backfills),
            since: self.since,
            joined: self.joined.clone(),
            apart: self.apart.clone(),
            awaited: self.awaited.clone(),
            awaited_under: self.awaited_under.clone(),
            entered: self.entered.clone(),
        }
    }

    fn of_stored(ready: &Ready, stored: Stored) -> Self {
        let mut known = stored.profile;
        let profile =
            ready.plan().profile.slots().map(|field| take_fitting(&mut known, &field.name, &field.ty));
        let profile = profile.collect::<Vec<_>>();
        let traits = still_made(ready, stored.traits);
        let computed = ready.plan().traits.iter().map(|own| value_of(own, &traits));
        Self {
            profile: profile.into_iter().chain(computed).collect(),
            undeclared: known,
            identifiers: stored.identifiers,
            consents: keyed(stored.consents),
            segments: stored.segments,
            instances: stored.instances,
            entries: keyed(stored.entries),
            sent: counted(stored.sent, stored.sent_for),
            flights: stored.flights,
            departed: stored.departed,
            last_activity: stored.last_activity,
            traits,
            wake: stored.wake,
            assignments: keyed(stored.assignments),
            rhythm: stored.rhythm,
            backfills: keyed(stored.backfills),
            since: stored.since,
            joined: stored.joined,
            apart: stored.apart,
            awaited: stored.awaited,
            awaited_under: stored.awaited_under,
            entered: stored.entered,
        }
    }
}

/// Messages that were counted before purposes were have none.
fn counted(
    old: BTreeMap<String, Vec<i64>>,
    new: Vec<(String, String, Vec<i64>)>,
) -> BTreeMap<(String, String), Vec<i64>> {
    let old = old.into_iter().map(|(channel, times)| (channel, String::new(), times));
    keyed(old.chain(new).collect())
}

/// What is remembered for traits that the plan computes in the same way; the others start anew, or are gone.
fn still_made(ready: &Ready, mut traits: BTreeMap<String, Tracked>) -> BTreeMap<String, Tracked> {
    let trackers = ready.trackers();
    traits.retain(|name, tracked| {
        trackers.called(name).is_some_and(|place| trackers.digest(place) == tracked.made)
    });
    traits
}

fn value_of(own: &Trait, traits: &BTreeMap<String, Tracked>) -> Value {
    match traits.get(&own.field.name) {
        Some(tracked) => tracked.kept.value(own),
        None => Kept::new(&own.made).value(own),
    }
}

fn take_fitting(known: &mut BTreeMap<String, Value>, name: &str, ty: &Type) -> Value {
    let fitting = known.get(name).is_some_and(|value| fits(value, ty));
    fitting.then(|| known.remove(name)).flatten().unwrap_or_default()
}

fn flat<T: Clone>(map: &BTreeMap<(String, String), T>) -> Vec<(String, String, T)> {
    map.iter().map(|((first, second), value)| (first.clone(), second.clone(), value.clone())).collect()
}

fn keyed<T>(list: Vec<(String, String, T)>) -> BTreeMap<(String, String), T> {
    list.into_iter().map(|(first, second, value)| ((first, second), value)).collect()
}

/// Whether a value has the shape of a type. Absent fits every type: data can be older than the plan.
pub(crate) fn fits(value: &Value, ty: &Type) -> bool {
    match (value, ty.required()) {
        (Value::Absent, _)
        | (Value::Bool(_), Type::Bool)
        | (Value::Int(_), Type::Int)
        | (Value::Decimal(_), Type::Decimal)
        | (Value::Money(..), Type::Money)
        | (Value::Date(_), Type::Date)
        | (Value::Datetime(_), Type::Datetime)
        | (Value::Duration(_), Type::Duration)
        | (Value::Point(..), Type::Point) => true,
        (Value::Text(text), Type::Enum(words)) => words.iter().any(|word| **word == **text),
        (Value::Text(_), ty) => ty.is_text(),
        (Value::List(items), Type::List(item)) => items.iter().all(|value| fits(value, item)),
        (Value::Record(values), Type::Record(fields)) => {
            values.len() == fields.len()
                && values.iter().zip(fields).all(|(value, field)| fits(value, &field.ty))
        }
        _ => false,
    }
}
