//! Fields with their categories, what is computed about people, and the exceptions that the project allows itself.

use super::{Shifts, paired};
use filrouge_plan::manifest::Manifest;
use filrouge_plan::{Field, Plan, Type, address};
use std::collections::BTreeMap;

/// Every field of the profile and of events by its address, with its category or that of the record around it.
pub(super) fn fields(plan: &Plan) -> BTreeMap<String, Option<String>> {
    let mut found = BTreeMap::new();
    plan.profile.slots().for_each(|field| add("profile", field, None, &mut found));
    for event in &plan.events {
        let at = address::declared("event", &event.name);
        event.fields.iter().for_each(|field| add(&at, field, None, &mut found));
    }
    found
}

fn add(
    around: &str,
    field: &Field,
    inherited: Option<&String>,
    found: &mut BTreeMap<String, Option<String>>,
) {
    let at = format!("{around}/{}", field.name);
    let category = field.category.as_ref().or(inherited);
    if let Type::Record(fields) = field.ty.required() {
        fields.iter().for_each(|inner| add(&at, inner, category, found));
    }
    found.insert(at, category.cloned());
}

pub(super) fn compare(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    traits(old, new, found);
    waivers(old, new, found);
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
