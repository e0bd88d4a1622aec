//! What must be true in the end.

use crate::ledger::{Ledger, settled};
use crate::load::Clients;
use crate::sink::Call;
use crate::stage::Daemon;
use filrouge_machine::{Id, Verdict};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Every decision, as the admin API tells it.
pub struct Story {
    decisions: BTreeMap<Id, Told>,
    /// Decisions of each instance, in order.
    instances: BTreeMap<Id, Vec<Id>>,
    /// The instances that an input started.
    entered: BTreeMap<Id, Vec<Id>>,
}

/// A decision, and when it was taken.
pub struct Told {
    pub at: i64,
    pub verdict: Verdict,
}

impl Story {
    /// Asks about everybody.
    pub fn read(daemon: &Daemon, clients: &Clients) -> Self {
        let mut story =
            Self { decisions: BTreeMap::new(), instances: BTreeMap::new(), entered: BTreeMap::new() };
        for user in &clients.users {
            let mut decisions = about(daemon, user);
            decisions.reverse();
            decisions.iter().for_each(|decision| story.add(decision));
        }
        story
    }

    fn add(&mut self, decision: &Value) {
        let id = |name: &str| serde_json::from_value::<Id>(decision[name].clone());
        let (own, input) = (id("id").unwrap(), id("input").unwrap());
        let verdict: Verdict = serde_json::from_value(decision["verdict"].clone()).unwrap();
        if let Ok(instance) = id("instance") {
            if matches!(verdict, Verdict::Entered) {
                self.entered.entry(input).or_default().push(instance);
            }
            self.instances.entry(instance).or_default().push(own);
        }
        let told = Told { at: decision["at"].as_i64().unwrap(), verdict };
        assert!(self.decisions.insert(own, told).is_none(), "decision {own} was taken twice");
    }

    fn verdicts(&self, instance: Id) -> impl Iterator<Item = &Told> {
        self.instances[&instance].iter().map(|id| &self.decisions[id])
    }

    fn is_question(&self, instance: Id) -> bool {
        let asks = |told: &Told| matches!(told.verdict, Verdict::Asked { .. } | Verdict::NotAsked { .. });
        self.verdicts(instance).any(asks)
    }

    /// When the outcome of each message and each question was recorded, and which it was.
    pub fn outcomes(&self) -> BTreeMap<String, &Told> {
        let mut outcomes = BTreeMap::new();
        for told in self.decisions.values() {
            if let Some(effect) = settled(&told.verdict) {
                let first = outcomes.insert(effect.to_string(), told);
                assert!(first.is_none(), "message {effect} has two outcomes");
            }
        }
        outcomes
    }
}

/// Every decision about `user`, the latest first.
fn about(daemon: &Daemon, user: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut before = String::new();
    loop {
        let page = daemon.ask(&format!("/admin/v1/why?person={user}&limit=500{before}"));
        let people = page["people"].as_array().unwrap();
        assert_eq!(people.len(), 1, "{user} is one person");
        all.extend(people[0]["decisions"].as_array().unwrap().iter().cloned());
        match people[0]["next"].as_i64() {
            Some(next) => before = format!("&before={next}"),
            None => return all,
        }
    }
}

/// Every acknowledged event let one person in, once, and each one that got in was led to the end of the journey.
pub fn acknowledged_is_there(story: &Story, clients: &Clients) {
    for event in &clients.sent {
        let input = Id::of(&["site", &event.id, "event"]);
        let entered = story.entered.get(&input).map_or(0, Vec::len);
        match event.acknowledged {
            true => assert_eq!(entered, 1, "acknowledged and not there exactly once: {event:?}"),
            false => assert!(entered <= 1, "there more than once: {event:?}"),
        }
    }
    for instance in story.entered.values().flatten() {
        let names: Vec<&str> = story.verdicts(*instance).map(|told| name(&told.verdict)).collect();
        let complete = matches!(
            names.as_slice(),
            ["entered", "waiting", "resumed", "queued", "exited", "outcome"]
                | ["entered", "waiting", "resumed", "queued", "outcome", "exited"]
                // Who withdraws while waiting is taken out: nothing but the refused message is left.
                | ["entered", "waiting", "exited"]
                // Who withdraws while the message waits for its service does not get it.
                | ["entered", "waiting", "resumed", "queued", "recalled", "skipped", "exited"]
                | ["entered", "waiting", "resumed", "queued", "recalled", "skipped", "skipped", "exited"]
                | ["entered", "waiting", "resumed", "skipped", "exited"]
                | ["entered", "waiting", "resumed", "skipped", "skipped", "exited"]
                | ["entered", "asked", "answered", "queued", "exited", "outcome"]
                | ["entered", "asked", "answered", "queued", "outcome", "exited"]
                | ["entered", "asked", "unanswered", "took", "exited"]
                | ["entered", "not asked", "skipped", "exited"]
                | ["entered", "not asked", "skipped", "skipped", "exited"]
        );
        assert!(complete, "instance {instance} went {names:?}");
    }
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Entered => "entered",
        Verdict::Waiting { .. } => "waiting",
        Verdict::Resumed { .. } => "resumed",
        Verdict::Queued { .. } => "queued",
        Verdict::Recalled { .. } => "recalled",
        Verdict::Skipped { .. } => "skipped",
        Verdict::Exited { .. } => "exited",
        Verdict::Asked { .. } => "asked",
        Verdict::NotAsked { .. } => "not asked",
        Verdict::Answered { .. } => "answered",
        Verdict::Unanswered { .. } => "unanswered",
        Verdict::Took { .. } => "took",
        other if settled(other).is_some() => "outcome",
        _ => "something else",
    }
}

/// No wait ended before its time, however often the process ended first.
pub fn timers_fired_once_and_in_time(story: &Story) {
    for instance in story.entered.values().flatten().filter(|instance| !story.is_question(**instance)) {
        let until = story.verdicts(*instance).find_map(|told| match told.verdict {
            Verdict::Waiting { until } => until,
            _ => None,
        });
        let resumed: Vec<i64> = story
            .verdicts(*instance)
            .filter(|told| matches!(told.verdict, Verdict::Resumed { .. }))
            .map(|told| told.at)
            .collect();
        // Who withdraws while waiting is taken out, and the wait ends with the walk.
        let left = story.verdicts(*instance).any(|told| name(&told.verdict) == "exited");
        let in_time = resumed.len() == 1 && resumed.first().copied() >= until;
        assert!(
            in_time || (resumed.is_empty() && left),
            "instance {instance} waited until {until:?} and went on at {resumed:?}"
        );
    }
}

/// Nobody was written to who had said no, or had taken the yes back in time.
pub fn who_refused_is_not_written_to(clients: &Clients, calls: &[Call]) {
    let refused: BTreeSet<&str> =
        clients.sent.iter().filter(|event| !event.allowed).map(|event| event.id.as_str()).collect();
    assert!(!refused.is_empty());
    for call in calls {
        assert!(!refused.contains(call.text.as_str()), "{} had not agreed: {call:?}", call.to);
    }
}

/// What is recorded of a message is what the endpoint knows of it, and no order is told of by two messages.
pub fn outcomes_are_true(story: &Story, calls: &[Call]) {
    let taken: BTreeSet<&str> =
        calls.iter().filter(|call| call.taken).map(|call| call.key.as_str()).collect();
    for (effect, told) in story.outcomes() {
        match &told.verdict {
            Verdict::Sent { .. } => {
                assert!(taken.contains(effect.as_str()), "{effect} is not at the endpoint")
            }
            Verdict::Failed { reason, .. } => {
                assert!(
                    !taken.contains(effect.as_str()),
                    "{effect} failed ({reason}), and the endpoint has it"
                );
            }
            _ => {}
        }
    }
    let mut keys: BTreeMap<&str, &str> = BTreeMap::new();
    for call in calls {
        let key = keys.entry(&call.text).or_insert(&call.key);
        assert_eq!(*key, call.key, "{} is told of by two messages", call.text);
    }
}

/// No call was made after the outcome of its message was recorded: neither by the clock of the record, nor by a
/// process that was started on a store that held it.
pub fn no_known_outcome_leaves_again(story: &Story, ledger: &Ledger, calls: &[Call]) {
    let outcomes = story.outcomes();
    for call in calls {
        let told = outcomes.get(&call.key).unwrap_or_else(|| panic!("no outcome is recorded of {call:?}"));
        assert!(call.at <= told.at, "called after its outcome of {}: {call:?}", told.at);
        let known = ledger.settled.get(&call.key);
        assert!(known.is_none_or(|kills| call.round < *kills), "called after kill {known:?}: {call:?}");
    }
    for id in &ledger.decisions {
        assert!(story.decisions.contains_key(id), "decision {id} was durable and is gone");
    }
}

/// What a run has shown.
pub fn summary(story: &Story, clients: &Clients, calls: &[Call]) -> String {
    let acknowledged = clients.sent.iter().filter(|event| event.acknowledged).count();
    let outcomes = story.outcomes();
    let count = |wanted: fn(&Verdict) -> bool| outcomes.values().filter(|told| wanted(&told.verdict)).count();
    format!(
        "{acknowledged} events acknowledged of {}, {} calls broken off; {} decisions; messages: {} sent, {} failed, \
         {} unknown; {} calls at the endpoint",
        clients.sent.len(),
        clients.broken,
        story.decisions.len(),
        count(|verdict| matches!(verdict, Verdict::Sent { .. })),
        count(|verdict| matches!(verdict, Verdict::Failed { .. })),
        count(|verdict| matches!(verdict, Verdict::Unknown { .. })),
        calls.len(),
    )
}
