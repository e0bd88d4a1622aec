//! `profile` and `event`, lowered.

use super::origins::Thread;
use filrouge_language::words::retain::{Since, Then};
use filrouge_model::{Event, Field, Profile, Retain};
use filrouge_plan::{
    EventSchema, Identifier, Period, ProfileSchema, Retention, RetentionAction, RetentionClock,
    StoreRetention, address,
};

/// Values of an identifier that one person may have when the author names no number.
const MAX_VALUES: u32 = 10;

pub(super) fn profile(profile: &Profile, thread: &mut Thread<'_>) -> ProfileSchema {
    thread.mark("profile".to_owned(), profile.at);
    for field in profile.all_fields() {
        thread.mark(address::declared("profile", &field.name.value), field.at);
    }
    let identifier = |own: &filrouge_model::Identifier| {
        Some(Identifier { field: own.field.lower()?, max: own.max.value().copied().unwrap_or(MAX_VALUES) })
    };
    ProfileSchema {
        identifiers: profile.identifiers.iter().filter_map(identifier).collect(),
        fields: profile.fields.iter().filter_map(Field::lower).collect(),
        retention: profile.retain.value().and_then(retention),
    }
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
