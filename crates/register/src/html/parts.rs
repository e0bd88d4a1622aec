//! What each part of the page tells.

use crate::categories::{is_special, named};
use crate::places::{country, is_in_eea};
use crate::said::{basis, kept_for, listed, place, right, route, subject};
use crate::words::{choose, words};
use filrouge_picture::{Language, period};
use filrouge_plan::manifest::{
    AutomatedDecision, CategoryRead, Computed, ConsentAsked, DataFlow, Declassifier, FlowLabel, LiftedLabel,
    Manifest, Processing, Recipient, Stands, SubRecipient, ToldBy,
};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// A manifest, told in a language.
pub(super) struct Told<'m> {
    pub manifest: &'m Manifest,
    pub language: Language,
}

impl Told<'_> {
    pub(super) fn word(&self, key: &str) -> &'static str {
        words(self.language).get(key).copied().unwrap_or_default()
    }

    pub(super) fn place(&self, address: &str) -> String {
        place(address, self.manifest)
    }

    pub(super) fn places(&self, addresses: &[String]) -> String {
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
            ("address", self.given(own.address.as_ref())),
            ("joint", own.joint_controllers.join(", ")),
            ("dpo", self.given(own.dpo.as_ref())),
            ("authority", self.given(own.authority.as_ref())),
            ("owners", listed(owners)),
            ("approvers", listed(approvers)),
            ("dpia", self.given(own.dpia.as_ref())),
            ("rule_packs", self.law()),
            ("lock", self.lock()),
        ];
        self.rows(rows)
    }

    /// Each pack with the version that counts.
    fn law(&self) -> String {
        let own = &self.manifest.organisation;
        let versions = own.law.iter().map(|law| format!("{} ({})", law.pack, law.version));
        if own.law.is_empty() { own.rule_packs.join(", ") } else { listed(versions) }
    }

    fn lock(&self) -> String {
        let lock = self.manifest.organisation.lock.as_ref();
        lock.map_or_else(
            || self.word("lock_none").to_owned(),
            |lock| format!("{}, SHA-256 {}", lock.path, lock.sha256),
        )
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
            "people": listed(own.subjects.iter().map(|own| subject(own, self.language).to_owned())),
            "use": own.data_use,
            "condition": own.special_categories,
            "interest": own.interest,
            "assessment": own.assessment,
            "owner": own.owner,
            "compatible": own.compatible_with.iter().map(|own| own.purpose.clone()).collect::<Vec<_>>(),
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

    /// What leaves that is special or collected for some purposes alone, and what was made to say less on its way.
    pub fn labels(&self) -> Vec<Json> {
        let told = |flow: &&DataFlow| !flow.labels.is_empty() || !flow.lifted.is_empty();
        let row = |flow: &DataFlow| {
            json!({
                "step": self.place(&flow.step),
                "to": flow.to,
                "purpose": flow.purpose,
                "labels": flow.labels.iter().map(|label| self.label(label)).collect::<Vec<_>>(),
                "lifted": flow.lifted.iter().map(|own| self.lifted(own)).collect::<Vec<_>>(),
                "stands": stands(&flow.stands),
            })
        };
        self.manifest.data_flows.iter().filter(told).map(row).collect()
    }

    fn label(&self, label: &FlowLabel) -> Json {
        let how = match label.told {
            ToldBy::Value => self.word("told_value"),
            ToldBy::Decision => self.word("told_decision"),
        };
        json!({
            "from": self.place(&label.from),
            "category": label.category.as_deref().map(|key| named(key, self.language)),
            "special": label.special,
            "purposes": label.purposes.join(", "),
            "how": how,
        })
    }

    fn lifted(&self, own: &LiftedLabel) -> String {
        let by = choose(self.language, "by", "par");
        format!("{} {by} {}", self.place(&own.from), self.place(&own.by))
    }

    /// What is declared to say less than what it is made of.
    pub fn declassifiers(&self) -> Vec<Json> {
        let row = |own: &Declassifier| {
            json!({
                "of": self.place(&own.of),
                "method": own.method,
                "k": own.k,
                "reason": own.reason,
                "purposes": own.purposes.join(", "),
                "approver": own.approver,
                "stands": stands(&own.stands),
            })
        };
        self.manifest.declassifiers.iter().map(row).collect()
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
            "company": own.company,
            "transfer": own.transfer.as_ref().map(|own| own.mechanism.clone()),
            "further": own.sub_processors.iter().map(|own| self.further(own)).collect::<Vec<_>>(),
            "failover": listed(own.failover.iter().map(|code| country(code, self.language))),
            "keeps": own.keeps.map(|keeps| period(keeps, self.language)),
            "can": listed(done_by(own).into_iter().map(|right| told_for(own, right))),
            "manual": own.manual,
            "purposes": own.purposes.join(", "),
            "channels": own.channels.join(", "),
            "receives": listed(categories),
            "stands": stands(&own.stands),
        })
    }

    fn further(&self, own: &SubRecipient) -> String {
        format!("{}, {}", own.name, country(&own.country, self.language))
    }

    fn role(&self, own: &Recipient) -> String {
        let role = own.role.as_deref().map(|role| match role {
            "processor" => {
                choose(self.language, "processor, on our instructions", "sous-traitant, sur nos instructions")
            }
            "own" => choose(self.language, "a system of our own", "un système à nous"),
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
            "class": own.class,
            "ground": own.ground,
            "contest": own.contest,
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
}

fn is_far(to: &Recipient) -> bool {
    to.country.as_deref().is_some_and(|code| !is_in_eea(code))
}

pub(super) fn stands(stands: &Stands) -> String {
    format!("{}:{}", stands.file, stands.line)
}

/// What a recipient does when it is asked to: what it says that it can, and what else it is asked by calls.
fn done_by(own: &Recipient) -> Vec<&String> {
    let also = own.asked.iter().map(|asked| &asked.right).filter(|right| !own.can.contains(right));
    own.can.iter().chain(also).collect()
}

/// A right that a recipient follows, with the fields that it is told when the daemon asks it by a call.
fn told_for(own: &Recipient, right: &str) -> String {
    match own.asked.iter().find(|asked| asked.right == right) {
        Some(asked) => format!("{right} ({})", asked.told.join(", ")),
        None => right.to_owned(),
    }
}
