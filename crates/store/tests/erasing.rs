//! A process is killed while it erases people, at any moment: each of them is there as a whole or not at all, whoever was told to be
//! erased is, and the next start finishes what was begun, down to the files.
//!
//! The test starts itself as the process to be killed. `FILROUGE_ERASING_KILLS` says how often (8 when not set),
//! `FILROUGE_ERASING_SEED` repeats a run.

#![expect(clippy::expect_used, reason = "a test fails where it stands")]

use filrouge_host::conformance::sample;
use filrouge_host::{
    Accepted, Doing, Entry, FILES, Handle, Host, Identifier, Ingest, Opening, RightKind, SystemClock,
    TaskState, Who,
};
use filrouge_journal::Dice;
use filrouge_machine::{Event, Id, InputKind};
use filrouge_store::JournaledStore;
use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Names the data directory to the process that is to be killed.
const DIRECTORY: &str = "FILROUGE_ERASING_DIRECTORY";
const KILLS: &str = "FILROUGE_ERASING_KILLS";
const SEED: &str = "FILROUGE_ERASING_SEED";

/// People of one round.
const PEOPLE: u32 = 12;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

fn start(directory: &Path) -> Host {
    let store = JournaledStore::open(directory).expect("a store");
    let plan = sample::walk_with_consent(3_600_000);
    Host::start(Box::new(store), Arc::new(SystemClock), plan).expect("a host")
}

fn user(number: u32) -> String {
    format!("sentinel-{number:03}-user")
}

/// Somebody comes into the journey, with words of their own.
fn come(handle: &Handle, number: u32) -> Id {
    let fields = vec!["k".into(), user(number).as_str().into()];
    let kind = InputKind::Event(Event { name: "Started".to_owned(), fields, at: None });
    let who = Who::Known(vec![Identifier::new("user_id", user(number))]);
    let id = Id::of(&["come", &number.to_string()]);
    let entry = Entry::Input(Ingest { id, at: 0, kind, who, source: "site".to_owned(), releases: None });
    let accepted = handle.submit(vec![entry]).expect("room").wait().expect("an answer");
    match accepted.first() {
        Some(Accepted::Applied { person, .. }) => *person,
        other => unreachable!("{other:?}"),
    }
}

/// Not a test by itself: the process that is killed.
#[test]
fn erases_until_it_is_killed() {
    let Ok(directory) = env::var(DIRECTORY) else { return };
    let host = start(Path::new(&directory));
    let handle = host.handle();
    let people: Vec<Id> = (0..PEOPLE).map(|number| come(&handle, number)).collect();
    println!("ready");
    for (number, person) in people.into_iter().enumerate() {
        let asked = Opening {
            identity: Some("account".to_owned()),
            ..Opening::new(RightKind::Erase, person, 0, "dpo")
        };
        let doing = Doing::Open(Box::new(asked));
        let done = handle.right(doing).expect("room").wait().expect("an answer");
        println!("erased {number} {}", done.is_ok());
    }
    thread::sleep(Duration::from_secs(60));
}

/// Numbers of people of whom the killed process had said that they are erased.
fn run_and_kill(directory: &Path, pause: Duration) -> Vec<u32> {
    let program = env::current_exe().expect("a program");
    let mut child = Command::new(program)
        .args(["erases_until_it_is_killed", "--exact", "--nocapture"])
        .env(DIRECTORY, directory)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a process");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
    assert!(lines.any(|line| line.ends_with("ready")), "it never began");
    thread::sleep(pause);
    child.kill().expect("a living process");
    child.wait().expect("an end");
    let erased = lines.filter_map(|line| line.strip_prefix("erased ")?.strip_suffix(" true")?.parse().ok());
    erased.collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn places(folder: &Path, word: &str) -> Vec<PathBuf> {
    let holds = |path: &PathBuf| {
        let text = fs::read(path).expect("a file");
        text.windows(word.len()).any(|window| window == word.as_bytes())
    };
    files(folder).into_iter().filter(holds).collect()
}

/// The files of every erasure that was begun are clean.
fn is_clean(handle: &Handle) -> bool {
    let open = handle.open_requests().expect("requests");
    let mut tasks = open.iter().flat_map(|request| &request.tasks);
    tasks.all(|task| task.name != FILES || task.state == TaskState::Done)
}

/// How many were erased in the end.
fn verify(directory: &Path, told: &[u32]) -> u32 {
    let host = start(directory);
    let handle = host.handle();
    let begun = Instant::now();
    while !is_clean(&handle) {
        assert!(begun.elapsed() < Duration::from_secs(30), "files are never clean");
        thread::sleep(Duration::from_millis(20));
    }
    let mut gone = 0;
    for number in 0..PEOPLE {
        match handle.find(&user(number)).expect("an answer").as_slice() {
            [] => {
                assert_eq!(places(directory, &user(number)), Vec::<PathBuf>::new(), "{number}");
                gone += 1;
            }
            [person] => {
                assert!(!told.contains(&number), "{number} was told to be erased, and is there");
                let known = handle.known(*person).expect("an answer").expect("somebody who is known");
                assert_eq!((known.state.instances.len(), known.timers.len()), (1, 1), "{number}");
                assert!(!handle.history(*person, 0, 9).expect("a history").is_empty(), "{number}");
            }
            several => unreachable!("{several:?}"),
        }
    }
    host.stop();
    gone
}

#[test]
fn an_erasure_survives_being_killed_at_any_moment() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock").as_nanos() as u64;
    let (kills, seed) = (number(KILLS).unwrap_or(8), number(SEED).unwrap_or(now));
    println!("{kills} kills, {SEED}={seed}");
    let mut dice = Dice::new(seed);
    let mut gone = 0;
    for _ in 0..kills {
        let directory = tempfile::tempdir().expect("a directory");
        let told = run_and_kill(directory.path(), Duration::from_micros(dice.below(250_000)));
        gone += verify(directory.path(), &told);
    }
    println!("{gone} people were erased");
    assert!(gone > 0, "every process was killed before it began");
}
