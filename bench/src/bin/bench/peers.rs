//! Side by side with what people would use instead: the same baskets, over the same HTTP, with the same durability, and the
//! messages counted at the same endpoint. `bench/peers/` has each of them.
//!
//! `--only NAME,NAME` takes some of them, `--seconds N` says how long events come in, `--cache FOLDER` keeps what was
//! installed. What cannot run here is told, and left out.

use filrouge_bench::peer::{Absent, Peer, Terms, names};
use filrouge_bench::{Connection, Failure, Report, Sink, Waits, option};
use serde_json::json;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long events come in, in seconds.
const SECONDS: f64 = 10.0;
/// How long a basket waits. An order comes with the call behind that of its basket, long before.
const PAUSE: Duration = Duration::from_secs(5);
/// How long messages may take behind the last event; what still waits then counts as not come.
const PATIENCE: Duration = Duration::from_secs(120);
/// So long nothing came: nothing more will.
const QUIET: Duration = Duration::from_secs(12);
/// People who have agreed to messages, where that is asked for.
const PEOPLE: u32 = 100_000;
/// What the daemon's project knows its clients by.
const KEY: &str = "peer-write-key";

/// A way to bring events in.
#[derive(Clone, Copy)]
struct Way {
    name: &'static str,
    batch: u32,
    connections: u32,
}

const WAYS: [Way; 2] = [
    Way { name: "one by one, 32 connections", batch: 1, connections: 32 },
    Way { name: "batches of 100, 8 connections", batch: 100, connections: 8 },
];

pub(crate) fn run() -> Result<(), Failure> {
    let all = names()?;
    let only = option::<String>("--only")?;
    let only = only.map_or(all, |list| list.split(',').map(str::to_owned).collect());
    let seconds = option("--seconds")?.unwrap_or(SECONDS);
    let installed = tempfile::tempdir()?;
    let cache = option::<PathBuf>("--cache")?.unwrap_or_else(|| installed.path().to_owned());
    let cache = std::path::absolute(cache)?;
    let mut report = Report::of("peers");
    for way in WAYS {
        let mut seen = BTreeMap::new();
        for name in &only {
            let trial = Trial { name, way, seconds, cache: &cache };
            match trial.run() {
                Ok(turn) => seen.insert(name.as_str(), turn).map_or((), drop),
                Err(Absent::Missing(why)) => eprintln!("{name} is left out: {why}"),
                Err(Absent::Failed(error)) => eprintln!("{name} is left out, it failed: {error}"),
            }
        }
        seen.iter().for_each(|(name, turn)| turn.tell(name, way, &mut report));
        compare(way, &seen, &mut report);
    }
    report.print();
    Ok(())
}

struct Trial<'t> {
    name: &'t str,
    way: Way,
    seconds: f64,
    cache: &'t PathBuf,
}

/// What one run saw.
struct Turn {
    accepted: f64,
    messages: f64,
    /// Microseconds of the processor an event, its share of the messages included.
    processor: f64,
    answers: Waits,
    late: Waits,
    lost: u32,
    twice: u32,
    called_off: u32,
    unknown: u32,
}

/// A basket that was told of.
#[derive(Clone, Copy)]
struct Basket {
    sent: Instant,
    answered: Instant,
    /// When an order for it was answered.
    ordered: Option<Instant>,
}

impl Basket {
    /// Whether a message must come: nothing when an order came about when it was due.
    fn must_come(&self) -> Option<bool> {
        match self.ordered {
            None => Some(true),
            Some(at) => (at < self.sent + PAUSE).then_some(false),
        }
    }
}

/// The baskets of each client, by their number.
type Baskets = Vec<Vec<Basket>>;

impl Trial<'_> {
    fn run(&self) -> Result<Turn, Absent> {
        let sink = Sink::start(0)?;
        let peer = Peer::start(self.name, &Terms { sink: &sink.url(), pause: PAUSE, cache: self.cache })?;
        eprintln!("{}: {} …", self.name, self.way.name);
        if self.name == "filrouge" {
            agreed(peer.address())?;
        }
        let before = peer.processor()?;
        let start = Instant::now();
        let clients = self.send(&peer).map_err(|error| format!("{error}\n{}", peer.log()))?;
        let accepted = start.elapsed();
        let answers = Waits::of(clients.iter().flat_map(|client| client.answers.clone()).collect());
        let events = clients.iter().map(|client| client.events).sum();
        let baskets: Baskets = clients.into_iter().map(|client| client.baskets).collect();
        let wanted = baskets.iter().flatten().filter(|basket| basket.ordered.is_none()).count();
        wait_for(&sink, wanted);
        let spent = peer.processor()?.saturating_sub(before);
        Ok(Turn::of(&sink, &baskets, answers, events, accepted, spent))
    }

    fn send(&self, peer: &Peer) -> Result<Vec<Client>, Failure> {
        let until = Instant::now() + Duration::from_secs_f64(self.seconds);
        std::thread::scope(|scope| {
            let clients: Vec<_> = (0..self.way.connections)
                .map(|number| scope.spawn(move || Client::of(peer, number, self.way.batch)?.work(until)))
                .collect();
            clients.into_iter().map(|client| client.join().map_err(|_| "a client gave up")?).collect()
        })
    }
}

/// Everybody has agreed to messages before.
fn agreed(address: &str) -> Result<(), Failure> {
    const TOGETHER: u32 = 32;
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..TOGETHER)
            .map(|first| {
                scope.spawn(move || -> Result<(), Failure> {
                    let mut connection = Connection::open(address)?;
                    (first..PEOPLE).step_by(TOGETHER as usize).try_for_each(|person| {
                        let call = json!({
                            "writeKey": KEY, "userId": user(person), "messageId": format!("consent-{person}"),
                            "purpose": "marketing", "granted": true, "evidence": "signup-form",
                        });
                        connection.send("/v1/consent", &call.to_string()).map(drop)
                    })
                })
            })
            .collect();
        clients.into_iter().try_for_each(|client| client.join().map_err(|_| "a client gave up")?)
    })
}

fn user(person: u32) -> String {
    format!("user-{person}")
}

/// One connection, whose next call follows the answer to the last. Of three events two are baskets and one is an order, for
/// a basket that an earlier call told of.
struct Client {
    connection: Connection,
    path: String,
    number: u32,
    batch: u32,
    events: u32,
    /// Baskets that an order is to follow, the latest last.
    open: Vec<u32>,
    baskets: Vec<Basket>,
    answers: Vec<Duration>,
}

impl Client {
    fn of(peer: &Peer, number: u32, batch: u32) -> Result<Self, Failure> {
        let connection = Connection::open(peer.address())?;
        let (path, open, baskets, answers) = (peer.path().to_owned(), Vec::new(), Vec::new(), Vec::new());
        Ok(Self { connection, path, number, batch, events: 0, open, baskets, answers })
    }

    fn work(mut self, until: Instant) -> Result<Self, Failure> {
        while Instant::now() < until {
            self.call()?;
        }
        Ok(self)
    }

    fn call(&mut self) -> Result<(), Failure> {
        let (mut messages, mut ordered) = (Vec::new(), Vec::new());
        let told = self.baskets.len() as u32;
        let mut next = told;
        for _ in 0..self.batch {
            self.events += 1;
            let order = if self.events.is_multiple_of(3) { self.open.pop() } else { None };
            messages.push(self.event(order.unwrap_or(next), order.is_some()));
            match order {
                Some(basket) => ordered.push(basket),
                None => next += 1,
            }
        }
        let body = format!(r#"{{"batch":[{}],"writeKey":"{KEY}"}}"#, messages.join(","));
        let sent = Instant::now();
        self.connection.send(&self.path, &body)?;
        self.note(told..next, &ordered, sent, Instant::now());
        Ok(())
    }

    fn note(&mut self, begun: Range<u32>, ordered: &[u32], sent: Instant, answered: Instant) {
        self.answers.push(answered - sent);
        // Every other basket is bought.
        self.open.extend(begun.clone().filter(|basket| basket.is_multiple_of(2)));
        self.baskets.extend(begun.map(|_| Basket { sent, answered, ordered: None }));
        for basket in ordered {
            let basket = self.baskets.get_mut(*basket as usize);
            basket.into_iter().for_each(|basket| basket.ordered = Some(answered));
        }
    }

    fn event(&self, basket: u32, order: bool) -> String {
        let (name, kind) = if order { ("Order Completed", "order") } else { ("Cart Updated", "cart") };
        let cart = format!("{}-{basket}", self.number);
        // People come back now and then, and are spread over all that there are.
        let user = user(basket.wrapping_mul(32).wrapping_add(self.number) % PEOPLE);
        format!(
            r#"{{"type":"track","messageId":"{kind}-{cart}","userId":"{user}","event":"{name}","properties":{{"cart_id":"{cart}","value":60}}}}"#
        )
    }
}

/// Until so many messages have come, or nothing comes any more.
fn wait_for(sink: &Sink, wanted: usize) {
    let since = Instant::now();
    let mut last = (sink.count(), Instant::now());
    // What came in last is due a pause later.
    while since.elapsed() < PATIENCE && last.1.elapsed() < QUIET {
        if sink.count() >= wanted && since.elapsed() > PAUSE + Duration::from_secs(2) {
            return;
        }
        sleep(Duration::from_millis(20));
        if sink.count() != last.0 {
            last = (sink.count(), Instant::now());
        }
    }
}

impl Turn {
    fn of(
        sink: &Sink,
        baskets: &Baskets,
        answers: Waits,
        events: u32,
        accepted: Duration,
        spent: Duration,
    ) -> Self {
        let taken = sink.taken();
        let (mut counted, mut late) = (BTreeMap::<(usize, usize), u32>::new(), Vec::new());
        for arrival in &taken {
            let Some((place, basket)) = basket_of(&arrival.text, baskets) else { continue };
            *counted.entry(place).or_default() += 1;
            late.push(arrival.at.saturating_duration_since(basket.answered + PAUSE));
        }
        let lasted = taken
            .first()
            .zip(taken.last())
            .map_or(f64::NAN, |(first, last)| (last.at - first.at).as_secs_f64());
        let mut turn = Self {
            accepted: f64::from(events) / accepted.as_secs_f64(),
            messages: taken.len() as f64 / lasted,
            processor: spent.as_secs_f64() * 1e6 / f64::from(events),
            answers,
            late: Waits::of(late),
            lost: 0,
            twice: counted.values().map(|times| times.saturating_sub(1)).sum(),
            called_off: 0,
            unknown: taken.iter().filter(|arrival| basket_of(&arrival.text, baskets).is_none()).count()
                as u32,
        };
        for (client, baskets) in baskets.iter().enumerate() {
            for (number, basket) in baskets.iter().enumerate() {
                let came = counted.contains_key(&(client, number));
                turn.lost += u32::from(basket.must_come() == Some(true) && !came);
                turn.called_off += u32::from(basket.must_come() == Some(false) && came);
            }
        }
        turn
    }

    fn tell(&self, name: &str, way: Way, report: &mut Report) {
        let named = |what: &str| format!("{}: {name}, {what}", way.name);
        report.add(named("events"), self.accepted, "/s");
        report.add(named("messages"), self.messages, "/s");
        report.add(named("processor"), self.processor, "µs/event");
        report.add(named("an answer, middle"), self.answers.at(50), "ms");
        report.add(named("an answer, 99 of 100"), self.answers.at(99), "ms");
        report.add(named("a message behind its time, middle"), self.late.at(50), "ms");
        report.add(named("a message behind its time, 99 of 100"), self.late.at(99), "ms");
        report.add(named("messages that had not come by the end"), f64::from(self.lost), "");
        report.add(named("messages that came again"), f64::from(self.twice), "");
        report.add(named("messages that had been called off"), f64::from(self.called_off), "");
        report.add(named("messages that nobody knows"), f64::from(self.unknown), "");
    }
}

/// The basket that a message is about.
fn basket_of<'b>(text: &str, baskets: &'b Baskets) -> Option<((usize, usize), &'b Basket)> {
    let (client, number) = text.strip_prefix("reminder-")?.split_once('-')?;
    let place = (client.parse().ok()?, number.parse().ok()?);
    Some((place, baskets.get(place.0)?.get(place.1)?))
}

/// How the daemon stands beside each of the others.
fn compare(way: Way, seen: &BTreeMap<&str, Turn>, report: &mut Report) {
    let Some(own) = seen.get("filrouge") else { return };
    for (name, other) in seen.iter().filter(|(name, _)| **name != "filrouge") {
        let named = |what: &str| format!("{}: filrouge / {name}, {what}", way.name);
        report.add(named("events"), own.accepted / other.accepted, "×");
        report.add(named("processor"), own.processor / other.processor, "×");
    }
}
