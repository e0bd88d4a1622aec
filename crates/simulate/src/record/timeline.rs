//! What happened, as the acts of a test.

mod known;
mod outcomes;

use super::{Gap, Happened, NOWHERE, Past, wanted};
use filrouge_machine::{
    Approval, Decision, Event, Id, Identify, InputKind, Person, Ready, Rectify, Start, Verdict,
};
use filrouge_plan::scenario::{Act, ActKind, Expectation, Given, Scenario};
use filrouge_plan::{Entry, Field, Journey, Period, Value};
use outcomes::Fates;

/// How a past is told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// What was known before anything else happened is known from the first moment on, whenever that was.
    pub early: bool,
    /// People who became one are one from the beginning.
    pub as_one: bool,
}

/// A test and what it does not tell.
pub(super) struct Told {
    pub scenario: Scenario,
    pub gaps: Vec<Gap>,
}

/// Tells `past` as a test that ends with `expectation`.
pub(super) fn tell(ready: &Ready, past: &Past, expectation: &Expectation, shape: Shape) -> Told {
    let mut teller = Teller::new(ready, past, expectation, shape);
    past.inputs.iter().for_each(|happened| teller.input(happened));
    teller.go(past.decision.at, Round::Up);
    teller.push(ActKind::Expect(expectation.clone()));
    teller.end()
}

const SECOND: i64 = 1_000;

/// Moments of a test are whole seconds: what somebody does keeps its second, what a clock does may come behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    Down,
    Up,
}

impl Round {
    const fn second(self, at: i64) -> i64 {
        let up = if matches!(self, Self::Up) { SECOND - 1 } else { 0 };
        (at + up).div_euclid(SECOND) * SECOND
    }
}

struct Teller<'p> {
    ready: &'p Ready,
    past: &'p Past,
    expectation: &'p Expectation,
    shape: Shape,
    given: Given,
    /// When the first of what is given was learned.
    since: Option<i64>,
    /// The person as far as the test has told, for their clock.
    person: Person,
    known: Given,
    now: Option<i64>,
    acts: Vec<Act>,
    fates: Fates,
    gaps: Vec<Gap>,
}

impl<'p> Teller<'p> {
    fn new(ready: &'p Ready, past: &'p Past, expectation: &'p Expectation, shape: Shape) -> Self {
        Self {
            ready,
            past,
            expectation,
            shape,
            given: Given::default(),
            since: None,
            person: Person::default(),
            known: Given::default(),
            now: None,
            acts: Vec::new(),
            fates: Fates::default(),
            gaps: Vec::new(),
        }
    }

    fn end(mut self) -> Told {
        self.assignments();
        let scenario = Scenario {
            name: String::new(),
            journey: self.past.journey.clone(),
            place: NOWHERE,
            zones: None,
            golden: None,
            always: Vec::new(),
            given: self.given,
            acts: self.acts,
        };
        Told { scenario, gaps: self.gaps }
    }

    /// Arms that the journey's experiments gave: chance knows another person in a test.
    fn assignments(&mut self) {
        let journey = &self.past.journey;
        for decision in self.past.inputs.iter().flat_map(|happened| decided(self.past, happened)) {
            let (Verdict::Assigned { arm, .. }, Some(step)) = (&decision.verdict, &decision.step) else {
                continue;
            };
            let known = |(own, _): &(String, String)| own == step;
            if decision.journey == *journey && !self.given.assignments.iter().any(known) {
                self.given.assignments.push((step.clone(), arm.clone()));
            }
        }
    }

    fn push(&mut self, kind: ActKind) {
        self.acts.push(Act { place: NOWHERE, kind });
    }

    fn gap(&mut self, gap: Gap) {
        if !self.gaps.contains(&gap) {
            self.gaps.push(gap);
        }
    }

    /// Brings the clock to a moment, unless it is there.
    fn go(&mut self, at: i64, round: Round) {
        if let (None, false, Some(since)) = (self.now, self.shape.early, self.since) {
            self.stop(Round::Down.second(since));
        }
        let at = round.second(at);
        if self.now.is_none_or(|now| now < at) {
            self.stop(at);
        }
    }

    /// A moment that the person's clock shows twice is told as a pause.
    fn stop(&mut self, at: i64) {
        let local = self.ready.local(&self.person, at);
        let kind = match self.now {
            Some(now) if self.ready.instant(&self.person, local) != at => {
                let millis = u64::try_from(at - now).unwrap_or(0);
                ActKind::After(Period { millis, ..Period::default() })
            }
            _ => ActKind::At(local),
        };
        self.now = Some(at);
        self.push(kind);
    }

    fn input(&mut self, happened: &Happened) {
        if !self.shape.as_one && happened.person != self.past.person {
            return;
        }
        self.foresee(happened);
        self.happen(happened);
        self.look_back(happened);
    }

    /// Something that the person does, or that is done to them.
    fn happen(&mut self, happened: &Happened) {
        let at = happened.input.at;
        match &happened.input.kind {
            InputKind::Event(event) => self.event(at, event, &happened.fields),
            InputKind::Start(start) => self.start(at, start, &happened.fields),
            InputKind::Identify(identify) => self.identify(at, identify),
            InputKind::Rectify(Rectify { identifiers, fields }) => {
                let (identifiers, fields) = (identifiers.clone(), fields.clone());
                self.identify(at, &Identify { identifiers, fields, ..Identify::default() });
            }
            InputKind::Consent(consent) => self.consent(at, known::choice(consent)),
            InputKind::Approval(approval) => self.approve(at, approval),
            InputKind::Merge { person, by } => self.merge(*person, by, happened),
            InputKind::Unmerge { .. } => self.gap(Gap::Separated),
            InputKind::Resend(_) => self.gap(Gap::SentAgain),
            InputKind::Outcome { .. }
            | InputKind::Timer { .. }
            | InputKind::PlanActivated { .. }
            | InputKind::Limit(_)
            | InputKind::Right(_)
            | InputKind::Expired(_)
            | InputKind::Switched { .. } => {}
        }
    }

    fn event(&mut self, at: i64, event: &Event, names: &[String]) {
        let Some(fields) = self.event_fields(event, names) else { return };
        // Only computed traits put an event where it belongs.
        let traits = !self.ready.plan().traits.is_empty();
        if traits && event.at.is_some_and(|own| own + SECOND <= at) {
            self.gap(Gap::Late(event.name.clone()));
        }
        self.go(at, Round::Down);
        self.push(ActKind::Event { name: event.name.clone(), fields });
    }

    fn event_fields(&mut self, event: &Event, names: &[String]) -> Option<Vec<Value>> {
        let ready = self.ready;
        let Some(schema) = ready.event(&event.name) else {
            self.gap(Gap::NoEvent(event.name.clone()));
            return None;
        };
        Some(self.fields(&format!("the event `{}`", event.name), &schema.fields, names, &event.fields))
    }

    /// Values in the order of the project at hand.
    fn fields(&mut self, whose: &str, schema: &[Field], names: &[String], values: &[Value]) -> Vec<Value> {
        if names.is_empty() {
            return values
                .iter()
                .cloned()
                .chain(std::iter::repeat(Value::Absent))
                .take(schema.len())
                .collect();
        }
        for (name, value) in names.iter().zip(values) {
            if !value.is_absent() && schema.iter().all(|field| field.name != *name) {
                self.gap(Gap::Undeclared(whose.to_owned(), name.clone()));
            }
        }
        let value =
            |field: &Field| names.iter().position(|name| *name == field.name).and_then(|at| values.get(at));
        schema.iter().map(|field| value(field).cloned().unwrap_or_default()).collect()
    }

    fn start(&mut self, at: i64, start: &Start, names: &[String]) {
        if start.place.is_some() {
            return self.gap(Gap::Placed(start.journey.clone()));
        }
        let ready = self.ready;
        let mut journeys = ready.plan().journeys.iter();
        let asked = |own: &&Journey| matches!(own.enter.by, Entry::Api | Entry::Called);
        let Some(journey) = journeys.find(|own| own.name == start.journey).filter(asked) else {
            return self.gap(Gap::NoStart(start.journey.clone()));
        };
        let whose = format!("the entry of `{}`", journey.name);
        let fields = self.fields(&whose, &journey.enter.fields, names, &start.fields);
        let journey = self.elsewhere(&journey.name);
        self.go(at, Round::Down);
        self.push(ActKind::Start { journey, fields });
    }

    fn approve(&mut self, at: i64, approval: &Approval) {
        let wanted = approval.approval;
        let asks = |it: &&Decision| matches!(it.verdict, Verdict::ApprovalAsked { approval, .. } if approval == wanted);
        let Some(asked) = self.past.decisions.iter().find(asks) else { return };
        let step = asked.step.clone().unwrap_or_default();
        let journey = self.elsewhere(&asked.journey);
        self.go(at, Round::Down);
        // Who it was and what they said is theirs, and decides nothing.
        let (approved, by) = (approval.approved, "somebody".to_owned());
        self.push(ActKind::Approve { journey, step, approved, by, note: None });
    }

    /// The name of a journey where it is another one than that of the test.
    fn elsewhere(&self, journey: &str) -> Option<String> {
        (journey != self.past.journey).then(|| journey.to_owned())
    }

    /// Decisions that say the same as the last one are expected as well, so that none of them is taken for it.
    fn look_back(&mut self, happened: &Happened) {
        let past = self.past;
        for decision in decided(past, happened) {
            let is_last = decision.id == past.decision.id;
            let is_same = wanted::expectation(decision, &past.journey).as_ref() == Some(self.expectation);
            if is_same && !is_last {
                self.go(decision.at, Round::Up);
                self.push(ActKind::Expect(self.expectation.clone()));
            }
        }
    }
}

/// What was decided because of an input.
fn decided<'p>(past: &'p Past, happened: &Happened) -> impl Iterator<Item = &'p Decision> + use<'p> {
    let id: Id = happened.input.id;
    past.decisions.iter().filter(move |decision| decision.input == id)
}
