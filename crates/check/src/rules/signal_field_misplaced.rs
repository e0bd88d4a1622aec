//! A field of a signal at a place where it decides nothing.

use filrouge_model::{Model, SignalField, SignalKind, SignalMap};
use filrouge_plan::SignalKind as Standard;
use filrouge_report::{Findings, rule};
use filrouge_source::{Span, Spanned};

rule! {
    /// A field of a signal at a place where it decides nothing.
    pub struct SignalFieldMisplaced { field: &'static str, why: Why, place: Span }
    slug: "signal-field-misplaced", severity: Error, since: "0.1",
    message: match why {
        Why::Foreign(kind) => format!("`{kind}` says nothing of `{field}`"),
        Why::Both => format!("`{field}` is mapped to a purpose and ignored"),
        Why::Owed(purpose) => format!("`{field}` cannot decide about `{purpose}`, which nobody can refuse"),
    },
    at: place => match why {
        Why::Foreign(_) => "a field of another signal",
        Why::Both => "ignored here",
        Why::Owed(_) => "mapped here",
    }.to_owned(),
    help: Some(match why {
        Why::Foreign(kind) => format!("its fields are `{}`", words(kind).join(" ")),
        Why::Both => "take it out of `ignore`, or out of `map`".to_owned(),
        Why::Owed(_) => "map it to a purpose on `consent` or `legitimate-interest`, or ignore it".to_owned(),
    }),
}

/// Why a field decides nothing.
#[derive(Debug, Clone, PartialEq)]
enum Why {
    /// It belongs to another signal than this one.
    Foreign(&'static str),
    /// It is mapped and ignored.
    Both,
    /// The purpose is one that people cannot refuse.
    Owed(String),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for own in &model.signals {
        let Some(kind) = &own.kind else { continue };
        let foreign = own.named().filter(|field| !fields(kind.value).contains(&field.value.word()));
        foreign.for_each(|field| findings.push(finding(field, Why::Foreign(kind.value.word()))));
        both(own, kind.value, model, findings);
        owed(own, model, findings);
    }
}

/// Fields that are ignored here, and mapped here or in another block about the same signal.
fn both(own: &SignalMap, kind: SignalKind, model: &Model, findings: &mut Findings) {
    let same = |other: &&SignalMap| other.kind.as_ref().is_some_and(|other| other.value == kind);
    let blocks = model.signals.iter().filter(same);
    let mapped: Vec<SignalField> = blocks
        .flat_map(|block| &block.maps)
        .flat_map(|(fields, _)| fields)
        .map(|field| field.value)
        .collect();
    let ignored = own.ignored.iter().flat_map(|(fields, _)| fields);
    for field in ignored.filter(|field| mapped.contains(&field.value)) {
        findings.push(finding(field, Why::Both));
    }
}

fn owed(own: &SignalMap, model: &Model, findings: &mut Findings) {
    for (fields, to) in &own.maps {
        let purpose = model.purposes.of(to).filter(|purpose| !purpose.basis.is_absent());
        if let (Some(field), Some(purpose)) = (fields.first(), purpose)
            && !purpose.may_be_refused()
        {
            findings.push(finding(field, Why::Owed(purpose.name.value.to_string())));
        }
    }
}

fn finding(field: &Spanned<SignalField>, why: Why) -> SignalFieldMisplaced {
    SignalFieldMisplaced { field: field.value.word(), why, place: field.span }
}

/// Everything that a signal says of a choice.
pub(super) const fn fields(kind: SignalKind) -> &'static [&'static str] {
    match kind {
        SignalKind::Tcf => Standard::Tcf.fields(),
        SignalKind::Gpp => Standard::Gpp.fields(),
        SignalKind::ConsentMode => Standard::ConsentMode.fields(),
    }
}

fn words(kind: &str) -> &'static [&'static str] {
    let own = Standard::ALL.into_iter().find(|own| own.word() == kind);
    own.map_or(&[], Standard::fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_has_a_word_for_each_field_of_each_signal() {
        let standards: Vec<&str> = Standard::ALL.into_iter().flat_map(Standard::fields).copied().collect();
        assert_eq!(SignalField::WORDS, standards);
        assert_eq!(SignalKind::WORDS, Standard::ALL.map(Standard::word));
    }
}
