//! `parallel`, lowered.

use super::origins::Thread;
use super::step::{Here, target};
use filrouge_model::step::{Branch, Join, Parallel};
use filrouge_plan as plan;

impl Here<'_> {
    pub fn parallel(&self, parallel: &Parallel, thread: &mut Thread<'_>) -> plan::Parallel {
        plan::Parallel {
            branches: parallel.branches.iter().map(|branch| self.branch(branch, thread)).collect(),
            join: match parallel.join.as_ref().map_or(Join::All, |join| join.value) {
                Join::All => plan::Join::All,
                Join::Any => plan::Join::First(1),
                Join::First(count) => plan::Join::First(count),
            },
            timeout: parallel.timeout.as_ref().and_then(|timeout| self.timeout(timeout, thread)),
        }
    }

    fn branch(&self, branch: &Branch, thread: &mut Thread<'_>) -> plan::Branch {
        thread.mark(self.arm(&branch.name.value), branch.at);
        plan::Branch { name: branch.name.value.to_string(), to: target(branch.to, self.journey) }
    }
}
