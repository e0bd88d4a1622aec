//! A signal of which some fields mean nothing and nobody says why.

use filrouge_model::{Model, SignalKind};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::{BTreeMap, BTreeSet};

rule! {
    /// A signal of which some fields mean nothing and nobody says why.
    pub struct SignalNotMapped { kind: &'static str, fields: Vec<&'static str>, place: Span }
    slug: "signal-not-mapped", severity: Error, since: "0.1",
    message: format!("what `{kind}` says of `{}` is lost", fields.join(" ")),
    at: place => "not every field is mapped".to_owned(),
    help: Some(format!(
        "add `map {} to=PURPOSE`, or `ignore` with the reason for which they mean nothing here",
        fields.join(" ")
    )),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let mut named: BTreeMap<SignalKind, (Span, BTreeSet<&str>)> = BTreeMap::new();
    for own in &model.signals {
        let Some(kind) = &own.kind else { continue };
        let (_, fields) = named.entry(kind.value).or_insert_with(|| (own.at, BTreeSet::new()));
        fields.extend(own.named().map(|field| field.value.word()));
    }
    for (kind, (place, named)) in named {
        let fields = super::signal_field_misplaced::fields(kind).iter().copied();
        let fields: Vec<_> = fields.filter(|field| !named.contains(field)).collect();
        if !fields.is_empty() {
            findings.push(SignalNotMapped { kind: kind.word(), fields, place });
        }
    }
}
