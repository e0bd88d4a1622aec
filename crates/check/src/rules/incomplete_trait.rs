//! A trait without a part that its kind needs.

use filrouge_model::{Model, Trait, TraitKind};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A trait without a part that its kind needs.
    pub struct IncompleteTrait { kind: &'static str, part: &'static str, place: Span }
    slug: "incomplete-trait", severity: Error, since: "0.1",
    message: format!("a trait of the kind `{kind}` needs `{part}`"),
    at: place => "incomplete".to_owned(),
    help: Some(format!("say {} with `{part}=`", what(part))),
}

fn what(part: &str) -> &'static str {
    match part {
        "on" => "which event it is computed over",
        "then" => "which event must follow",
        "of" => "what is taken of each event",
        "when" => "what must hold",
        "within" => "how soon the second event must follow",
        _ => "for how long",
    }
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for own in model.traits.values() {
        let Some(kind) = &own.kind else { continue };
        for part in needed(kind.value).iter().filter(|part| is_absent(own, part)) {
            findings.push(IncompleteTrait { kind: kind.value.word(), part, place: own.at });
        }
    }
}

/// What a kind cannot do without.
pub(super) const fn needed(kind: TraitKind) -> &'static [&'static str] {
    match kind {
        TraitKind::Count => &["on"],
        TraitKind::Sequence => &["on", "then", "within"],
        TraitKind::Absence => &["on", "for"],
        TraitKind::Held => &["when", "for"],
        _ => &["on", "of"],
    }
}

fn is_absent(own: &Trait, part: &str) -> bool {
    match part {
        "on" => own.on.is_absent(),
        "then" => own.then.is_absent(),
        "of" => own.of.is_absent(),
        "when" => own.when.is_absent(),
        "within" => own.within.is_absent(),
        _ => own.lasting.is_absent(),
    }
}
