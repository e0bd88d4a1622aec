//! One person on a clock of our own. After each step it is checked that the effects and the state agree.

use filrouge_machine::*;
use filrouge_plan::{Bundle, Origins, Passage, Plan, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

pub struct Walker {
    pub who: Id,
    pub ready: Ready,
    pub person: Person,
    pub timers: BTreeMap<Id, i64>,
    pub now: i64,
    pub messages: Vec<Message>,
    pub asks: Vec<Ask>,
    pub decisions: Vec<Decision>,
    inputs: u32,
}

pub const WHO: Id = Id(7);

pub fn moment(local: &str) -> i64 {
    local.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

impl Walker {
    /// Léa, on a Monday at noon in Paris, with an address.
    pub fn new(plan: Plan) -> Self {
        let mut walker = Self {
            who: WHO,
            ready: Ready::of(plan).unwrap(),
            person: Person::default(),
            timers: BTreeMap::new(),
            now: moment("2026-11-23T12:00:00+01:00"),
            messages: vec![],
            asks: vec![],
            decisions: vec![],
            inputs: 0,
        };
        walker.know("email", "lea@example.com");
        walker.know("country", "FR");
        walker
    }

    /// The same, having granted marketing by email.
    pub fn granted(plan: Plan) -> Self {
        let mut walker = Self::new(plan);
        walker.consent("marketing", Some("email"), true);
        walker
    }

    pub fn input(&mut self, kind: InputKind) -> Effects {
        self.inputs += 1;
        let id = Id::of(&["test", &self.inputs.to_string()]);
        self.apply(&Input { id, at: self.now, kind })
    }

    pub fn apply(&mut self, input: &Input) -> Effects {
        let effects = step(&self.ready, self.who, &mut self.person, input);
        self.follow(effects)
    }

    /// Somebody else, of whom nothing is known but the time.
    pub fn other(&self, who: u128) -> Self {
        let ready = Ready::of(self.ready.plan().clone()).unwrap();
        Self {
            who: Id(who),
            ready,
            person: Person::default(),
            timers: BTreeMap::new(),
            now: self.now,
            messages: vec![],
            asks: vec![],
            decisions: vec![],
            inputs: u32::try_from(who).unwrap() * 1_000,
        }
    }

    /// The other becomes one with this one; what the other was is given back.
    pub fn absorb(&mut self, mut other: Self) -> (Effects, Self) {
        let kind = InputKind::Merge { person: other.who, by: vec!["email".into()] };
        let id = Id::of(&["merge", &self.who.to_string(), &other.who.to_string()]);
        let input = Input { id, at: self.now, kind };
        let effects = merge(&self.ready, self.who, &mut self.person, other.who, &mut other.person, &input);
        self.timers.append(&mut other.timers);
        self.messages.append(&mut other.messages);
        self.asks.append(&mut other.asks);
        (self.follow(effects), other)
    }

    /// The other is separated again.
    pub fn separate(&mut self, other: &mut Self) -> Separated {
        let kind = InputKind::Unmerge { person: other.who };
        let input = Input { id: Id::of(&["separate", &other.who.to_string()]), at: self.now, kind };
        let separated =
            unmerge(&self.ready, self.who, &mut self.person, other.who, &mut other.person, &input);
        other.now = self.now;
        other.timers.clear();
        other.follow(separated.other.clone());
        self.timers.retain(|timer, _| !other.timers.contains_key(timer));
        self.follow(separated.person.clone());
        separated
    }

    fn follow(&mut self, effects: Effects) -> Effects {
        for change in &effects.timers {
            match change {
                TimerChange::Set { timer, at } => drop(self.timers.insert(*timer, *at)),
                TimerChange::Cancel { timer, .. } | TimerChange::Forget { timer } => {
                    self.timers.remove(timer);
                }
            }
        }
        self.decisions.extend(effects.decisions.iter().cloned());
        self.messages.extend(effects.messages.iter().map(|message| (**message).clone()));
        self.asks.extend(effects.asks.iter().cloned());
        self.check(&effects);
        effects
    }

    fn check(&self, effects: &Effects) {
        let pending: BTreeMap<Id, i64> = self.person.timers(self.who).collect();
        assert_eq!(self.timers, pending, "timers set are timers pending");
        for message in &effects.messages {
            let explains = |decision: &&Decision| match &decision.verdict {
                Verdict::Queued { effect, .. } | Verdict::Resent { effect, .. } => *effect == message.effect,
                _ => false,
            };
            assert_eq!(effects.decisions.iter().filter(explains).count(), 1, "a message has its decision");
        }
        for recalled in &effects.recalled {
            let explains = |decision: &&Decision| match &decision.verdict {
                Verdict::Recalled { effect, .. } | Verdict::Unanswered { effect, .. } => effect == recalled,
                _ => false,
            };
            assert_eq!(effects.decisions.iter().filter(explains).count(), 1, "a recall has its decision");
        }
        for ask in &effects.asks {
            let explains = |decision: &&Decision| matches!(&decision.verdict, Verdict::Asked { effect, .. } if *effect == ask.effect);
            assert_eq!(effects.decisions.iter().filter(explains).count(), 1, "a question has its decision");
        }
        let bytes = self.person.encode(&self.ready);
        let again = Person::decode(&self.ready, &bytes).unwrap();
        assert_eq!(again, self.person, "a person survives being stored");
        assert_eq!(again.encode(&self.ready), bytes);
    }

    pub fn event(&mut self, name: &str, fields: Vec<Value>) -> Effects {
        self.input(InputKind::Event(Event { name: name.into(), fields, at: None }))
    }

    pub fn cart(&mut self, cart: &str, value: i64) -> Effects {
        self.event("Cart Updated", vec![cart.into(), Value::Int(value)])
    }

    pub fn order(&mut self, cart: &str) -> Effects {
        self.event("Order Completed", vec![cart.into()])
    }

    pub fn ping(&mut self) -> Effects {
        self.event("Ping", vec![Value::Int(0)])
    }

    pub fn know(&mut self, field: &str, value: &str) -> Effects {
        let mut identify = Identify::default();
        match field {
            "email" | "user_id" => identify.identifiers.push((field.into(), value.into())),
            _ => identify.fields.push((field.into(), value.into())),
        }
        self.input(InputKind::Identify(identify))
    }

    pub fn consent(&mut self, purpose: &str, channel: Option<&str>, granted: bool) -> Effects {
        self.input(InputKind::Consent(Consent::said(purpose, channel, granted, "test")))
    }

    pub fn outcome(&mut self, outcome: Outcome) -> Effects {
        let effect = self.messages.last().expect("a message").effect;
        self.input(InputKind::Outcome { effect, outcome })
    }

    /// What becomes of the last question.
    pub fn reply(&mut self, outcome: Outcome) -> Effects {
        let effect = self.asks.last().expect("a question").effect;
        self.input(InputKind::Outcome { effect, outcome })
    }

    pub fn answer(&mut self, fields: &[(&str, Value)]) -> Effects {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        self.reply(Outcome::Answered { fields })
    }

    pub fn sent(&mut self) -> Effects {
        self.outcome(Outcome::Sent { receipt: None })
    }

    pub fn failed(&mut self) -> Effects {
        self.outcome(Outcome::Failed { reason: "refused".into() })
    }

    /// Lets time pass, firing timers on the way.
    pub fn pass(&mut self, hours: i64) {
        self.until(self.now + hours * 3_600_000);
    }

    pub fn until(&mut self, end: i64) {
        while let Some((timer, due)) = self.next_timer().filter(|(_, due)| *due <= end) {
            self.now = self.now.max(due);
            self.input(InputKind::Timer { timer });
        }
        self.now = end;
    }

    fn next_timer(&self) -> Option<(Id, i64)> {
        self.timers.iter().map(|(timer, due)| (*due, *timer)).min().map(|(due, timer)| (timer, due))
    }

    /// The present plan gives way to `plan`.
    pub fn activate(&mut self, plan: Plan) -> Effects {
        self.pass_to(plan, Passage::default())
    }

    /// The same, on a passage.
    pub fn pass_to(&mut self, plan: Plan, passage: Passage) -> Effects {
        let bytes = self.person.encode(&self.ready);
        let bundle = Bundle { hash: plan.hash(), plan, origins: Origins::default(), commit: None };
        self.ready = Ready::after(Arc::new(bundle), passage).unwrap();
        self.person = Person::decode(&self.ready, &bytes).unwrap();
        let plan = self.ready.hash().to_owned();
        self.input(InputKind::PlanActivated { plan })
    }

    /// Step of the only instance.
    pub fn stands_on(&self) -> &str {
        match self.person.instances.as_slice() {
            [instance] => &instance.step,
            others => panic!("{} instances", others.len()),
        }
    }

    pub fn is_out(&self) -> bool {
        self.person.instances.is_empty()
    }

    /// What the journeys decided since the last call, in short words.
    pub fn told(&mut self) -> Vec<String> {
        let decisions = std::mem::take(&mut self.decisions);
        let is_told =
            |it: &&Decision| !it.journey.is_empty() || matches!(it.verdict, Verdict::PassedBy { .. });
        let of_journeys = decisions.iter().filter(is_told);
        of_journeys.map(|decision| short(&decision.verdict)).collect()
    }
}

pub fn short(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Granted { purpose, .. } => format!("granted {purpose}"),
        Verdict::Withdrew { purpose, .. } => format!("withdrew {purpose}"),
        Verdict::ToConfirm { purpose, .. } => format!("to confirm {purpose}"),
        Verdict::NotCounted { purpose, reason, .. } => format!("not counted {purpose} {reason:?}"),
        Verdict::Merged { by, .. } => format!("merged {}", by.join(" ")),
        Verdict::Unmerged { .. } => "unmerged".into(),
        Verdict::NotJoined { identifier, reason, .. } => format!("not joined {identifier} {reason:?}"),
        Verdict::Rectified { fields } => format!("rectified {}", fields.join(" ")),
        Verdict::Profiling { on, of } => {
            format!("profiling {} {}", if *on { "on" } else { "off" }, of.join(" "))
        }
        Verdict::Limited { kind, on } => format!("{kind:?} {}", if *on { "on" } else { "off" }),
        Verdict::Entered => "entered".into(),
        Verdict::NotEntered { reason } => format!("not entered {reason:?}"),
        Verdict::PassedBy { journeys } => format!("passed by {}", journeys.join(" ")),
        Verdict::Backfilled { backfill, .. } => format!("backfilled {backfill}"),
        Verdict::Waiting { .. } => "waiting".into(),
        Verdict::Redirected { to } => format!("redirected to {to}"),
        Verdict::Resumed { arm } => format!("resumed {arm}"),
        Verdict::Took { way } => format!("took {way}"),
        Verdict::Assigned { arm, kept, .. } => format!("{} {arm}", if *kept { "kept" } else { "given" }),
        Verdict::Queued { channel, .. } => format!("queued {channel}"),
        Verdict::Skipped { channel, reason } => {
            format!("skipped {} {reason:?}", channel.as_deref().unwrap_or("all"))
        }
        Verdict::Held { channel, .. } => format!("held {channel}"),
        Verdict::Timed { .. } => "timed".into(),
        Verdict::Sent { .. } => "sent".into(),
        Verdict::Failed { .. } => "failed".into(),
        Verdict::Unknown { .. } => "unknown".into(),
        Verdict::Recalled { reason, .. } => format!("recalled {reason:?}"),
        Verdict::InFlight { .. } => "in flight".into(),
        Verdict::Resent { channel, by, .. } => format!("resent {channel} by {by}"),
        Verdict::NotResent { why: NotResent::Refused { reason }, .. } => format!("not resent {reason:?}"),
        Verdict::NotResent { why: NotResent::NotNow { reason, .. }, .. } => format!("not now {reason:?}"),
        Verdict::Updated { fields } => format!("updated {}", fields.join(" ")),
        Verdict::Emitted { event } => format!("emitted {event}"),
        Verdict::NotEmitted { event } => format!("not emitted {event}"),
        Verdict::Reached { goal } => format!("reached {goal}"),
        Verdict::Asked { connector, .. } => format!("asked {connector}"),
        Verdict::NotAsked { reason } => format!("not asked {reason:?}"),
        Verdict::Answered { fields, .. } => format!("answered {}", fields.join(" ")),
        Verdict::AnsweredBefore { connector, .. } => format!("answered before by {connector}"),
        Verdict::Unanswered { reason, .. } => format!("unanswered {reason:?}"),
        Verdict::Collected { count, .. } => format!("collected {count}"),
        Verdict::Stopped { journey, count } => format!("stopped {count} of {journey}"),
        Verdict::Called { journey } => format!("called {journey}"),
        Verdict::Started { journey } => format!("started {journey}"),
        Verdict::Branched { branches } => format!("branched {}", branches.join(" ")),
        Verdict::BranchEnded { branch } => format!("ended {branch}"),
        Verdict::BranchDropped { branch } => format!("dropped {branch}"),
        Verdict::ApprovalAsked { by, .. } => format!("asked {by}"),
        Verdict::ApprovalAnswered { approved, by, .. } => {
            format!("{} by {by}", if *approved { "approved" } else { "refused" })
        }
        Verdict::Repeated { round } => format!("round {round}"),
        Verdict::Exited { reason } => format!("exited {reason}"),
    }
}
