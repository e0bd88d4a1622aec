//! What is kept, and how long.

use super::ground::{Ground, sorted};
use filrouge_model::{Field, Opt, Retain};
use filrouge_plan::manifest::Kept;
use filrouge_plan::{Retention, RetentionAction, RetentionClock, address};
use filrouge_source::Span;

pub(super) fn retention(ground: &Ground<'_>) -> Vec<Kept> {
    let mut kept = Vec::new();
    for event in sorted(&ground.model.events, |event| &event.name) {
        let plan = ground.plan.events.iter().find(|plan| *plan.name == *event.name.value);
        let whole = plan.and_then(|plan| plan.retention.clone());
        let object = address::declared("event", &event.name.value);
        add(object, event.at, &event.retain, whole, event.fields.iter(), &mut kept, ground);
    }
    if let Some(profile) = &ground.model.profile {
        let whole = ground.plan.profile.retention.clone();
        let fields = profile.all_fields();
        add("profile".to_owned(), profile.at, &profile.retain, whole, fields, &mut kept, ground);
    }
    for store in sorted(&ground.model.retentions, |store| &store.name) {
        let plan = ground.plan.retentions.iter().find(|plan| *plan.name == *store.name.value);
        let retention = plan.map(|plan| plan.retention.clone());
        let object = store.of.map_or_else(String::new, |of| address::declared("store", of.word()));
        kept.push(Kept { object, retention, stands: ground.stands(store.at) });
    }
    kept.sort_by(|one, other| one.object.cmp(&other.object));
    kept
}

/// A whole, then those of its fields that are kept for a time of their own.
fn add<'m>(
    object: String,
    at: Span,
    retain: &Opt<Retain>,
    retention: Option<Retention>,
    fields: impl Iterator<Item = &'m Field>,
    kept: &mut Vec<Kept>,
    ground: &Ground<'_>,
) {
    fields.for_each(|field| own_time(&object, field, retention.as_ref(), kept, ground));
    let stands = ground.stands(retain.value().map_or(at, |retain| retain.at));
    kept.push(Kept { object, retention, stands });
}

/// A field of its own time counts from what the whole counts from, and ends as the whole does.
fn own_time(
    around: &str,
    field: &Field,
    whole: Option<&Retention>,
    kept: &mut Vec<Kept>,
    ground: &Ground<'_>,
) {
    let object = format!("{around}/{}", field.name.value);
    for inner in &field.fields {
        own_time(&object, inner, whole, kept, ground);
    }
    if let Some(own) = field.retain.get() {
        let since = whole.map_or(RetentionClock::Collection, |whole| whole.since);
        let then = whole.map_or(RetentionAction::Erase, |whole| whole.then);
        let retention = Some(Retention { keep: own.value, since, then });
        kept.push(Kept { object, retention, stands: ground.stands(own.span) });
    }
}
