//! A former name that something else bears, or claims too.

use filrouge_model::Model;
use filrouge_report::{Findings, rule};
use filrouge_source::{Span, Spanned};
use std::collections::BTreeMap;

rule! {
    /// A former name that something else bears, or claims too.
    pub struct FormerNameInUse {
        /// What has the name: `step`.
        kind: &'static str,
        name: String,
        was: Span,
        /// Whether something bears the name; else it is claimed twice.
        is_borne: bool,
        other: Span,
    }
    slug: "former-name-in-use", severity: Error, since: "0.2",
    message: if *is_borne {
        format!("a {kind} is still called `{name}`")
    } else {
        format!("two {kind}s say that they were `{name}`")
    },
    at: was => "people who stand there would belong to both".to_owned(),
    also: [other => if *is_borne { "this one has the name".to_owned() } else { "claimed here first".to_owned() }],
    help: Some(if *is_borne {
        "remove `was=`: people stay with the name that they stand under".to_owned()
    } else {
        "leave `was=` to the one where people shall stand".to_owned()
    }),
}

type Name = Spanned<Box<str>>;

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let journeys = model.journeys.values().map(|journey| (&journey.name, journey.was.get()));
    check_all("journey", &journeys.collect::<Vec<_>>(), findings);
    for journey in model.journeys.values() {
        let steps = journey.steps.values().map(|step| (&step.name, step.was.as_deref()));
        check_all("step", &steps.collect::<Vec<_>>(), findings);
    }
}

fn check_all(kind: &'static str, all: &[(&Name, Option<&Name>)], findings: &mut Findings) {
    if all.iter().all(|(_, was)| was.is_none()) {
        return;
    }
    let borne: BTreeMap<&str, Span> = all.iter().map(|(name, _)| (&*name.value, name.span)).collect();
    let mut claimed: BTreeMap<&str, Span> = BTreeMap::new();
    for was in all.iter().filter_map(|(_, was)| *was) {
        let bearer = borne.get(&*was.value).copied();
        let other = bearer.or_else(|| claimed.get(&*was.value).copied());
        if let Some(other) = other {
            let name = was.value.to_string();
            let is_borne = bearer.is_some();
            findings.push(FormerNameInUse { kind, name, was: was.span, is_borne, other });
        }
        claimed.entry(&was.value).or_insert(was.span);
    }
}
