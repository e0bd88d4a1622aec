//! `approve`, lowered.

use super::origins::Thread;
use super::step::{Here, target};
use filrouge_model::step::Approve;
use filrouge_plan as plan;

impl Here<'_> {
    pub fn approve(&self, approve: &Approve, thread: &mut Thread<'_>) -> Option<plan::Approve> {
        let (refused, at) = approve.refused?;
        thread.mark(self.arm("refused"), at);
        Some(plan::Approve {
            by: approve.by.as_ref()?.name.value.to_string(),
            question: approve.question.value().map(ToString::to_string),
            refused: target(refused, self.journey),
            timeout: self.timeout(approve.timeout.as_ref()?, thread)?,
        })
    }
}
