//! `machine::step` for a plan of 100 journeys, of which five listen to each event, beside parsing the event's JSON.

use filrouge_bench::{Failure, Message, Report, Target, Tracked, per_run, shop};
use filrouge_machine::{Consent, Effects, Id, Identify, Input, InputKind, Person, Ready, step};
use filrouge_plan::Value;
use std::hint::black_box;
use std::sync::Arc;

const JOURNEYS: u32 = 100;
const PEOPLE: u32 = 500;
const EVENTS: u32 = 20_000;
const NOON: i64 = 1_763_895_600_000;

pub(crate) fn run() -> Result<(), Failure> {
    let ready = Ready::new(Arc::new(shop::bundle(JOURNEYS)?))?;
    let people: Vec<(Id, Person)> = (0..PEOPLE).map(|number| person(&ready, number)).collect();
    let stream: Vec<Message> = (0..EVENTS).map(message).collect();
    let idle: Vec<Message> = stream.iter().map(|message| Message { value: 5, ..*message }).collect();
    let bought: Vec<Message> = stream.iter().map(|message| Message { value: 90, ..*message }).collect();
    let parse = parse(&stream)?;
    let mut report = Report::of("step");
    let mixed = microseconds(&ready, &people, &stream);
    report.aim("an event; one of twenty brings people in", mixed, "µs", Target::AtMost(5.0));
    report.add("an event that brings nobody in", microseconds(&ready, &people, &idle), "µs");
    report.add(
        "an event that brings its person into five journeys",
        microseconds(&ready, &people, &bought),
        "µs",
    );
    report.add("parsing the JSON of the event", parse, "µs");
    report.add("an event / parsing its JSON", mixed / parse, "×");
    report.print();
    Ok(())
}

fn message(number: u32) -> Message {
    let value = if number % 20 == 7 { 90 } else { 5 };
    Message { number, user: number % PEOPLE, event: number / PEOPLE + number % 3, value }
}

/// Someone who has granted marketing by email.
fn person(ready: &Ready, number: u32) -> (Id, Person) {
    let who = Id::of(&["person", &number.to_string()]);
    let identify = Identify {
        identifiers: vec![("user_id".to_owned(), format!("user-{number}"))],
        fields: vec![("country".to_owned(), Value::from("FR")), ("tier".to_owned(), Value::from("standard"))],
        ..Identify::default()
    };
    let consent = Consent {
        purpose: "marketing".to_owned(),
        channel: Some("email".to_owned()),
        granted: true,
        evidence: "sign-up".to_owned(),
        proof: None,
    };
    let mut person = Person::default();
    for kind in [InputKind::Identify(identify), InputKind::Consent(consent)] {
        let _ = step(ready, who, &mut person, &Input { id: Id(u128::from(number)), at: NOON, kind });
    }
    (who, person)
}

/// What an event of the stream takes, each stream from the same people.
fn microseconds(ready: &Ready, people: &[(Id, Person)], stream: &[Message]) -> f64 {
    let inputs: Vec<(usize, Input)> =
        stream.iter().map(|message| (message.user as usize, input(*message))).collect();
    let once = |_| {
        let mut people = people.to_vec();
        inputs.iter().for_each(|(at, input)| {
            if let Some((who, person)) = people.get_mut(*at) {
                black_box::<Effects>(step(ready, *who, person, input));
            }
        });
    };
    let copy = per_run(7, 1, |_| people.to_vec());
    (per_run(7, 1, once) - copy) / stream.len() as f64 / 1_000.0
}

fn input(message: Message) -> Input {
    let id = Id::of(&["event", &message.number.to_string()]);
    Input { id, at: NOON + i64::from(message.number), kind: InputKind::Event(message.to_event()) }
}

fn parse(stream: &[Message]) -> Result<f64, Failure> {
    let texts: Vec<String> = stream.iter().map(|message| message.to_json()).collect();
    let first: Tracked = serde_json::from_str(texts.first().ok_or("no message")?)?;
    black_box(first);
    let all =
        |_| texts.iter().filter_map(|text| serde_json::from_str::<Tracked>(black_box(text)).ok()).count();
    Ok(per_run(7, 1, all) / texts.len() as f64 / 1_000.0)
}
