//! A person as bytes: how many, and what writing and reading them takes, beside the same content as JSON.

use filrouge_bench::{Failure, Message, Report, Target, per_run, shop};
use filrouge_machine::{Consent, Event, Id, Identify, Input, InputKind, Person, Ready, step};
use filrouge_plan::{Bundle, Value};
use std::fmt::Write as _;
use std::sync::Arc;

const NOON: i64 = 1_763_895_600_000;
const DAY: i64 = 86_400_000;
const RUNS: u32 = 20_000;

pub(crate) fn run() -> Result<(), Failure> {
    let ready = Ready::new(Arc::new(bundle()?))?;
    let person = Life::of(&ready).person;
    if (person.instances.len(), person.entries.len(), person.traits.len()) != (3, 13, 5) {
        return Err("the person is not the one that is to be measured".into());
    }
    let bytes = person.encode(&ready);
    let mut report = Report::of("person");
    let encode = per_run(9, RUNS, |_| person.encode(&ready));
    let decode = per_run(9, RUNS, |_| Person::decode(&ready, &bytes));
    let json = serde_json::to_vec(&json::Written::of(&ready, &person))?;
    let to_json = per_run(9, RUNS, |_| serde_json::to_vec(&json::Written::of(&ready, &person)));
    let from_json = per_run(9, RUNS, |_| serde_json::from_slice::<json::Read>(&json));
    report.add("length", bytes.len() as f64, "bytes");
    report.add("the same as JSON", json.len() as f64, "bytes");
    report.aim("JSON / length", json.len() as f64 / bytes.len() as f64, "×", Target::AtLeast(3.0));
    report.aim("to bytes", encode, "ns", Target::AtMost(2_000.0));
    report.add("the same to JSON", to_json, "ns");
    report.add("JSON / to bytes", to_json / encode, "×");
    report.aim("from bytes", decode, "ns", Target::AtMost(4_000.0));
    report.add("the same from JSON", from_json, "ns");
    report.add("JSON / from bytes", from_json / decode, "×");
    report.add("a copy of the person in memory", per_run(9, RUNS, |_| person.clone()), "ns");
    report.print();
    Ok(())
}

/// Twenty journeys, one for each event, and five traits with windows.
fn bundle() -> Result<Bundle, Failure> {
    let mut files = shop::files(shop::EVENTS);
    let mut traits = String::new();
    for number in 0..5 {
        let event = shop::event(number);
        let _ = writeln!(traits, "trait seen_{number} count on=\"{event}\" within=\"{}d\"", 30 + number);
    }
    files.push(("schema/traits.kdl".to_owned(), traits));
    files.sort();
    shop::bundle_of(files)
}

/// Somebody in three journeys, with ten walks behind them.
struct Life<'r> {
    ready: &'r Ready,
    person: Person,
    inputs: u32,
}

impl<'r> Life<'r> {
    fn of(ready: &'r Ready) -> Self {
        let mut life = Self { ready, person: Person::default(), inputs: 0 };
        life.introduce();
        for number in 0..10 {
            life.cart(30 - 2 * i64::from(number), 5 + number, 90);
            life.order(30 - 2 * i64::from(number));
        }
        for number in 0..20 {
            life.cart(8 - i64::from(number / 5), number % 5, 5);
        }
        for number in 0..3 {
            life.cart(0, 15 + number, 90);
        }
        life
    }

    fn introduce(&mut self) {
        for email in ["camille@example.com", "camille.durand@example.com"] {
            let identify = Identify {
                identifiers: vec![
                    ("user_id".to_owned(), "user-102938".to_owned()),
                    ("email".to_owned(), email.to_owned()),
                ],
                fields: vec![
                    ("first_name".to_owned(), Value::from("Camille")),
                    ("country".to_owned(), Value::from("FR")),
                    ("tier".to_owned(), Value::from("standard")),
                ],
                ..Identify::default()
            };
            self.step(40, InputKind::Identify(identify));
        }
        let consent = Consent {
            purpose: "marketing".to_owned(),
            channel: Some("email".to_owned()),
            granted: true,
            evidence: "sign-up form of the shop".to_owned(),
            proof: None,
        };
        self.step(40, InputKind::Consent(consent));
    }

    fn cart(&mut self, ago: i64, event: u32, value: u32) {
        let message = Message { number: self.inputs, user: 0, event, value };
        self.step(ago, InputKind::Event(message.to_event()));
    }

    /// The basket of the last event is bought.
    fn order(&mut self, ago: i64) {
        let cart = format!("cart-{}", self.inputs - 1);
        let fields = vec![Value::from(cart.as_str()), Value::Decimal(90.into())];
        self.step(ago, InputKind::Event(Event { name: "Order Completed".to_owned(), fields, at: None }));
    }

    fn step(&mut self, ago: i64, kind: InputKind) {
        let at = NOON - ago * DAY + i64::from(self.inputs) * 1_234_567;
        let input = Input { id: Id::of(&["input", &self.inputs.to_string()]), at, kind };
        let _ = step(self.ready, Id::of(&["person"]), &mut self.person, &input);
        self.inputs += 1;
    }
}

/// The same content for `serde_json`, written without a copy.
mod json {
    use filrouge_machine::{
        ConsentFact, Departed, Flight, Id, Instance, PastEntry, Person, Ready, Rhythm, Tracked,
    };
    use filrouge_plan::Value;
    use serde::{Deserialize, Serialize};
    use std::collections::{BTreeMap, BTreeSet};

    type Pairs<'p, T> = Vec<(&'p str, &'p str, &'p T)>;

    #[derive(Serialize)]
    pub(super) struct Written<'p> {
        profile: BTreeMap<&'p str, &'p Value>,
        identifiers: &'p BTreeMap<String, Vec<String>>,
        consents: Pairs<'p, ConsentFact>,
        segments: &'p BTreeSet<String>,
        instances: &'p [Instance],
        entries: Pairs<'p, PastEntry>,
        sent: Pairs<'p, Vec<i64>>,
        flights: &'p BTreeMap<Id, Flight>,
        departed: &'p [Departed],
        traits: &'p BTreeMap<String, Tracked>,
        entered: &'p BTreeMap<String, Vec<i64>>,
        rhythm: &'p Option<Rhythm>,
        wake: Option<i64>,
        last_activity: Option<i64>,
        since: Option<i64>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "it is only read")]
    pub(super) struct Read {
        profile: BTreeMap<String, Value>,
        identifiers: BTreeMap<String, Vec<String>>,
        consents: Vec<(String, String, ConsentFact)>,
        segments: BTreeSet<String>,
        instances: Vec<Instance>,
        entries: Vec<(String, String, PastEntry)>,
        sent: Vec<(String, String, Vec<i64>)>,
        flights: BTreeMap<Id, Flight>,
        departed: Vec<Departed>,
        traits: BTreeMap<String, Tracked>,
        entered: BTreeMap<String, Vec<i64>>,
        rhythm: Option<Rhythm>,
        wake: Option<i64>,
        last_activity: Option<i64>,
        since: Option<i64>,
    }

    impl<'p> Written<'p> {
        pub(super) fn of(ready: &'p Ready, person: &'p Person) -> Self {
            let slots = ready.plan().profile.slots().zip(&person.profile);
            Self {
                profile: slots
                    .filter(|(_, value)| !value.is_absent())
                    .map(|(field, value)| (&*field.name, value))
                    .collect(),
                identifiers: &person.identifiers,
                consents: pairs(&person.consents),
                segments: &person.segments,
                instances: &person.instances,
                entries: pairs(&person.entries),
                sent: pairs(&person.sent),
                flights: &person.flights,
                departed: &person.departed,
                traits: &person.traits,
                entered: &person.entered,
                rhythm: &person.rhythm,
                wake: person.wake,
                last_activity: person.last_activity,
                since: person.since,
            }
        }
    }

    fn pairs<T>(map: &BTreeMap<(String, String), T>) -> Pairs<'_, T> {
        map.iter().map(|((first, second), value)| (&**first, &**second, value)).collect()
    }
}
