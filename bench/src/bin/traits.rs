//! Durable events of a project with 20 traits and 30 segments, through host and store: by the number of people, by the
//! number of journeys, and by the number of traits that read the event.

use filrouge_bench::{Failure, Message, Report, Spent, shop, spend};
use filrouge_host::{Accepted, Entry, Handle, Host, Identifier, Ingest, Options, Receipt, SystemClock, Who};
use filrouge_machine::{Event, Id, InputKind};
use filrouge_plan::{Bundle, Value};
use filrouge_store::JournaledStore;
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;
use tempfile::TempDir;

const TRAITS: u32 = 20;
const SEGMENTS: u32 = 30;
/// How many of the traits read the event, where nothing else is said.
const READ: u32 = 10;
const EVENTS: u32 = 20_000;
const PEOPLE: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];
const JOURNEYS: [u32; 3] = [10, 100, 1_000];
/// People where their number is not what is measured.
const FEW: u32 = 1_000;
/// How many inputs a request has, and how many requests are under way.
const REQUEST: u32 = 64;
const UNDER_WAY: usize = 32;
const NOON: i64 = 1_763_895_600_000;

fn main() -> Result<(), Failure> {
    let mut report = Report::of("traits");
    by_people(&mut report)?;
    by_journeys(&mut report)?;
    by_traits(&mut report)?;
    report.print();
    Ok(())
}

/// One store that grows.
fn by_people(report: &mut Report) -> Result<(), Failure> {
    let mut estate = Estate::open(100, READ)?;
    let mut known = 0;
    let mut figures = Vec::new();
    for people in PEOPLE {
        estate.send(known..people, |number| (number, cart(number)))?;
        known = people;
        let spent = estate.measure(|number| (spread(number, people), cart(number)))?;
        add(report, &format!("{people} people"), spent);
        figures.push(micros(spent));
    }
    if let (Some(first), Some(last)) = (figures.first(), figures.last()) {
        report.add("the most people / the fewest, processor", last / first, "×");
    }
    Ok(())
}

fn by_journeys(report: &mut Report) -> Result<(), Failure> {
    for journeys in JOURNEYS {
        let mut estate = Estate::open(journeys, READ)?;
        let spent = estate.measure(|number| (number % FEW, session()))?;
        add(report, &format!("{journeys} journeys, none starts by the event"), spent);
        let spent = estate.measure(|number| (number % FEW, cart(number)))?;
        add(
            report,
            &format!("{journeys} journeys, {} start by the event", journeys.div_ceil(shop::EVENTS)),
            spent,
        );
    }
    Ok(())
}

fn by_traits(report: &mut Report) -> Result<(), Failure> {
    for read in [0, READ, TRAITS] {
        let spent = Estate::open(100, read)?.measure(|number| (number % FEW, cart(number)))?;
        add(report, &format!("{read} of {TRAITS} traits read the event"), spent);
    }
    Ok(())
}

fn add(report: &mut Report, what: &str, spent: Spent) {
    report.add(format!("{what}: processor"), micros(spent), "µs/event");
    report.add(format!("{what}: wall"), spent.wall.as_secs_f64() * 1e6 / f64::from(EVENTS), "µs/event");
}

fn micros(spent: Spent) -> f64 {
    spent.cpu.as_secs_f64() * 1e6 / f64::from(EVENTS)
}

/// A project at work.
struct Estate {
    host: Host,
    sent: u32,
    // The store lies in it until the end.
    _folder: TempDir,
}

impl Estate {
    fn open(journeys: u32, read: u32) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let store = Box::new(JournaledStore::open(folder.path())?);
        let bundle = Arc::new(bundle(journeys, read)?);
        let host = Host::start_with(Options::default(), store, Arc::new(SystemClock), bundle)?;
        Ok(Self { host, sent: 0, _folder: folder })
    }

    /// What [`EVENTS`] events take, after as many that warm up.
    fn measure(&mut self, event: impl Fn(u32) -> (u32, Event)) -> Result<Spent, Failure> {
        self.send(0..EVENTS, &event)?;
        let (sent, spent) = spend(|| self.send(0..EVENTS, &event));
        sent.map(|()| spent)
    }

    fn send(&mut self, numbers: Range<u32>, event: impl Fn(u32) -> (u32, Event)) -> Result<(), Failure> {
        let handle = self.host.handle();
        let mut under_way: VecDeque<Receipt<_>> = VecDeque::new();
        for first in numbers.clone().step_by(REQUEST as usize) {
            let request = first..numbers.end.min(first.saturating_add(REQUEST));
            under_way.push_back(self.submit(&handle, request, &event)?);
            if under_way.len() >= UNDER_WAY
                && let Some(oldest) = under_way.pop_front()
            {
                oldest.wait()?;
            }
        }
        under_way.into_iter().try_for_each(|receipt| receipt.wait().map(drop).map_err(Into::into))
    }

    fn submit(
        &mut self,
        handle: &Handle,
        request: Range<u32>,
        event: impl Fn(u32) -> (u32, Event),
    ) -> Result<Receipt<Vec<Accepted>>, Failure> {
        let entries = request.map(|number| {
            self.sent += 1;
            let (user, event) = event(number);
            entry(self.sent, user, event)
        });
        Ok(handle.submit(entries.collect())?)
    }
}

fn entry(number: u32, user: u32, event: Event) -> Entry {
    Entry::Input(Ingest {
        id: Id::of(&["bench", &number.to_string()]),
        at: NOON + i64::from(number),
        kind: InputKind::Event(event),
        who: Who::Known(vec![Identifier::new("user_id", format!("user-{user}"))]),
        source: "site".to_owned(),
        releases: None,
    })
}

/// Somebody else each time, anywhere in the store.
fn spread(number: u32, people: u32) -> u32 {
    u32::try_from(u64::from(number) * 2_654_435_761 % u64::from(people)).unwrap_or_default()
}

/// A basket that is too small to start a journey.
fn cart(number: u32) -> Event {
    Message { number, user: 0, event: 0, value: 5 }.to_event()
}

fn session() -> Event {
    Event { name: "Session Started".to_owned(), fields: vec![Value::from("web")], at: None }
}

fn bundle(journeys: u32, read: u32) -> Result<Bundle, Failure> {
    let mut files = shop::files(journeys);
    files.push(("schema/traits.kdl".to_owned(), definitions(read)));
    files.sort();
    shop::bundle_of(files)
}

/// The traits, of which `read` are of the event that comes, and the segments that ask for them.
fn definitions(read: u32) -> String {
    let mut text = String::new();
    for number in 0..TRAITS {
        let event = if number < read { shop::event(0) } else { "Order Completed".to_owned() };
        let _ = writeln!(text, "trait seen_{number:02} count on=\"{event}\" within=\"{}d\"", number + 1);
    }
    for number in 0..SEGMENTS {
        let (read, bound) = (number % TRAITS, 3 + number * 2);
        let _ = writeln!(text, "segment often-{number:02} when=\"profile.seen_{read:02} >= {bound}\"");
    }
    text
}
