//! The audit log of a store: it holds what was committed, it survives crashes as it was, and it tells on whoever touches it.

#![expect(clippy::expect_used, reason = "a test fails where it stands")]

use filrouge_audit::{Checkpoint, Fact, Facts, Flaw, Kind, proves_consistency};
use filrouge_host::{
    AuditRows, Commit, DecisionRow, InputRow, RecordRow, RightsChange, RowOf, Store, StoreError,
};
use filrouge_journal::{Faults, SimulatedDisk};
use filrouge_machine::Id;
use filrouge_store::{AuditLog, JournaledStore, RootSource, SimulatedFile, rotate, verify};
use rusqlite::Connection;
use std::path::Path;

const WORDS: &[u8] = b"{\"name\":\"Rosalind Perdreau\"}";

/// An input of a person, and what was decided; the moment and the salt follow from the number.
fn commit(number: u128) -> Commit {
    let (person, plan) = (Id(number % 3 + 1), "00112233445566778899aabbccddeeff".to_owned());
    let source = "site".to_owned();
    let input = InputRow {
        id: Id(number),
        person: Some(person),
        at: 5,
        plan: plan.clone(),
        source,
        body: WORDS.to_vec(),
    };
    let decision = DecisionRow { number: 0, id: Id(number + 1_000), person, at: 5, body: WORDS.to_vec() };
    let record = |kind, of, what: &str| RecordRow { kind, of, facts: Facts::from([(Fact::What, what)]) };
    let act = RowOf::Act { person: None, body: b"{\"by\":\"nadia\"}".to_vec() };
    let mut records = vec![
        record(Kind::Input, RowOf::Input(0), "event"),
        record(Kind::Decision, RowOf::Decision(0), "queued"),
    ];
    records.extend(number.is_multiple_of(5).then(|| record(Kind::Act, act, "paused")));
    let audit = AuditRows { at: 1_000 + number as i64, plan, salt: [number as u8 + 1; 32], records };
    Commit { inputs: vec![input], decisions: vec![decision], audit, ..Commit::default() }
}

fn filled(directory: &Path, commits: u128) -> JournaledStore {
    let mut store = JournaledStore::open(directory).expect("a store");
    (0..commits).for_each(|number| store.commit(commit(number)).expect("a disk"));
    store
}

fn flaws(directory: &Path, signed: &[Checkpoint]) -> Vec<(u64, Flaw)> {
    let log = AuditLog::open(directory).expect("a log");
    let verdict = verify(&log, signed, true).expect("a file that reads");
    verdict.defects.into_iter().map(|defect| (defect.at, defect.flaw)).collect()
}

fn change(directory: &Path, sql: &str) {
    Connection::open(directory.join("filrouge.db")).expect("the file").execute_batch(sql).expect("a change");
}

#[test]
fn rows_are_read_as_they_were_and_the_file_has_none_of_their_words() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(filled(folder.path(), 40));
    let store = JournaledStore::open(folder.path()).expect("a store");
    let reader = store.reader().expect("a reader");
    let rows = reader.inputs(0, 100).expect("rows");
    assert_eq!(rows.len(), 40);
    assert!(rows.iter().all(|(_, row)| row.body == WORDS));
    assert_eq!(reader.decision(Id(1_007)).expect("a row").expect("it is there").body, WORDS);
    assert_eq!(reader.decisions(Id(2), None, 100).expect("rows").len(), 13);
    assert_eq!(reader.history(Id(2), 0, 100).expect("rows").len(), 13);
    for file in ["filrouge.db", "filrouge.db-wal"] {
        let bytes = std::fs::read(folder.path().join(file)).unwrap_or_default();
        assert!(!bytes.windows(8).any(|bytes| bytes == b"Perdreau"), "{file}");
    }
}

#[test]
fn the_log_has_a_record_of_each_row_in_the_order_in_which_it_came_about() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(filled(folder.path(), 6));
    let log = AuditLog::unlocked(folder.path()).expect("a log");
    let records: Vec<_> = (0..14).map(|seq| log.record(seq).expect("a file").expect("a record")).collect();
    let told: Vec<_> = records.iter().map(|record| record.header.fact(Fact::What).expect("a word")).collect();
    assert_eq!(told[..6], ["event", "queued", "paused", "event", "queued", "event"]);
    assert_eq!(records[1].body.as_deref(), Some(WORDS));
    assert_eq!(records[2].body.as_deref(), Some(&b"{\"by\":\"nadia\"}"[..]));
    assert_eq!(records[1].person, Some(Id(1)));
    assert_eq!(records[1].header.plan, [0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77]);
    assert_eq!(log.record(14).expect("a file"), None);
    let mut again = Vec::new();
    let read = log.records_from(5, |seq, record| -> Result<(), StoreError> {
        again.push((seq, record));
        Ok(())
    });
    read.expect("a file");
    let some: Vec<_> = (5..).zip(records.iter().skip(5).cloned()).collect();
    assert_eq!(again, some);
    assert_eq!(log.end().expect("a file"), (14, 1_005));
}

/// Some rows are gone, and some were written while there was no log.
#[test]
fn every_body_is_found_between_rows_that_have_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = filled(folder.path(), 20);
    let unlogged = |number| Commit { audit: AuditRows::default(), ..commit(number) };
    (20..30).for_each(|number| store.commit(unlogged(number)).expect("a disk"));
    (30..50).for_each(|number| store.commit(commit(number)).expect("a disk"));
    drop(store);
    let gone = "DELETE FROM input WHERE number IN (1, 4, 17, 50);
                UPDATE decision SET body = x'', seq = NULL WHERE number IN (2, 3, 31);";
    change(folder.path(), gone);
    let log = AuditLog::unlocked(folder.path()).expect("a log");
    let record = |seq| log.record(seq).expect("a file").expect("a record");
    let missing: Vec<u64> = (0..88).filter(|seq| record(*seq).body.is_none()).collect();
    // Every fifth commit has an act behind its two rows.
    assert_eq!(missing, [0, 4, 6, 7, 36, 45, 86]);
    assert_eq!(verify(&log, &[], true).expect("a file").erased, 7);
}

#[test]
fn a_proof_of_each_record_holds_for_whoever_has_the_key() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(filled(folder.path(), 150));
    let log = AuditLog::unlocked(folder.path()).expect("a log");
    let verifier = log.verifier().expect("a key");
    for seq in [0, 1, 255, 256, 329] {
        let proof = log.prove(seq).expect("a file").expect("a record");
        let signed = Checkpoint::open(&proof.checkpoint, &verifier).expect("a signature");
        assert!(proof.holds(signed.size, &signed.root), "{seq}");
    }
    assert_eq!(log.prove(330).expect("a file"), None);
}

#[test]
fn a_log_that_grew_is_consistent_with_what_was_signed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = filled(folder.path(), 100);
    store.tidy(0).expect("a disk");
    let old = AuditLog::unlocked(folder.path()).expect("a log").checkpoint().expect("a log").0;
    (100..200).for_each(|number| store.commit(commit(number)).expect("a disk"));
    drop(store);
    let log = AuditLog::unlocked(folder.path()).expect("a log");
    let new = log.checkpoint().expect("a log").0;
    let path = filrouge_audit::consistency(&log, old.size, new.size).expect("a file");
    assert!(proves_consistency((old.size, &old.root), (new.size, &new.root), &path));
    assert_eq!(flaws(folder.path(), &[old, new]), []);
}

#[test]
fn whatever_is_done_to_the_file_is_told_with_its_place() {
    for (sql, at, flaw) in [
        ("UPDATE decision SET body = zeroblob(60) WHERE seq = 4", 4, Flaw::Body),
        ("UPDATE input SET body = (SELECT body FROM decision WHERE seq = 4) WHERE seq = 5", 5, Flaw::Body),
        ("UPDATE audit_tile SET hashes = zeroblob(length(hashes)) WHERE level = 0", 0, Flaw::Changed),
        ("DELETE FROM decision WHERE seq = 4", 4, Flaw::Missing),
        ("DELETE FROM audit WHERE first = 0", 0, Flaw::Number(256)),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        drop(filled(folder.path(), 200));
        change(folder.path(), sql);
        let found = flaws(folder.path(), &[]);
        assert!(found.contains(&(at, flaw)), "{sql}: {:?}", found.iter().take(4).collect::<Vec<_>>());
    }
}

#[test]
fn records_that_are_cut_off_are_told_by_what_was_signed() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(filled(folder.path(), 200));
    let signed = AuditLog::unlocked(folder.path()).expect("a log").checkpoint().expect("a log").0;
    change(folder.path(), "DELETE FROM audit WHERE first >= 256; DELETE FROM audit_tile WHERE place > 0");
    let found = flaws(folder.path(), &[signed]);
    assert!(found.contains(&(256, Flaw::Truncated { signed: 440 })), "{found:?}");
}

/// The journal on a disk that fails at each of its calls in turn: what is left of the log is a beginning of the log that was
/// meant, byte for byte.
#[test]
fn a_crash_at_each_write_leaves_a_log_that_is_a_beginning_of_the_one_that_was_meant() {
    const COMMITS: u128 = 12;
    let whole = tempfile::tempdir().expect("a folder");
    // The name and the keys of a log are chance: all logs here begin as the same one.
    drop(JournaledStore::open(whole.path()).expect("a store"));
    let begun = |folder: &Path| {
        for file in ["filrouge.db", "root.key"] {
            std::fs::copy(whole.path().join(file), folder.join(file)).expect("a copy");
        }
    };
    let meant = tempfile::tempdir().expect("a folder");
    begun(meant.path());
    let _ = std::fs::remove_dir_all(meant.path().join("journal"));
    run(meant.path(), None, COMMITS);
    let meant = AuditLog::unlocked(meant.path()).expect("a log");
    let (last, mut seen) = (meant.tree().expect("a tree"), 0);
    for call in 1.. {
        let folder = tempfile::tempdir().expect("a folder");
        begun(folder.path());
        let acknowledged = run(folder.path(), Some(call), COMMITS);
        let log = AuditLog::unlocked(folder.path()).expect("a log");
        let (own, size) = (log.tree().expect("a tree"), log.end().expect("a file").0);
        let path = filrouge_audit::consistency(&meant, size, last.size()).expect("a file");
        assert!(size >= acknowledged, "call {call}: {size} of {acknowledged}");
        assert!(
            proves_consistency((size, &own.root()), (last.size(), &last.root()), &path),
            "call {call}: {size}"
        );
        assert_eq!(flaws(folder.path(), &[]), [], "call {call}");
        seen += u64::from(acknowledged < last.size());
        if acknowledged == last.size() && call > 60 {
            break;
        }
    }
    assert!(seen > 8, "too few calls failed: {seen}");
}

/// Commits until one fails, then starts again on a sound disk. How many records were acknowledged.
fn run(directory: &Path, fails: Option<u64>, commits: u128) -> u64 {
    let (journal, file) = (SimulatedDisk::new(1), SimulatedFile::default());
    let open = || JournaledStore::open_simulated(directory, &journal, &file);
    let mut acknowledged = 0;
    let mut store = open().expect("a store");
    if let Some(call) = fails {
        journal.set_faults(Faults { at: Some(journal.operations() + call), ..Faults::default() });
    }
    for number in 0..commits {
        let commit = commit(number);
        let records = commit.audit.records.len() as u64;
        if store.commit(commit).is_err() {
            break;
        }
        acknowledged += records;
    }
    drop(store);
    journal.set_faults(Faults::default());
    drop(open().expect("a store"));
    acknowledged
}

#[test]
fn a_store_is_opened_with_its_own_root_key_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(filled(folder.path(), 2));
    let key = folder.path().join("root.key");
    let own = std::fs::read(&key).expect("a key");
    std::fs::write(&key, "0".repeat(64)).expect("a disk");
    let refused = JournaledStore::open(folder.path()).err().expect("a refusal").to_string();
    assert!(refused.contains("is sealed with the root key"), "{refused}");
    std::fs::remove_file(&key).expect("a disk");
    let refused = JournaledStore::open(folder.path()).err().expect("a refusal").to_string();
    assert!(refused.contains("the root key `file="), "{refused}");
    std::fs::write(&key, own).expect("a disk");
    assert!(JournaledStore::open(folder.path()).is_ok());
}

#[test]
fn a_root_key_elsewhere_is_remembered_and_never_copied() {
    let (folder, keys) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let path = keys.path().join("key");
    std::fs::write(&path, "5c".repeat(32)).expect("a disk");
    for source in [RootSource::File(path.clone()), RootSource::Command(format!("cat {}", path.display()))] {
        drop(JournaledStore::open_under(folder.path(), Some(source)).expect("a store"));
        assert!(JournaledStore::open(folder.path()).is_ok(), "the data know where it is");
    }
    assert!(!folder.path().join("root.key").exists());
    std::fs::remove_file(&path).expect("a disk");
    assert!(JournaledStore::open(folder.path()).is_err());
}

/// What an erasure does to the log: the key of the person, their rows and with them the index go.
#[test]
fn obligation_21_after_an_erasure_the_proofs_hold_and_the_words_are_gone() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(filled(folder.path(), 60));
    let mut store = JournaledStore::open(folder.path()).expect("a store");
    let log = AuditLog::unlocked(folder.path()).expect("a log");
    let (signed, theirs) = (log.checkpoint().expect("a log").0, log.of_person(Id(2)).expect("a file"));
    assert_eq!(theirs.len(), 40);
    let erase = RightsChange::Erase { people: vec![Id(2)] };
    store.commit(Commit { rights: vec![erase], ..Commit::default() }).expect("a disk");
    drop(store);
    let verdict = verify(&AuditLog::open(folder.path()).expect("a log"), &[signed], true).expect("a file");
    assert_eq!((verdict.defects, verdict.erased, verdict.bodies), (vec![], 40, Some(93)));
    let log = AuditLog::unlocked(folder.path()).expect("a log");
    assert_eq!(log.of_person(Id(2)).expect("a file"), Vec::<u64>::new());
    let verifier = log.verifier().expect("a key");
    for seq in theirs {
        let proof = log.prove(seq).expect("a file").expect("a record");
        let signed = Checkpoint::open(&proof.checkpoint, &verifier).expect("a signature");
        assert!(proof.holds(signed.size, &signed.root), "{seq}");
        let record = log.record(seq).expect("a file").expect("a record");
        assert_eq!((record.person, record.body), (None, None), "{seq}");
    }
}

/// Without the key nothing is readable even where a body was not deleted: on a copy of the disk from before.
#[test]
fn a_body_whose_key_is_gone_is_told_as_erased() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(filled(folder.path(), 6));
    change(folder.path(), "DELETE FROM audit_key WHERE person = x'00000000000000000000000000000001'");
    let log = AuditLog::unlocked(folder.path()).expect("a log");
    assert_eq!(log.record(0).expect("a file").expect("a record").body, None);
    assert_eq!(log.record(3).expect("a file").expect("a record").body.as_deref(), Some(WORDS));
}

/// What the drive loop writes: no row without its record.
#[test]
fn every_input_and_every_decision_of_a_host_is_a_record() {
    use filrouge_host::conformance::sample;
    use filrouge_host::{Accepted, Entry, Host, Identifier, Ingest, Noted, Options, SystemClock, Who};
    use filrouge_machine::{Event, InputKind};
    let folder = tempfile::tempdir().expect("a folder");
    let store = Box::new(JournaledStore::open(folder.path()).expect("a store"));
    let host = Host::start_with(Options::default(), store, std::sync::Arc::new(SystemClock), sample::walk(0));
    let host = host.expect("a host");
    let handle = host.handle();
    for number in 0..20_u128 {
        let fields = vec![number.to_string().as_str().into(), "n".into()];
        let known =
            ["user_id", "email"].map(|name| Identifier::new(name, format!("{}", number % 4))).to_vec();
        let entry = Entry::Input(Ingest {
            id: Id(number + 5),
            at: 5,
            kind: InputKind::Event(Event { name: "Started".to_owned(), fields, at: None }),
            who: Who::Known(known),
            source: "site".to_owned(),
            releases: None,
        });
        let accepted = handle.submit(vec![entry]).expect("room").wait().expect("an answer");
        assert!(matches!(accepted[0], Accepted::Applied { .. }));
    }
    let body = b"{\"by\":\"nadia\"}".to_vec();
    let act = Noted { kind: Kind::Act, what: "reveal".to_owned(), about: None, body: body.clone() };
    handle.note(vec![act]).expect("room").wait().expect("an answer");
    host.stop();
    let file = Connection::open(folder.path().join("filrouge.db")).expect("the file");
    let count =
        |sql: &str| file.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a number").unsigned_abs();
    assert!(count("SELECT count(*) FROM input") > 20 && count("SELECT count(*) FROM decision") > 20);
    assert_eq!(count("SELECT count(*) FROM input WHERE seq IS NULL"), 0);
    assert_eq!(count("SELECT count(*) FROM decision WHERE seq IS NULL"), 0);
    let log = AuditLog::unlocked(folder.path()).expect("a log");
    let rows = count("SELECT count(*) FROM input") + count("SELECT count(*) FROM decision") + 1;
    assert_eq!(log.end().expect("a file").0, rows);
    let last = log.record(rows - 1).expect("a file").expect("a record");
    assert_eq!((last.header.fact(Fact::What), last.body), (Some("reveal"), Some(body)));
    assert_eq!(flaws(folder.path(), &[]), []);
}

#[test]
fn another_root_key_opens_what_the_old_one_sealed_and_the_old_one_no_more() {
    let (folder, keys) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    drop(filled(folder.path(), 10));
    let signed = AuditLog::unlocked(folder.path()).expect("a log").checkpoint().expect("a log").0;
    let path = keys.path().join("next");
    std::fs::write(&path, "3f".repeat(32)).expect("a disk");
    // Three people, and nobody.
    assert_eq!(rotate(folder.path(), &RootSource::File(path.clone()), 2_000).expect("a new key"), 4);
    assert!(!folder.path().join("root.key").exists());
    let store = JournaledStore::open(folder.path()).expect("a store");
    let rows = store.reader().expect("a reader").inputs(0, 100).expect("rows");
    assert!(rows.len() == 10 && rows.iter().all(|(_, row)| row.body == WORDS));
    let log = AuditLog::unlocked(folder.path()).expect("a log");
    let last = log.record(log.end().expect("a file").0 - 1).expect("a file").expect("a record");
    assert_eq!((last.header.kind, last.header.fact(Fact::What)), (Kind::Key, Some("root-key-changed")));
    log.checkpoint().expect("the key that signs is the same");
    assert_eq!(flaws(folder.path(), &[signed]), []);
    std::fs::write(&path, "00".repeat(32)).expect("a disk");
    assert!(JournaledStore::open(folder.path()).is_err());
}
