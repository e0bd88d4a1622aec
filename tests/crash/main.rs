//! The daemon is killed at random moments under load. What it had acknowledged must be there afterwards, no message
//! whose outcome it had recorded may leave again, every timer must fire, once and not before its time, and a question is
//! repeated under its key until its answer is recorded, and not after.
//!
//! A message has a *known outcome* from the moment when a decision `sent`, `failed` or `unknown` about it is in the
//! store. Before that moment it may be called again with the same idempotency key; after it never.
//!
//! `FILROUGE_CRASH_KILLS` says how often (25 when not set), `FILROUGE_CRASH_SEED` repeats the choices of a run.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets something unexpected fails"
)]

mod backup;
mod desk;
mod dice;
mod doubt;
mod ledger;
mod load;
mod power;
mod questions;
mod recovery;
mod sink;
mod stage;
mod verify;
mod wire;

use desk::Desk;
use dice::Dice;
use ledger::Ledger;
use load::Load;
use power::Power;
use recovery::Recoveries;
use sink::Sink;
use stage::{Daemon, Stage};
use std::env;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError, RwLock};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const KILLS: &str = "FILROUGE_CRASH_KILLS";
const SEED: &str = "FILROUGE_CRASH_SEED";

/// How long a daemon lives at the most without having acknowledged anything.
const SLOWEST: Duration = Duration::from_secs(5);

/// How long what is left to do may not become less in the end.
const STANDSTILL: Duration = Duration::from_secs(120);

/// Where the daemon listens just now; it changes with every start.
pub type Address = Arc<RwLock<String>>;

#[test]
fn survives_being_killed_at_any_moment() {
    campaign(number(KILLS).unwrap_or(25), false);
}

#[test]
fn survives_a_failure_of_the_power_at_any_moment() {
    campaign(number(KILLS).unwrap_or(12), true);
}

#[test]
fn a_disk_that_lies_loses_what_was_acknowledged() {
    let mut stage =
        Stage::new(include_str!("../garbage/project.kdl"), &[("ENDPOINT_URL", "http://127.0.0.1:9/")]);
    let power = Power::of(&mut stage);
    stage.environment.push(("POWER_LIES".to_owned(), "1".to_owned()));
    let daemon = stage.start();
    let body = serde_json::json!({
        "writeKey": stage::WRITE_KEY, "userId": "u1", "event": "Order Placed", "properties": { "order_id": "o1" },
    });
    assert_eq!(wire::post(&daemon.address, "/v1/track", &body).unwrap().status, 200);
    assert_eq!(daemon.ask("/admin/v1/status")["people"], 1);
    daemon.kill();
    power.fails(&mut Dice::new(1));
    assert_eq!(stage.start().ask("/admin/v1/status")["people"], 0, "the supply of power does not see a sync");
}

/// The daemon ends in the middle of its work again and again; when the power fails, the disk has only what was synced.
fn campaign(kills: u64, with_power: bool) {
    let seed = number(SEED).unwrap_or_else(|| now().unsigned_abs());
    println!("{KILLS}={kills} {SEED}={seed}");
    let sink = Sink::start(Dice::new(seed));
    let desk = Desk::start(Dice::new(seed ^ 0xde5c));
    let services = [("ENDPOINT_URL", &*sink.url()), ("DESK_URL", &*desk.url())];
    let mut stage = Stage::new(include_str!("project/filrouge.kdl"), &services);
    let power = with_power.then(|| Power::of(&mut stage));
    let fails = |dice: &mut Dice| power.iter().for_each(|power| power.fails(dice));
    let address = Address::default();

    let (mut recoveries, began) = (Recoveries::default(), Instant::now());
    let daemon = start(&stage, &address, &mut recoveries);
    let load = Load::start(&address, seed);
    let mut ledger = Ledger::default();
    let mut dice = Dice::new(seed ^ 0xdead);
    kill_later(daemon, &load, &mut dice);
    fails(&mut dice);
    ledger.read(&stage.data());
    let mut rounds = 1;
    // A busy machine asks less between two kills: a few more of them show as much.
    while rounds < kills || (rounds < kills * 4 && !questions::are_enough(&desk.asked())) {
        sink.enter(rounds);
        desk.enter(rounds);
        rounds += 1;
        match dice.one_in(10) {
            true => kill_during_the_start(&stage, &mut dice),
            false => kill_later(start(&stage, &address, &mut recoveries), &load, &mut dice),
        }
        fails(&mut dice);
        ledger.read(&stage.data());
    }

    let killed = Instant::now();
    sink.enter(rounds);
    desk.enter(rounds);
    let daemon = start(&stage, &address, &mut recoveries);
    let clients = load.end();
    drain(&daemon);
    let drained = Instant::now();
    let story = verify::Story::read(&daemon, &clients);
    let (calls, asked) = (sink.calls(), desk.asked());
    verify::acknowledged_is_there(&story, &clients);
    verify::timers_fired_once_and_in_time(&story);
    verify::who_refused_is_not_written_to(&clients, &calls);
    verify::outcomes_are_true(&story, &calls);
    verify::no_known_outcome_leaves_again(&story, &ledger, &calls);
    questions::each_is_asked_under_one_key(&clients, &asked);
    questions::none_is_asked_after_its_answer(&story, &ledger, &asked);
    questions::only_what_is_refused_has_no_answer(&story, &asked);
    questions::the_answer_is_what_is_written(&story, &calls, &asked);
    println!("{}", verify::summary(&story, &clients, &calls));
    println!("{}", questions::summary(&story, &asked));
    println!("{}", recoveries.summary());
    println!(
        "kills took {:.1} s, {:.1} s of them reading the store; the rest {:.1} s, and the proof {:.1} s",
        (killed - began).as_secs_f64(),
        ledger.took.as_secs_f64(),
        (drained - killed).as_secs_f64(),
        drained.elapsed().as_secs_f64(),
    );
    assert!(daemon.stop(), "the daemon stops well when it is asked to");
    ledger::is_sound(&stage.data());
    assert!(clients.is_worth_something(rounds), "too little happened");
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// Milliseconds since 1970, by the clock that the daemon uses too.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
}

fn start(stage: &Stage, address: &Address, recoveries: &mut Recoveries) -> Daemon {
    let since = Instant::now();
    let daemon = stage.start();
    recoveries.add(since.elapsed());
    address.write().unwrap_or_else(PoisonError::into_inner).clone_from(&daemon.address);
    daemon
}

/// At some moment of its work: by the clock, and on a slow machine not before something was acknowledged.
fn kill_later(daemon: Daemon, load: &Load, dice: &mut Dice) {
    let before = load.acknowledged.load(Ordering::SeqCst);
    let end = Instant::now() + SLOWEST;
    thread::sleep(Duration::from_micros(20_000 + dice.below(380_000)));
    while load.acknowledged.load(Ordering::SeqCst) == before && Instant::now() < end {
        thread::sleep(Duration::from_micros(1 + dice.below(5_000)));
    }
    daemon.kill();
}

/// While it opens its store, resolves what was in flight and begins to listen.
fn kill_during_the_start(stage: &Stage, dice: &mut Dice) {
    let mut child = stage.spawn();
    thread::sleep(Duration::from_micros(dice.below(120_000)));
    child.kill().unwrap();
    child.wait().unwrap();
}

/// How long a connector still rests, behind an endpoint that failed again and again: nothing leaves over it meanwhile.
fn rest(status: &serde_json::Value) -> Duration {
    let resting = status["resting"].as_array().into_iter().flatten();
    let until = resting.filter_map(|connector| connector["until"].as_i64()).max().unwrap_or(0);
    Duration::from_millis(until.saturating_sub(now()).try_into().unwrap_or(0))
}

/// Waits until nothing is left to do, as long as less and less is.
fn drain(daemon: &Daemon) {
    let (mut least, mut end) = (u64::MAX, Instant::now() + STANDSTILL);
    loop {
        let status = daemon.ask("/admin/v1/status");
        let count = |path| status.pointer(path).and_then(serde_json::Value::as_u64).unwrap();
        let left: u64 =
            ["/timers", "/outbox/waiting", "/outbox/in_flight", "/queued"].map(count).iter().sum();
        if left == 0 {
            return;
        }
        if left < least {
            (least, end) = (left, Instant::now() + STANDSTILL);
        }
        assert!(Instant::now() < end + rest(&status), "work is left over: {status:#}");
        thread::sleep(Duration::from_millis(100));
    }
}
