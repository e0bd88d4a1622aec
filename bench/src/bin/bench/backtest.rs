//! A backtest of a million events under a plan of 100 journeys and one whose waits are longer, beside parsing the same lines.

use filrouge_backtest::document::Backtest;
use filrouge_backtest::{Limits, Recording, Settings, backtest};
use filrouge_bench::{Failure, Report, Target, shop, spend};
use filrouge_compile::{analyse, lower};
use filrouge_machine::Ready;
use filrouge_source::Sources;
use serde_json::Value;
use std::fmt::Write as _;
use std::sync::Arc;

const JOURNEYS: u32 = 100;
const EVENTS: u32 = 1_000_000;
/// Events of each person.
const EACH: u32 = 20;
/// The beginning, in seconds since 1970.
const NOON: i64 = 1_763_895_600;

pub(crate) fn run() -> Result<(), Failure> {
    // A number on the command line is for trying it out: figures are those of a million.
    let events = filrouge_bench::words().next().map_or(Ok(EVENTS), |count| count.parse())?;
    let (old, new) = (plan(|text| text.to_owned())?, plan(|text| text.replace("for=\"1h\"", "for=\"2h\""))?);
    let text = recording(events)?;
    let settings = Settings { source: "site".to_owned(), ..Settings::default() };
    let ((), parsed) = spend(|| parse(&text));
    let (recording, read) =
        spend(|| Recording::read(text.as_bytes(), old.plan(), new.plan(), &settings.source));
    let (replayed, lived) = spend(|| backtest([&old, &new], &recording, &settings, &|_| {}));
    let told = Backtest::of([&old, &new], &recording, &settings, &replayed, Limits::default());
    let mut report = Report::of("backtest");
    report.add("events", f64::from(events), "");
    report.add("messages under the old plan", told.all_messages().old as f64, "");
    report.add("messages under the new plan", told.all_messages().new as f64, "");
    report.add("parsing the lines, on one thread", parsed.wall.as_secs_f64(), "s");
    report.add("reading the recording", read.wall.as_secs_f64(), "s");
    report.add("living it under both plans", lived.wall.as_secs_f64(), "s");
    report.aim("all of it, a plan", (read.wall + lived.wall).as_secs_f64() / 2.0, "s", Target::AtMost(60.0));
    report.print();
    Ok(())
}

fn plan(edit: impl Fn(&str) -> String) -> Result<Ready, Failure> {
    let mut sources = Sources::new();
    for (path, text) in shop::files(JOURNEYS) {
        sources.add(path, edit(&text));
    }
    let analysis = analyse(sources);
    let checked = analysis.checked.ok_or("the project is refused")?;
    Ok(Ready::new(Arc::new(lower(&checked, &analysis.sources, None)))?)
}

/// People who agree, and whose baskets change once an hour; one of twenty is worth a journey.
fn recording(events: u32) -> Result<String, Failure> {
    let mut text = String::new();
    for number in 0..events {
        let (user, turn) = (number / EACH, number % EACH);
        let at = jiff::Timestamp::from_second(NOON + i64::from(user % 86_400) + i64::from(turn) * 3_600)?;
        let start = format!(r#""userId":"user-{user}","timestamp":"{at}","messageId":"m{number}""#);
        match turn {
            0 => writeln!(
                text,
                r#"{{"type":"identify",{start},"traits":{{"email":"user-{user}@example.com","country":"FR","tier":"standard"}}}}"#
            )?,
            1 => writeln!(
                text,
                r#"{{"type":"consent",{start},"purpose":"marketing","channel":"email","granted":true,"evidence":"form"}}"#
            )?,
            _ => writeln!(text, r#"{{"type":"track",{start},{}}}"#, cart(number, turn))?,
        }
    }
    Ok(text)
}

fn cart(number: u32, turn: u32) -> String {
    let value = if turn == 7 { 90 } else { 5 };
    format!(
        r#""event":"{}","properties":{{"cart_id":"c{number}","value":{value},"items":[]}}"#,
        shop::event(turn)
    )
}

fn parse(text: &str) {
    for line in text.lines() {
        std::hint::black_box(serde_json::from_str::<Value>(line).is_ok());
    }
}
