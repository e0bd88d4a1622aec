//! What an event costs in a project with 20 traits and 30 segments: by the number of people, of journeys, of journeys
//! that listen to the event, and of traits that read it. The machine alone, and all of it through host and store.

use filrouge_bench::crowd::{Crowd, Definitions, NOON, TRAITS, basket, known_as, spread};
use filrouge_bench::{Failure, Report, Spent, spend};
use filrouge_host::{Clock, Entry, Host, Ingest, Options, Receipt, Store as _, Who};
use filrouge_machine::{Effects, Event, Id, Input, InputKind, Person, step};
use filrouge_plan::{Bundle, Value};
use filrouge_store::JournaledStore;
use std::collections::VecDeque;
use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

const PEOPLE: [u32; 4] = [1_000, 10_000, 100_000, 1_000_000];
const JOURNEYS: [u32; 3] = [10, 100, 1_000];
/// People where their number is not what is measured.
const FEW: u32 = 10_000;
/// Where nothing else is said: five journeys and ten traits look at the event.
const USUAL: Definitions = Definitions { journeys: 100, listening: 5, reading: 10 };

/// Events that the machine takes, and how many people are at hand at once.
const STEPS: u32 = 40_000;
const AT_HAND: u32 = 100;
/// Events that the host takes, how many a request has, and how many requests are under way.
const EVENTS: u32 = 10_000;
const REQUEST: u32 = 64;
const UNDER_WAY: usize = 32;
/// People in one commit when a store is filled.
const FILL: u32 = 5_000;

pub(crate) fn run() -> Result<(), Failure> {
    let mut report = Report::of("traits");
    by_people(&mut report)?;
    by_journeys(&mut report)?;
    by_traits(&mut report)?;
    report.print();
    Ok(())
}

fn by_people(report: &mut Report) -> Result<(), Failure> {
    let bundle = Arc::new(USUAL.bundle()?);
    let crowd = Crowd::of(Arc::clone(&bundle))?;
    let mut memory = Memory::default();
    let mut estate = Estate::new(bundle)?;
    for people in PEOPLE {
        memory.grow(&crowd, people);
        let phases = memory.measure(&crowd, basket);
        report.add(format!("{people} people: reading one from bytes"), phases.decode, "µs");
        report.add(format!("{people} people: the step"), phases.step, "µs/event");
        report.add(format!("{people} people: writing one to bytes"), phases.encode, "µs");
        estate.grow(&crowd, people)?;
        let (first, spent) = estate.measure()?;
        report.add(
            format!("{people} people: the first input after a start"),
            first.as_secs_f64() * 1e3,
            "ms",
        );
        report.add(format!("{people} people: host and store, processor"), micros(spent.cpu), "µs/event");
        report.add(format!("{people} people: host and store, wall"), micros(spent.wall), "µs/event");
    }
    report.add("bytes of a person", memory.mean_length(), "bytes");
    Ok(())
}

fn by_journeys(report: &mut Report) -> Result<(), Failure> {
    for journeys in JOURNEYS {
        for listening in [0, 5, journeys / 10] {
            let took = machine(Definitions { journeys, listening, ..USUAL }, basket)?;
            report.add(format!("{journeys} journeys, {listening} listen: the step"), took, "µs/event");
        }
    }
    for journeys in JOURNEYS {
        let took = machine(Definitions { journeys, ..USUAL }, session)?;
        report.add(format!("{journeys} journeys, nothing concerns the event: the step"), took, "µs/event");
    }
    Ok(())
}

fn by_traits(report: &mut Report) -> Result<(), Failure> {
    for reading in [0, 10, TRAITS] {
        let took = machine(Definitions { reading, listening: 0, ..USUAL }, basket)?;
        report.add(format!("{reading} of {TRAITS} traits read it, no journey: the step"), took, "µs/event");
    }
    Ok(())
}

/// What a step takes in this project.
fn machine(definitions: Definitions, event: fn(u32) -> Event) -> Result<f64, Failure> {
    let crowd = Crowd::of(Arc::new(definitions.bundle()?))?;
    let mut memory = Memory::default();
    memory.grow(&crowd, FEW);
    Ok(memory.measure(&crowd, event).step)
}

fn session(_: u32) -> Event {
    Event { name: "Session Started".to_owned(), fields: vec![Value::from("web")], at: None }
}

fn micros(all: Duration) -> f64 {
    all.as_secs_f64() * 1e6 / f64::from(EVENTS)
}

/// People as bytes, in memory.
#[derive(Default)]
struct Memory {
    people: Vec<(Id, Box<[u8]>)>,
}

/// What each part takes for one event, in microseconds.
struct Phases {
    decode: f64,
    step: f64,
    encode: f64,
}

impl Memory {
    fn grow(&mut self, crowd: &Crowd, people: u32) {
        let known = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        self.people.extend((known..people).map(|number| {
            let (id, person) = crowd.person(number);
            (id, person.encode(&crowd.ready).into_boxed_slice())
        }));
    }

    fn mean_length(&self) -> f64 {
        let all: usize = self.people.iter().map(|(_, body)| body.len()).sum();
        all as f64 / self.people.len() as f64
    }

    /// People from all over the memory are read, stepped and written again, some at a time; what becomes of them is
    /// dropped, so that those who come twice are no other than those who come once.
    fn measure(&self, crowd: &Crowd, event: fn(u32) -> Event) -> Phases {
        let mut took = [Duration::ZERO; 3];
        for first in (0..STEPS).step_by(AT_HAND as usize) {
            let inputs: Vec<Input> = (first..first + AT_HAND).map(|number| input(number, event)).collect();
            let (mut people, decoded) = spend(|| self.decode(crowd, first..first + AT_HAND));
            let (effects, stepped) = spend(|| -> Vec<Effects> {
                let pairs = people.iter_mut().zip(&inputs);
                pairs.map(|((id, person), input)| step(&crowd.ready, *id, person, input)).collect()
            });
            let (bodies, encoded) = spend(|| -> Vec<Vec<u8>> {
                people.iter().map(|(_, person)| person.encode(&crowd.ready)).collect()
            });
            black_box((effects, bodies));
            for (all, this) in took.iter_mut().zip([decoded, stepped, encoded]) {
                *all += this.cpu;
            }
        }
        let [decode, step, encode] = took.map(|all| all.as_secs_f64() * 1e6 / f64::from(STEPS));
        Phases { decode, step, encode }
    }

    fn decode(&self, crowd: &Crowd, numbers: Range<u32>) -> Vec<(Id, Person)> {
        let people = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        let bodies = numbers.filter_map(|number| self.people.get(spread(number, people) as usize));
        bodies.filter_map(|(id, body)| Some((*id, Person::decode(&crowd.ready, body).ok()?))).collect()
    }
}

fn input(number: u32, event: fn(u32) -> Event) -> Input {
    Input { id: input_id(number), at: NOON, kind: InputKind::Event(event(number)) }
}

fn input_id(number: u32) -> Id {
    Id::of(&["bench", &number.to_string()])
}

/// The time at which everything happens: no timer is due meanwhile.
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> i64 {
        NOON
    }
}

/// The project at work in a folder, with a host that keeps nobody in memory.
struct Estate {
    bundle: Arc<Bundle>,
    people: u32,
    sent: u32,
    folder: TempDir,
}

impl Estate {
    fn new(bundle: Arc<Bundle>) -> Result<Self, Failure> {
        let estate = Self { bundle, people: 0, sent: 0, folder: tempfile::tempdir()? };
        estate.open()?.stop();
        Ok(estate)
    }

    fn open(&self) -> Result<Host, Failure> {
        let store = Box::new(JournaledStore::open(self.folder.path())?);
        let options = Options { memory: 0, ..Options::default() };
        Ok(Host::start_with(options, store, Arc::new(Stopped), Arc::clone(&self.bundle))?)
    }

    fn grow(&mut self, crowd: &Crowd, people: u32) -> Result<(), Failure> {
        let mut store = JournaledStore::open(self.folder.path())?;
        for first in (self.people..people).step_by(FILL as usize) {
            store.commit(crowd.commit(first..people.min(first + FILL)))?;
        }
        self.people = people;
        Ok(())
    }

    /// How long the first event after a start waits, while the host looks for people who have not learnt of the plan
    /// yet; and what the next ones take, until all of them are in the file.
    fn measure(&mut self) -> Result<(Duration, Spent), Failure> {
        let host = self.open()?;
        let first = self.sent;
        self.sent += 1 + EVENTS;
        let (waited, first) = spend(|| send(&host, first..first + 1, self.people));
        let (sent, spent) = spend(|| {
            let sent = send(&host, self.sent - EVENTS..self.sent, self.people);
            host.stop();
            sent
        });
        waited.and(sent).map(|()| (first.wall, spent))
    }
}

fn send(host: &Host, numbers: Range<u32>, people: u32) -> Result<(), Failure> {
    let handle = host.handle();
    let mut under_way: VecDeque<Receipt<_>> = VecDeque::new();
    for first in numbers.clone().step_by(REQUEST as usize) {
        let request = first..numbers.end.min(first + REQUEST);
        under_way.push_back(handle.submit(request.map(|number| entry(number, people)).collect())?);
        if under_way.len() >= UNDER_WAY
            && let Some(oldest) = under_way.pop_front()
        {
            oldest.wait()?;
        }
    }
    under_way.into_iter().try_for_each(|receipt| receipt.wait().map(drop).map_err(Into::into))
}

fn entry(number: u32, people: u32) -> Entry {
    Entry::Input(Ingest {
        id: input_id(number),
        at: NOON,
        kind: InputKind::Event(basket(number)),
        who: Who::Known(vec![known_as(spread(number, people))]),
        source: "site".to_owned(),
        releases: None,
    })
}
