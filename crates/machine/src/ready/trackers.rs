//! What each event means to the computed traits.

use filrouge_plan::{Made, Plan, canonical_json, sha256_hex};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Computed traits by what they are made of.
#[derive(Debug, Default)]
pub(crate) struct Trackers {
    by_event: BTreeMap<String, Vec<usize>>,
    names: BTreeMap<String, usize>,
    lasting: Vec<usize>,
    digests: Vec<String>,
    fields: usize,
}

impl Trackers {
    /// The traits of `plan`.
    pub(super) fn of(plan: &Plan) -> Self {
        let mut trackers = Self { fields: plan.profile.slots().count(), ..Self::default() };
        for (place, own) in plan.traits.iter().enumerate() {
            for event in own.made.events() {
                let places = trackers.by_event.entry(event.to_owned()).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
            if matches!(own.made, Made::Absence { .. }) {
                trackers.lasting.push(place);
            }
            trackers.names.insert(own.field.name.clone(), place);
            trackers.digests.push(digest(&own.made, plan));
        }
        trackers
    }

    /// Traits that an event may change.
    pub(crate) fn moved_by(&self, event: &str) -> &[usize] {
        self.by_event.get(event).map_or(&[], Vec::as_slice)
    }

    /// Traits that begin to count before anything has happened.
    pub(crate) fn lasting(&self) -> &[usize] {
        &self.lasting
    }

    pub(crate) fn called(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// What the trait computes, in a few letters.
    pub(crate) fn digest(&self, place: usize) -> &str {
        self.digests.get(place).map_or("", String::as_str)
    }

    /// The slot of the profile that holds the value of a trait.
    pub(crate) const fn slot(&self, place: usize) -> usize {
        self.fields + place
    }
}

/// What a trait computes, in a few letters. Fields go by their names: one more field changes no trait.
fn digest(made: &Made, plan: &Plan) -> String {
    let mut meaning = serde_json::to_value(made).unwrap_or_default();
    let event = made.events().next().and_then(|name| plan.events.iter().find(|event| event.name == name));
    name_slots(&mut meaning, &|root, slot| match root {
        "profile" => plan.slots().nth(slot).map(|field| field.name.as_str()),
        _ => event?.fields.get(slot).map(|field| field.name.as_str()),
    });
    let mut digest = sha256_hex(canonical_json(&meaning).as_bytes());
    digest.truncate(16);
    digest
}

fn name_slots<'n>(meaning: &mut Json, name: &impl Fn(&str, usize) -> Option<&'n str>) {
    match meaning {
        Json::Array(items) => items.iter_mut().for_each(|item| name_slots(item, name)),
        Json::Object(members) => {
            let root = members.get("root").and_then(Json::as_str);
            let slot = members.get("slot").and_then(Json::as_u64).and_then(|slot| usize::try_from(slot).ok());
            let named = root.zip(slot).and_then(|(root, slot)| name(root, slot));
            if let Some(named) = named {
                members.insert("slot".to_owned(), Json::from(named));
            }
            members.values_mut().for_each(|member| name_slots(member, name));
        }
        _ => {}
    }
}
