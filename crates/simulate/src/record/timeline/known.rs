//! What becomes known of the person, and of those who become one with them.

use super::super::{Gap, Happened, family};
use super::{Round, Teller};
use crate::runner::somebody;
use filrouge_machine::{Consent, Id, Identify, InputKind};
use filrouge_plan::Value;
use filrouge_plan::scenario::{ActKind, Choice, Given};

/// Somebody who becomes one with the person.
#[derive(Default)]
struct Other {
    known: Given,
    consents: Vec<Choice>,
    events: Vec<(String, Vec<Value>)>,
}

pub(super) fn choice(consent: &Consent) -> Choice {
    let Consent { purpose, channel, granted, .. } = consent;
    Choice { purpose: purpose.clone(), channel: channel.clone(), granted: *granted }
}

impl Teller<'_> {
    pub(super) fn identify(&mut self, at: i64, identify: &Identify) {
        let profile = self.declared(&identify.fields);
        let known = &self.known.identifiers;
        let fresh = identify.identifiers.iter().filter(|own| !known.contains(own));
        let identifiers: Vec<_> = fresh.cloned().collect();
        if profile.is_empty() && identifiers.is_empty() {
            return;
        }
        learn(&mut self.known, &identifiers, &profile);
        if self.is_first(at) {
            learn(&mut self.given, &identifiers, &profile);
        } else {
            self.go(at, Round::Down);
            self.push(ActKind::Identify { identifiers, profile });
        }
        self.person = somebody(self.ready, &self.known);
    }

    pub(super) fn consent(&mut self, at: i64, choice: Choice) {
        if self.is_first(at) {
            return self.given.consents.push(choice);
        }
        self.go(at, Round::Down);
        self.push(ActKind::Consent(choice));
    }

    /// Whether it is given, and nothing that happens.
    fn is_first(&mut self, at: i64) -> bool {
        let nothing = self.acts.is_empty();
        let first = if nothing { *self.since.get_or_insert(at) } else { at };
        nothing && (self.shape.early || Round::Down.second(first) == Round::Down.second(at))
    }

    /// Fields that the project declares, with values.
    fn declared(&mut self, fields: &[(String, Value)]) -> Vec<(String, Value)> {
        let mut declared = Vec::new();
        for (name, value) in fields {
            if self.ready.plan().profile.fields.iter().all(|field| field.name != *name) {
                self.gap(Gap::Undeclared("the profile".to_owned(), name.clone()));
            } else if !value.is_absent() {
                declared.push((name.clone(), value.clone()));
            } else if self.known.profile.iter().any(|(own, _)| own == name) {
                self.gap(Gap::Forgotten(name.clone()));
            }
        }
        declared
    }

    /// Somebody else becomes one with the person.
    pub(super) fn merge(&mut self, other: Id, by: &[String], happened: &Happened) {
        if self.shape.as_one {
            return self.gap(Gap::AsOne);
        }
        let Other { mut known, consents, events } = self.other(other, happened);
        if known.identifiers.is_empty() {
            let shared = self.known.identifiers.iter().filter(|(name, _)| by.contains(name));
            known.identifiers = shared.cloned().collect();
        }
        if !events.is_empty() {
            self.gap(Gap::Joined);
        }
        self.go(happened.input.at, Round::Down);
        let Given { identifiers, profile, .. } = known;
        self.push(ActKind::Alias { identifiers, profile, consents, events });
    }

    /// What is known of the other until then, and of those who had become one with them.
    fn other(&mut self, other: Id, until: &Happened) -> Other {
        let past = self.past;
        let inputs = past.inputs.iter().take_while(|it| it.input.id != until.input.id);
        let before: Vec<&Happened> = inputs.collect();
        let own = family(other, &before);
        let mut told = Other::default();
        before.into_iter().filter(|it| own.contains(&it.person)).for_each(|it| self.told_of(&mut told, it));
        told
    }

    fn told_of(&mut self, told: &mut Other, happened: &Happened) {
        match &happened.input.kind {
            InputKind::Identify(identify) => {
                let profile = self.declared(&identify.fields);
                learn(&mut told.known, &identify.identifiers, &profile);
            }
            InputKind::Consent(consent) => told.consents.push(choice(consent)),
            InputKind::Event(event) => {
                let fields = self.event_fields(event, &happened.fields);
                told.events.extend(fields.map(|fields| (event.name.clone(), fields)));
            }
            InputKind::Start(start) if start.place.is_some() => self.gap(Gap::Placed(start.journey.clone())),
            InputKind::Start(start) => self.gap(Gap::Started(start.journey.clone())),
            _ => {}
        }
    }
}

/// What is learned takes the place of what was known.
fn learn(known: &mut Given, identifiers: &[(String, String)], profile: &[(String, Value)]) {
    for (name, text) in identifiers {
        known.identifiers.retain(|(own, _)| own != name);
        known.identifiers.push((name.clone(), text.clone()));
    }
    for (name, value) in profile {
        known.profile.retain(|(own, _)| own != name);
        known.profile.push((name.clone(), value.clone()));
    }
}
