//! Random edits of plans, one reload after the other, under a random life: nobody is lost, nothing is sent twice, nobody
//! stands where there is no step, timers are as documented, and a plan is refused exactly when it has no place for
//! somebody, which leaves the one that runs untouched.

mod actions;
mod cases;
mod edits;
mod hosts;
mod life;
mod lineage;
mod measures;
mod oracle;
mod parts;
mod scopes;
mod story;
mod tally;
mod targets;
mod telling;

use story::Story;
use tally::Tally;
use telling::tell;

/// Tells stories, and shows the shortest that breaks a rule as the first of them did.
fn tell_all(seeds: std::ops::Range<u64>, length: usize, hosted: bool) -> Tally {
    let mut all = Tally::default();
    for seed in seeds {
        let story = Story::new(seed, length, hosted);
        match tell(&story, hosted) {
            Ok(tally) => all.join(tally),
            Err(why) => {
                let shrunk = story.shrunk(|shorter| tell(shorter, hosted).is_err());
                let last = tell(&shrunk, hosted).err().unwrap_or_default();
                panic!("seed {seed}: {why}\n\nthe same in short: {:#?}\n{last}", shrunk.acts);
            }
        }
    }
    all
}

#[test]
fn nobody_is_lost_whatever_plans_follow_each_other() {
    let all = tell_all(0..80, 60, false);
    let least = [
        ("swapped", 750),
        ("refused", 40),
        ("inside", 1_500),
        ("finishing", 250),
        ("redirected", 15),
        ("removed", 3),
        ("messages", 120),
        ("waiting", 500),
        ("branched", 100),
        ("joined", 60),
        ("branch dropped", 80),
        ("first rounds", 90),
        ("more rounds", 30),
        ("collected", 25),
        ("called", 30),
        ("asked", 40),
        ("answered", 15),
        ("approvals", 50),
        ("approved or not", 12),
        ("stopped", 5),
        ("merged", 50),
        ("gave way", 20),
    ];
    eprintln!("{all:?}");
    assert_eq!(all.too_rare(&least), [], "too quiet: {all:?}");
}

#[test]
fn every_host_lives_the_same_through_reloads_and_restarts() {
    let all = tell_all(1_000..1_016, 40, true);
    assert_eq!(
        all.too_rare(&[("swapped", 100), ("refused", 5), ("branched", 20), ("asked", 5), ("approvals", 5)]),
        [],
        "too quiet: {all:?}"
    );
}
