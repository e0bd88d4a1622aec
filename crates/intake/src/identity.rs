//! Names by which people are known, as they are kept.

use crate::bind::Binder;
use filrouge_machine::identity;
use filrouge_plan::{Field, Plan};
use serde_json::Value as Json;

/// Bytes of an identifier.
const LONGEST: usize = 512;

/// The value of an identifier: nothing for null or an empty text, digits for a number, and every spelling of one
/// email address the same.
pub fn identifier(field: &Field, json: Option<&Json>) -> Result<Option<String>, String> {
    let text = match json {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::String(text)) if text.trim().is_empty() => return Ok(None),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Number(number)) => number.to_string(),
        Some(_) => return Err(format!("`{}` is not a text", field.name)),
    };
    if text.len() > LONGEST {
        return Err(format!("`{}` is longer than {LONGEST} bytes", field.name));
    }
    let value = Binder { currency: None }.field(field, Some(&Json::String(text)));
    let value = value.map_err(|mismatch| mismatch.to_string())?;
    value.as_text().map(|text| Some(text.to_owned())).ok_or_else(|| format!("`{}` is not a text", field.name))
}

/// Whether `value` says nothing about anybody, as the identifier called `name` declares it.
pub fn is_blocked(plan: &Plan, name: &str, value: &str) -> bool {
    let mut declared = plan.profile.identifiers.iter();
    declared
        .find(|declared| declared.field.name == name)
        .is_some_and(|declared| identity::is_blocked(declared, value))
}

/// Whether `userId` means the identifier called `name`: `user_id`, or else the strongest that a project declares, such
/// as `email`.
pub fn is_user_id(plan: &Plan, name: &str) -> bool {
    let declared = || plan.profile.identifiers.iter().map(|declared| declared.field.name.as_str());
    if declared().any(|known| known == "user_id") {
        name == "user_id"
    } else {
        name != "anonymous_id" && declared().next() == Some(name)
    }
}
