//! What stories were about.

/// Counts of what happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Stories that were told.
    pub stories: usize,
    /// What both hosts were asked.
    pub operations: usize,
    /// Entries that came in and were acknowledged.
    pub inputs: usize,
    /// Inputs that machines took: entries, timers and outcomes.
    pub applied: usize,
    /// Calls of services.
    pub calls: usize,
    /// Plans that were swapped.
    pub reloads: usize,
    /// Processes that ended.
    pub ends: usize,
    /// Failures that somebody was told of.
    pub failures: usize,
    /// Times that a process went back to work.
    pub recoveries: usize,
    /// Operations that came about without an answer.
    pub unheard: usize,
    /// Starts that a disk ended.
    pub failed_starts: usize,
    /// Altered bytes that were refused.
    pub refused: usize,
    /// Altered bytes that harmed nothing.
    pub harmless: usize,
    /// Approvals that somebody waited for and that were answered.
    pub approved: usize,
    /// Things that were put aside.
    pub aside: usize,
    /// Things that were put aside and understood later.
    pub released: usize,
    /// Parts that were paused or went on.
    pub paused: usize,
    /// People who were separated.
    pub parted: usize,
    /// Dead letters about which something was done.
    pub letters: usize,
    /// Requests of people about which something was done.
    pub requests: usize,
    /// People who were erased.
    pub erased: usize,
    /// Words of people who were erased, for which every file was searched.
    pub words: usize,
    /// Times that the whole audit log was looked through.
    pub audits: usize,
    /// Records of it that were compared with decisions.
    pub records: usize,
}

impl Tally {
    /// Adds another story.
    pub fn join(&mut self, mut other: Self) {
        let both = self.fields().into_iter().zip(other.fields());
        both.for_each(|((_, count), (_, more))| *count += *more);
    }

    /// Steps: inputs of machines, and operations that are none.
    pub fn steps(&self) -> usize {
        self.applied + self.operations
    }

    /// What happened less often than it should.
    pub fn too_rare(&mut self, least: &[(&str, usize)]) -> Vec<String> {
        let fields = self.fields();
        let count = |name: &str| fields.iter().find(|(own, _)| *own == name).map_or(0, |(_, count)| **count);
        least
            .iter()
            .filter(|(name, least)| count(name) < *least)
            .map(|(name, _)| (*name).to_owned())
            .collect()
    }

    fn fields(&mut self) -> [(&'static str, &mut usize); 24] {
        [
            ("stories", &mut self.stories),
            ("operations", &mut self.operations),
            ("inputs", &mut self.inputs),
            ("applied", &mut self.applied),
            ("calls", &mut self.calls),
            ("reloads", &mut self.reloads),
            ("ends", &mut self.ends),
            ("failures", &mut self.failures),
            ("recoveries", &mut self.recoveries),
            ("unheard", &mut self.unheard),
            ("failed starts", &mut self.failed_starts),
            ("refused", &mut self.refused),
            ("harmless", &mut self.harmless),
            ("approved", &mut self.approved),
            ("aside", &mut self.aside),
            ("released", &mut self.released),
            ("paused", &mut self.paused),
            ("parted", &mut self.parted),
            ("letters", &mut self.letters),
            ("requests", &mut self.requests),
            ("erased", &mut self.erased),
            ("words", &mut self.words),
            ("audits", &mut self.audits),
            ("records", &mut self.records),
        ]
    }
}
