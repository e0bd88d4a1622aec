//! Which data there is, where it comes in, and where it lies.

use super::{Shifts, paired};
use filrouge_plan::address;
use filrouge_plan::manifest::{Collected, Manifest, Origin, Store};

pub(super) fn compare(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    fields(old, new, found);
    origins(old, new, found);
    stores(old, new, found);
}

/// Fields that are new or gone, or whose category is another one.
fn fields(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (gone, fresh, kept) = paired(&old.collected, &new.collected, |old, new| old.field == new.field);
    for Collected { field, category, stands } in fresh {
        if let Some(category) = category {
            found.wider(field, stands, format!("`{field}` ({category}) is collected"));
        }
    }
    for (before, Collected { field, category, stands }) in kept {
        let sentence = match (&before.category, category) {
            (Some(was), None) => format!("`{field}` is no longer declared as {was}"),
            (Some(was), Some(is)) if was != is => {
                format!("`{field}` was declared as {was} and is declared as {is}")
            }
            _ => continue,
        };
        found.wider(field, stands, sentence);
    }
    for Collected { field, category, stands } in gone {
        if let Some(category) = category {
            found.narrower(field, stands, format!("`{field}` ({category}) is no longer collected"));
        }
    }
}

/// Sources that data comes from.
fn origins(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let at = |own: &Origin| address::declared("source", &own.source);
    let (gone, fresh, kept) = paired(&old.origins, &new.origins, |old, new| old.source == new.source);
    for own in fresh {
        found.wider(at(own), &own.stands, format!("data comes in from `{}`", own.source));
    }
    for (before, now) in kept {
        // One that names nothing may tell anything.
        let is_new = |tells: &&String| !before.tells.is_empty() && !before.tells.contains(tells);
        for told in now.tells.iter().filter(is_new) {
            found.wider(at(now), &now.stands, format!("`{}` may tell `{told}` as well", now.source));
        }
        if now.tells.is_empty() && !before.tells.is_empty() {
            found.wider(at(now), &now.stands, format!("`{}` may tell whatever is declared", now.source));
        }
    }
    for own in gone {
        found.narrower(at(own), &own.stands, format!("no data comes in from `{}` any more", own.source));
    }
}

/// Places where one person's part can no longer be found.
fn stores(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (_, _, kept) = paired(&old.stores, &new.stores, |old, new| old.store == new.store);
    for (before, Store { store, found_by, stands, .. }) in kept {
        if found_by.is_empty() && !before.found_by.is_empty() {
            let sentence = format!("a person can no longer be found in `{store}`");
            found.note(true, store, stands.as_ref().map(super::stands), sentence);
        }
    }
}
