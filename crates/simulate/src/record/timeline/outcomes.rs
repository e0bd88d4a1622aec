//! What became of messages and questions. In a test it is said before they leave.

use super::super::{Gap, Happened};
use super::{Round, Teller, decided};
use filrouge_machine::{Decision, Id, InputKind, Outcome, Verdict};
use filrouge_plan::scenario::{ActKind, Fate, FetchFate};
use std::collections::BTreeMap;

/// What the test has said so far of what becomes of messages and questions.
#[derive(Default)]
pub(super) struct Fates {
    channels: BTreeMap<String, Fate>,
    steps: BTreeMap<(String, String), FetchFate>,
    /// When the last message or question left: what is said behind it must not be said before.
    last: Option<i64>,
}

impl Teller<'_> {
    /// Says what becomes of what leaves because of an input.
    pub(super) fn foresee(&mut self, happened: &Happened) {
        let past = self.past;
        for decision in decided(past, happened) {
            match &decision.verdict {
                Verdict::Queued { effect, channel, .. } => self.message(*effect, channel, decision, happened),
                Verdict::Asked { effect, .. } => self.question(*effect, decision, happened),
                _ => {}
            }
        }
    }

    fn message(&mut self, effect: Id, channel: &str, decision: &Decision, because: &Happened) {
        let outcome = self.outcome(effect);
        let fate = match outcome {
            Some(Outcome::Failed { .. }) => Fate::Failed,
            Some(Outcome::Unknown { .. }) => Fate::Unknown,
            _ => Fate::Sent,
        };
        if matches!(outcome, Some(Outcome::Withheld)) {
            self.gap(Gap::Withheld);
        }
        if self.fates.channels.get(channel).copied().unwrap_or(Fate::Sent) != fate {
            self.pass_the_last(because);
            self.push(ActKind::Provider { channel: Some(channel.to_owned()), fate });
            self.fates.channels.insert(channel.to_owned(), fate);
        }
        self.fates.last = Some(decision.at);
    }

    fn question(&mut self, effect: Id, decision: &Decision, because: &Happened) {
        let fate = match self.outcome(effect) {
            Some(Outcome::Answered { fields }) => {
                let given = fields.iter().filter(|(_, value)| !value.is_absent());
                FetchFate::Answered(given.cloned().collect())
            }
            Some(_) => FetchFate::Failed,
            None => FetchFate::Silent,
        };
        let step = decision.step.clone().unwrap_or_default();
        let place = (decision.journey.clone(), step.clone());
        if *self.fates.steps.get(&place).unwrap_or(&FetchFate::Silent) != fate {
            self.pass_the_last(because);
            let journey = self.elsewhere(&decision.journey);
            self.push(ActKind::Fetch { journey, step, fate: fate.clone() });
            self.fates.steps.insert(place, fate);
        }
        self.fates.last = Some(decision.at);
    }

    /// The clock goes behind what left before, and as far as it can go without what leaves now.
    fn pass_the_last(&mut self, because: &Happened) {
        if let Some(last) = self.fates.last {
            self.go(last, Round::Up);
        }
        let waits = matches!(because.input.kind, InputKind::Timer { .. } | InputKind::Outcome { .. });
        if !waits && (self.now.is_some() || !self.given.identifiers.is_empty()) {
            self.go(because.input.at, Round::Down);
        }
    }

    fn outcome(&self, effect: Id) -> Option<&Outcome> {
        self.past.inputs.iter().find_map(|happened| match &happened.input.kind {
            InputKind::Outcome { effect: own, outcome } if *own == effect => Some(outcome),
            _ => None,
        })
    }
}
