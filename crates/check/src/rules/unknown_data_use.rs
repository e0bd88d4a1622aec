//! A use of data that does not exist.

use crate::taxonomy::{USES, knows};
use filrouge_model::{Model, nearest};
use filrouge_report::{Findings, Fix, rule};
use filrouge_source::Span;

rule! {
    /// A use of data that does not exist.
    pub struct UnknownDataUse { data_use: String, place: Span, near: Option<&'static str> }
    slug: "unknown-data-use", severity: Error, since: "0.1",
    message: format!("there is no use of data called `{data_use}`"),
    at: place => "not a key of fideslang".to_owned(),
    help: near.map(|near| format!("did you mean `{near}`?")),
    fixes: near.iter().map(|near| Fix::risky("use the key that exists", *place, format!("\"{near}\""))).collect(),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for purpose in model.purposes.values() {
        let Some(data_use) = purpose.data_use.get() else { continue };
        if !knows(&USES, &data_use.value) {
            findings.push(UnknownDataUse {
                data_use: data_use.value.to_string(),
                place: data_use.span,
                near: nearest(&data_use.value, USES.iter().copied()),
            });
        }
    }
}
