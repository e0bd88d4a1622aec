//! Machine, drive loop, store and services on one seed, while disks fail and processes end: beside the store on failing
//! disks stands one in memory that hears only of what came about, and after each failure both must tell the same, byte
//! for byte.
//!
//! `FILROUGE_FAULTS_STORIES` says how many stories are told (24 when not set), `FILROUGE_FAULTS_SEED` which is the first.

#![expect(clippy::panic, reason = "a test that meets something unexpected fails")]

mod desk;
mod ground;
mod host;
mod look;
mod mending;
mod plans;
mod provider;
mod story;
mod tally;
mod telling;
mod witness;

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Instant;
use story::Story;
use tally::Tally;
use telling::{Judged, tell};

/// Acts of a story.
const LENGTH: usize = 120;
/// Stories when nobody says how many: some seconds.
const STORIES: u64 = 24;
/// Acts of a story of a town, and how many there are when nobody says so.
const TOWN_LENGTH: usize = 80;
const TOWN_STORIES: u64 = 3;
/// Steps that they take at least.
const TOWN_STEPS: usize = 12_000;
/// Seeds that once broke a rule, one in each line: the seed, the length, and what it showed.
const CORPUS: &str = include_str!("corpus.txt");

#[test]
fn nothing_acknowledged_is_lost_whatever_the_disks_do() {
    let mut all =
        tell_all(number("FILROUGE_FAULTS_STORIES").unwrap_or(STORIES), |seed| Story::new(seed, LENGTH));
    let least = [
        ("reloads", 15),
        ("recoveries", 20),
        ("unheard", 3),
        ("failed starts", 60),
        ("refused", 30),
        ("calls", 40),
        ("approved", 4),
        ("aside", 40),
        ("released", 20),
        ("paused", 40),
        ("parted", 5),
        ("requests", 100),
        ("erased", 30),
        ("words", 200),
        ("audits", 250),
        ("records", 20_000),
    ];
    let least = if all.stories < STORIES as usize { &[][..] } else { &least };
    assert_eq!(all.too_rare(least), Vec::<String>::new(), "too quiet: {all:?}");
}

/// The same with a hundred people in each call, so that time goes into steps and not into looks.
#[test]
fn nothing_acknowledged_of_a_town_is_lost_whatever_the_disks_do() {
    let many = number("FILROUGE_TOWN_STORIES").unwrap_or(TOWN_STORIES);
    let mut all = tell_all(many, |seed| Story::town(seed, TOWN_LENGTH));
    let enough = all.steps() >= TOWN_STEPS && all.too_rare(&[("calls", 100), ("ends", 4)]).is_empty();
    assert!(enough || all.stories < TOWN_STORIES as usize, "too quiet: {all:?}");
}

#[test]
fn what_broke_a_rule_once_does_so_no_more() {
    for line in CORPUS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let mut words = line.split(' ').map(|word| word.parse().ok());
        let (Some(Some(seed)), Some(Some(length))) = (words.next(), words.next()) else { panic!("{line}") };
        let story = match line.split(' ').nth(2) {
            Some("plain") => Story::plain,
            Some("town") => Story::town,
            _ => Story::new,
        };
        told(&story(seed, length as usize), false).unwrap_or_else(|why| panic!("{line}: {why}"));
    }
}

#[test]
fn one_seed_is_one_story() {
    let story = Story::new(7, 60);
    assert_eq!(told(&story, false), told(&story, false));
    assert_ne!(Story::new(7, 60), Story::new(8, 60));
}

/// A disk that says it has what it has not loses what was acknowledged, and that is seen: else this proves nothing.
#[test]
fn a_disk_that_lies_is_found_out() {
    let found = (0..8).filter(|seed| told(&Story::new(*seed, LENGTH), true).is_err()).count();
    assert!(found >= 6, "found out in {found} of 8 stories");
}

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// On as many threads as there are processors; the first story that breaks a rule is shortened and shown.
fn tell_all(many: u64, story: impl Fn(u64) -> Story + Sync) -> Tally {
    let first = number("FILROUGE_FAULTS_SEED").unwrap_or(0);
    let since = Instant::now();
    let all = tell_each(first, many, &story);
    let took = since.elapsed().as_secs_f64();
    println!("seeds {first}..{}: {} steps in {took:.1} s", first + many, all.steps());
    println!("{all:?}");
    all
}

fn tell_each(first: u64, many: u64, story: &(impl Fn(u64) -> Story + Sync)) -> Tally {
    let (next, all) = (AtomicU64::new(first), Mutex::new(Tally::default()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::SeqCst);
            if seed >= first + many {
                return;
            }
            match told(&story(seed), false) {
                Ok(tally) => all.lock().unwrap_or_else(|held| held.into_inner()).join(tally),
                Err(why) => show(story(seed), &why),
            }
        }
    };
    thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let failed = threads.into_iter().filter_map(|thread| thread.join().err()).next();
        if let Some(failed) = failed {
            std::panic::resume_unwind(failed);
        }
    });
    all.into_inner().unwrap_or_else(|held| held.into_inner())
}

fn show(story: Story, why: &str) -> ! {
    let (seed, kept) = (story.seed, story.line());
    let short = story.shrunk(|shorter| told(shorter, false).is_err());
    let last = told(&short, false).err().unwrap_or_default();
    let acts: Vec<String> = short.acts.iter().map(|act| format!("{act:?}\n")).collect();
    panic!(
        "seed {seed}: {why}\n\nthe same in short:\n{}{last}\n\nkeep it in tests/faults/corpus.txt: {kept}WHY",
        acts.concat()
    );
}

/// A panic is a broken rule too.
fn told(story: &Story, lies: bool) -> Judged<Tally> {
    catch_unwind(AssertUnwindSafe(|| tell(story, lies))).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        Err(words
            .or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned()))
            .unwrap_or_default())
    })
}
