//! Disks that fail below the journaled store: what it says, that it does not go on as if nothing were, and what is left.

#![expect(clippy::expect_used, reason = "a test fails where it stands")]

use filrouge_host::{Commit, Fault, InputRow, Store, StoreError};
use filrouge_journal::{Faults, SimulatedDisk};
use filrouge_machine::Id;
use filrouge_store::{FileFate, JournaledStore, SimulatedFile};
use tempfile::TempDir;

struct Bench {
    folder: TempDir,
    journal: SimulatedDisk,
    file: SimulatedFile,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder, journal: SimulatedDisk::new(1), file: SimulatedFile::default() }
    }

    fn open(&self) -> JournaledStore {
        JournaledStore::open_simulated(self.folder.path(), &self.journal, &self.file).expect("a store")
    }

    /// The call of this number from now on fails.
    fn fail(&self, call: u64) {
        let at = Some(self.journal.operations() + call);
        self.journal.set_faults(Faults { at, ..Faults::default() });
    }
}

fn input(id: u128) -> Commit {
    let (plan, source) = ("p".to_owned(), "site".to_owned());
    let row = InputRow { id: Id(id), person: None, at: 1, plan, source, body: vec![b'x'] };
    Commit { inputs: vec![row], ..Commit::default() }
}

fn inputs(store: &JournaledStore) -> Vec<u128> {
    let rows = store.reader().expect("a reader").inputs(0, 100).expect("inputs");
    rows.into_iter().map(|(_, row)| row.id.0).collect()
}

fn advice(outcome: Result<(), StoreError>) -> (Fault, String) {
    let error = outcome.expect_err("a failure");
    (error.fault, error.detail)
}

#[test]
fn behind_a_failed_sync_nothing_is_taken_until_work_goes_on_in_a_new_file() {
    let bench = Bench::new();
    let mut store = bench.open();
    store.commit(input(1)).expect("room");
    bench.fail(2);
    for id in 2..4 {
        let (fault, detail) = advice(store.commit(input(id)));
        assert_eq!(fault, Fault::Io);
        assert!(
            detail.contains("journal-0000000000000001.segment") && detail.ends_with("check its disk"),
            "{detail}"
        );
    }
    store.recover().expect("a disk that works");
    store.commit(input(4)).expect("room");
    assert_eq!(inputs(&store), [1, 4]);
    bench.journal.kill();
    drop(store);
    assert_eq!(inputs(&bench.open()), [1, 4], "what was not acknowledged is void");
}

#[test]
fn without_room_for_the_journal_nothing_is_lost_and_room_is_enough_to_go_on() {
    let bench = Bench::new();
    let mut store = bench.open();
    store.commit(input(1)).expect("room");
    bench.journal.set_faults(Faults { no_room: true, ..Faults::default() });
    let (fault, detail) = advice(store.commit(input(2)));
    assert_eq!(fault, Fault::Full);
    assert!(detail.contains("make room on that disk"), "{detail}");
    assert!(store.recover().is_err());
    bench.journal.set_faults(Faults::default());
    store.recover().expect("room");
    store.commit(input(3)).expect("room");
    assert_eq!(inputs(&store), [1, 3]);
}

#[test]
fn without_room_for_the_file_what_the_journal_has_is_there_at_the_next_start() {
    let bench = Bench::new();
    let mut store = bench.open();
    store.commit(input(1)).expect("room");
    bench.file.set(FileFate::Full);
    let (fault, detail) = advice(store.tidy(1));
    assert_eq!(fault, Fault::Full);
    assert!(detail.contains("filrouge.db") && detail.contains("make room on that disk"), "{detail}");
    assert!(store.commit(input(2)).is_err(), "memory is bounded by what the file can take");
    drop(store);
    bench.file.set(FileFate::Written);
    assert_eq!(inputs(&bench.open()), [1]);
}

/// The transaction came about, and its end could not be told.
#[test]
fn what_the_file_has_already_does_not_come_into_it_twice() {
    let bench = Bench::new();
    let mut store = bench.open();
    store.commit(input(1)).expect("room");
    bench.file.set(FileFate::Unsynced);
    assert_eq!(advice(store.tidy(1)).0, Fault::Io);
    bench.file.set(FileFate::Written);
    store.recover().expect("a disk that works");
    assert_eq!(inputs(&store), [1]);
}
