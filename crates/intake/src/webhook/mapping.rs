//! One mapping, read in one part.

use super::{Part, Told, place};
use crate::{Binder, Reply, happened_at, identifier, is_blocked, reply};
use filrouge_machine::{Consent, Event, Id, Identify, InputKind, Method, Proof};
use filrouge_plan::source::{Mapping, Place, Telling};
use filrouge_plan::{Basis, EventSchema, Field, Identifier, Plan, Purpose, Value};
use jiff::Timestamp;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::Value as Json;
use std::borrow::Cow;

/// Seconds since 1970 that lie so far ahead are milliseconds: the year 5138.
const FARTHEST_SECOND: Decimal = Decimal::from_parts(1_215_752_192, 23, 0, false, 0);

/// What tells several things of one part apart.
pub(super) fn label(tells: &Telling) -> String {
    match tells {
        Telling::Event(name) => format!("event/{name}"),
        Telling::Profile => "profile".to_owned(),
        Telling::Refusal { purpose, channel } => {
            format!("refusal/{purpose}/{}", channel.as_deref().unwrap_or_default())
        }
        Telling::Reply { channel, .. } => format!("reply/{channel}"),
        Telling::Confirmation(told) => format!("confirmation/{}", told.connector),
    }
}

/// A mapping that holds, while it is read.
pub(super) struct Reading<'r> {
    pub(super) plan: &'r Plan,
    pub(super) source: &'r str,
    pub(super) mapping: &'r Mapping,
    pub(super) part: &'r Part,
    pub(super) received: i64,
}

impl Reading<'_> {
    /// The input, or what does not fit.
    pub(super) fn read(&self, label: &str) -> Result<Told, String> {
        let who = self.who()?;
        let kind = match &self.mapping.tells {
            Telling::Event(name) => InputKind::Event(self.event(name)?),
            Telling::Profile => InputKind::Identify(self.profile()?),
            Telling::Refusal { purpose, channel } => {
                let evidence = format!("webhook {}", self.source);
                let proof = Proof {
                    method: Method::Webhook,
                    source: Some(self.source.to_owned()),
                    received_at: Some(self.received),
                    ..Proof::default()
                };
                let refusal = Consent::said(purpose, channel.as_deref(), false, &evidence);
                InputKind::Consent(refusal.proved(proof))
            }
            Telling::Reply { .. } => return Err("an answer is read by its words".to_owned()),
            Telling::Confirmation(_) => return Err("a confirmation is about a task".to_owned()),
        };
        Ok(Told { id: Id::of(&[self.source, &self.key(), label]), at: self.at(), kind, who })
    }

    /// The refusals that an answer stands for, one for each purpose that can be refused on the channel, and the event that
    /// confirms them. Words that are not understood refuse as well: who may have said no is not written to. Without an id of its
    /// own an answer is another one each time: people may say STOP twice.
    pub(super) fn reply(&self, label: &str) -> Result<Vec<Told>, String> {
        let Telling::Reply { channel, text, stopped } = &self.mapping.tells else { return Ok(Vec::new()) };
        let words = self.find(text);
        let words = words.as_deref().and_then(Json::as_str);
        let words = words.ok_or_else(|| format!("there are no words at {}", place::name(text)))?;
        let meant = reply(words);
        if meant == Reply::Other {
            return Ok(Vec::new());
        }
        let (who, at) = (self.who()?, self.at());
        let id = |what: &str| Id::of(&[self.source, &self.answer_key(), label, what]);
        let refused = self.plan.purposes.iter().filter(|purpose| can_refuse(purpose, channel));
        let mut told: Vec<Told> = refused
            .map(|purpose| {
                let kind = InputKind::Consent(self.refusal(&purpose.name, channel, meant));
                Told { id: id(&purpose.name), at, kind, who: who.clone() }
            })
            .collect();
        if let Some(event) = stopped.as_ref().filter(|_| meant == Reply::Stop) {
            told.push(Told { id: id("stopped"), at, kind: InputKind::Event(self.event(event)?), who });
        }
        Ok(told)
    }

    fn refusal(&self, purpose: &str, channel: &str, meant: Reply) -> Consent {
        let evidence = if meant == Reply::Stop { "stop-word" } else { "unclear answer" };
        let proof = Proof {
            method: Method::StopWord,
            screen: Some(channel.to_owned()),
            source: Some(self.source.to_owned()),
            received_at: Some(self.received),
            ..Proof::default()
        };
        Consent::said(purpose, Some(channel), false, evidence).proved(proof)
    }

    fn answer_key(&self) -> String {
        let has_id = self.mapping.id.as_ref().is_some_and(|id| self.find(id).is_some());
        if has_id { self.key() } else { format!("{}/{}", self.key(), self.received) }
    }

    /// What tells the part from others of the same source.
    fn key(&self) -> String {
        let given = self.mapping.id.as_ref().and_then(|id| text(self.find(id)?.as_ref()));
        match (given, &self.mapping.id) {
            // A call has one header for all that it holds.
            (Some(id), Some(Place::Header(_))) if self.part.each.is_some() => {
                format!("id/{id}/{}", self.part.index)
            }
            (Some(id), _) => format!("id/{id}"),
            (None, _) => self.content(),
        }
    }

    fn content(&self) -> String {
        let item = self.part.item.to_string();
        let headers = self.part.headers.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
        let texts: Vec<_> = ["content", item.as_str()].into_iter().chain(headers).collect();
        Id::of(&texts).to_string()
    }

    fn at(&self) -> i64 {
        let found = self.mapping.at.as_ref().and_then(|at| self.find(at));
        let moment = found.and_then(|found| moment(&found));
        happened_at(moment.as_deref(), None, self.received)
    }

    fn who(&self) -> Result<Vec<(String, String)>, String> {
        let mut who = Vec::new();
        for Identifier { field, .. } in &self.plan.profile.identifiers {
            for located in self.mapping.person.iter().filter(|located| located.name == field.name) {
                let found = self.find(&located.place);
                let value = identifier(field, found.as_deref())
                    .map_err(|problem| format!("{problem}, at {}", place::name(&located.place)))?;
                who.extend(value.map(|value| (field.name.clone(), value)));
            }
        }
        if who.iter().all(|(name, value)| is_blocked(self.plan, name, value)) {
            let places: Vec<_> = self.mapping.person.iter().map(|own| place::name(&own.place)).collect();
            return Err(format!("it names nobody at {}", places.join(", ")));
        }
        Ok(who)
    }

    fn event(&self, name: &str) -> Result<Event, String> {
        let declared = self.plan.events.iter().find(|event| event.name == *name);
        let EventSchema { name, fields, .. } =
            declared.ok_or_else(|| format!("the event `{name}` is not declared"))?;
        let fields = fields.iter().map(|field| self.value(field));
        Ok(Event { name: name.clone(), fields: fields.collect::<Result<_, _>>()?, at: None })
    }

    /// The fields of the profile that are there.
    fn profile(&self) -> Result<Identify, String> {
        let mut fields = Vec::new();
        for field in &self.plan.profile.fields {
            if self.is_there(&field.name) {
                fields.push((field.name.clone(), self.value(field)?));
            }
        }
        Ok(Identify { fields, ..Identify::default() })
    }

    fn is_there(&self, name: &str) -> bool {
        let place = self.place_of(name).is_some_and(|place| self.find(place).is_some());
        place || self.mapping.set.iter().any(|(set, _)| set == name)
    }

    fn place_of(&self, name: &str) -> Option<&Place> {
        self.mapping.fields.iter().find(|located| located.name == name).map(|located| &located.place)
    }

    /// The value of a field: the constant, or what stands in its place.
    fn value(&self, field: &Field) -> Result<Value, String> {
        if let Some((_, value)) = self.mapping.set.iter().find(|(name, _)| *name == field.name) {
            return Ok(value.clone());
        }
        let place = self.place_of(&field.name);
        let found = place.and_then(|place| self.find(place));
        let binder = Binder { currency: self.plan.project.currency.as_deref() };
        let at =
            place.map_or_else(|| ", and has no place".to_owned(), |own| format!(", at {}", place::name(own)));
        binder.field(field, found.as_deref()).map_err(|mismatch| format!("{mismatch}{at}"))
    }

    fn find(&self, place: &Place) -> Option<Cow<'_, Json>> {
        place::at(place, self.part)
    }
}

fn can_refuse(purpose: &Purpose, channel: &str) -> bool {
    let basis = matches!(purpose.basis, Basis::Consent | Basis::LegitimateInterests);
    basis && purpose.channels.iter().any(|own| own == channel)
}

/// An id as a text; nothing for one that cannot be an id.
pub(super) fn text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) if !text.is_empty() => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A time as RFC 3339, from such a text or from seconds or milliseconds since 1970, also as digits.
fn moment(json: &Json) -> Option<String> {
    let digits = match json {
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        _ => return None,
    };
    match digits.parse() {
        Ok(count) => Timestamp::from_millisecond(millis(count)?).ok().map(|at| at.to_string()),
        Err(_) => Some(digits),
    }
}

fn millis(count: Decimal) -> Option<i64> {
    let millis =
        if count.abs() < FARTHEST_SECOND { count.checked_mul(Decimal::ONE_THOUSAND)? } else { count };
    millis.trunc().to_i64()
}
