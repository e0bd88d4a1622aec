//! The first text of an event.

use super::{Draft, Lack, laid_out};
use crate::written::{bare, quoted};
use filrouge_check::Checked;

/// An event called `name` with these fields: names and types as the language writes them (`total`, `decimal`).
///
/// # Errors
/// When there is an event of this name.
pub fn event(checked: &Checked, name: &str, fields: &[(String, String)]) -> Result<Draft, Lack> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Lack::NoName(name.to_owned()));
    }
    if has(checked, name) {
        return Err(Lack::Taken("event", name.to_owned()));
    }
    let lines = fields.iter().map(|(field, ty)| format!("    {} {ty}\n", bare(field))).collect::<String>();
    Ok(Draft { name: name.to_owned(), text: laid_out(block(name, &lines)), chosen: Vec::new() })
}

/// Kept for a year and a month, in which a year can be compared with the one before.
pub(super) fn block(name: &str, fields: &str) -> String {
    format!("event {} {{\n{fields}    retain \"13mo\"\n}}\n", quoted(name))
}

pub(super) fn has(checked: &Checked, name: &str) -> bool {
    checked.model().events.values().any(|event| &*event.name.value == name)
}
