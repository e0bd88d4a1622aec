//! Random calls of many people on both stores at once: whoever is one by the rules is one person, with all that is
//! theirs.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails where it stands"
)]

#[path = "identity/dice.rs"]
mod dice;
#[path = "identity/house.rs"]
mod house;
#[path = "identity/oracle.rs"]
mod oracle;

use dice::Dice;
use filrouge_host::{MemoryStore, Store};
use filrouge_store::JournaledStore;
use house::{Call, House, Kind};
use oracle::Oracle;

const NAMES: &[(&str, &[&str])] = &[
    ("user_id", &["u1", "u2", "u3", "u4", "u5", "u6"]),
    ("email", &["e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9"]),
    ("device", &["d1", "d2"]),
    (
        "anonymous_id",
        &["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "a10", "a11", "a12", "a13", "a14"],
    ),
];

fn random_call(dice: &mut Dice) -> Call {
    let count = 1 + dice.below(3);
    let name = |dice: &mut Dice| {
        let (name, values) = NAMES[dice.below(NAMES.len())];
        (name, values[dice.below(values.len())])
    };
    let who = (0..count).map(|_| name(dice)).collect();
    let kind = match dice.below(6) {
        0..3 => Kind::Identify,
        3 => Kind::Consent(dice.below(2) == 0),
        _ => Kind::Start(["k1", "k2", "k3"][dice.below(3)]),
    };
    Call { who, kind }
}

/// Three houses live one life: on the disk, in memory, and in memory with every call's names the other way round.
struct Lives {
    disk: House,
    memory: House,
    mirrored: House,
    store: MemoryStore,
    _directory: tempfile::TempDir,
}

impl Lives {
    fn new() -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let disk = JournaledStore::open(directory.path()).expect("a store");
        let store = MemoryStore::new();
        Self {
            disk: House::new(Box::new(disk)),
            memory: House::new(Box::new(store.clone())),
            mirrored: House::new(Box::new(MemoryStore::new())),
            store,
            _directory: directory,
        }
    }

    fn all(&mut self) -> [&mut House; 3] {
        [&mut self.disk, &mut self.memory, &mut self.mirrored]
    }

    fn submit(&mut self, number: u128, calls: &[Call]) {
        self.disk.submit(number, calls);
        self.memory.submit(number, calls);
        let turned: Vec<Call> = calls.iter().map(Call::turned).collect();
        self.mirrored.submit(number, &turned);
    }

    fn check(&self, seed: u64) {
        let told = self.memory.told(NAMES);
        assert_eq!(self.disk.told(NAMES), told, "seed {seed}: the stores differ");
        assert_eq!(self.mirrored.told(NAMES), told, "seed {seed}: the order of names matters");
        self.memory.check(NAMES).unwrap_or_else(|rule| panic!("seed {seed}: {rule}"));
        let reader = self.store.reader().expect("a reader");
        house::replay(&*reader, &self.memory, NAMES).unwrap_or_else(|rule| panic!("seed {seed}: {rule}"));
    }
}

#[test]
fn people_are_one_exactly_when_the_rules_say_so() {
    let mut merges = 0;
    for seed in 0..12 {
        let (mut dice, mut lives, mut oracle) = (Dice::new(seed), Lives::new(), Oracle::default());
        for round in 0..40_u32 {
            let calls: Vec<Call> = (0..1 + dice.below(4)).map(|_| random_call(&mut dice)).collect();
            lives.submit(u128::from(round) * 100, &calls);
            calls.iter().for_each(|call| oracle.hear(call));
            let millis = [0, 300, 700, 1_500][dice.below(4)];
            let settles = dice.below(2) == 0;
            lives.all().into_iter().for_each(|house| house.pass(millis, settles));
            let ctx = |rule: String| panic!("seed {seed}, round {round}: {rule}");
            oracle.compare(&lives.memory, NAMES).unwrap_or_else(ctx);
        }
        lives.check(seed);
        merges += lives.memory.merges();
    }
    assert!(merges > 60, "too quiet: {merges} merges");
}

#[test]
fn people_who_are_separated_on_the_way_stay_whole() {
    let mut unmerges = 0;
    for seed in 100..112 {
        let (mut dice, mut lives) = (Dice::new(seed), Lives::new());
        for round in 0..40_u32 {
            let calls: Vec<Call> = (0..1 + dice.below(3)).map(|_| random_call(&mut dice)).collect();
            lives.submit(u128::from(round) * 100, &calls);
            let settles = dice.below(2) == 0;
            lives.all().into_iter().for_each(|house| house.pass(400, settles));
            if let Some(person) = lives.memory.somebody_joined(NAMES, &mut dice) {
                lives.all().into_iter().for_each(|house| house.separate(person));
                unmerges += 1;
            }
            lives.memory.check(NAMES).unwrap_or_else(|rule| panic!("seed {seed}, round {round}: {rule}"));
        }
        lives.check(seed);
    }
    assert!(unmerges > 20, "too quiet: {unmerges} unmerges");
}
