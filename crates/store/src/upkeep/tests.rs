//! Stores that were damaged, and what can be done about it.

use super::{Check, Part, repair, stats};
use crate::ahead::Pace;
use crate::{JournaledStore, OpenError};
use filrouge_host::{Commit, InputRow, PersonRow, Store};
use filrouge_machine::Id;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// What bodies say is nobody's matter here.
fn check(directory: &Path) -> Result<Check, OpenError> {
    super::check(directory, &|_| Ok(()), &mut |_, _| {})
}

/// Nothing goes into the file by itself.
const LAZY: Pace = Pace { weight: usize::MAX, age: Duration::from_secs(3_600), most: usize::MAX };

/// One person, one input; the body is easy to find in a file.
fn commit(number: u64) -> Commit {
    let id = Id(u128::from(number));
    let body = format!("body-{number}-").into_bytes();
    let (plan, source) = ("p".to_owned(), "site".to_owned());
    let input = InputRow { id, person: Some(id), at: 1_000 * number as i64, plan, source, body };
    let person = PersonRow { plan: "p".to_owned(), pending: true, body: vec![b'x'; 100] };
    Commit { inputs: vec![input], people: vec![(id, person)], ..Commit::default() }
}

/// A store with the records up to `filed` in its file and those up to `last` in its journal, as a killed process leaves
/// it.
fn killed(filed: u64, last: u64) -> TempDir {
    let (living, image) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let mut store = JournaledStore::open_at(living.path(), LAZY).expect("a store");
    (1..=filed).for_each(|number| store.commit(commit(number)).expect("a commit"));
    store.tidy(0).expect("a tidy store");
    (filed + 1..=last).for_each(|number| store.commit(commit(number)).expect("a commit"));
    copy(living.path(), image.path());
    image
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").map(|entry| entry.expect("an entry")) {
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("a copy")),
        }
    }
}

fn segments(store: &TempDir) -> Vec<PathBuf> {
    let entries = fs::read_dir(store.path().join("journal")).expect("a journal");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|is| is == "segment")).collect();
    paths.sort();
    paths
}

/// Alters one byte of the body of a record.
fn flip(store: &TempDir, number: u64) {
    let path = segments(store).pop().expect("a segment");
    let mut bytes = fs::read(&path).expect("a segment");
    // A frame begins with its sum and its length, which is all ones for a mark; its number follows.
    let is_it = |at: &usize| {
        bytes[at + 4..at + 8] != [0xff; 4] && bytes[at + 4..at + 7] != [0xfe, 0xff, 0xff] && {
            bytes[at + 8..at + 16] == number.to_le_bytes()
        }
    };
    let at = (0..bytes.len() - 32).step_by(8).find(is_it).expect("the record");
    bytes[at + 30] ^= 1;
    fs::write(path, bytes).expect("a segment");
}

fn refusal(store: &TempDir) -> String {
    JournaledStore::open(store.path()).err().expect("a refusal").to_string()
}

fn inputs(store: &TempDir) -> Vec<Id> {
    let store = JournaledStore::open(store.path()).expect("a store");
    let rows = store.reader().and_then(|reader| reader.inputs(0, 1_000)).expect("inputs");
    rows.into_iter().map(|(_, row)| row.id).collect()
}

fn ids(last: u64) -> Vec<Id> {
    (1..=last).map(|number| Id(u128::from(number))).collect()
}

#[test]
fn a_killed_store_is_sound_and_is_left_as_it_is() {
    let store = killed(10, 17);
    let before = fs::read(store.path().join("filrouge.db-wal")).unwrap_or_default();
    let check = check(store.path()).expect("a look");
    assert!(check.sound && check.damages.is_empty() && check.remarks.is_empty(), "{check:?}");
    let (file, journal) = (check.file.expect("a file"), check.journal.expect("a journal"));
    assert_eq!((file.record, file.format), (10, crate::schema::FORMAT as u64));
    assert_eq!((journal.next, journal.ahead, journal.torn), (18, 7, None));
    assert_eq!(fs::read(store.path().join("filrouge.db-wal")).unwrap_or_default(), before);
    assert!(matches!(repair(store.path()), Err(OpenError::Sound { .. })));
    assert_eq!(inputs(&store), ids(17));
}

#[test]
fn an_altered_record_is_cut_and_what_is_given_up_is_counted() {
    let store = killed(10, 30);
    flip(&store, 21);
    let check = check(store.path()).expect("a look");
    assert!(!check.sound && check.damages[0].part == Part::Journal, "{check:?}");
    let refused = refusal(&store);
    assert!(refused.contains("record 21") && refused.contains("filrouge store repair"), "{refused}");
    let repaired = repair(store.path()).expect("a repair");
    assert_eq!((repaired.record, repaired.aside.len()), (20, 1), "{repaired:?}");
    let lost = repaired.given_up.expect("a loss");
    assert_eq!((lost.first, lost.last, lost.readable, lost.inputs), (21, 30, 9, 9));
    assert_eq!((lost.earliest, lost.latest), (Some(22_000), Some(30_000)));
    assert_eq!(inputs(&store), ids(20));
}

#[test]
fn a_damage_in_what_the_file_has_loses_nothing() {
    let store = killed(10, 10);
    flip(&store, 4);
    assert!(refusal(&store).contains("record 4"));
    let repaired = repair(store.path()).expect("a repair");
    assert_eq!((repaired.record, repaired.given_up), (10, None));
    assert_eq!(inputs(&store), ids(10));
}

#[test]
fn a_torn_end_is_told_and_cut() {
    let store = killed(3, 6);
    let path = segments(&store).pop().expect("a segment");
    let mut bytes = fs::read(&path).expect("a segment");
    let end = bytes.iter().rposition(|byte| *byte != 0).expect("records").next_multiple_of(8);
    bytes[end..end + 24].fill(7);
    fs::write(path, bytes).expect("a segment");
    let check = check(store.path()).expect("a look");
    assert!(check.sound, "{check:?}");
    assert_eq!(check.journal.and_then(|journal| journal.torn).map(|torn| torn.record), Some(7));
    let opened = JournaledStore::open(store.path()).expect("a store");
    assert!(opened.remarks()[0].contains("record 7: it was never acknowledged"), "{:?}", opened.remarks());
    drop(opened);
    assert_eq!(inputs(&store), ids(6));
}

#[test]
fn a_journal_that_is_missing_is_refused_until_it_is_given_up() {
    let store = killed(5, 9);
    fs::remove_dir_all(store.path().join("journal")).expect("a journal");
    assert!(!check(store.path()).expect("a look").sound);
    let refused = refusal(&store);
    assert!(refused.contains("ends at record 5") && refused.contains("filrouge store repair"), "{refused}");
    let repaired = repair(store.path()).expect("a repair");
    assert_eq!((repaired.record, repaired.given_up), (5, None));
    assert_eq!(inputs(&store), ids(5));
}

#[test]
fn a_journal_of_another_store_is_refused_and_not_repaired() {
    let (store, other) = (killed(5, 5), killed(8, 9));
    fs::remove_dir_all(store.path().join("journal")).expect("a journal");
    copy(&other.path().join("journal"), &store.path().join("journal"));
    assert!(refusal(&store).contains("belongs to another journal"));
    assert_eq!(check(store.path()).expect("a look").damages[0].part, Part::Journal);
    assert!(repair(store.path()).is_err());
    fs::rename(store.path().join("journal"), store.path().join("elsewhere")).expect("a journal");
    assert_eq!(repair(store.path()).expect("a repair").record, 5);
    assert_eq!(inputs(&store), ids(5));
}

#[test]
fn a_segment_that_is_missing_is_refused_and_what_stands_before_it_is_kept() {
    let living = tempfile::tempdir().expect("a folder");
    let mut store = JournaledStore::open_at(living.path(), LAZY).expect("a store");
    (1..=4).for_each(|number| store.commit(large(number)).expect("a commit"));
    for (gone, kept) in [(2, 2), (3, 3)] {
        let image = tempfile::tempdir().expect("a folder");
        copy(living.path(), image.path());
        fs::remove_file(&segments(&image)[gone]).expect("a segment");
        let refused = refusal(&image);
        assert!(refused.contains("missing") && refused.contains("filrouge store repair"), "{refused}");
        assert_eq!(repair(image.path()).expect("a repair").record, kept);
        assert_eq!(inputs(&image), ids(kept));
    }
}

/// One that fills a segment of the journal.
fn large(number: u64) -> Commit {
    let mut commit = commit(number);
    commit.inputs[0].body.resize(5 << 20, b'x');
    commit
}

/// An older copy of the same store's file, under a journal that has given back what lies between.
#[test]
fn a_file_of_an_earlier_day_is_refused_until_the_journal_is_given_up() {
    let store = killed(5, 5);
    drop(JournaledStore::open(store.path()).expect("a store"));
    let early = fs::read(store.path().join("filrouge.db")).expect("a file");
    let mut later = JournaledStore::open(store.path()).expect("a store");
    (6..=20).for_each(|number| later.commit(commit(number)).expect("a commit"));
    later.tidy(0).expect("a tidy store");
    drop(later);
    let mut again = JournaledStore::open(store.path()).expect("a store");
    (21..=25).for_each(|number| again.commit(commit(number)).expect("a commit"));
    drop(again);
    fs::write(store.path().join("filrouge.db"), early).expect("a file");
    let refused = refusal(&store);
    assert!(refused.contains("the store ends at record 5: they are not of the same moment"), "{refused}");
    assert_eq!(check(store.path()).expect("a look").damages[0].part, Part::Both);
    let repaired = repair(store.path()).expect("a repair");
    let lost = repaired.given_up.expect("a loss");
    assert_eq!((repaired.record, lost.first, lost.last, lost.inputs), (5, 6, 25, 5));
    assert_eq!(inputs(&store), ids(5));
}

#[test]
fn a_journal_of_an_earlier_day_begins_anew_and_it_is_told() {
    let store = killed(5, 5);
    let early = tempfile::tempdir().expect("a folder");
    copy(&store.path().join("journal"), early.path());
    let mut later = JournaledStore::open(store.path()).expect("a store");
    (6..=20).for_each(|number| later.commit(commit(number)).expect("a commit"));
    drop(later);
    fs::remove_dir_all(store.path().join("journal")).expect("a journal");
    copy(early.path(), &store.path().join("journal"));
    let check = check(store.path()).expect("a look");
    assert!(check.sound && check.remarks[0].contains("ends before record 6"), "{check:?}");
    let opened = JournaledStore::open(store.path()).expect("a store");
    assert!(opened.remarks()[0].contains("begins anew"), "{:?}", opened.remarks());
    drop(opened);
    assert_eq!(inputs(&store), ids(20));
}

#[test]
fn a_damaged_file_is_told_and_not_repaired() {
    let store = killed(200, 200);
    drop(JournaledStore::open(store.path()).expect("a store"));
    let file = store.path().join("filrouge.db");
    let mut bytes = fs::read(&file).expect("a file");
    let at = bytes.len() - 3 * 4_096;
    bytes[at..].fill(0xa5);
    fs::write(&file, bytes).expect("a file");
    let check = check(store.path()).expect("a look");
    assert!(!check.sound && check.damages.iter().all(|damage| damage.part == Part::File), "{check:?}");
    let refused = repair(store.path()).expect_err("a refusal").to_string();
    assert!(refused.contains("only its journal could be repaired"), "{refused}");
}

#[test]
fn what_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().expect("a folder");
    for refused in [check(folder.path()).err(), stats(folder.path()).err(), repair(folder.path()).err()] {
        assert!(matches!(refused, Some(OpenError::Missing { .. })), "{refused:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn a_store_is_counted_while_somebody_works_on_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = JournaledStore::open_at(folder.path(), LAZY).expect("a store");
    (1..=50).for_each(|number| store.commit(commit(number)).expect("a commit"));
    store.tidy(0).expect("a tidy store");
    (51..=60).for_each(|number| store.commit(commit(number)).expect("a commit"));
    assert!(matches!(check(folder.path()), Err(OpenError::InUse { .. })));
    let stats = stats(folder.path()).expect("numbers");
    assert!(stats.in_use);
    assert_eq!((stats.people, stats.inputs, stats.oldest_input, stats.record), (50, 50, Some(1_000), 50));
    assert_eq!(stats.journal.map(|journal| (journal.next, journal.ahead)), Some((61, 10)));
    assert!(stats.bytes_per_person.is_some_and(|bytes| bytes > 100) && stats.bytes_per_input > Some(20));
    assert!(stats.tables.iter().any(|table| table.name == "person" && table.bytes > 5_000));
}

#[test]
fn a_list_without_an_entry_is_told() {
    let store = killed(10, 10);
    let file = Connection::open(store.path().join("filrouge.db")).expect("the file");
    let whole = check(store.path()).expect("a look");
    assert!(whole.sound, "{whole:?}");
    file.execute_batch("INSERT INTO found (place, entries) VALUES (1, zeroblob(24))").expect("two entries");
    let check = check(store.path()).expect("a look");
    assert!(!check.sound && check.damages[0].part == Part::File, "{check:?}");
    assert!(check.damages[0].detail.contains("entries in place of"), "{check:?}");
}
