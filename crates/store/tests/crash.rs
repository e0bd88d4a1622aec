//! A process is killed at random moments under load; what it had acknowledged must be there, and what was settled
//! must never leave again.
//!
//! The test starts itself as the process to be killed. `FILROUGE_CRASH_KILLS` says how often (30 when not set),
//! `FILROUGE_CRASH_SEED` repeats a run.

#![expect(clippy::expect_used, reason = "a test fails where it stands")]

#[path = "crash/child.rs"]
mod child;
#[path = "crash/verify.rs"]
mod verify;

use filrouge_journal::Dice;
use std::env;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use verify::Ledger;

/// Names the data directory to the process that is to be killed.
const DIRECTORY: &str = "FILROUGE_CRASH_DIRECTORY";
/// Its number, from which its seed follows.
const ROUND: &str = "FILROUGE_CRASH_ROUND";
const SEED: &str = "FILROUGE_CRASH_SEED";
const KILLS: &str = "FILROUGE_CRASH_KILLS";
/// How many times as many kills there may be at most.
const MORE: u64 = 5;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// Not a test by itself: the process that is killed.
#[test]
fn works_until_it_is_killed() {
    if let (Ok(directory), Some(round), Some(seed)) = (env::var(DIRECTORY), number(ROUND), number(SEED)) {
        child::work(Path::new(&directory), round, seed);
    }
}

#[test]
fn survives_being_killed_at_any_moment() {
    let kills = number(KILLS).unwrap_or(30);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_nanos() as u64;
    let seed = number(SEED).unwrap_or(now);
    println!("{kills} kills, {SEED}={seed}");
    let directory = tempfile::tempdir().expect("a directory");
    let mut dice = Dice::new(seed);
    let mut ledger = Ledger::default();
    // On a busy machine little happens between two kills: then there are more of them.
    for round in 0..kills * MORE {
        if round >= kills && ledger.is_worth_something(kills) {
            break;
        }
        let lines = run_and_kill(directory.path(), round, seed, &mut dice);
        ledger.hear(&lines);
        ledger.verify(directory.path());
    }
    println!("{ledger}");
    assert!(ledger.is_worth_something(kills), "too little happened: {ledger}");
}

fn run_and_kill(directory: &Path, round: u64, seed: u64, dice: &mut Dice) -> Vec<String> {
    let mut child = spawn(directory, round, seed);
    let (said, ready) = listen(&mut child);
    // One in ten dies while it starts.
    if dice.one_in(10) {
        thread::sleep(Duration::from_millis(dice.below(40)));
    } else {
        let _ = ready.recv_timeout(Duration::from_secs(30));
        thread::sleep(Duration::from_micros(dice.below(400_000)));
    }
    child.kill().expect("a living child");
    let status = child.wait().expect("a child");
    let lines = said.join().expect("a listener");
    assert_eq!(status.code(), None, "the child ended by itself: {lines:?}");
    lines
}

fn spawn(directory: &Path, round: u64, seed: u64) -> Child {
    Command::new(env::current_exe().expect("this test"))
        .args(["--exact", "works_until_it_is_killed", "--nocapture"])
        .env(DIRECTORY, directory)
        .env(ROUND, round.to_string())
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child")
}

/// Collects the child's whole lines, and tells when it is ready.
fn listen(child: &mut Child) -> (JoinHandle<Vec<String>>, std::sync::mpsc::Receiver<()>) {
    let (tell, ready) = std::sync::mpsc::channel();
    let stdout = child.stdout.take().expect("its output");
    let said = thread::spawn(move || collect(stdout, &tell));
    (said, ready)
}

fn collect(stdout: impl Read, tell: &std::sync::mpsc::Sender<()>) -> Vec<String> {
    let mut reader = BufReader::new(stdout);
    let mut lines = Vec::new();
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 0) && line.ends_with('\n') {
        if let Some(said) = line.trim_end().strip_prefix('@') {
            if said == "ready" {
                let _ = tell.send(());
            }
            lines.push(said.to_owned());
        }
        line.clear();
    }
    lines
}
