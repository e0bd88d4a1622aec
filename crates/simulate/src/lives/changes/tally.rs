//! What came to pass in many stories: too little of anything proves nothing.

use filrouge_machine::{Decision, SkipReason, Verdict};
use std::collections::BTreeMap;

/// How often what came to pass.
#[derive(Debug, Default, Clone)]
pub(super) struct Tally(BTreeMap<&'static str, usize>);

impl Tally {
    pub(super) fn add(&mut self, what: &'static str, often: usize) {
        *self.0.entry(what).or_default() += often;
    }

    pub(super) fn join(&mut self, other: Self) {
        other.0.into_iter().for_each(|(what, often)| self.add(what, often));
    }

    /// Counts the decisions of a person.
    pub(super) fn count(&mut self, decisions: &[Decision]) {
        for decision in decisions {
            if let Some(what) = named(&decision.verdict) {
                self.add(what, 1);
            }
        }
    }

    /// What came to pass less often than it must.
    pub(super) fn too_rare(&self, least: &[(&'static str, usize)]) -> Vec<(&'static str, usize, usize)> {
        let often = |what: &str| self.0.get(what).copied().unwrap_or(0);
        let rare = least.iter().filter(|(what, least)| often(what) < *least);
        rare.map(|(what, least)| (*what, often(what), *least)).collect()
    }
}

fn named(verdict: &Verdict) -> Option<&'static str> {
    Some(match verdict {
        Verdict::Entered => "entered",
        Verdict::Waiting { .. } => "waiting",
        Verdict::Queued { .. } => "messages",
        Verdict::Skipped { reason: SkipReason::TooLate, .. } => "too late",
        Verdict::Redirected { .. } => "redirected",
        Verdict::Exited { reason } if reason == "removed" => "removed",
        Verdict::Exited { reason } if reason == "retired" => "retired",
        Verdict::Exited { reason } if reason == "requalified" => "requalified",
        Verdict::Exited { reason } if reason == "merged" => "gave way",
        Verdict::Branched { .. } => "branched",
        Verdict::BranchEnded { .. } => "branch ended",
        Verdict::BranchDropped { .. } => "branch dropped",
        Verdict::Resumed { arm } if arm == "joined" => "joined",
        Verdict::Repeated { round: 1 } => "first rounds",
        Verdict::Repeated { .. } => "more rounds",
        Verdict::Collected { .. } => "collected",
        Verdict::Called { .. } => "called",
        Verdict::Asked { .. } => "asked",
        Verdict::Answered { .. } => "answered",
        Verdict::AnsweredBefore { .. } => "answered before",
        Verdict::Unanswered { .. } => "unanswered",
        Verdict::Merged { .. } => "merged",
        Verdict::Unmerged { .. } => "separated",
        Verdict::ApprovalAsked { .. } => "approvals",
        Verdict::ApprovalAnswered { .. } => "approved or not",
        Verdict::Exited { reason } if reason == "stopped" => "stopped",
        _ => return None,
    })
}
