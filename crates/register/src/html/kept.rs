//! What the page tells of where data lies, who sees it, what is vouched for, and what has changed.

use super::parts::{Told, stands};
use crate::categories::named;
use crate::said::{listed, retention, signal};
use crate::words::choose;
use filrouge_plan::manifest::{Reached, RoleOf, Store};
use filrouge_plan::{Sight, SignalMap};
use serde_json::{Value as Json, json};

impl Told<'_> {
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

    /// Who may see and do what through the daemon.
    /// What each field of a signal decides, or why it decides nothing.
    pub fn signals(&self) -> Vec<Json> {
        let fields = |map: &SignalMap| {
            let mapped =
                map.purposes.iter().map(|(field, to)| json!({ "field": field, "means": to.join(", ") }));
            let nothing = choose(self.language, "nothing", "rien");
            let ignored = map.ignored.iter();
            let ignored =
                ignored.map(|(field, why)| json!({ "field": field, "means": format!("{nothing} ({why})") }));
            mapped.chain(ignored).collect::<Vec<_>>()
        };
        let signals = self.manifest.signals.iter();
        let signals = signals.map(|own| {
            json!({ "name": signal(own.map.kind), "fields": fields(&own.map), "stands": stands(&own.stands) })
        });
        signals.collect()
    }

    pub fn access(&self) -> Vec<Json> {
        let sight = |own: &Sight| match &own.purpose {
            Some(purpose) => format!("{} ({purpose})", own.what),
            None => own.what.clone(),
        };
        let row = |own: &RoleOf| {
            json!({
                "name": own.role.name,
                "description": own.description,
                "sees": listed(own.role.sees.iter().map(sight)),
                "reveals": listed(own.role.reveals.iter().map(sight)),
                "approves": own.role.approves.join(", "),
                "stands": stands(&own.stands),
            })
        };
        self.manifest.access.roles.iter().map(row).collect()
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
