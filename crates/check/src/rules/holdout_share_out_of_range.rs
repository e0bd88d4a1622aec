//! A holdout of nobody, or of everybody.

use filrouge_model::Model;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

/// Everybody, in millionths.
const EVERYBODY: u32 = 1_000_000;

rule! {
    /// A holdout of nobody, or of everybody.
    pub struct HoldoutShareOutOfRange { holdout: String, place: Span }
    slug: "holdout-share-out-of-range", severity: Error, since: "0.1",
    message: format!("the share of the holdout `{holdout}` must be more than 0 % and less than 100 %"),
    at: place => "nobody is left to compare with".to_owned(),
    help: Some("write a share such as `5%`; to stop messages altogether, pause the journey".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for holdout in model.holdouts.values() {
        let Some(share) = &holdout.share else { continue };
        if share.value == 0 || share.value >= EVERYBODY {
            let holdout = holdout.name.value.to_string();
            findings.push(HoldoutShareOutOfRange { holdout, place: share.span });
        }
    }
}
