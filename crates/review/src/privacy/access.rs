//! Who may see, reveal, approve and do what through the daemon.

use super::{Shifts, paired};
use filrouge_plan::address;
use filrouge_plan::manifest::{Access, Manifest, RoleOf};
use filrouge_plan::{Role, Sight};
use std::collections::BTreeSet;

pub(super) fn compare(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    whoever(&old.access, &new.access, found);
    let same = |old: &RoleOf, new: &RoleOf| old.role.name == new.role.name;
    let (gone, fresh, kept) = paired(&old.access.roles, &new.access.roles, same);
    for own in fresh {
        // Where there was no role, whoever had a token could do everything.
        told(own, &may(&own.role), !old.access.is_empty(), found);
    }
    for (before, now) in kept {
        let (had, has) = (may(&before.role), may(&now.role));
        told(now, &has.difference(&had).cloned().collect(), true, found);
        for right in had.difference(&has) {
            found.narrower(at(now), &now.stands, format!("`{}` may no longer {right}", now.role.name));
        }
    }
    for own in gone {
        found.narrower(at(own), &own.stands, format!("the role `{}` is gone", own.role.name));
    }
}

/// Without any role, a token is one for everything.
fn whoever(old: &Access, new: &Access, found: &mut Shifts) {
    let sentence = match (old.is_empty(), new.is_empty()) {
        (false, true) => "there are no roles any more: whoever has a token may see and do everything",
        (true, false) => "there are roles: whoever has a token may see and do what its role says",
        _ => return,
    };
    found.note(new.is_empty(), "project", None, sentence.to_owned());
}

fn told(own: &RoleOf, rights: &BTreeSet<String>, widens: bool, found: &mut Shifts) {
    for right in rights {
        let sentence = format!("`{}` may {right}", own.role.name);
        found.note(widens, at(own), Some(super::stands(&own.stands)), sentence);
    }
}

fn at(own: &RoleOf) -> String {
    address::declared("role", &own.role.name)
}

/// What a role allows, a few words each. What asks for a purpose is less than what asks for none.
fn may(role: &Role) -> BTreeSet<String> {
    let sights = |word: &str, all: &[Sight]| -> Vec<String> {
        let said = |own: &Sight| match &own.purpose {
            Some(purpose) => format!("{word} `{}` for `{purpose}`", own.what),
            None => format!("{word} `{}`", own.what),
        };
        all.iter().map(said).collect()
    };
    let acts = role.acts.iter().map(|act| format!("do `{}`", act.word()));
    let approves = role.approves.iter().map(|owner| format!("approve for `{owner}`"));
    acts.chain(approves).chain(sights("see", &role.sees)).chain(sights("reveal", &role.reveals)).collect()
}
