//! The exceptions that the project makes to the rules of the compiler.

use super::ground::Ground;
use filrouge_model::{Covers, Waive};
use filrouge_plan::manifest::{Waiver, WaiverHolds};

/// Every exception, sorted; one that has ended is among them, with its last day.
pub(super) fn waivers(ground: &Ground<'_>) -> Vec<Waiver> {
    let mut all: Vec<_> = ground.model.waives.iter().map(|waive| waiver(waive, ground)).collect();
    all.sort();
    all
}

fn waiver(waive: &Waive, ground: &Ground<'_>) -> Waiver {
    let (holds, files) = match &waive.covers {
        Covers::Project => (WaiverHolds::Project, Vec::new()),
        Covers::Files(files) => {
            let paths = files.iter().filter_map(|file| ground.source_text(*file)).map(|text| text.path);
            (WaiverHolds::Files, paths.collect())
        }
        Covers::Part { path, .. } => (WaiverHolds::Part, vec![path.to_string()]),
        Covers::Block(_) => (WaiverHolds::Block, Vec::new()),
        Covers::Import { file, .. } => {
            let path = ground.source_text(*file).map(|text| text.path);
            (WaiverHolds::Block, path.into_iter().collect())
        }
    };
    Waiver {
        rule: waive.rule.value.to_string(),
        reason: waive.reason.value.to_string(),
        until: waive.until.value().map(ToString::to_string),
        approver: waive.approver.value().map(|approver| approver.name.value.to_string()),
        holds,
        files,
        stands: ground.stands(waive.at),
    }
}
