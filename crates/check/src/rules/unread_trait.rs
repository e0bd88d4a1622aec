//! A trait that nobody reads.

use crate::uses;
use filrouge_model::{Model, Wholes};
use filrouge_report::{Findings, Fix, rule};
use filrouge_source::{Sources, Span};

rule! {
    /// A trait that nobody reads.
    pub struct UnreadTrait { name: String, place: Span, whole: Option<Span> }
    slug: "unread-trait", severity: Note, since: "0.1",
    shown: Never("what nobody reads changes nothing"),
    message: format!("nothing reads the trait `{name}`"),
    at: place => "kept for everybody, and no condition and no template shows it".to_owned(),
    help: Some(format!("read it as `profile.{name}`, or remove it: what nobody needs is not kept about people")),
    fixes: whole.iter().map(|whole| Fix::risky("remove the trait", *whole, "")).collect(),
}

pub(super) fn check(model: &Model, sources: &Sources, findings: &mut Findings) {
    if model.traits.is_empty() {
        return;
    }
    let (read, mut wholes) = (uses::profile_fields(model), Wholes::of(sources));
    for own in model.traits.values().filter(|own| !read.contains(&*own.name.value)) {
        let name = own.name.value.to_string();
        findings.push(UnreadTrait { name, place: own.name.span, whole: wholes.at(own.at) });
    }
}
