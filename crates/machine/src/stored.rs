//! A person as bytes: a byte that names the format, then every field that is not blank.
//!
//! Names, not slots, are written, so that a stored person outlives the plan; each name once, and what happened by its
//! distance from what happened before. Equal people give equal bytes.

mod codec;
mod old;
mod parts;
mod reader;
mod simple;
mod writer;

use crate::tracked::Kept;
use crate::{Person, Ready, Tracked};
use codec::Codec;
use filrouge_plan::{Field, Trait, Type, Value};
use reader::{Damage, Reader};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use writer::Writer;

/// The format that is written.
const FORMAT: u8 = 2;

/// JSON.
const OLD_FORMAT: u8 = 1;

/// The longest text that is written once and referred to. The hash of a plan is as long.
const LONGEST_NAME: usize = 64;

/// The shortest text whose hex digits are written two to a byte.
const SHORTEST_HEX: usize = 16;

/// Values of the profile by name, until they are taken.
type Known<'a> = Vec<Option<(Cow<'a, str>, Value)>>;

/// Why bytes are not a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAPerson {
    /// They are in a format that this version does not read; nothing for no bytes at all.
    Format(Option<u8>),
    /// They are damaged at this byte, or before.
    Damaged(usize),
}

impl fmt::Display for NotAPerson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(None) => f.write_str("the stored person is empty"),
            Self::Format(Some(format)) => {
                write!(
                    f,
                    "the stored person has format {format}, this version reads {OLD_FORMAT} and {FORMAT}"
                )
            }
            Self::Damaged(at) => write!(f, "the stored person is damaged at byte {at}"),
        }
    }
}

impl std::error::Error for NotAPerson {}

impl Person {
    /// The person as bytes, under the plan of `ready`.
    #[must_use]
    pub fn encode(&self, ready: &Ready) -> Vec<u8> {
        let mut writer = Writer::new(FORMAT);
        self.write_profile(ready, &mut writer);
        self.write(&mut writer);
        writer.bytes
    }

    /// The person that `bytes` hold, under the plan of `ready`. Fields that it does not declare, or declares with
    /// another type, are kept aside.
    ///
    /// # Errors
    /// When the bytes were not written by [`Person::encode`] in a format that this version reads.
    pub fn decode(ready: &Ready, bytes: &[u8]) -> Result<Self, NotAPerson> {
        parts(bytes).map(|(known, person)| person.under(ready, known))
    }

    /// Whether [`Person::decode`] reads `bytes`, which no plan changes.
    ///
    /// # Errors
    /// When it does not.
    pub fn is_stored_in(bytes: &[u8]) -> Result<(), NotAPerson> {
        parts(bytes).map(drop)
    }

    fn write_profile<'p>(&'p self, ready: &'p Ready, to: &mut Writer<'p>) {
        let declared = ready.plan().profile.slots().zip(&self.profile);
        let declared = || declared.clone().filter(|(_, value)| !value.is_absent());
        to.number((declared().count() + self.undeclared.len()) as u64);
        let named = declared().map(|(field, value)| (&field.name, value)).chain(&self.undeclared);
        for (name, value) in named {
            to.text(name);
            value.write(to);
        }
    }

    /// The same person under a plan, with what is known of the profile.
    fn under(self, ready: &Ready, mut known: Known<'_>) -> Self {
        let mut slots: Vec<Value> = Vec::with_capacity(self.profile.len());
        let mut next = 0;
        for field in ready.plan().profile.slots() {
            slots.push(take_fitting(&mut known, &mut next, field));
        }
        let traits = still_made(ready, self.traits);
        slots.extend(ready.plan().traits.iter().map(|own| value_of(own, &traits)));
        let undeclared =
            known.into_iter().flatten().map(|(name, value)| (name.into_owned(), value)).collect();
        Self { profile: slots, undeclared, traits, ..self }
    }
}

fn parts(bytes: &[u8]) -> Result<(Known<'_>, Person), NotAPerson> {
    let read = match bytes.split_first() {
        Some((&FORMAT, body)) => read(body),
        Some((&OLD_FORMAT, body)) => old::read(body),
        other => return Err(NotAPerson::Format(other.map(|(format, _)| *format))),
    };
    read.map_err(NotAPerson::Damaged)
}

fn read(body: &[u8]) -> Result<(Known<'_>, Person), usize> {
    let mut reader = Reader::new(body);
    let known = reader.list(|from| Ok(Some((from.text()?.into(), Value::read(from)?))));
    let person = known.and_then(|known| Ok((known, Person::read(&mut reader)?)));
    let read = person.and_then(|person| if reader.left() == 0 { Ok(person) } else { Err(Damage) });
    read.map_err(|_| 1 + body.len() - reader.left())
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

/// The value of a field. They stand in the order of the schema under which they were written, mostly this one: `next`
/// is the place behind the last that was found.
fn take_fitting(known: &mut Known<'_>, next: &mut usize, field: &Field) -> Value {
    let is_named =
        |entry: &Option<(Cow<'_, str>, Value)>| entry.as_ref().is_some_and(|(name, _)| *name == field.name);
    let place =
        if known.get(*next).is_some_and(is_named) { Some(*next) } else { known.iter().position(is_named) };
    let Some((place, entry)) = place.and_then(|place| Some((place, known.get_mut(place)?))) else {
        return Value::Absent;
    };
    *next = place + 1;
    entry.take_if(|(_, value)| fits(value, &field.ty)).map(|(_, value)| value).unwrap_or_default()
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
