//! Counts of what one plan does.

use filrouge_machine::{Decision, EntryRefusal, Message, Verdict};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What one plan does with a recording.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// People who are known at the end.
    pub people: u64,
    /// People to whom at least one message leaves.
    pub contacted: u64,
    /// Calls that had come before.
    pub duplicates: u64,
    /// Groups of people who were given up, because a plan went round without end.
    pub endless: u64,
    /// What happens in each journey, by its name.
    pub journeys: BTreeMap<String, Walks>,
}

/// Counts by name.
pub type Counts = BTreeMap<String, u64>;

/// What happens in a journey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walks {
    /// How often somebody came in.
    pub entered: u64,
    /// Why somebody was not let in; that a condition did not hold is not told one by one.
    pub refused: BTreeMap<&'static str, u64>,
    /// How people left.
    pub exits: Counts,
    /// Goals that were met.
    pub goals: Counts,
    /// Messages that leave, by channel and day.
    pub messages: BTreeMap<String, BTreeMap<Date, u64>>,
    /// What kept messages from leaving: what became of them, and why.
    pub withheld: BTreeMap<(&'static str, &'static str), u64>,
    /// People who were given each arm, by experiment.
    pub arms: BTreeMap<String, Counts>,
}

impl Tally {
    pub(crate) fn message(&mut self, message: &Message, day: Date) {
        let days = of(&mut self.walks(&message.journey).messages, &message.channel);
        *days.entry(day).or_default() += 1;
    }

    pub(crate) fn decision(&mut self, decision: &Decision) {
        // Events that pass by an entry, and decisions of the person's own, are about no journey in particular.
        if !decision.journey.is_empty() {
            self.walks(&decision.journey).count(&decision.verdict, decision.step.as_deref());
        }
    }

    fn walks(&mut self, journey: &str) -> &mut Walks {
        of(&mut self.journeys, journey)
    }

    /// Both together.
    #[must_use]
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.people += other.people;
        self.contacted += other.contacted;
        self.duplicates += other.duplicates;
        self.endless += other.endless;
        for (journey, walks) in other.journeys {
            self.journeys.entry(journey).or_default().add(walks);
        }
        self
    }
}

impl Walks {
    fn count(&mut self, verdict: &Verdict, step: Option<&str>) {
        match verdict {
            Verdict::Entered => self.entered += 1,
            Verdict::NotEntered { reason } => self.refuse(*reason),
            Verdict::Exited { reason } => *of(&mut self.exits, reason) += 1,
            Verdict::Reached { goal } => *of(&mut self.goals, goal) += 1,
            Verdict::Assigned { arm, kept: false, .. } => {
                *of(of(&mut self.arms, step.unwrap_or_default()), arm) += 1;
            }
            Verdict::Skipped { reason, .. } => self.withhold("skipped", reason.word()),
            Verdict::Held { reason, .. } => self.withhold("held", reason.word()),
            Verdict::Recalled { reason, .. } => self.withhold("recalled", reason.word()),
            Verdict::NotAsked { reason } => self.withhold("not-asked", reason.word()),
            _ => {}
        }
    }

    fn refuse(&mut self, reason: EntryRefusal) {
        *self.refused.entry(word(reason)).or_default() += 1;
    }

    fn withhold(&mut self, result: &'static str, reason: &'static str) {
        *self.withheld.entry((result, reason)).or_default() += 1;
    }

    fn add(&mut self, other: Self) {
        self.entered += other.entered;
        add(&mut self.refused, other.refused);
        add(&mut self.exits, other.exits);
        add(&mut self.goals, other.goals);
        add(&mut self.withheld, other.withheld);
        for (channel, days) in other.messages {
            add(self.messages.entry(channel).or_default(), days);
        }
        for (step, arms) in other.arms {
            add(self.arms.entry(step).or_default(), arms);
        }
    }
}

fn add<K: Ord>(counts: &mut BTreeMap<K, u64>, others: BTreeMap<K, u64>) {
    for (key, count) in others {
        *counts.entry(key).or_default() += count;
    }
}

/// What is kept under a name.
fn of<'m, V: Default>(map: &'m mut BTreeMap<String, V>, name: &str) -> &'m mut V {
    map.entry(name.to_owned()).or_default()
}

/// Why somebody was not let in, in a word.
const fn word(reason: EntryRefusal) -> &'static str {
    match reason {
        EntryRefusal::Condition => "condition",
        EntryRefusal::MissingValue => "missing-value",
        EntryRefusal::AlreadyInside => "already-inside",
        EntryRefusal::ReEntry => "re-entry",
        EntryRefusal::Late => "late",
        EntryRefusal::Limit => "limit",
        EntryRefusal::TooMany => "too-many",
        EntryRefusal::Endless => "endless",
        EntryRefusal::Crowded => "crowded",
        EntryRefusal::Restricted => "restricted",
    }
}
