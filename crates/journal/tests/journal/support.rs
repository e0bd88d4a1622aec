//! Small journals.

use filrouge_journal::{Journal, JournalError, Opened, Options, SimulatedDisk};

/// Segments that are full after a few records.
pub const OPTIONS: Options = Options { segment_bytes: 2048, ..Options::of([7; 16]) };

pub fn open(disk: &SimulatedDisk) -> Result<(Journal, Opened), JournalError> {
    Journal::open(Box::new(disk.clone()), OPTIONS)
}

/// A record that no other number has.
pub fn record(number: u64) -> Vec<u8> {
    format!("record {number} ").repeat(1 + number as usize % 9).into_bytes()
}

/// Appends the records up to `last`, by groups of three.
pub fn fill(journal: &mut Journal, last: u64) {
    while journal.next() <= last {
        let number = journal.next();
        assert_eq!(journal.append(&record(number)).unwrap(), number);
        if number.is_multiple_of(3) || number == last {
            journal.sync().unwrap();
        }
    }
}

pub fn records(journal: &Journal, from: u64) -> Result<Vec<(u64, Vec<u8>)>, JournalError> {
    let mut records = Vec::new();
    journal.replay(from, |number, record| {
        records.push((number, record.to_vec()));
        Ok::<_, JournalError>(())
    })?;
    Ok(records)
}

/// Opens the journal and reads every record of it.
pub fn all(disk: &SimulatedDisk) -> Result<Vec<(u64, Vec<u8>)>, JournalError> {
    let (journal, opened) = open(disk)?;
    records(&journal, opened.first)
}

pub fn expected(from: u64, to: u64) -> Vec<(u64, Vec<u8>)> {
    (from..=to).map(|number| (number, record(number))).collect()
}

/// A disk with the records up to `last` in it.
pub fn disk(last: u64) -> SimulatedDisk {
    let disk = SimulatedDisk::new(1);
    fill(&mut open(&disk).unwrap().0, last);
    disk
}

pub fn segments(disk: &SimulatedDisk) -> Vec<String> {
    disk.contents().into_keys().filter(|name| name.ends_with(".segment")).collect()
}
