//! The first text of a segment, and of the journey that its people come into: a segment that nothing uses is a finding.

use super::journey::{Entry, Wish, journey};
use super::names::kebab;
use super::{Draft, Lack, laid_out};
use crate::written::{bare, quoted};
use filrouge_check::Checked;
use filrouge_model::Profile;
use filrouge_plan::{Field, Type};

/// A segment and a journey of the same name. Without a condition it asks for the first field that says something.
///
/// # Errors
/// When its name is taken, or the project has nothing to send with.
pub fn segment(checked: &Checked, name: &str, when: Option<&str>) -> Result<Draft, Lack> {
    let model = checked.model();
    let name = kebab(name).ok_or_else(|| Lack::NoName(name.to_owned()))?;
    if model.segments.values().any(|segment| *segment.name.value == *name) {
        return Err(Lack::Taken("segment", name));
    }
    let chosen = || model.profile.as_ref().and_then(condition).ok_or(Lack::Nothing("field of a profile"));
    let when = when.map_or_else(chosen, |when| Ok(when.to_owned()))?;
    let wish = Wish { name: &name, entry: Entry::Segment(&name), purpose: None, via: None };
    let inside = journey(checked, &wish)?;
    let text = format!("segment {} when={}\n\n{}", bare(&name), quoted(&when), inside.text);
    let chosen = [("people with", format!("`{when}`"))].into_iter().chain(inside.chosen).collect();
    Ok(Draft { name, text: laid_out(text), chosen })
}

/// A condition over the first field that divides people well: a count, a choice, a yes; else whether something is known.
fn condition(profile: &Profile) -> Option<String> {
    let fields = || profile.fields.iter().filter_map(|field| field.lower());
    let known = || profile.all_fields().find_map(|field| field.lower());
    let ranks: [fn(&Type) -> bool; 3] = [
        |ty| matches!(ty, Type::Int | Type::Decimal),
        |ty| matches!(ty, Type::Enum(_)),
        |ty| *ty == Type::Bool,
    ];
    let ranked = ranks.into_iter().find_map(|rank| fields().find(|field| rank(field.ty.required())));
    ranked.or_else(|| fields().find(|field| field.ty.is_optional())).or_else(known).map(|field| of(&field))
}

fn of(field: &Field) -> String {
    let (name, optional) = (&field.name, field.ty.is_optional());
    let read = |zero: &str| {
        if optional { format!("profile.{name}.orValue({zero})") } else { format!("profile.{name}") }
    };
    match field.ty.required() {
        Type::Int => format!("{} >= 10", read("0")),
        Type::Decimal => format!("{} >= 10.0", read("0.0")),
        Type::Bool => read("false"),
        Type::Enum(words) => {
            let last = words.last().map_or("", String::as_str);
            let guard = if optional { format!("has(profile.{name}) && ") } else { String::new() };
            format!("{guard}profile.{name} == '{last}'")
        }
        _ => format!("has(profile.{name})"),
    }
}
