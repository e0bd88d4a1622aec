//! A message of the tracking API as inputs of the machine.

mod message;

pub use message::Call as TrackingCall;

use crate::signal::{SignalCall, opted_out, refusals};
use crate::{Binder, Told, happened_at, identifier, is_blocked, is_user_id, member};
use filrouge_machine::{Consent, Event, Id, Identify, InputKind, Method, Proof};
use filrouge_plan::{EventSchema, Identifier as Declared, Plan, Value};
use message::{Call, Message, Preferences};
use serde_json::{Map, Value as Json};

/// Bytes of one message. Segment's own limit is 32 KB.
pub const LONGEST_MESSAGE: usize = 32 * 1024;

/// The event by which a consent tool says that the person has just chosen.
const CHOICE: &str = "Segment Consent Preference Updated";

/// A message as it came, with what the call around it said.
#[derive(Debug, Clone, Copy)]
pub struct Tracking<'m> {
    /// The call: `track`, `identify`, …; a message of a batch carries its own.
    pub call: Option<&'m str>,
    /// When the client sent it, as the client says.
    pub sent_at: Option<&'m str>,
    /// The message, as JSON.
    pub text: &'m str,
    /// When it came in, in milliseconds since 1970.
    pub received: i64,
}

/// What a message means.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tracked {
    /// What it tells, in order.
    pub told: Vec<Told>,
    /// Members, traits and categories that the plan does not declare; they were left out.
    pub undeclared: usize,
}

/// A message on its way to the machine.
struct Translation<'a> {
    plan: &'a Plan,
    source: &'a str,
    key: String,
    at: i64,
    received: i64,
    call: Call,
    message: Message,
    who: Vec<(String, String)>,
    out: Tracked,
}

/// Types a message of `source` against the plan.
///
/// # Errors
/// What does not fit, without personal data.
pub fn tracked(plan: &Plan, source: &str, tracking: &Tracking<'_>) -> Result<Tracked, String> {
    let Tracking { call, sent_at, text, received } = *tracking;
    if text.len() > LONGEST_MESSAGE {
        return Err("the message is longer than 32 KB".into());
    }
    if !is_object(text) {
        return Err("the message is not a JSON object".into());
    }
    let message: Message = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    let name = call.or(message.call.as_deref()).ok_or("the message has no `type`")?;
    let call = Call::named(name).ok_or("the message's `type` is not a call of the tracking API")?;
    let sent_at = message.sent_at.as_deref().or(sent_at);
    let acted = message.original_timestamp.as_deref().or(message.timestamp.as_deref());
    let at = happened_at(acted, sent_at, received);
    let key = message.message_id.clone().unwrap_or_else(|| Id::of(&["content", text]).to_string());
    let (who, out) = (Vec::new(), Tracked::default());
    Translation { plan, source, key, at, received, call, message, who, out }.translate()
}

/// Whether a JSON text can be an object.
#[must_use]
pub fn is_object(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Where the message cannot be read; the text itself may be personal.
fn unreadable(error: &serde_json::Error) -> String {
    let what = if error.is_data() { "a member of the wrong type" } else { "invalid JSON" };
    format!("the message has {what} at line {}, column {}", error.line(), error.column())
}

impl Translation<'_> {
    fn translate(mut self) -> Result<Tracked, String> {
        self.who = self.identifiers()?;
        if self.who.is_empty() {
            return Err("the message names nobody: give `userId` or `anonymousId`".into());
        }
        if self.who.iter().all(|(name, value)| is_blocked(self.plan, name, value)) {
            return Err(
                "the message names nobody: every identifier in it is a blocked value, such as `null`".into(),
            );
        }
        match self.call {
            Call::Track => self.track()?,
            Call::Identify => self.identify()?,
            Call::Alias => self.push("alias", InputKind::Identify(Identify::default())),
            Call::Page | Call::Screen | Call::Group => self.implied()?,
        }
        self.signals();
        self.consents();
        Ok(self.out)
    }

    fn push(&mut self, part: &str, kind: InputKind) {
        let id = Id::of(&[self.source, &self.key, part]);
        self.out.told.push(Told { id, at: self.at, kind, who: self.who.clone() });
    }

    /// Whose message it is, by every declared identifier in it, the strongest first.
    fn identifiers(&self) -> Result<Vec<(String, String)>, String> {
        let mut found = Vec::new();
        let context = self.message.context.as_ref().and_then(|context| context.traits.as_ref());
        for Declared { field, .. } in &self.plan.profile.identifiers {
            let traits = [self.traits(), context].into_iter().flatten();
            let named = traits.filter_map(|traits| member(traits, &field.name).map(|(_, json)| json));
            for json in self.own_ids(&field.name).into_iter().flatten().chain(named) {
                let text = identifier(field, Some(json))?;
                found.extend(text.map(|text| (field.name.clone(), text)));
            }
        }
        found.dedup();
        Ok(found)
    }

    /// `userId`, `anonymousId` and, of an alias, `previousId`.
    fn own_ids(&self, name: &str) -> [Option<&Json>; 2] {
        let message = &self.message;
        let previous = message.previous_id.as_ref().filter(|_| self.call == Call::Alias);
        match name {
            "anonymous_id" => [message.anonymous_id.as_ref(), previous],
            name if is_user_id(self.plan, name) => [message.user_id.as_ref(), None],
            _ => [None, None],
        }
    }

    fn traits(&self) -> Option<&Map<String, Json>> {
        self.message.traits.as_ref().filter(|_| self.call == Call::Identify)
    }

    fn track(&mut self) -> Result<(), String> {
        let name = self.message.event.clone().ok_or("a `track` needs `event`")?;
        match self.plan.events.iter().find(|event| event.name == name) {
            Some(schema) => self.event(schema),
            None if name == CHOICE => Ok(()),
            // The name may hold anything; what the project does not know is not repeated in full.
            None => Err(format!("the event `{}` is not declared", name.chars().take(80).collect::<String>())),
        }
    }

    /// `page`, `screen` and `group` happen on every site: they are events only to a project that declares them.
    fn implied(&mut self) -> Result<(), String> {
        let declared = self.plan.events.iter().find(|event| Some(event.name.as_str()) == self.call.event());
        let Some(schema) = declared else {
            self.out.undeclared += 1;
            return Ok(());
        };
        let mut given = std::mem::take(&mut self.message.properties).unwrap_or_default();
        given.extend(
            std::mem::take(&mut self.message.traits).filter(|_| self.call == Call::Group).unwrap_or_default(),
        );
        let named = [("name", self.message.name.take()), ("category", self.message.category.take())];
        for (member, text) in named {
            if let Some(text) = text {
                given.entry(member).or_insert(Json::String(text));
            }
        }
        if let Some(group) = self.message.group_id.take() {
            given.entry("group_id").or_insert(group);
        }
        self.message.properties = Some(given);
        self.event(schema)
    }

    fn event(&mut self, schema: &EventSchema) -> Result<(), String> {
        let properties = std::mem::take(&mut self.message.properties).unwrap_or_default();
        let binder = Binder { currency: self.plan.project.currency.as_deref() };
        let bound = binder.fields(&schema.fields, &properties).map_err(|mismatch| mismatch.to_string())?;
        self.out.undeclared += bound.undeclared;
        self.push(
            "event",
            InputKind::Event(Event { name: schema.name.clone(), fields: bound.values, at: None }),
        );
        Ok(())
    }

    fn identify(&mut self) -> Result<(), String> {
        let traits = self.message.traits.clone().unwrap_or_default();
        let binder = Binder { currency: self.plan.project.currency.as_deref() };
        let mut fields: Vec<(String, Value)> = Vec::new();
        for field in &self.plan.profile.fields {
            if let Some((_, json)) = member(&traits, &field.name) {
                let value = binder.field(field, Some(json)).map_err(|mismatch| mismatch.to_string())?;
                fields.push((field.name.clone(), value));
            }
        }
        let known = self.plan.profile.slots().filter(|field| member(&traits, &field.name).is_some()).count();
        self.out.undeclared += traits.len().saturating_sub(known);
        self.push("identify", InputKind::Identify(Identify { fields, ..Identify::default() }));
        Ok(())
    }

    /// What the browser says for its user, as the message repeats it.
    fn signals(&mut self) {
        let says = self.message.context.as_ref().and_then(|context| context.gpc);
        if says == Some(true) {
            let refusals = opted_out(self.plan, &self.who, (self.source, &self.key), self.received);
            self.out.told.splice(0..0, refusals);
        }
    }

    /// What the consent tool says. Every page repeats it, also long after the person has withdrawn elsewhere:
    /// a refusal counts whenever it is said, a grant only when the person is being identified or has just chosen.
    fn consents(&mut self) {
        let preferences = self.message.context.take().and_then(|context| context.consent);
        let Preferences { category_preferences, tcf, gpp, consent_mode } = preferences.unwrap_or_default();
        let signals = SignalCall::repeated(tcf, gpp, consent_mode);
        let refusals = refusals(self.plan, &self.who, &signals, (self.source, &self.key), self.received);
        self.out.told.splice(0..0, refusals);
        let preferences = category_preferences.unwrap_or_default();
        let chosen = self.call == Call::Identify || self.message.event.as_deref() == Some(CHOICE);
        for (category, said) in preferences {
            let declared = self.plan.purposes.iter().any(|purpose| purpose.name == category);
            let (Some(granted), true) = (said.as_bool(), declared) else {
                self.out.undeclared += 1;
                continue;
            };
            if !granted || chosen {
                let proof = Proof {
                    method: if chosen { Method::Button } else { Method::Other },
                    source: Some(self.source.to_owned()),
                    received_at: Some(self.received),
                    ..Proof::default()
                };
                let consent = Consent::said(&category, None, granted, "segment").proved(proof);
                self.push(&format!("consent/{category}"), InputKind::Consent(consent));
            }
        }
    }
}
