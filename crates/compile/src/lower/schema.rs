//! `profile` and `event`, lowered.

use super::origins::Thread;
use filrouge_language::words::profile;
use filrouge_language::words::retain::{Since, Then};
use filrouge_model::{Event, Field, Profile, Retain};
use filrouge_plan::{
    EventSchema, Identifier, Overflow, Period, ProfileSchema, Retention, RetentionAction, RetentionClock,
    StoreRetention, address,
};

/// Values of an identifier that one person may have when the author names no number; of the strongest one it is 1.
const MAX_VALUES: u32 = 10;

/// Values that clients and tools send for nobody. They are blocked unless the author says `blocks-usual #false`.
const USUAL_BLOCKED: &[&str] = &[
    "-1",
    "0",
    "00000000-0000-0000-0000-000000000000",
    "00000000000000000000000000000000",
    "9774d56d682e549c",
    "[object Object]",
    "anonymous",
    "false",
    "guest",
    "n/a",
    "nan",
    "nil",
    "none",
    "null",
    "true",
    "undefined",
    "unknown",
];

pub(super) fn profile(profile: &Profile, thread: &mut Thread<'_>) -> ProfileSchema {
    thread.mark("profile".to_owned(), profile.at);
    for field in profile.all_fields() {
        thread.mark(address::declared("profile", &field.name.value), field.at);
    }
    let identifiers = profile.identifiers.iter().enumerate();
    let undo = profile.undo_merges.value().copied();
    ProfileSchema {
        identifiers: identifiers.filter_map(|(place, own)| identifier(place, own)).collect(),
        undo_merges: undo.unwrap_or_else(ProfileSchema::usual_undo),
        fields: profile.fields.iter().filter_map(Field::lower).collect(),
        retention: profile.retain.value().and_then(retention),
    }
}

fn identifier(place: usize, own: &filrouge_model::Identifier) -> Option<Identifier> {
    let most = if place == 0 { 1 } else { MAX_VALUES };
    let overflow = match own.overflow.value() {
        Some(profile::Overflow::Refuse) => Overflow::Refuse,
        Some(profile::Overflow::DropOldest) | None => Overflow::DropOldest,
    };
    Some(Identifier {
        field: own.field.lower()?,
        max: own.max.value().copied().unwrap_or(most),
        overflow,
        merge: own.merge.value().copied().unwrap_or(true),
        blocked: blocked(own),
    })
}

fn blocked(own: &filrouge_model::Identifier) -> Vec<String> {
    let usual = if own.blocks_usual.value() == Some(&false) { &[][..] } else { USUAL_BLOCKED };
    let named = own.blocked.iter().map(|text| text.value.to_string());
    let mut all: Vec<String> = usual.iter().map(|text| (*text).to_owned()).chain(named).collect();
    all.sort();
    all.dedup();
    all
}

pub(super) fn event(event: &Event, thread: &mut Thread<'_>) -> Option<EventSchema> {
    thread.mark(address::declared("event", &event.name.value), event.at);
    Some(EventSchema {
        name: event.name.value.to_string(),
        fields: event.fields.iter().filter_map(Field::lower).collect(),
        retention: event.retain.value().and_then(retention),
    })
}

pub(super) fn store(own: &filrouge_model::Retention, thread: &mut Thread<'_>) -> Option<StoreRetention> {
    thread.mark(address::declared("retention", &own.name.value), own.at);
    let retention = counted(own.keep.as_ref()?.value, own.since.value(), own.then.value());
    Some(StoreRetention { name: own.name.value.to_string(), store: own.of?.word().to_owned(), retention })
}

/// Data is erased at the end, and the period counts from its collection, where nothing else is said.
pub(crate) fn retention(retain: &Retain) -> Option<Retention> {
    Some(counted(*retain.keep.value()?, retain.since.value(), retain.then.value()))
}

fn counted(keep: Period, since: Option<&Since>, then: Option<&Then>) -> Retention {
    let since = match since {
        None | Some(Since::Collection) => RetentionClock::Collection,
        Some(Since::LastActivity) => RetentionClock::LastActivity,
        Some(Since::LastPurchase) => RetentionClock::LastPurchase,
        Some(Since::Withdrawal) => RetentionClock::Withdrawal,
    };
    let then = match then {
        None | Some(Then::Erase) => RetentionAction::Erase,
        Some(Then::Anonymise) => RetentionAction::Anonymise,
        Some(Then::Archive) => RetentionAction::Archive,
    };
    Retention { keep, since, then }
}
