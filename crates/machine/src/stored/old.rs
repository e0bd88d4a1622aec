//! Format 1, in which people were written before: JSON with every field by name.

use super::Known;
use crate::{
    Assignment, Awaited, Backfilling, ConsentFact, Departed, Flight, Id, Instance, Joined, PastEntry, Person,
    Rhythm, Tracked,
};
use filrouge_plan::Value;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    profile: BTreeMap<String, Value>,
    identifiers: BTreeMap<String, Vec<String>>,
    consents: Vec<(String, String, ConsentFact)>,
    segments: BTreeSet<String>,
    instances: Vec<Instance>,
    entries: Vec<(String, String, PastEntry)>,
    /// As it was written before purposes were counted.
    #[serde(default)]
    sent: BTreeMap<String, Vec<i64>>,
    #[serde(default)]
    sent_for: Vec<(String, String, Vec<i64>)>,
    flights: BTreeMap<Id, Flight>,
    departed: Vec<Departed>,
    last_activity: Option<i64>,
    #[serde(default)]
    assignments: Vec<(String, String, Assignment)>,
    #[serde(default)]
    rhythm: Option<Rhythm>,
    #[serde(default)]
    backfills: Vec<(String, String, Option<Backfilling>)>,
    #[serde(default)]
    since: Option<i64>,
    #[serde(default)]
    joined: BTreeMap<Id, Joined>,
    #[serde(default)]
    apart: BTreeSet<Id>,
    #[serde(default)]
    awaited: BTreeMap<String, Awaited>,
    #[serde(default)]
    awaited_under: String,
    #[serde(default)]
    entered: BTreeMap<String, Vec<i64>>,
    #[serde(default)]
    traits: BTreeMap<String, Tracked>,
    #[serde(default)]
    wake: Option<i64>,
}

/// The fields of the profile by name, and the person without them; or the byte at which it is no person.
pub(super) fn read(json: &[u8]) -> Result<(Known<'static>, Person), usize> {
    // The words of the parser may quote a value of the person's.
    let stored: Stored = serde_json::from_slice(json).map_err(|error| error.column())?;
    let known = stored.profile.into_iter().map(|(name, value)| Some((name.into(), value))).collect();
    let person = Person {
        profile: Vec::new(),
        undeclared: BTreeMap::new(),
        identifiers: stored.identifiers,
        consents: keyed(stored.consents),
        segments: stored.segments,
        instances: stored.instances,
        entries: keyed(stored.entries),
        sent: counted(stored.sent, stored.sent_for),
        flights: stored.flights,
        departed: stored.departed,
        last_activity: stored.last_activity,
        traits: stored.traits,
        wake: stored.wake,
        assignments: keyed(stored.assignments),
        rhythm: stored.rhythm,
        backfills: keyed(stored.backfills),
        since: stored.since,
        joined: stored.joined,
        apart: stored.apart,
        awaited: stored.awaited,
        awaited_under: stored.awaited_under,
        entered: stored.entered,
        answers: BTreeMap::new(),
        ledger: Vec::new(),
        unconfirmed: BTreeMap::new(),
        limits: Default::default(),
    };
    Ok((known, person))
}

/// Messages that were counted before purposes were have none.
fn counted(
    old: BTreeMap<String, Vec<i64>>,
    new: Vec<(String, String, Vec<i64>)>,
) -> BTreeMap<(String, String), Vec<i64>> {
    let old = old.into_iter().map(|(channel, times)| (channel, String::new(), times));
    keyed(old.chain(new).collect())
}

fn keyed<T>(list: Vec<(String, String, T)>) -> BTreeMap<(String, String), T> {
    list.into_iter().map(|(first, second, value)| ((first, second), value)).collect()
}
