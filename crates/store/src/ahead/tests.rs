//! The journaled store beside the store in memory, which says what is true, through random commits.

mod commits;

use super::writer::Pace;
use super::{Gate, JournaledStore, Layer, Map, record};
use crate::keys::Keys;
use commits::{Dice, commit};
use filrouge_host::{Commit, Identifier, MemoryStore, PersonRow, Reader, Store, StoreError};
use filrouge_machine::{Id, TimerChange};
use std::path::Path;
use std::time::Duration;

/// Nothing goes into the file by itself.
const LAZY: Pace = Pace { weight: usize::MAX, age: Duration::from_secs(3_600), most: usize::MAX };

/// Everything goes into the file as soon as the thread comes to it.
const EAGER: Pace = Pace { weight: 1, age: Duration::ZERO, most: 1 << 20 };

/// The process dies: what is only in memory is gone.
fn die(store: JournaledStore) {
    let mut state = store.gate.lock();
    state.layers = super::layers::Layers::default();
    drop(state);
}

/// The upper layer becomes the lower one, which nobody writes for now: a disk that takes its time.
fn freeze(store: &JournaledStore) {
    let mut state = store.gate.lock();
    if state.layers.frozen.is_none() && !state.layers.active.is_empty() {
        state.layers.freeze(Layer::default());
    }
}

fn equal<T: PartialEq + std::fmt::Debug>(
    what: &str,
    ours: Result<T, StoreError>,
    theirs: Result<T, StoreError>,
) {
    let theirs = theirs.expect("memory");
    assert_eq!(ours.expect("a store that reads"), theirs, "{what}");
}

/// Everything that the drive loop may ask.
fn compare(ours: &mut JournaledStore, truth: &mut MemoryStore, dice: &mut Dice) {
    let (now, limit) = (dice.below(60) as i64, 1 + dice.below(12) as usize);
    equal("due", ours.due(now, limit), truth.due(now, limit));
    equal("next_due", ours.next_due(), truth.next_due());
    for connector in [None, Some("mail"), Some("hook")] {
        let what = format!("sendable over {connector:?} at {now}, {limit}");
        equal(&what, ours.sendable(connector, now, limit), truth.sendable(connector, now, limit));
        equal("next_sendable", ours.next_sendable(connector, now), truth.next_sendable(connector, now));
    }
    equal("in_flight", ours.in_flight(), truth.in_flight());
    equal("active_plan", ours.active_plan(), truth.active_plan());
    equal("release", ours.release(), truth.release());
    equal(
        "occupancy",
        ours.occupancy().map(Option::unwrap_or_default),
        truth.occupancy().map(Option::unwrap_or_default),
    );
    for everybody in [true, false] {
        let after = dice.one_in(2).then(|| Id(u128::from(dice.below(8))));
        let plan = format!("plan {}", dice.below(3));
        let ours = ours.outdated(&plan, everybody, after, limit);
        equal(
            &format!("outdated {plan} {everybody} {after:?} {limit}"),
            ours,
            truth.outdated(&plan, everybody, after, limit),
        );
    }
    (0..8).map(Id).for_each(|id| compare_one(ours, truth, id));
}

fn compare_one(ours: &mut JournaledStore, truth: &mut MemoryStore, id: Id) {
    equal("seen", ours.seen(id), truth.seen(id));
    equal("person", ours.person(id), Store::person(truth, id));
    equal("outgoing", ours.outgoing(id), truth.outgoing(id));
    equal("dead_letter", Store::dead_letter(ours, id), Store::dead_letter(truth, id));
    let led = |alias: Result<Option<_>, StoreError>| {
        alias.map(|alias| alias.map(|alias: filrouge_host::AliasRow| alias.survivor))
    };
    equal("alias", led(ours.alias(id)), led(Store::alias(truth, id)));
    let known = Identifier::new("email", id.0.to_string());
    equal("owner", ours.owner(&known), truth.owner(&known));
}

/// Everything that is in the file, when all is in it.
fn compare_files(ours: &JournaledStore, truth: &MemoryStore) {
    let (ours, theirs) = (ours.reader().expect("a reader"), truth.reader().expect("a reader"));
    equal("inputs", ours.inputs(0, 10_000), theirs.inputs(0, 10_000));
    equal("decided", ours.decided(0, 10_000), theirs.decided(0, 10_000));
    equal("requests", ours.requests(0, 100).map(unnumbered), theirs.requests(0, 100).map(unnumbered));
    let counts = |reader: &dyn Reader| {
        reader.counts().map(|counts| (counts.inputs, counts.decisions, counts.requests, counts.request_due))
    };
    equal("counts", counts(&*ours), counts(&*theirs));
    equal("approvals", ours.approvals(0, 100).map(unnumbered), theirs.approvals(0, 100).map(unnumbered));
    equal(
        "quarantined",
        ours.quarantined(0, 100).map(unnumbered),
        theirs.quarantined(0, 100).map(unnumbered),
    );
    equal(
        "dead letters",
        ours.dead_letters(0, 100).map(unnumbered),
        theirs.dead_letters(0, 100).map(unnumbered),
    );
    for person in (0..8).map(Id) {
        let of = |reader: &dyn Reader| (reader.identifiers(person), reader.aliases(person));
        let (ours, theirs) = (of(&*ours), of(&*theirs));
        equal("identifiers", ours.0, theirs.0);
        equal("aliases", ours.1, theirs.1);
    }
}

fn unnumbered<T>(rows: Vec<(i64, T)>) -> Vec<T> {
    rows.into_iter().map(|(_, row)| row).collect()
}

fn live(seed: u64, directory: &Path) {
    let mut dice = Dice::new(seed);
    let open = |dice: &mut Dice| {
        let pace = if dice.one_in(2) { LAZY } else { EAGER };
        JournaledStore::open_at(directory, pace).expect("a store that opens")
    };
    let (mut ours, mut truth) = (open(&mut dice), MemoryStore::new());
    for _ in 0..40 {
        let commit = commit(&mut dice, &mut truth);
        truth.commit(commit.clone()).expect("memory");
        ours.commit(commit).expect("a disk");
        match dice.below(12) {
            0 => {
                die(ours);
                ours = open(&mut dice);
            }
            1 => {
                drop(ours);
                ours = open(&mut dice);
            }
            2 => compare_files(&ours, &truth),
            3 => ours.recover().expect("a sound disk"),
            4 | 5 => freeze(&ours),
            _ => {}
        }
        compare(&mut ours, &mut truth, &mut dice);
    }
    compare_files(&ours, &truth);
}

#[test]
fn random_commits_mean_the_same_with_crashes_and_without() {
    for seed in 0..24 {
        let directory = tempfile::tempdir().expect("a directory");
        println!("seed {seed}");
        live(seed, directory.path());
    }
}

#[test]
fn whoever_has_nothing_pending_any_more_while_the_layer_is_written_is_not_told_of_a_plan() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut store = JournaledStore::open_at(directory.path(), LAZY).expect("a store that opens");
    let step = |plan: &str, pending| Commit {
        people: vec![(Id(2), PersonRow { plan: plan.to_owned(), pending, body: Vec::new() })],
        ..Commit::default()
    };
    store.commit(step("old", true)).expect("a disk");
    freeze(&store);
    assert_eq!(store.outdated("new", false, None, 9).expect("a store that reads"), [Id(2)]);
    store.commit(step("old", false)).expect("a disk");
    assert_eq!(store.outdated("new", false, None, 9).expect("a store that reads"), []);
    assert_eq!(store.outdated("new", true, None, 9).expect("a store that reads"), [Id(2)]);
    store.commit(step("new", true)).expect("a disk");
    assert_eq!(store.outdated("new", true, None, 9).expect("a store that reads"), []);
}

#[test]
fn a_commit_is_read_as_it_was_written() {
    let (mut dice, mut truth, keys) = (Dice::new(7), MemoryStore::new(), Keys::sample());
    for _ in 0..500 {
        let written = commit(&mut dice, &mut truth);
        let record = record::encode(&keys, 7, &written, Vec::new()).expect("a record");
        assert_eq!(record::decode(Some(&keys), 7, &record).expect("a commit"), written);
        assert!(
            record::decode(Some(&keys), 8, &record).is_err() && record::decode(None, 7, &record).is_err()
        );
        let cut = dice.below(record.len() as u64) as usize;
        assert!(record::decode(Some(&keys), 7, &record[..cut]).is_err());
        truth.commit(written).expect("memory");
    }
}

#[test]
fn a_record_of_a_later_version_is_refused_with_its_number() {
    let error = record::decode(None, 1, &[9, 1, 2]).expect_err("a format of tomorrow");
    assert_eq!(error.detail, "a record of the journal has format 9, this version reads 8");
}

/// A commit without dead letters as an older version wrote it: without a place for them.
fn older(commit: &Commit, format: u8) -> Vec<u8> {
    let mut record = postcard::to_extend(commit, vec![format]).expect("a record");
    // What came since: the plan of a share, the audit log, in older ones rights, and before them letters.
    let since = 36 + usize::from(4_u8.saturating_sub(format).min(2));
    assert_eq!(record.split_off(record.len() - since), vec![0; since]);
    record
}

#[test]
fn a_record_that_knew_no_moments_of_timers_forgets_them_whenever_they_are_due() {
    let (timer, at) = (Id(7), 9);
    let timers = vec![(Id(1), TimerChange::Set { timer, at }), (Id(1), TimerChange::Forget { timer: Id(8) })];
    let mut record = postcard::to_extend(&Commit { timers, ..Commit::default() }, vec![5]).expect("a record");
    assert_eq!(record.pop(), Some(0), "it knew no plan of a share");
    let forget = |timer| TimerChange::Forget { timer };
    let read = record::decode(None, 1, &record).expect("a commit").timers;
    let changes: Vec<TimerChange> = read.into_iter().map(|(_, change)| change).collect();
    assert_eq!(changes, [forget(timer), TimerChange::Set { timer, at }, forget(Id(8)), forget(Id(8))]);
}

#[test]
fn a_sealed_record_that_knew_no_plan_of_a_share_has_none() {
    let keys = Keys::sample();
    let written = Commit { parted: vec![Id(7)], ..Commit::default() };
    let mut record = postcard::to_extend(&written, vec![7]).expect("a record");
    assert_eq!(record.pop(), Some(0));
    keys.house().and_then(|house| house.seal_in_place(record::place(3), &mut record, 1)).expect("sealed");
    assert_eq!(record::decode(Some(&keys), 3, &record).expect("a commit"), written);
}

#[test]
fn a_record_that_knew_no_audit_log_tells_it_nothing() {
    let written = Commit { parted: vec![Id(7)], ..Commit::default() };
    assert_eq!(record::decode(None, 1, &older(&written, 3)).expect("a commit"), written);
}

#[test]
fn a_record_that_knew_no_dead_letters_has_none() {
    let person = PersonRow { plan: "p".to_owned(), pending: false, body: b"state".to_vec() };
    let written = Commit { people: vec![(Id(1), person)], parted: vec![Id(7)], ..Commit::default() };
    assert_eq!(record::decode(None, 1, &older(&written, 2)).expect("a commit"), written);
}

#[test]
fn a_record_that_knew_nothing_of_timers_takes_everybody_for_one_who_waits() {
    let person = |pending| (Id(1), PersonRow { plan: "p".to_owned(), pending, body: b"state".to_vec() });
    let written = Commit { people: vec![person(false)], ..Commit::default() };
    assert_eq!(record::decode(None, 1, &older(&written, 1)).expect("a commit").people, [person(true)]);
}

#[test]
fn a_store_is_behind_when_a_layer_is_full_while_the_one_below_is_written() {
    let gate = Gate::default();
    let write =
        |number| gate.add(100, |layers| layers.merge(Commit::default(), (number, 60), Map::default()));
    (1..=2).for_each(write);
    assert!(!gate.is_behind(100), "nothing is being written");
    gate.lock().layers.freeze(Layer::default());
    write(3);
    assert!(!gate.is_behind(100), "there is room");
    write(4);
    assert!(gate.is_behind(100));
    gate.lock().layers.thaw();
    assert!(!gate.is_behind(100));
}
