//! Data that decides what leaves, for a purpose that may not use it.

use crate::labelled::{Trail, condition};
use filrouge_label::Told;
use filrouge_report::{Finding, Fix, rule};
use filrouge_source::Span;

rule! {
    /// Data that decides what leaves, for a purpose that may not use it.
    pub struct RevealedForAnotherPurpose {
        /// What leaves: `this message`.
        what: &'static str,
        name: String,
        /// Why the purpose may not use it.
        why: String,
        place: Span,
        fixes: Vec<Fix>,
    }
    slug: "revealed-for-another-purpose", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("{what} reveals {name} although it does not hold it: {why}"),
    at: place => "whether it leaves tells the data".to_owned(),
    help: Some("decide without it, or declare why the group says less, with `declassify` in a segment".to_owned()),
    fixes: fixes.clone(),
}

pub(crate) fn of_another_purpose(trail: Trail<'_>) -> Finding {
    let purpose = &trail.purpose.name.value;
    let why = format!("the data is collected for {} alone, not for `{purpose}`", trail.purposes);
    let fixes = trail.compatible();
    finding(trail, why, fixes)
}

pub(crate) fn of_a_special_category(trail: Trail<'_>) -> Finding {
    let purpose = &trail.purpose.name.value;
    let why = format!("`{}` is special, and `{purpose}` names no right to use such data", trail.category);
    let fixes = condition(trail.purpose);
    finding(trail, why, fixes)
}

fn finding(trail: Trail<'_>, why: String, fixes: Vec<Fix>) -> Finding {
    let what = match trail.told {
        Told::Message => "this message",
        Told::Question => "this question",
    };
    let facts =
        RevealedForAnotherPurpose { what, name: trail.name.clone(), why, place: trail.step.at, fixes };
    trail.along(facts)
}
