//! A part of a trait that its kind does not look at.

use super::incomplete_trait::needed;
use filrouge_model::{Model, Trait, TraitKind};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A part of a trait that its kind does not look at.
    pub struct IdleTraitPart { kind: &'static str, part: &'static str, place: Span }
    slug: "idle-trait-part", severity: Error, since: "0.1",
    message: format!("a trait of the kind `{kind}` does not look at `{part}`"),
    at: place => "of no use".to_owned(),
    help: Some(format!("remove `{part}`, or choose another kind")),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for own in model.traits.values() {
        let Some(kind) = &own.kind else { continue };
        let useless = given(own).into_iter().filter(|(part, _)| !is_used(kind.value, part));
        for (part, place) in useless.filter_map(|(part, place)| Some((part, place?))) {
            findings.push(IdleTraitPart { kind: kind.value.word(), part, place });
        }
    }
}

fn given(own: &Trait) -> [(&'static str, Option<Span>); 8] {
    [
        ("on", own.on.get().map(|part| part.span)),
        ("when", own.when.get().map(|part| part.span)),
        ("where", own.filter.get().map(|part| part.span)),
        ("then", own.then.get().map(|part| part.span)),
        ("of", own.of.get().map(|part| part.span)),
        ("within", own.within.get().map(|part| part.span)),
        ("for", own.lasting.get().map(|part| part.span)),
        ("late", own.late.get().map(|part| part.span)),
    ]
}

fn is_used(kind: TraitKind, part: &str) -> bool {
    let is_fold = !matches!(kind, TraitKind::Sequence | TraitKind::Absence | TraitKind::Held);
    needed(kind).contains(&part)
        || (part == "within" && is_fold)
        || (matches!(part, "where" | "late") && kind != TraitKind::Held)
}
