//! The runner of tests that are written in the language.

mod call;
mod edges;
mod expect;
mod look;

pub(crate) use edges::somebody;
pub(crate) use look::reason_of;

use crate::World;
use crate::coverage::Met;
use expect::Stretch;
use filrouge_machine::{Approval, Consent, Decision, Event, Identify, InputKind, Instance, Ready, Start};
use filrouge_plan::scenario::{Act, ActKind, Choice, Expectation, Scenario, Zones};
use filrouge_plan::{Place, Value};
use jiff::tz::TimeZone;

/// An expectation that was not met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Where the expectation stands.
    pub place: Place,
    /// What was expected, in words.
    pub expected: String,
    /// What happened instead, in words; the nearest first. Empty when nothing happened.
    pub actual: Vec<String>,
    /// The journey's decisions since the last expectation, or those that broke the property, each with the way back to
    /// its text.
    pub decisions: Vec<Decision>,
    /// Whether it is a property that was broken, and no expectation of the test.
    pub always: bool,
    /// The zone that the person lived in then: moments are told in it.
    pub zone: TimeZone,
}

/// Timers that are fired behind the last line, to see that nothing is sent any more.
const AFTERMATH: usize = 10_000;
/// Clock of a test that names no moment: a Monday at ten.
const DEFAULT_START: i64 = 1_704_103_200_000;

/// What came of a test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lived {
    /// Expectations that were not met.
    pub failures: Vec<Failure>,
    /// Parts of the plan that decided something.
    pub met: Met,
    /// Every decision, in order, in the person's own zone.
    pub decisions: Vec<Decision>,
}

/// Walks `scenario` on a clock of its own, and says which expectations were not met. Equal inputs give equal
/// failures.
#[must_use]
pub fn run(ready: &Ready, scenario: &Scenario) -> Vec<Failure> {
    lived(ready, scenario).failures
}

/// Walks `scenario` as [`run`] does, and notes as well what it met.
#[must_use]
pub fn lived(ready: &Ready, scenario: &Scenario) -> Lived {
    let mut met = Met::default();
    let (mut failures, decisions) = run_once(ready, scenario, &mut met);
    if failures.is_empty() && scenario.zones == Some(Zones::AllEdges) {
        failures = edges::run(ready, scenario, &mut met);
    }
    Lived { failures, met, decisions }
}

fn run_once(ready: &Ready, scenario: &Scenario, met: &mut Met) -> (Vec<Failure>, Vec<Decision>) {
    let mut runner = Runner::new(ready, scenario);
    runner.given();
    for act in &scenario.acts {
        runner.act(act);
    }
    runner.finish();
    let broken = runner.world.take_broken();
    runner.failures.extend(broken);
    met.note(&runner.world.decisions);
    runner.failures.sort_by_key(|failure| (failure.place.file, failure.place.start));
    (runner.failures, runner.world.decisions)
}

/// Walks `scenario` as [`run`] does, and returns the world as it is behind the last line. Expectations are passed by.
#[must_use]
pub fn walk<'r>(ready: &'r Ready, scenario: &'r Scenario) -> World<'r> {
    let mut runner = Runner::new(ready, scenario);
    runner.given();
    let happens = |act: &&Act| !matches!(act.kind, ActKind::Expect(_));
    scenario.acts.iter().filter(happens).for_each(|act| runner.act(act));
    runner.world
}

/// Walks the acts of `scenario` on from where `world` stands, under the plan of `ready`. What the scenario gives is
/// passed by.
#[must_use]
pub fn walk_on<'r>(world: World<'_>, ready: &'r Ready, scenario: &'r Scenario) -> World<'r> {
    go_on(world.pass(ready), scenario)
}

/// Walks the acts of `scenario` on from where `world` stands. What the scenario gives is passed by.
#[must_use]
pub fn go_on<'r>(world: World<'r>, scenario: &'r Scenario) -> World<'r> {
    let ready = world.ready;
    let mut runner = Runner { world, ..Runner::new(ready, scenario) };
    let happens = |act: &&Act| !matches!(act.kind, ActKind::Expect(_));
    scenario.acts.iter().filter(happens).for_each(|act| runner.act(act));
    runner.world
}

struct Runner<'r> {
    scenario: &'r Scenario,
    world: World<'r>,
    stretch: Stretch,
    failures: Vec<Failure>,
    silences: Vec<(Place, usize)>,
}

impl<'r> Runner<'r> {
    fn new(ready: &'r Ready, scenario: &'r Scenario) -> Self {
        let mut world = World::stranger(ready, 0);
        world.watch(&scenario.always);
        Self { scenario, world, stretch: Stretch::default(), failures: Vec::new(), silences: Vec::new() }
    }

    /// What holds before the first moment holds from that moment on: the person's zone is known only then.
    fn given(&mut self) {
        let given = &self.scenario.given;
        let zone = somebody(self.world.ready, given);
        self.world.now = self.world.ready.instant(&zone, start(self.scenario));
        self.world.happen(known(&given.identifiers, &given.profile));
        for choice in &given.consents {
            self.world.happen(consent(choice));
        }
        self.assign();
        self.stretch.begin(&self.world);
    }

    /// Gives the person the arms that the test says, as the experiments would have.
    fn assign(&mut self) {
        let journey = &self.scenario.journey;
        for (experiment, arm) in &self.scenario.given.assignments {
            let known = self.world.ready.assignment(journey, experiment, arm, self.world.now);
            let key = (journey.clone(), experiment.clone());
            self.world.person.assignments.extend(known.map(|assignment| (key, assignment)));
        }
    }

    fn act(&mut self, act: &Act) {
        if !matches!(act.kind, ActKind::Expect(_)) {
            self.stretch.close(&self.world);
        }
        match &act.kind {
            ActKind::At(local) => self.go_to(act.place, *local),
            ActKind::After(period) => {
                let end = self.world.ready.later(&self.world.person, self.world.now, *period);
                self.world.until(end);
            }
            ActKind::Event { name, fields } => self.world.happen(event(name, fields)),
            ActKind::Webhook { source, headers, body, .. } => {
                match call::told(&self.world, source, headers, body) {
                    Ok(inputs) => inputs.into_iter().for_each(|kind| self.world.happen(kind)),
                    Err(reason) => self.slip(act.place, "a call that fits".to_owned(), reason),
                }
            }
            ActKind::Start { journey, fields } => {
                let journey = journey.as_ref().unwrap_or(&self.scenario.journey).clone();
                let start = Start { journey, fields: fields.clone(), place: None };
                self.world.happen(InputKind::Start(start));
            }
            ActKind::Identify { identifiers, profile } => self.world.happen(known(identifiers, profile)),
            ActKind::Alias { identifiers, profile, consents, events } => {
                let by = identifiers.iter().map(|(name, _)| name.clone()).collect();
                let known = known(identifiers, profile);
                let choices = consents.iter().map(consent);
                let done = events.iter().map(|(name, fields)| event(name, fields));
                let mut other = self.world.beside();
                [known].into_iter().chain(choices).chain(done).for_each(|kind| other.happen(kind));
                self.world.decisions.append(&mut other.decisions);
                self.world.messages.append(&mut other.messages);
                self.world.join(other, by);
            }
            ActKind::Consent(choice) => self.world.happen(consent(choice)),
            ActKind::Approve { journey, step, approved, by, note } => {
                let journey = journey.as_ref().unwrap_or(&self.scenario.journey);
                self.approve(act.place, (journey, step), (*approved, by, note.as_deref()));
            }
            ActKind::Provider { channel, fate } => self.world.meet(channel.as_deref(), *fate),
            ActKind::Fetch { journey, step, fate } => {
                let journey = journey.as_ref().unwrap_or(&self.scenario.journey);
                self.world.answer(journey, step, fate.clone());
            }
            ActKind::Expect(expectation) => self.expect(act.place, expectation),
        }
    }

    /// Somebody of the team answers; that nobody is asked is a mistake of the test.
    fn approve(
        &mut self,
        place: Place,
        (journey, step): (&str, &str),
        (approved, by, note): (bool, &str, Option<&str>),
    ) {
        let asks = |walk: &Instance| walk.journey == journey && walk.step == step;
        let asked = self.world.person.approvals().find(|(_, walk)| asks(walk)).map(|(approval, _)| approval);
        if let Some(approval) = asked {
            let (by, note) = (by.to_owned(), note.map(str::to_owned));
            return self.world.happen(InputKind::Approval(Approval { approval, approved, by, note }));
        }
        let expected = format!("somebody who waits for an approval on `{step}`");
        self.slip(place, expected, format!("nobody waits for an answer on `{step}`"));
    }

    /// The clock only goes forward: a moment in the past is a mistake of the test.
    fn go_to(&mut self, place: Place, local: i64) {
        let moment = self.world.ready.instant(&self.world.person, local);
        if moment < self.world.now {
            let expected = "a moment after the one before".to_owned();
            self.slip(place, expected, "the clock of the test is already past it".to_owned());
        }
        self.world.until(moment);
    }

    /// Something that the test does and that cannot be done.
    fn slip(&mut self, place: Place, expected: String, actual: String) {
        let (actual, decisions, zone) = (vec![actual], Vec::new(), self.world.zone());
        self.failures.push(Failure { place, expected, actual, decisions, always: false, zone });
    }

    fn expect(&mut self, place: Place, expectation: &Expectation) {
        if matches!(expectation, Expectation::NoMoreSends) {
            self.silences.push((place, self.world.decisions.len()));
        }
        let failure = self.stretch.judge(&self.world, &self.scenario.journey, expectation);
        self.failures.extend(failure.map(|report| report.at(place)));
    }

    /// Behind the last line the clock runs on, for those who expect that nothing is sent any more.
    fn finish(&mut self) {
        let silences = std::mem::take(&mut self.silences);
        if !silences.is_empty() {
            self.world.drain(AFTERMATH);
        }
        for (place, from) in silences {
            let report = expect::sends_since(&self.world, &self.scenario.journey, from);
            self.failures.extend(report.filter(|_| !self.has_failed(place)).map(|report| report.at(place)));
        }
    }

    fn has_failed(&self, place: Place) -> bool {
        self.failures.iter().any(|failure| failure.place == place)
    }
}

/// The first moment of a test, in local time.
fn start(scenario: &Scenario) -> i64 {
    let takes_no_time = |act: &&Act| {
        matches!(act.kind, ActKind::Provider { .. } | ActKind::Fetch { .. } | ActKind::Expect(_))
    };
    match scenario.acts.iter().find(|act| !takes_no_time(act)).map(|act| &act.kind) {
        Some(ActKind::At(local)) => *local,
        _ => DEFAULT_START,
    }
}

fn known(identifiers: &[(String, String)], profile: &[(String, Value)]) -> InputKind {
    let (identifiers, fields) = (identifiers.to_vec(), profile.to_vec());
    InputKind::Identify(Identify { identifiers, fields, ..Identify::default() })
}

fn event(name: &str, fields: &[Value]) -> InputKind {
    InputKind::Event(Event { name: name.to_owned(), fields: fields.to_vec(), at: None })
}

fn consent(choice: &Choice) -> InputKind {
    InputKind::Consent(Consent::said(&choice.purpose, choice.channel.as_deref(), choice.granted, "test"))
}

#[cfg(test)]
mod tests;
