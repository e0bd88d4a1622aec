//! A message of the tracking API as inputs of the machine.

use super::envelope::{Envelope, is_object};
use super::message::{Call, Message};
use filrouge_host::{Identifier, Ingest, Who};
use filrouge_intake::{Binder, happened_at, identifier, is_blocked, is_user_id, member};
use filrouge_machine::{Consent, Event, Id, Identify, InputKind};
use filrouge_plan::{EventSchema, Identifier as Declared, Plan, Value};
use serde_json::{Map, Value as Json};

/// The event by which a consent tool says that the person has just chosen.
const CHOICE: &str = "Segment Consent Preference Updated";

/// What a message means.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Translated {
    /// Inputs, in order.
    pub(crate) inputs: Vec<Ingest>,
    /// Members, traits and categories that the plan does not declare; they were left out.
    pub(crate) undeclared: usize,
}

/// A message on its way to the machine.
struct Translation<'a> {
    plan: &'a Plan,
    source: &'a str,
    key: String,
    at: i64,
    call: Call,
    message: Message,
    who: Vec<Identifier>,
    out: Translated,
}

/// Types a message against the plan. The error says what does not fit, without personal data.
pub(crate) fn translate(
    plan: &Plan,
    source: &str,
    received: i64,
    envelope: &Envelope,
) -> Result<Translated, String> {
    if envelope.is_too_long() {
        return Err("the message is longer than 32 KB".into());
    }
    let text = envelope.message.get();
    if !is_object(text) {
        return Err("the message is not a JSON object".into());
    }
    let message: Message = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    let name = envelope.call.as_deref().or(message.call.as_deref()).ok_or("the message has no `type`")?;
    let call = Call::named(name).ok_or("the message's `type` is not a call of the tracking API")?;
    let sent_at = message.sent_at.as_deref().or(envelope.sent_at.as_deref());
    let acted = message.original_timestamp.as_deref().or(message.timestamp.as_deref());
    let at = happened_at(acted, sent_at, received);
    let key = message.message_id.clone().unwrap_or_else(|| Id::of(&["content", text]).to_string());
    let who = Vec::new();
    let out = Translated::default();
    Translation { plan, source, key, at, call, message, who, out }.translate()
}

/// Where the message cannot be read; the text itself may be personal.
fn unreadable(error: &serde_json::Error) -> String {
    let what = if error.is_data() { "a member of the wrong type" } else { "invalid JSON" };
    format!("the message has {what} at line {}, column {}", error.line(), error.column())
}

impl Translation<'_> {
    fn translate(mut self) -> Result<Translated, String> {
        self.who = self.identifiers()?;
        if self.who.is_empty() {
            return Err("the message names nobody: give `userId` or `anonymousId`".into());
        }
        if self.who.iter().all(|name| is_blocked(self.plan, &name.name, &name.value)) {
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
        self.consents();
        Ok(self.out)
    }

    fn push(&mut self, part: &str, kind: InputKind) {
        let id = Id::of(&[self.source, &self.key, part]);
        let who = Who::Known(self.who.clone());
        let source = self.source.to_owned();
        self.out.inputs.push(Ingest { id, at: self.at, kind, who, source, releases: None });
    }

    /// Whose message it is, by every declared identifier in it, the strongest first.
    fn identifiers(&self) -> Result<Vec<Identifier>, String> {
        let mut found = Vec::new();
        let context = self.message.context.as_ref().and_then(|context| context.traits.as_ref());
        for Declared { field, .. } in &self.plan.profile.identifiers {
            let traits = [self.traits(), context].into_iter().flatten();
            let named = traits.filter_map(|traits| member(traits, &field.name).map(|(_, json)| json));
            for json in self.own_ids(&field.name).into_iter().flatten().chain(named) {
                let text = identifier(field, Some(json))?;
                found.extend(text.map(|text| Identifier::new(&field.name, text)));
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

    /// What the consent tool says. Every page repeats it, also long after the person has withdrawn elsewhere:
    /// a refusal counts whenever it is said, a grant only when the person is being identified or has just chosen.
    fn consents(&mut self) {
        let preferences = self.message.context.take().and_then(|context| context.consent);
        let preferences = preferences.and_then(|consent| consent.category_preferences).unwrap_or_default();
        let chosen = self.call == Call::Identify || self.message.event.as_deref() == Some(CHOICE);
        for (category, said) in preferences {
            let declared = self.plan.purposes.iter().any(|purpose| purpose.name == category);
            let (Some(granted), true) = (said.as_bool(), declared) else {
                self.out.undeclared += 1;
                continue;
            };
            if !granted || chosen {
                let evidence = "segment".to_owned();
                let consent = Consent { purpose: category.clone(), channel: None, granted, evidence };
                self.push(&format!("consent/{category}"), InputKind::Consent(consent));
            }
        }
    }
}
