//! What is to be put right, typed against the profile.

use filrouge_intake::{Binder, identifier, is_blocked};
use filrouge_machine::Rectify;
use filrouge_plan::Plan;
use serde_json::{Map, Value as Json};

/// The identifiers and fields of `given`, which has them by name; null forgets a field.
pub(super) fn read(plan: &Plan, given: &Map<String, Json>) -> Result<Rectify, String> {
    let mut correction = Rectify::default();
    let binder = Binder { currency: plan.project.currency.as_deref() };
    for (name, json) in given {
        let known = plan.profile.identifiers.iter().find(|known| known.field.name == *name);
        if let Some(known) = known {
            let value = identifier(&known.field, Some(json))?;
            let value =
                value.ok_or_else(|| format!("`{name}` cannot be taken away: give the right value"))?;
            if is_blocked(plan, name, &value) {
                return Err(format!("the value of `{name}` says nothing about anybody"));
            }
            correction.identifiers.push((name.clone(), value));
        } else if let Some(field) = plan.profile.fields.iter().find(|field| field.name == *name) {
            let value = binder.field(field, Some(json)).map_err(|mismatch| mismatch.to_string())?;
            correction.fields.push((name.clone(), value));
        } else {
            return Err(format!("the profile has no field `{name}`"));
        }
    }
    Ok(correction)
}
