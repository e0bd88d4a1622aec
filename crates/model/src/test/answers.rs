//! What providers, services and the team answer in a test: for its own journey, or for another one that a line names.

use super::{Script, expect, names};
use crate::literal::Reading;
use crate::rules::idle_part::IdlePart;
use crate::step::Fetch;
use crate::{Action, Channel, Journey, Reference, Schema, literal};
use filrouge_language::kinds::{self, Ref, Text};
use filrouge_language::words::step::StepName;
use filrouge_language::words::{act, journey};
use filrouge_language::{One, Opt};
use filrouge_plan::Value;
use filrouge_plan::scenario::{ActKind, Fate, FetchFate};
use filrouge_source::{Span, Spanned};

impl<'m> Script<'_, 'm, '_> {
    pub(super) fn provider(&mut self, word: &act::Provider) {
        let Some(fate) = word.fate.value().map(|fate| self::fate(*fate)) else { return };
        let at = word.at.head;
        if word.via.is_empty() {
            self.push(at, ActKind::Provider { channel: None, fate });
        }
        for channel in &word.via {
            let channel: Reference<Channel> = self.linker.resolve(channel);
            self.push(at, ActKind::Provider { channel: Some(channel.name.value.to_string()), fate });
        }
    }

    pub(super) fn approve(
        &mut self,
        at: Span,
        (journey, step): (&Opt<Ref<journey::Journey>>, &One<Ref<StepName>>),
        approved: bool,
        (by, note): (Option<&Text>, Option<&Text>),
    ) {
        let asked = self.within(journey, |script| names::approval(step, script));
        let Some((journey, step)) = asked else { return };
        let by = by.map_or_else(|| "tester".to_owned(), ToString::to_string);
        let note = note.map(ToString::to_string);
        self.push(at, ActKind::Approve { journey, step, approved, by, note });
    }

    /// What is found in the journey that a line names, and its name; in that of the test, where it names none.
    pub(super) fn within<T>(
        &mut self,
        named: &Opt<Ref<journey::Journey>>,
        find: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<(Option<String>, T)> {
        let own = self.journey;
        let name = named.get().map(|named| {
            let reference: Reference<Journey> = self.linker.resolve(named);
            self.journey = self.stage.journeys.of(&reference);
            reference.name.value.to_string()
        });
        let found = find(self);
        self.journey = own;
        found.map(|found| (name, found))
    }

    pub(super) fn fetches(&mut self, word: &act::Fetches) {
        if let Some((journey, (step, fate))) = self.within(&word.journey, |script| script.fate_of(word)) {
            self.push(word.at.head, ActKind::Fetch { journey, step, fate });
        }
    }

    /// A step that is not known has no fields to answer.
    fn fate_of(&mut self, word: &act::Fetches) -> Option<(String, FetchFate)> {
        let step = names::step_called(word.step.get()?, "fetch", expect::is_fetch, self);
        let fate = word.fate.value()?;
        let fetch = self.fetch(&step)?;
        let fate = match fate {
            act::FetchFate::Answers => FetchFate::Answered(self.answer(word, fetch)),
            act::FetchFate::Fails => FetchFate::Failed,
            act::FetchFate::Vanishes => FetchFate::Silent,
        };
        if !matches!(fate, FetchFate::Answered(_)) {
            self.no_fields(&word.fields);
        }
        Some((step, fate))
    }

    /// The step of this name, if it is one that asks.
    fn fetch(&self, step: &str) -> Option<&'m Fetch> {
        let mut steps = self.journey.into_iter().flat_map(|journey| journey.steps.values());
        steps.find_map(|own| match &own.action {
            Action::Fetch(fetch) if *own.name.value == *step => Some(&**fetch),
            _ => None,
        })
    }

    /// Some fields of an answer to a step; one that is not known has none to compare with, which was told.
    pub(super) fn answered(&mut self, step: &str, given: &[Spanned<kinds::Given>]) -> Vec<(String, Value)> {
        let Some(fetch) = self.fetch(step) else { return Vec::new() };
        let schema = Schema::of(fetch.answer.iter());
        let mut reading = Reading { linker: self.linker, zone: &self.zone };
        literal::named(given, &schema, "the answer", &mut reading)
    }

    fn answer(&mut self, word: &act::Fetches, fetch: &Fetch) -> Vec<(String, Value)> {
        let schema = Schema::of(fetch.answer.iter());
        let within = "the answer".to_owned();
        let values = self.whole(&word.fields, &schema, &within, word.at.head);
        schema.fields.iter().map(|field| field.name.clone()).zip(values).collect()
    }

    /// Whoever does not answer says nothing.
    fn no_fields(&mut self, fields: &[Spanned<kinds::Given>]) {
        if let Some(first) = fields.first() {
            let part = first.value.name.value.as_str().to_owned();
            self.linker.push(IdlePart { part, belongs: "`answers`", place: first.span });
        }
    }
}

const fn fate(word: act::Fate) -> Fate {
    match word {
        act::Fate::Sends => Fate::Sent,
        act::Fate::Fails => Fate::Failed,
        act::Fate::Vanishes => Fate::Unknown,
    }
}
