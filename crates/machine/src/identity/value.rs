//! Values of identifiers: one spelling for each, and those that say nothing.

use filrouge_plan::{Identifier, Type};

/// The one spelling of a value: without spaces around it; an email address in lower case; a telephone number without
/// spaces, dots, hyphens and brackets, and with `+` for a leading `00`.
#[must_use]
pub fn normal(ty: &Type, text: &str) -> String {
    let text = text.trim();
    match ty.required() {
        Type::Email => text.to_lowercase(),
        Type::Phone => phone(text),
        _ => text.to_owned(),
    }
}

fn phone(text: &str) -> String {
    let plain: String =
        text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}')).collect();
    match plain.strip_prefix("00") {
        Some(digits) => format!("+{digits}"),
        None => plain,
    }
}

/// Whether a value says nothing about anybody: it is empty, or the plan blocks it in any case of its letters.
#[must_use]
pub fn is_blocked(declared: &Identifier, value: &str) -> bool {
    let value = value.trim();
    value.is_empty() || declared.blocked.iter().any(|blocked| blocked.eq_ignore_ascii_case(value))
}
