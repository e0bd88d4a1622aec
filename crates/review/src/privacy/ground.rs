//! What is computed about people, what holds messages back from them, and the exceptions that the project allows itself.

use super::{Shifts, paired};
use filrouge_plan::address;
use filrouge_plan::manifest::{Declassifier, Manifest};

pub(super) fn compare(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    traits(old, new, found);
    suppressions(old, new, found);
    declassifiers(old, new, found);
    waivers(old, new, found);
}

/// What is declared to say less than what it is made of.
fn declassifiers(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let same = |old: &Declassifier, new: &Declassifier| {
        (&old.of, &old.method, old.k, &old.purposes) == (&new.of, &new.method, new.k, &new.purposes)
    };
    let (gone, fresh, _) = paired(&old.declassifiers, &new.declassifiers, same);
    for own in fresh {
        let sentence =
            format!("`{}` is declared to say less than what it is made of: {}", own.of, own.reason);
        found.wider(&own.of, &own.stands, sentence);
    }
    for own in gone {
        let sentence = format!("`{}` is no longer declared to say less than what it is made of", own.of);
        found.narrower(&own.of, &own.stands, sentence);
    }
}

/// People whom a condition protects from messages.
fn suppressions(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (before, now) = (&old.policies.suppressions, &new.policies.suppressions);
    let (gone, fresh, kept) = paired(before, now, |old, new| old.suppress == new.suppress);
    let at = |name: &str| address::declared("suppress", name);
    for own in gone {
        let sentence = format!("`{}` no longer holds messages back while {}", own.suppress, own.condition);
        found.wider(at(&own.suppress), &own.stands, sentence);
    }
    for (before, now) in kept.into_iter().filter(|(before, now)| before.condition != now.condition) {
        let sentence = format!(
            "`{}` held messages back while {} and does while {}",
            now.suppress, before.condition, now.condition
        );
        found.wider(at(&now.suppress), &now.stands, sentence);
    }
    for own in fresh {
        let sentence = format!("`{}` holds messages back while {}", own.suppress, own.condition);
        found.narrower(at(&own.suppress), &own.stands, sentence);
    }
}

/// To compute something about people is profiling.
fn traits(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (gone, fresh, kept) = paired(&old.traits, &new.traits, |old, new| old.name == new.name);
    for own in fresh {
        let at = address::declared("trait", &own.name);
        found.wider(at, &own.stands, format!("`{}` is computed about people", own.name));
    }
    for (before, now) in kept {
        for input in now.inputs.iter().filter(|input| !before.inputs.contains(input)) {
            let at = address::declared("trait", &now.name);
            let field = super::named(&input.field, input.category.as_deref());
            found.wider(at, &now.stands, format!("`{}` is computed from {field} as well", now.name));
        }
        let longer = match (before.within, now.within) {
            (Some(before), Some(now)) => now > before,
            (before, now) => before.is_some() && now.is_none(),
        };
        if longer {
            let at = address::declared("trait", &now.name);
            found.wider(at, &now.stands, format!("`{}` looks back over a longer time", now.name));
        }
    }
    for own in gone {
        let at = address::declared("trait", &own.name);
        found.narrower(at, &own.stands, format!("`{}` is no longer computed about people", own.name));
    }
}

fn waivers(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let same = |old: &filrouge_plan::manifest::Waiver, new: &filrouge_plan::manifest::Waiver| {
        (&old.rule, &old.stands.file, &old.files) == (&new.rule, &new.stands.file, &new.files)
    };
    let (gone, fresh, kept) = paired(&old.waivers, &new.waivers, same);
    for waiver in fresh {
        let sentence = format!("rule `{}` is waived: {}", waiver.rule, waiver.reason);
        found.wider("project", &waiver.stands, sentence);
    }
    for (before, now) in kept {
        let later = match (&before.until, &now.until) {
            (Some(before), Some(now)) => now > before,
            (before, now) => before.is_some() && now.is_none(),
        };
        if later {
            let until = now.until.as_deref().unwrap_or("further notice");
            found.wider("project", &now.stands, format!("rule `{}` is waived until {until}", now.rule));
        }
    }
    for waiver in gone {
        found.narrower("project", &waiver.stands, format!("rule `{}` is no longer waived", waiver.rule));
    }
}
