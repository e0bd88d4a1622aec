//! What each part of the page tells.

use crate::categories::{is_special, named};
use crate::places::{country, is_in_eea};
use crate::said::{basis, kept_for, listed, place, retention, right, route};
use crate::words::{choose, words};
use filrouge_picture::{Language, period};
use filrouge_plan::manifest::{
    AutomatedDecision, CategoryRead, Computed, ConsentAsked, Manifest, Processing, Reached, Recipient,
    Stands, Store,
};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// A manifest, told in a language.
pub(super) struct Told<'m> {
    pub manifest: &'m Manifest,
    pub language: Language,
}

impl Told<'_> {
    fn word(&self, key: &str) -> &'static str {
        words(self.language).get(key).copied().unwrap_or_default()
    }

    fn place(&self, address: &str) -> String {
        place(address, self.manifest)
    }

    fn places(&self, addresses: &[String]) -> String {
        if addresses.is_empty() {
            return self.word("none").to_owned();
        }
        listed(addresses.iter().map(|address| self.place(address)))
    }

    fn given(&self, value: Option<&String>) -> String {
        value.cloned().unwrap_or_else(|| self.word("not_said").to_owned())
    }

    /// Terms and what is said of them.
    pub fn who(&self) -> Vec<Json> {
        let own = &self.manifest.organisation;
        let owner = |name: &str, email: Option<&String>| match email {
            Some(email) => format!("{name} ({email})"),
            None => name.to_owned(),
        };
        let owners = own.owners.iter().map(|own| owner(&own.name, own.email.as_ref()));
        let approvers = own.privacy_approvers.iter().map(|own| own.owner.clone());
        let rows = [
            ("controller", own.controller.clone()),
            ("dpo", self.given(own.dpo.as_ref())),
            ("authority", self.given(own.authority.as_ref())),
            ("owners", listed(owners)),
            ("approvers", listed(approvers)),
            ("rule_packs", own.rule_packs.join(", ")),
        ];
        self.rows(rows)
    }

    fn rows<const N: usize>(&self, rows: [(&str, String); N]) -> Vec<Json> {
        let row = |(key, text): (&str, String)| {
            let text = if text.is_empty() { self.word("none").to_owned() } else { text };
            json!({ "term": self.word(key), "text": text })
        };
        rows.into_iter().map(row).collect()
    }

    /// What the page was made of.
    pub fn marks(&self) -> Vec<Json> {
        let commit = self.manifest.commit.as_ref().map(|commit| {
            let dirty = choose(self.language, " with changes", " avec des modifications");
            let time = self.manifest.built_at.as_ref().map(|time| format!(", {time}")).unwrap_or_default();
            format!("{}{}{time}", commit.id, if commit.dirty { dirty } else { "" })
        });
        self.rows([
            ("commit", self.given(commit.as_ref())),
            ("plan", self.manifest.plan.clone()),
            ("fingerprint", self.manifest.hash()),
        ])
    }

    pub fn purposes(&self) -> Vec<Json> {
        self.manifest.processing.iter().map(|own| self.purpose(own)).collect()
    }

    fn purpose(&self, own: &Processing) -> Json {
        let journey = |own: &filrouge_plan::manifest::JourneyOf| json!({ "name": own.journey, "owner": own.owner, "description": own.description });
        let fields = own.categories.iter().flat_map(|read| &read.fields);
        let kept: BTreeSet<_> = fields.map(|field| kept_for(self.manifest, field, self.language)).collect();
        let stops = self.manifest.withdrawal_plans.iter().find(|plan| plan.purpose == own.purpose);
        json!({
            "name": own.purpose,
            "description": own.description,
            "basis": basis(own.basis, self.language),
            "use": own.data_use,
            "condition": own.special_categories,
            "channels": if own.channels.is_empty() { self.word("none").to_owned() } else { own.channels.join(", ") },
            "categories": own.categories.iter().map(|read| self.category(read)).collect::<Vec<_>>(),
            "others": own.without_category.iter().map(|field| self.place(field)).collect::<Vec<_>>(),
            "events": own.events,
            "kept": kept,
            "recipients": self.recipients_of(own),
            "journeys": own.journeys.iter().map(journey).collect::<Vec<_>>(),
            "notice": own.notice.as_ref().map(|notice| notice.path.clone()),
            "rights": listed(own.rights.iter().map(|own| right(*own, self.language).to_owned())),
            "stops": stops.map(|plan| self.places(&plan.sends)),
            "stands": stands(&own.stands),
        })
    }

    fn category(&self, read: &CategoryRead) -> Json {
        json!({
            "name": named(&read.category, self.language),
            "key": read.category,
            "special": is_special(&read.category),
            "fields": read.fields.iter().map(|field| self.place(field)).collect::<Vec<_>>(),
        })
    }

    fn recipients_of(&self, own: &Processing) -> Vec<Json> {
        let all = self.manifest.recipients.iter().filter(|to| own.recipients.contains(&to.connector));
        all.map(|to| json!({ "name": to.connector, "where": self.country(to), "far": is_far(to) })).collect()
    }

    fn country(&self, to: &Recipient) -> String {
        to.country
            .as_deref()
            .map_or_else(|| self.word("not_said").to_owned(), |code| country(code, self.language))
    }

    /// Each field with its category and its end, the profile first.
    pub fn collected(&self) -> Vec<Json> {
        let (profile, events): (Vec<_>, Vec<_>) =
            self.manifest.collected.iter().partition(|own| own.field.starts_with("profile/"));
        let row = |own: &filrouge_plan::manifest::Collected| {
            json!({
                "field": self.place(&own.field),
                "category": own.category.as_deref().map(|key| named(key, self.language)),
                "key": own.category,
                "special": own.category.as_deref().is_some_and(is_special),
                "kept": kept_for(self.manifest, &own.field, self.language),
                "stands": stands(&own.stands),
            })
        };
        profile.into_iter().chain(events).map(row).collect()
    }

    pub fn recipients(&self) -> Vec<Json> {
        self.manifest.recipients.iter().map(|own| self.recipient(own)).collect()
    }

    fn recipient(&self, own: &Recipient) -> Json {
        let categories = own.categories.iter().map(|key| named(key, self.language));
        json!({
            "name": own.connector,
            "role": self.role(own),
            "where": self.country(own),
            "far": is_far(own),
            "agreement": self.given(own.agreement.as_ref()),
            "safeguards": own.safeguards,
            "purposes": own.purposes.join(", "),
            "channels": own.channels.join(", "),
            "receives": listed(categories),
            "stands": stands(&own.stands),
        })
    }

    fn role(&self, own: &Recipient) -> String {
        let role = own.role.as_deref().map(|role| match role {
            "processor" => {
                choose(self.language, "processor, on our instructions", "sous-traitant, sur nos instructions")
            }
            _ => choose(self.language, "controller of its own", "responsable de son propre traitement"),
        });
        role.unwrap_or_else(|| self.word("not_said")).to_owned()
    }

    pub fn origins(&self) -> Vec<Json> {
        let tells = |own: &[String]| match own.is_empty() {
            true => self.word("tells_any").to_owned(),
            false => self.places(own),
        };
        let all = self.manifest.origins.iter();
        all.map(|own| json!({ "name": own.source, "kind": own.kind, "tells": tells(&own.tells), "stands": stands(&own.stands) }))
            .collect()
    }

    pub fn consents(&self) -> Vec<Json> {
        self.manifest.consents.iter().map(|own| self.consent(own)).collect()
    }

    fn consent(&self, own: &ConsentAsked) -> Json {
        let routes = own.withdrawal.iter().map(|on| {
            let routes = listed(on.routes.iter().map(|own| route(*own, self.language).to_owned()));
            json!({ "channel": on.channel, "routes": routes })
        });
        json!({
            "purpose": own.purpose,
            "channels": own.channels.join(", "),
            "notice": own.notice.as_ref().map(|notice| json!({ "path": notice.path, "sha256": notice.sha256 })),
            "expires": own.expires.map(|expires| period(expires, self.language)),
            "routes": routes.collect::<Vec<_>>(),
            "stands": stands(&own.stands),
        })
    }

    pub fn decisions(&self) -> Vec<Json> {
        self.manifest.automated_decisions.iter().map(|own| self.decision(own)).collect()
    }

    fn decision(&self, own: &AutomatedDecision) -> Json {
        let otherwise = choose(self.language, "in all other cases", "dans tous les autres cas");
        let rule = |own: &filrouge_plan::manifest::DecisionRule| json!({ "way": own.way, "when": own.when.as_deref().unwrap_or(otherwise) });
        let inputs: Vec<String> = own.inputs.iter().map(|input| input.field.clone()).collect();
        json!({
            "step": self.place(&own.step),
            "rules": own.logic.iter().map(rule).collect::<Vec<_>>(),
            "reads": self.places(&inputs),
            "stands": stands(&own.stands),
        })
    }

    pub fn computed(&self) -> Vec<Json> {
        let row = |own: &Computed| {
            let inputs: Vec<String> = own.inputs.iter().map(|input| input.field.clone()).collect();
            let made = inputs.iter().map(|field| self.place(field)).chain(own.events.iter().cloned());
            json!({
                "name": own.name,
                "by": own.by,
                "made": listed(made),
                "within": own.within.map(|within| period(within, self.language)),
                "purposes": own.purposes.join(", "),
                "stands": stands(&own.stands),
            })
        };
        self.manifest.traits.iter().map(row).collect()
    }

    pub fn stores(&self) -> Vec<Json> {
        self.manifest.stores.iter().map(|own| self.store(own)).collect()
    }

    fn store(&self, own: &Store) -> Json {
        let (kind, name) = own.store.split_once('/').unwrap_or(("", &own.store));
        let kind =
            if kind == "store" { choose(self.language, "store", "magasin") } else { self.word("recipient") };
        let reached = match own.reached {
            Reached::Itself => self.word("by_itself"),
            Reached::Asked => self.word("on_request"),
        };
        let found = if own.found_by.is_empty() {
            self.word("not_found").to_owned()
        } else {
            self.places(&own.found_by)
        };
        json!({
            "name": name,
            "kind": kind.to_lowercase(),
            "found_by": found,
            "holds": listed(own.categories.iter().map(|key| named(key, self.language))),
            "kept": self.kept_in(own),
            "reached": reached,
        })
    }

    /// What a recipient does is not known here, and each event has a time of its own.
    fn kept_in(&self, own: &Store) -> String {
        match (&own.retention, own.reached) {
            (None, Reached::Asked) => self.word("not_said").to_owned(),
            (None, Reached::Itself) if own.store == "store/events" => self.word("each_own").to_owned(),
            (kept, _) => retention(kept.as_ref(), self.language),
        }
    }

    pub fn unprovable(&self) -> Vec<Json> {
        let all = self.manifest.unprovable.iter();
        all.map(|own| json!({ "about": self.place(&own.about), "text": own.statement, "stands": stands(&own.stands) }))
            .collect()
    }

    pub fn waivers(&self) -> Vec<Json> {
        let all = self.manifest.waivers.iter();
        all.map(|own| {
            json!({
                "rule": own.rule,
                "reason": own.reason,
                "until": own.until,
                "approver": own.approver,
                "stands": stands(&own.stands),
            })
        })
        .collect()
    }

    /// What the changes are counted from.
    pub fn since(&self) -> Option<String> {
        let since = self.manifest.since.as_ref()?;
        let short = |id: &String| id.get(..12).unwrap_or(id).to_owned();
        let from = since.commit.as_ref().map(short).unwrap_or_else(|| short(&since.manifest));
        Some(since.built_at.as_ref().map_or_else(|| from.clone(), |time| format!("{from}, {time}")))
    }

    pub fn changes(&self) -> Vec<Json> {
        let all = self.manifest.since.iter().flat_map(|since| &since.changes);
        all.map(|own| json!({ "widens": own.widens, "about": self.place(&own.about), "text": own.statement }))
            .collect()
    }
}

fn is_far(to: &Recipient) -> bool {
    to.country.as_deref().is_some_and(|code| !is_in_eea(code))
}

fn stands(stands: &Stands) -> String {
    format!("{}:{}", stands.file, stands.line)
}
