//! A former name that something else bears, or claims too.

use filrouge_model::{Model, Opt};
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
    let journeys: Vec<_> =
        model.journeys.values().map(|journey| (&journey.name, given(&journey.was))).collect();
    check_all("journey", &journeys, findings);
    for journey in model.journeys.values() {
        let steps: Vec<_> = journey.steps.values().map(|step| (&step.name, step.was.clone())).collect();
        check_all("step", &steps, findings);
    }
}

fn given(was: &Opt<Box<str>>) -> Option<Name> {
    was.get().cloned()
}

fn check_all(kind: &'static str, all: &[(&Name, Option<Name>)], findings: &mut Findings) {
    let borne: BTreeMap<&str, Span> = all.iter().map(|(name, _)| (&*name.value, name.span)).collect();
    let mut claimed: BTreeMap<&str, Span> = BTreeMap::new();
    for was in all.iter().filter_map(|(_, was)| was.as_ref()) {
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
