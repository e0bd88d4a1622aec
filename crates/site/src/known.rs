//! What all pages draw from.

use crate::words::words;
use crate::{Language, Project, links};
use filrouge_machine::render::Templates;
use filrouge_picture::{Line, Places, period};
use filrouge_plan::manifest::Stands;
use filrouge_plan::{Period, Plan, Retention, RetentionAction, RetentionClock};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// A project, in one language.
pub(crate) struct Known<'a> {
    pub project: &'a Project<'a>,
    pub language: Language,
    pub templates: &'a Templates,
    pub words: BTreeMap<&'static str, &'static str>,
    /// The other language of the site.
    pub other: Option<Language>,
    /// Paths of the texts that have a page.
    texts: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    pub fn new(
        project: &'a Project<'a>,
        language: Language,
        templates: &'a Templates,
        languages: &[Language],
    ) -> Self {
        let other = languages.iter().copied().find(|other| *other != language);
        let texts = project.texts.iter().map(|text| text.path).collect();
        Self { project, language, templates, words: words(language), other, texts }
    }

    pub const fn plan(&self) -> &'a Plan {
        &self.project.bundle.plan
    }

    pub const fn places(&self) -> Places<'a> {
        Places::of(self.project.bundle)
    }

    pub fn word(&self, key: &str) -> &'static str {
        debug_assert!(self.words.contains_key(key), "no word is called `{key}`");
        self.words.get(key).copied().unwrap_or_default()
    }

    /// A link to a line, for a text that has a page.
    pub fn line(&self, line: Option<&Line>) -> Json {
        line.filter(|line| self.texts.contains(line.file.as_str())).map_or(Json::Null, links::stands)
    }

    /// A link to the line at which the part at `address` begins.
    pub fn stands(&self, address: &str) -> Json {
        self.line(self.places().line(address).as_ref())
    }

    pub fn stated(&self, stands: &Stands) -> Json {
        let line = usize::try_from(stands.line).unwrap_or_default();
        self.line(Some(&Line { file: stands.file.clone(), line }))
    }

    pub fn length(&self, length: Period) -> String {
        period(length, self.language)
    }

    pub fn retention(&self, retention: Option<&Retention>) -> String {
        let Some(Retention { keep, since, then }) = retention else {
            return self.word("kept_always").to_owned();
        };
        let since = match since {
            RetentionClock::Collection => "since_collection",
            RetentionClock::LastActivity => "since_activity",
            RetentionClock::LastPurchase => "since_purchase",
            RetentionClock::Withdrawal => "since_withdrawal",
        };
        let then = match then {
            RetentionAction::Erase => "then_erase",
            RetentionAction::Anonymise => "then_anonymise",
            RetentionAction::Archive => "then_archive",
        };
        format!("{} {}, {}", self.length(*keep), self.word(since), self.word(then))
    }

    /// Links to declared parts of one kind.
    pub fn declared<'n>(&self, kind: &str, names: impl IntoIterator<Item = &'n String>) -> Vec<Json> {
        names.into_iter().map(|name| links::link(name, &links::declared(kind, name))).collect()
    }

    /// Links to fields, by their addresses.
    pub fn fields<'n>(&self, addresses: impl IntoIterator<Item = &'n String>) -> Vec<Json> {
        addresses
            .into_iter()
            .map(|address| links::link(&self.dotted(address), &links::field(address)))
            .collect()
    }

    /// A link to the owner of a journey, and what the journey does, as the manifest has it.
    pub fn about(&self, journey: &str) -> Json {
        let own = self.project.manifest.processing.iter().flat_map(|purpose| &purpose.journeys);
        let own = own.into_iter().find(|it| it.journey == journey);
        let owner = own.and_then(|own| own.owner.as_ref());
        let owner = owner.map(|owner| links::link(owner, &links::declared("owner", owner)));
        json!({ "owner": owner, "description": own.and_then(|own| own.description.clone()) })
    }

    /// The purposes that a journey serves.
    pub fn purposes_of(&self, journey: &str) -> Vec<Json> {
        let serves = |purpose: &&filrouge_plan::manifest::Processing| {
            purpose.journeys.iter().any(|own| own.journey == journey)
        };
        let own = self.project.manifest.processing.iter().filter(serves);
        self.declared("purpose", own.map(|purpose| &purpose.purpose))
    }

    /// An address of a field as people write it: `profile.email`, `Cart Updated.items.price`.
    pub fn dotted(&self, address: &str) -> String {
        let of_event = |event: &str| {
            let path = address.strip_prefix("event/")?.strip_prefix(event)?.strip_prefix('/')?;
            Some(format!("{event}.{}", path.replace('/', ".")))
        };
        let events = self.plan().events.iter();
        events
            .map(|event| event.name.as_str())
            .find_map(of_event)
            .unwrap_or_else(|| address.replace('/', "."))
    }
}
