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
    let text = block(&format!("{}{}", quoted(name), owned(checked)), &lines);
    Ok(Draft { name: name.to_owned(), text: laid_out(text), chosen: Vec::new() })
}

/// Of several owners the first answers for it, until somebody says who does: no journey goes by it yet.
fn owned(checked: &Checked) -> String {
    let owners = checked.model().project.iter().flat_map(|project| &project.owners);
    let names: Vec<_> = owners.map(|owner| &*owner.name.value).collect();
    match names.as_slice() {
        [first, _, ..] => format!(" owner={}", bare(first)),
        _ => String::new(),
    }
}

/// Kept for a year and a month, in which a year can be compared with the one before.
pub(super) fn block(head: &str, fields: &str) -> String {
    format!("event {head} {{\n{fields}    retain \"13mo\"\n}}\n")
}

pub(super) fn has(checked: &Checked, name: &str) -> bool {
    checked.model().events.values().any(|event| &*event.name.value == name)
}
