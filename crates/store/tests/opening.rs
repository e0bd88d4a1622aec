//! What is refused at the door, and in which words.

#![expect(clippy::expect_used, reason = "a test fails where it stands")]

use filrouge_host::{
    ApprovalChange, Commit, DecisionRow, Fault, InputRow, PersonRow, PlanRow, ReleaseChange, ReleaseRow,
    Store, TimerRow,
};
use filrouge_machine::{Id, TimerChange};
use filrouge_store::{JournaledStore, OpenError, SqliteStore};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn directory() -> (TempDir, PathBuf) {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("filrouge.db");
    (directory, file)
}

fn refused(directory: &Path) -> OpenError {
    SqliteStore::open(directory).err().expect("a refusal")
}

fn input(id: u128, bytes: usize) -> Commit {
    let row = InputRow {
        id: Id(id),
        person: None,
        at: 1,
        plan: "p".to_owned(),
        source: "site".to_owned(),
        body: vec![b'x'; bytes],
    };
    Commit { inputs: vec![row], ..Commit::default() }
}

#[test]
fn a_directory_that_is_not_there_is_made() {
    let (directory, _) = directory();
    assert!(SqliteStore::open(&directory.path().join("a/b")).is_ok());
}

#[test]
fn two_owners_of_one_directory_are_one_too_many() {
    let (directory, _) = directory();
    let first = SqliteStore::open(directory.path()).expect("a store");
    let error = refused(directory.path());
    assert!(matches!(error, OpenError::InUse { .. }), "{error}");
    assert!(error.to_string().contains("another process works on the data directory"), "{error}");
    drop(first);
    assert!(SqliteStore::open(directory.path()).is_ok());
}

#[test]
fn a_file_in_place_of_the_directory_is_named() {
    let (directory, _) = directory();
    let path = directory.path().join("data");
    fs::write(&path, "x").expect("a file");
    let error = refused(&path);
    assert!(matches!(error, OpenError::Directory { .. }), "{error}");
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
}

#[test]
fn a_file_of_somebody_else_is_left_as_it_is() {
    let (directory, file) = directory();
    fs::write(&file, "not a database, but long enough to be looked at ".repeat(100)).expect("a file");
    let before = fs::read(&file).expect("a file");
    let error = refused(directory.path());
    assert!(matches!(error, OpenError::Foreign { .. }), "{error}");
    assert_eq!(fs::read(&file).expect("a file"), before);
}

#[test]
fn a_database_of_somebody_else_is_left_as_it_is() {
    let (directory, file) = directory();
    Connection::open(&file).and_then(|other| other.execute_batch("CREATE TABLE t (x)")).expect("a database");
    let before = fs::read(&file).expect("a file");
    assert!(matches!(refused(directory.path()), OpenError::Foreign { .. }));
    assert_eq!(fs::read(&file).expect("a file"), before);
}

#[test]
fn a_newer_format_is_refused_with_the_way_back() {
    let (directory, file) = directory();
    drop(SqliteStore::open(directory.path()).expect("a store"));
    Connection::open(&file)
        .and_then(|newer| newer.pragma_update(None, "user_version", 99))
        .expect("a database");
    let error = refused(directory.path());
    assert!(matches!(error, OpenError::Newer { format: 99, .. }), "{error}");
    assert!(error.to_string().contains("run the newer version again"), "{error}");
}

#[test]
fn damage_is_told_with_the_file_and_the_way_out() {
    let (directory, file) = directory();
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    for id in 0..200 {
        store.commit(input(id, 2_000)).expect("room");
    }
    store.tidy(0).expect("a checkpoint");
    drop(store);
    let mut bytes = fs::read(&file).expect("a file");
    for byte in bytes.iter_mut().skip(4_096) {
        *byte = 0xa5;
    }
    fs::write(&file, bytes).expect("a file");
    let error = match SqliteStore::open(directory.path()) {
        Err(OpenError::Store(error)) => error,
        Err(other) => panic!("{other}"),
        Ok(mut store) => store.commit(input(999, 10)).expect_err("damage"),
    };
    assert_eq!(error.fault, Fault::Corrupt, "{error}");
    assert!(
        error.detail.contains(&file.display().to_string()) && error.detail.contains(".recover"),
        "{error}"
    );
}

#[test]
fn a_file_cut_short_is_told() {
    let (directory, file) = directory();
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    store.commit(input(1, 100_000)).expect("room");
    store.tidy(0).expect("a checkpoint");
    drop(store);
    let bytes = fs::read(&file).expect("a file");
    fs::write(&file, &bytes[..60]).expect("a file");
    assert!(SqliteStore::open(directory.path()).is_err());
}

#[test]
fn an_empty_file_is_a_new_store() {
    let (directory, file) = directory();
    fs::write(&file, "").expect("a file");
    assert!(SqliteStore::open(directory.path()).is_ok());
}

#[test]
fn the_log_is_empty_after_tidying() {
    let (directory, _) = directory();
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    store.commit(input(1, 100_000)).expect("room");
    let reader = store.reader().expect("a reader");
    assert!(reader.counts().expect("counts").wal_bytes > 100_000);
    store.tidy(0).expect("a checkpoint");
    assert_eq!(reader.counts().expect("counts").wal_bytes, 0);
}

/// Takes away from a file what the format before did not have.
macro_rules! back_to_11 {
    () => {
        "CREATE INDEX input_seq ON input (seq) WHERE seq IS NOT NULL;
         CREATE INDEX decision_seq ON decision (seq) WHERE seq IS NOT NULL;
         DROP TABLE timer;
         CREATE TABLE timer (id BLOB PRIMARY KEY, person BLOB NOT NULL, due INTEGER NOT NULL) WITHOUT ROWID;
         CREATE INDEX timer_due ON timer (due, id, person); CREATE INDEX timer_person ON timer (person);
         INSERT INTO timer VALUES (x'00000000000000000000000000000007', x'00000000000000000000000000000002', 5),
         (x'00000000000000000000000000000001', x'00000000000000000000000000000003', 8);"
    };
}
const BACK_TO_7: &str = concat!(back_to_11!(), "DROP TABLE identifier; CREATE TABLE identifier (
        value TEXT NOT NULL, name TEXT NOT NULL, person BLOB NOT NULL, PRIMARY KEY (value, name)) WITHOUT ROWID;
    CREATE INDEX identifier_person ON identifier (person); DELETE FROM meta WHERE key = 'house';
    DROP INDEX input_seq; DROP INDEX decision_seq; ALTER TABLE input DROP COLUMN seq;
    ALTER TABLE decision DROP COLUMN seq; DROP TABLE audit; DROP TABLE audit_tile; DROP TABLE audit_key; DROP TABLE act;
    DROP TABLE request; DROP TABLE suppressed;
    DELETE FROM meta WHERE key LIKE 'audit%';
    DROP TABLE found; CREATE INDEX decision_id ON decision (id);
    CREATE INDEX decision_person ON decision (person);
    CREATE INDEX input_person ON input (person) WHERE person IS NOT NULL;
    CREATE INDEX outbox_waiting ON outbox (at, effect) WHERE state = 0; CREATE INDEX outbox_person ON outbox (person);");
const BACK_TO_6: &str = "DROP TABLE dead_letter;";
const BACK_TO_5: &str = "DROP INDEX person_plan; ALTER TABLE person RENAME COLUMN pending TO inside;
    CREATE INDEX person_inside ON person (id) WHERE inside > 0;
    DROP INDEX timer_due; CREATE INDEX timer_due ON timer (due);
    DROP INDEX outbox_waiting; CREATE INDEX outbox_waiting ON outbox (at) WHERE state = 0;
    DROP INDEX outbox_connector; CREATE INDEX outbox_connector ON outbox (connector, at) WHERE state = 0;";
const BACK_TO_4: &str = "DROP INDEX input_person;";
const BACK_TO_3: &str = "DROP TABLE approval;";
const BACK_TO_1: &str = "DROP TABLE alias; DROP INDEX outbox_person;";
const BACK_TO_2: &str =
    "DROP INDEX person_inside; DROP TABLE standing; ALTER TABLE person DROP COLUMN inside;
    ALTER TABLE plan DROP COLUMN passage; DELETE FROM meta WHERE key = 'counted';";

/// A daemon that is killed soon after each start, again and again, writes and never brings its log into the file.
#[test]
fn a_long_log_that_a_killed_process_left_goes_into_the_file() {
    let (directory, _) = directory();
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    (0..20).for_each(|id| store.commit(input(id, 1 << 20)).expect("room"));
    let left = tempfile::tempdir().expect("a directory");
    let length = |name: &str| fs::metadata(left.path().join(name)).map_or(0, |file| file.len());
    for name in ["filrouge.db", "filrouge.db-wal", "root.key"] {
        fs::copy(directory.path().join(name), left.path().join(name)).expect("a copy");
    }
    assert!(length("filrouge.db-wal") > 20 << 20);
    let mut store = JournaledStore::open(left.path()).expect("a store");
    assert!(length("filrouge.db-wal") < 1 << 20 && length("filrouge.db") > 20 << 20);
    assert_eq!(store.reader().expect("a reader").inputs(0, 100).expect("inputs").len(), 20);
    store.commit(input(20, 1)).expect("room");
}

fn one_person() -> Commit {
    let row = PersonRow { plan: "p1".to_owned(), pending: false, body: b"state".to_vec() };
    Commit { people: vec![(Id(1), row)], ..Commit::default() }
}

/// What a file of an older format does not say is not known: nobody is one with anybody, and everybody may be inside.
#[test]
fn files_of_older_formats_are_brought_up_to_date() {
    let back_to_2 = format!("{BACK_TO_7} {BACK_TO_6} {BACK_TO_5} {BACK_TO_4} {BACK_TO_3} {BACK_TO_2}");
    for (written, back) in [(1, format!("{back_to_2} {BACK_TO_1}")), (2, back_to_2.clone())] {
        let (directory, file) = directory();
        let mut store = SqliteStore::open(directory.path()).expect("a store");
        store.commit(one_person()).expect("a commit");
        drop(store);
        let old = format!("{back} PRAGMA user_version = {written};");
        Connection::open(&file).and_then(|file| file.execute_batch(&old)).expect("an old file");
        for _ in 0..2 {
            let mut store = SqliteStore::open(directory.path()).expect("a store");
            assert_eq!(store.alias(Id(1)), Ok(None));
            assert_eq!(store.occupancy(), Ok(None), "format {written}");
            assert_eq!(store.outdated("p2", false, None, 9), Ok(vec![Id(1)]));
        }
        let mut store = SqliteStore::open(directory.path()).expect("a store");
        store.commit(Commit { recount: true, ..Commit::default() }).expect("a commit");
        assert_eq!(store.occupancy(), Ok(Some([].into())));
        drop(store);
        let connection = Connection::open(&file).expect("a connection");
        let format: i32 =
            connection.query_row("PRAGMA user_version", [], |row| row.get(0)).expect("a number");
        assert_eq!(format, 14);
    }
}

#[test]
fn a_file_without_approvals_gets_a_place_for_them() {
    let (directory, file) = directory();
    drop(SqliteStore::open(directory.path()).expect("a store"));
    let old = format!("{BACK_TO_7} {BACK_TO_6} {BACK_TO_5} {BACK_TO_4} {BACK_TO_3} PRAGMA user_version = 3;");
    Connection::open(&file).and_then(|file| file.execute_batch(&old)).expect("an old file");
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    let asks = ApprovalChange::Open { approval: Id(1), person: Id(2), at: 3 };
    store.commit(Commit { approvals: vec![asks], ..Commit::default() }).expect("a commit");
    assert_eq!(store.reader().and_then(|reader| reader.approvals(0, 9)).map(|rows| rows.len()), Ok(1));
}

#[test]
fn what_one_person_did_is_found_in_a_file_that_had_no_way_to_it() {
    let (directory, file) = directory();
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    let mut commit = input(1, 10);
    commit.inputs.iter_mut().for_each(|row| row.person = Some(Id(7)));
    store.commit(commit).expect("a commit");
    drop(store);
    let old = format!("{BACK_TO_7} {BACK_TO_6} {BACK_TO_5} {BACK_TO_4} PRAGMA user_version = 4;");
    Connection::open(&file).and_then(|file| file.execute_batch(&old)).expect("an old file");
    let store = SqliteStore::open(directory.path()).expect("a store");
    let history = store.reader().and_then(|reader| reader.history(Id(7), 0, 9)).expect("a history");
    assert_eq!(history.len(), 1);
}

#[test]
fn whoever_has_a_timer_in_an_older_file_is_one_for_whom_something_is_pending() {
    let (directory, file) = directory();
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    let timer = TimerChange::Set { timer: Id(7), at: 5 };
    let person = |id| (Id(id), PersonRow { plan: "p1".to_owned(), pending: false, body: b"state".to_vec() });
    let people = vec![person(1), person(2)];
    store.commit(Commit { people, timers: vec![(Id(2), timer)], ..Commit::default() }).expect("a commit");
    drop(store);
    let old = format!("{BACK_TO_7} {BACK_TO_6} {BACK_TO_5} PRAGMA user_version = 5;");
    Connection::open(&file).and_then(|file| file.execute_batch(&old)).expect("an old file");
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    assert_eq!(store.outdated("p2", false, None, 9), Ok(vec![Id(2)]));
    assert_eq!(store.outdated("p2", true, None, 9), Ok(vec![Id(1), Id(2)]));
}

#[test]
fn timers_of_an_older_file_stand_in_their_order() {
    let (directory, file) = directory();
    drop(SqliteStore::open(directory.path()).expect("a store"));
    let old = format!("{} PRAGMA user_version = 11;", back_to_11!());
    Connection::open(&file).and_then(|file| file.execute_batch(&old)).expect("an old file");
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    let row = |timer, person, due| TimerRow { timer: Id(timer), person: Id(person), due };
    assert_eq!(store.due(9, 9), Ok(vec![row(7, 2, 5), row(1, 3, 8)]));
    let timers = vec![(Id(2), TimerChange::Cancel { timer: Id(7), due: 5 })];
    store.commit(Commit { timers, ..Commit::default() }).expect("a commit");
    assert_eq!(store.due(9, 9), Ok(vec![row(1, 3, 8)]));
}

#[test]
fn a_file_that_knew_no_plan_of_a_share_has_none_and_takes_one() {
    let (directory, file) = directory();
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    store.commit(one_person()).expect("a commit");
    drop(store);
    let version = |file: &Connection| file.query_row("PRAGMA user_version", [], |row| row.get::<_, i32>(0));
    let old = Connection::open(&file).expect("a connection");
    old.pragma_update(None, "user_version", 13).expect("an old file");
    drop(old);
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    assert_eq!((store.release(), store.person(Id(1)).map(|row| row.is_some())), (Ok(None), Ok(true)));
    let plan = PlanRow { hash: "p2".to_owned(), at: 5, body: b"plan".to_vec(), passage: b"way".to_vec() };
    let row = ReleaseRow { plan, body: b"share".to_vec() };
    let release = Some(ReleaseChange::Runs(row.clone()));
    store.commit(Commit { release, ..Commit::default() }).expect("a commit");
    drop(store);
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    assert_eq!(store.release(), Ok(Some(row)));
    assert_eq!(Connection::open(&file).and_then(|file| version(&file)), Ok(14));
}

#[test]
fn a_file_without_dead_letters_gets_a_place_for_them() {
    let (directory, file) = directory();
    drop(SqliteStore::open(directory.path()).expect("a store"));
    let old = format!("{BACK_TO_7} {BACK_TO_6} PRAGMA user_version = 6;");
    Connection::open(&file).and_then(|file| file.execute_batch(&old)).expect("an old file");
    let store = SqliteStore::open(directory.path()).expect("a store");
    assert_eq!(store.reader().and_then(|reader| reader.dead_letters(0, 9)), Ok(vec![]));
}

#[test]
fn what_an_older_file_found_by_its_indexes_is_found_by_lists() {
    let (directory, file) = directory();
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    let decision = |id| DecisionRow { number: 0, id: Id(id), person: Id(id % 3), at: 1, body: Vec::new() };
    for first in [0, 500] {
        let decisions = (first..first + 500).map(decision).collect();
        store.commit(Commit { decisions, ..Commit::default() }).expect("a commit");
    }
    drop(store);
    let old = format!("{BACK_TO_7} PRAGMA user_version = 7;");
    Connection::open(&file).and_then(|file| file.execute_batch(&old)).expect("an old file");
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    store.commit(Commit { decisions: vec![decision(1_000)], ..Commit::default() }).expect("a commit");
    let reader = store.reader().expect("a reader");
    let one = reader.decision(Id(999)).expect("an answer").expect("a decision");
    assert_eq!((one.id, one.person, one.number), (Id(999), Id(0), 1_000));
    let theirs = reader.decisions(Id(1), Some(1_001), 400).expect("decisions");
    let ids: Vec<u128> = theirs.iter().map(|row| row.id.0).collect();
    assert_eq!(ids, (1..=997).rev().step_by(3).collect::<Vec<_>>());
    assert_eq!(
        reader.decisions(Id(1), None, 1).expect("decisions").first().map(|row| row.id),
        Some(Id(1_000))
    );
}
