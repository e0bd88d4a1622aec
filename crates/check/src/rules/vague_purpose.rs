//! A purpose that says too little for a notice or a register.

use crate::statutes::Statutes;
use crate::taxonomy::USES;
use filrouge_model::Purpose;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

/// What is vague about a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vague {
    /// It has no description.
    Undescribed,
    /// It names no use of data.
    Useless,
    /// It names a use that has finer ones.
    Broad {
        /// The use.
        key: String,
        /// The finer ones.
        finer: Vec<&'static str>,
    },
}

rule! {
    /// A purpose that says too little for a notice or a register.
    pub struct VaguePurpose { purpose: String, vague: Vague, place: Span }
    slug: "vague-purpose", severity: Warning, since: "0.1",
    shown: Never("what a purpose is called decides nothing"),
    message: match vague {
        Vague::Undescribed => format!("the purpose `{purpose}` has no description"),
        Vague::Useless => format!("the purpose `{purpose}` names no use of data"),
        Vague::Broad { key, .. } => format!("the purpose `{purpose}` is as broad as `{key}`"),
    },
    at: place => match vague {
        Vague::Undescribed => "what is it, for people?".to_owned(),
        Vague::Useless | Vague::Broad { .. } => "for what exactly?".to_owned(),
    },
    help: Some(match vague {
        Vague::Undescribed => "add `description \"Letters about the shop\"` with the words that people read".to_owned(),
        Vague::Useless => "add `use=\"marketing.communications.email\"` or another key of the taxonomy".to_owned(),
        Vague::Broad { finer, .. } => format!("finer: {}", quoted(finer)),
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for purpose in law.model.purposes.values() {
        for (vague, place) in vague(purpose) {
            findings.push(VaguePurpose { purpose: purpose.name.value.to_string(), vague, place });
        }
    }
}

fn vague(purpose: &Purpose) -> Vec<(Vague, Span)> {
    let undescribed = purpose.description.is_absent().then_some((Vague::Undescribed, purpose.at));
    let useless = purpose.data_use.is_absent().then_some((Vague::Useless, purpose.at));
    let broad = purpose.data_use.get().and_then(|key| {
        let finer = finer(&key.value);
        (!finer.is_empty()).then(|| (Vague::Broad { key: key.value.to_string(), finer }, key.span))
    });
    undescribed.into_iter().chain(useless).chain(broad).collect()
}

/// Keys of the first two levels are headings of the taxonomy; those below are uses, even where they have finer ones.
fn finer(key: &str) -> Vec<&'static str> {
    let leaves = USES.iter().copied().filter(|other| is_below(other, key) && !USES.iter().any(|own| is_below(own, other)));
    if key.split('.').count() > 2 { Vec::new() } else { leaves.collect() }
}

fn is_below(key: &str, above: &str) -> bool {
    key.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}

fn quoted(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}
