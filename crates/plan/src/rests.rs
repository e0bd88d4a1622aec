//! What the rest of a journey is for, seen from each of its steps.

use crate::{Action, Journey, Step, Target};
use std::collections::{BTreeMap, BTreeSet};

/// The one purpose that everything serves which may still happen to a person from a step on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestsOn {
    /// The purpose.
    pub purpose: String,
    /// The channels over which messages for it may still leave.
    pub channels: BTreeSet<String>,
}

impl Journey {
    /// For each step from which on nothing can happen but messages for one purpose: the purpose, and the channels. Steps
    /// that only lead on (waits, splits, experiments) stand for nothing of their own; a question for the same purpose is
    /// asked for these messages.
    #[must_use]
    pub fn rests_on(&self) -> BTreeMap<&str, RestsOn> {
        let rests = |step: &Step| {
            let here = Target::Step(step.name.clone());
            self.served(&self.reach(&here, ""))
        };
        self.steps.iter().filter_map(|step| Some((step.name.as_str(), rests(step)?))).collect()
    }

    /// What these steps serve, if it is one purpose alone, and messages are among them.
    fn served(&self, ahead: &BTreeSet<&str>) -> Option<RestsOn> {
        let mut purposes = BTreeSet::new();
        let mut channels = BTreeSet::new();
        for step in self.steps.iter().filter(|step| ahead.contains(step.name.as_str())) {
            match &step.action {
                Action::Send(send) => {
                    purposes.insert(&send.purpose);
                    channels.extend(send.via.iter().cloned());
                }
                Action::Fetch(fetch) => drop(purposes.insert(&fetch.purpose)),
                action if leads_on(action) => {}
                _ => return None,
            }
        }
        let mut purposes = purposes.into_iter();
        let purpose = purposes.next().filter(|_| purposes.next().is_none() && !channels.is_empty())?;
        Some(RestsOn { purpose: purpose.clone(), channels })
    }
}

/// Whether a step does nothing but lead people on.
const fn leads_on(action: &Action) -> bool {
    match action {
        Action::Wait(_)
        | Action::WaitUntil(_)
        | Action::Split(_)
        | Action::Experiment(_)
        | Action::Parallel(_)
        | Action::Repeat(_)
        | Action::Digest(_) => true,
        Action::Send(_)
        | Action::Fetch(_)
        | Action::Update(_)
        | Action::Emit(_)
        | Action::StopJourney(_)
        | Action::Call(_)
        | Action::Start(_)
        | Action::Approve(_) => false,
    }
}
