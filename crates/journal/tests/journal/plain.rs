//! Without faults.

use crate::support::{OPTIONS, all, disk, expected, fill, open, record, records, segments};
use filrouge_journal::{Directory, Fault, Journal, JournalError, Options, SimulatedDisk, check};

#[test]
fn records_come_back_by_number_over_many_segments() {
    let disk = disk(60);
    assert!(segments(&disk).len() > 3);
    let (journal, opened) = open(&disk).unwrap();
    assert_eq!((opened.first, opened.next, opened.torn), (1, 61, None));
    assert_eq!(records(&journal, 1).unwrap(), expected(1, 60));
    assert_eq!(records(&journal, 37).unwrap(), expected(37, 60));
    assert_eq!(records(&journal, 61).unwrap(), []);
}

#[test]
fn what_is_not_held_is_refused() {
    let disk = disk(60);
    let (mut journal, _) = open(&disk).unwrap();
    let error = records(&journal, 62).unwrap_err();
    assert_eq!(error.fault, Fault::Corrupt);
    journal.trim(40).unwrap();
    assert!(journal.first() > 1 && journal.first() <= 40);
    assert_eq!(records(&journal, 40).unwrap(), expected(40, 60));
    let error = records(&journal, 1).unwrap_err();
    assert_eq!(
        error.detail.split(';').next(),
        Some(&*format!(
            "the journal in `disk/` holds the records from {} to before 61, and record 1 is wanted",
            journal.first()
        ))
    );
}

#[test]
fn only_what_is_synced_is_replayed() {
    let (mut journal, _) = open(&SimulatedDisk::new(1)).unwrap();
    journal.append(b"one").unwrap();
    assert_eq!(records(&journal, 1).unwrap(), []);
    journal.sync().unwrap();
    assert_eq!(records(&journal, 1).unwrap(), [(1, b"one".to_vec())]);
}

#[test]
fn a_record_longer_than_a_segment_has_one_of_its_own() {
    let disk = SimulatedDisk::new(1);
    let (mut journal, _) = open(&disk).unwrap();
    let long = vec![b'x'; 10_000];
    for body in [&b"before"[..], &long, b"behind"] {
        journal.append(body).unwrap();
    }
    journal.sync().unwrap();
    let bodies = [(1, b"before".to_vec()), (2, long), (3, b"behind".to_vec())];
    assert_eq!(records(&journal, 1).unwrap(), bodies);
    drop(journal);
    assert_eq!(all(&disk).unwrap(), bodies);
    assert_eq!(all(&disk).unwrap(), bodies);
}

#[test]
fn segments_are_written_again_and_old_records_stay_away() {
    let disk = SimulatedDisk::new(1);
    let (mut journal, _) = open(&disk).unwrap();
    for last in (20..400).step_by(20) {
        fill(&mut journal, last);
        journal.trim(last - 5).unwrap();
        journal.tend().unwrap();
        assert!(disk.contents().len() < 12, "{:?}", segments(&disk));
    }
    fill(&mut journal, 401);
    let first = journal.first();
    drop(journal);
    assert!(disk.contents().values().any(|bytes| String::from_utf8_lossy(bytes).contains("record 3")));
    let (journal, opened) = open(&disk).unwrap();
    assert_eq!((opened.first, opened.next, opened.torn), (first, 402, None));
    assert_eq!(records(&journal, first).unwrap(), expected(first, 401));
}

#[test]
fn a_journal_begins_where_it_is_told_and_anew_where_it_is_told() {
    let disk = SimulatedDisk::new(1);
    let (mut journal, opened) =
        Journal::open(Box::new(disk.clone()), Options { first: 900, ..OPTIONS }).unwrap();
    assert_eq!((opened.first, opened.next), (900, 900));
    fill(&mut journal, 950);
    journal.restart(2000).unwrap();
    assert_eq!((journal.first(), journal.next()), (2000, 2000));
    fill(&mut journal, 2003);
    assert_eq!(segments(&disk).len(), 1);
    assert_eq!(all(&disk).unwrap(), expected(2000, 2003));
}

#[test]
fn a_directory_of_the_machine_keeps_a_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let open = || Journal::open(Box::new(Directory::open(&path).unwrap()), OPTIONS);
    let (mut journal, _) = open().unwrap();
    fill(&mut journal, 100);
    journal.tend().unwrap();
    journal.trim(50).unwrap();
    fill(&mut journal, 120);
    let first = journal.first();
    drop(journal);
    let (journal, opened) = open().unwrap();
    assert_eq!((opened.first, opened.next, opened.torn), (first, 121, None));
    assert_eq!(records(&journal, 50).unwrap(), expected(50, 120));
    let files = Directory::open(&path).unwrap();
    assert_eq!(check(&files, &OPTIONS).unwrap().unwrap().next, 121);
}

#[test]
fn what_the_reader_returns_comes_through() {
    #[derive(Debug, PartialEq)]
    struct Enough(u64);
    impl From<JournalError> for Enough {
        fn from(error: JournalError) -> Self {
            panic!("{error}")
        }
    }
    let (journal, _) = open(&disk(20)).unwrap();
    let stopped = journal.replay(1, |number, _| if number < 7 { Ok(()) } else { Err(Enough(number)) });
    assert_eq!(stopped, Err(Enough(7)));
}

#[test]
fn a_check_reads_all_and_changes_nothing() {
    let disk = disk(60);
    let before = disk.contents();
    let opened = check(&disk, &OPTIONS).unwrap().unwrap();
    assert_eq!((opened.first, opened.next), (1, 61));
    assert!(disk.contents() == before);
    assert_eq!(check(&SimulatedDisk::new(1), &OPTIONS).unwrap(), None);
    assert_eq!(record(1), b"record 1 record 1 ");
}
