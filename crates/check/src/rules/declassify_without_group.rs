//! A `declassify k-anonymous` that does not say how large the group is.

use filrouge_model::{Declassify, Method, Model, Opt};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A `declassify k-anonymous` that does not say how large the group is.
    pub struct DeclassifyWithoutGroup { place: Span, given: bool }
    slug: "declassify-without-group", severity: Error, since: "0.1",
    message: "`k-anonymous` needs a group of at least two",
    at: place => if *given { "too small" } else { "no size of the group" }.to_owned(),
    help: Some("say how many people nobody can be told from: `k=20`".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let traits = model.traits.values().filter_map(|own| own.declassify.value());
    let segments = model.segments.values().filter_map(|own| own.declassify.value());
    traits.chain(segments).filter_map(judge).for_each(|finding| findings.push(finding));
}

fn judge(declassify: &Declassify) -> Option<DeclassifyWithoutGroup> {
    let method = declassify.method.as_ref().filter(|method| method.value == Method::KAnonymous)?;
    match &declassify.k {
        Opt::Absent => Some(DeclassifyWithoutGroup { place: method.span, given: false }),
        Opt::Given(k) if k.value < 2 => Some(DeclassifyWithoutGroup { place: k.span, given: true }),
        _ => None,
    }
}
