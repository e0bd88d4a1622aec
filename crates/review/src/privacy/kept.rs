//! What is kept, and for how long.

use super::{Shifts, paired};
use crate::shown::written;
use filrouge_plan::manifest::{Kept, Manifest};
use filrouge_plan::{Retention, RetentionAction, RetentionClock};

pub(super) fn compare(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (gone, fresh, kept) = paired(&old.retention, &new.retention, |old, new| old.object == new.object);
    for kept in fresh.into_iter().filter(|kept| kept.retention.is_none()) {
        found.wider(&kept.object, &kept.stands, format!("`{}` is kept without end", kept.object));
    }
    gone.into_iter().for_each(|before| lost(before, new, found));
    for (before, now) in kept.into_iter().filter(|(before, now)| before.retention != now.retention) {
        let sentence = format!(
            "`{}` was kept {} and is kept {}",
            now.object,
            said(before.retention.as_ref()),
            said(now.retention.as_ref())
        );
        found.note(longer(before, now), &now.object, Some(super::stands(&now.stands)), sentence);
    }
}

/// What had a time of its own is kept as long as what is around it, if it is still there.
fn lost(before: &Kept, new: &Manifest, found: &mut Shifts) {
    let Kept { object, stands, .. } = before;
    let is_field = new.collected.iter().any(|own| own.field == *object);
    if is_field || object.starts_with("store/") {
        let sentence = format!("`{object}` no longer has a time of its own after which it ends");
        found.wider(object, stands, sentence);
    }
}

/// Whether it is surely not kept for a shorter time: another clock, or another end, may keep it for longer.
fn longer(before: &Kept, now: &Kept) -> bool {
    match (&before.retention, &now.retention) {
        (Some(before), Some(now)) => {
            now.keep > before.keep || now.since != before.since || milder(before, now)
        }
        (before, now) => before.is_some() && now.is_none(),
    }
}

fn milder(before: &Retention, now: &Retention) -> bool {
    before.then == RetentionAction::Erase && now.then != RetentionAction::Erase
}

fn said(retention: Option<&Retention>) -> String {
    let Some(Retention { keep, since, then }) = retention else { return "without end".to_owned() };
    let since = match since {
        RetentionClock::Collection => "collection",
        RetentionClock::LastActivity => "the last activity",
        RetentionClock::LastPurchase => "the last purchase",
        RetentionClock::Withdrawal => "the withdrawal",
    };
    let then = match then {
        RetentionAction::Erase => "erased",
        RetentionAction::Anonymise => "anonymised",
        RetentionAction::Archive => "archived",
    };
    format!("for {} from {since}, then {then}", written(*keep))
}
