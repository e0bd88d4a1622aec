//! Random work on a disk that fails, beside a model: what was acknowledged is there, in its order and as it was; what
//! was not is there up to some record, or gone.

use crate::support::{all, expected, fill, open, record, records};
use filrouge_journal::{Dice, Faults, Journal, JournalError, SimulatedDisk};

struct World {
    disk: SimulatedDisk,
    dice: Dice,
    journal: Journal,
    /// Bodies from record 1 on. What was trimmed may be back after a crash.
    held: Vec<Vec<u8>>,
    /// Appended and not known to be on the disk.
    pending: Vec<Vec<u8>>,
    wanted: u64,
    written: u64,
}

impl World {
    fn new(seed: u64) -> Self {
        let disk = SimulatedDisk::new(seed);
        let (journal, _) = open(&disk).unwrap();
        let dice = Dice::new(seed ^ 0xdead);
        Self { disk, dice, journal, held: vec![], pending: vec![], wanted: 1, written: 0 }
    }

    fn next(&self) -> u64 {
        1 + self.held.len() as u64
    }

    fn act(&mut self) {
        match self.dice.below(40) {
            0..20 => self.append(),
            20..30 => self.sync(),
            30..32 => self.trim(),
            32..35 => self.tend(),
            35 => self.weather(),
            36 => self.verify(),
            _ => {}
        }
        if self.dice.one_in(30) {
            let power = self.dice.one_in(2);
            self.reopen(power);
        }
    }

    fn append(&mut self) {
        self.written += 1;
        let long = if self.dice.one_in(60) { 3000 } else { self.dice.below(300) };
        let body = format!("{}:{}", self.written, "x".repeat(long as usize)).into_bytes();
        match self.journal.append(&body) {
            Ok(number) => {
                assert_eq!(number, self.next() + self.pending.len() as u64);
                self.pending.push(body);
            }
            Err(error) => {
                self.pending.push(body);
                self.mend(Err(error));
            }
        }
    }

    fn sync(&mut self) {
        match self.journal.sync() {
            Ok(()) => self.held.append(&mut self.pending),
            failed => self.mend(failed),
        }
    }

    /// One that fails may have closed the file or not; a sync tells.
    fn tend(&mut self) {
        if self.journal.tend().is_err() {
            self.sync();
        }
    }

    fn trim(&mut self) {
        self.wanted = self.wanted.max(self.next().saturating_sub(self.dice.below(20)).max(1));
        let _ = self.journal.trim(self.wanted);
    }

    /// After a failure: goes on in the same process, or starts it again.
    fn mend(&mut self, outcome: Result<(), JournalError>) {
        if outcome.is_ok() {
            return;
        }
        if self.dice.one_in(3) {
            let power = self.dice.one_in(2);
            return self.reopen(power);
        }
        let mut next = self.journal.recover();
        if next.is_err() && self.dice.one_in(2) {
            return self.reopen(true);
        }
        while next.is_err() {
            self.disk.set_faults(Faults::default());
            next = self.journal.recover();
        }
        // What had come to the disk before the failure counts; the rest is void for ever.
        let durable = (next.unwrap() - self.next()) as usize;
        self.held.extend(self.pending.drain(..durable));
        self.pending.clear();
    }

    /// Other faults from now on.
    fn weather(&mut self) {
        let mut chance = |of: u64| if self.dice.one_in(2) { of } else { 0 };
        let faults = Faults { short: chance(5), full: chance(60), io: chance(60), ..Faults::default() };
        self.disk.set_faults(if self.dice.one_in(3) { Faults::default() } else { faults });
    }

    fn reopen(&mut self, power: bool) {
        if power {
            self.disk.crash();
        }
        let mut opened = open(&self.disk);
        if opened.is_err() {
            if self.dice.one_in(2) {
                self.disk.crash();
            }
            self.disk.set_faults(Faults::default());
            opened = open(&self.disk);
        }
        self.journal = opened.unwrap().0;
        self.compare();
    }

    fn verify(&mut self) {
        let found = self.read();
        assert!(found >= self.held.len(), "{found} of {} records", self.held.len());
    }

    /// After an opening: what was held is there, and of what was pending some beginning.
    fn compare(&mut self) {
        self.verify();
        let found = self.read();
        assert_eq!(self.journal.next(), 1 + found as u64);
        self.held.extend(self.pending.drain(..found - self.held.len()));
        self.pending.clear();
    }

    /// The number of the last record; all are as they were appended.
    fn read(&self) -> usize {
        let first = self.journal.first();
        assert!(first <= self.wanted, "{first} of {}", self.wanted);
        let found = records(&self.journal, first).unwrap();
        let mut appended = self.held.iter().chain(&self.pending).skip(first as usize - 1);
        for (at, (number, body)) in found.iter().enumerate() {
            assert_eq!(*number, first + at as u64);
            assert_eq!(Some(body), appended.next());
        }
        first as usize - 1 + found.len()
    }
}

#[test]
fn random_work_loses_nothing_that_was_acknowledged() {
    for seed in 0..300 {
        let mut world = World::new(seed);
        let work = std::panic::AssertUnwindSafe(|| (0..400).for_each(|_| world.act()));
        if let Err(panic) = std::panic::catch_unwind(work) {
            eprintln!("seed {seed}");
            std::panic::resume_unwind(panic);
        }
    }
}

/// One script, in which each call to the disk fails once, whichever it is.
#[test]
fn whichever_call_fails_work_goes_on() {
    let calls = scripted(None);
    assert!(calls > 60, "{calls}");
    for at in 1..=calls {
        scripted(Some(at));
    }
}

fn scripted(at: Option<u64>) -> u64 {
    let disk = SimulatedDisk::new(at.unwrap_or(0));
    disk.set_faults(Faults { at, ..Faults::default() });
    let mut journal = open(&disk).or_else(|_| open(&disk)).unwrap().0;
    while journal.next() <= 40 {
        let mut group = || {
            for number in journal.next()..journal.next() + 4 {
                journal.append(&record(number))?;
            }
            journal.sync()?;
            journal.tend()
        };
        if group().is_err() {
            journal.recover().or_else(|_| journal.recover()).unwrap();
        }
        let upto = journal.next().saturating_sub(20);
        journal.trim(upto).or_else(|_| journal.trim(upto)).unwrap();
    }
    let (calls, first, next) = (disk.operations(), journal.first(), journal.next());
    disk.crash();
    let (journal, opened) = open(&disk).or_else(|_| open(&disk)).unwrap();
    assert_eq!((opened.first, opened.next), (first, next));
    assert!(records(&journal, first).unwrap().iter().all(|(number, body)| *body == record(*number)));
    calls
}

#[test]
fn work_goes_on_when_room_is_made() {
    let disk = SimulatedDisk::new(1);
    let (mut journal, _) = open(&disk).unwrap();
    fill(&mut journal, 10);
    disk.set_faults(Faults { no_room: true, ..Faults::default() });
    journal.append(b"eleven").unwrap();
    let error = journal.sync().unwrap_err();
    assert_eq!(error.fault, filrouge_journal::Fault::Full);
    assert!(error.detail.starts_with("no room is left for `disk/journal-0"), "{error}");
    assert!(journal.append(b"eleven").is_err() && journal.recover().is_err());
    disk.set_faults(Faults::default());
    assert_eq!(journal.recover(), Ok(11));
    fill(&mut journal, 20);
    assert_eq!(records(&journal, 1).unwrap(), expected(1, 20));
}

#[test]
fn what_a_failed_sync_left_on_the_disk_is_void() {
    for seed in 0..50 {
        let disk = SimulatedDisk::new(seed);
        let (mut journal, _) = open(&disk).unwrap();
        fill(&mut journal, 4);
        journal.append(b"void").unwrap();
        disk.set_faults(Faults { at: Some(disk.operations() + 2), ..Faults::default() });
        journal.sync().unwrap_err();
        assert_eq!(journal.recover(), Ok(5));
        fill(&mut journal, 6);
        disk.crash();
        assert_eq!(all(&disk).unwrap(), expected(1, 6));
    }
}

/// A file whose sync failed reads back well from memory: an opening does not trust it.
#[test]
fn what_is_only_in_memory_is_written_anew_by_an_opening() {
    for seed in 0..50 {
        let disk = SimulatedDisk::new(seed);
        let (mut journal, _) = open(&disk).unwrap();
        fill(&mut journal, 4);
        journal.append(b"in memory").unwrap();
        disk.set_faults(Faults { at: Some(disk.operations() + 2), ..Faults::default() });
        journal.sync().unwrap_err();
        let (_, opened) = open(&disk).unwrap();
        assert_eq!(opened.next, 6);
        disk.crash();
        assert_eq!(all(&disk).unwrap().pop(), Some((5, b"in memory".to_vec())));
    }
}

#[test]
fn a_journal_that_begins_anew_holds_the_old_records_or_none() {
    for (at, seed) in (1..20).flat_map(|at| (0..10).map(move |seed| (at, seed))) {
        let disk = SimulatedDisk::new(seed);
        let (mut journal, _) = open(&disk).unwrap();
        fill(&mut journal, 40);
        disk.set_faults(Faults { at: Some(disk.operations() + at), ..Faults::default() });
        let begun = journal.restart(2_000).is_ok() || journal.next() == 2_000;
        disk.set_faults(Faults::default());
        disk.crash();
        let found = all(&disk).unwrap();
        assert!(found == expected(1, 40) && !begun || found.is_empty());
    }
}

/// A file whose sync failed may lie on bad blocks.
#[test]
fn a_file_that_failed_is_not_written_again() {
    let disk = SimulatedDisk::new(1);
    let (mut journal, _) = open(&disk).unwrap();
    fill(&mut journal, 4);
    journal.append(b"void").unwrap();
    disk.set_faults(Faults { at: Some(disk.operations() + 2), ..Faults::default() });
    journal.sync().unwrap_err();
    journal.recover().unwrap();
    journal.trim(5).unwrap();
    assert_eq!(disk.contents().into_keys().collect::<Vec<_>>(), ["journal-0000000000000002.segment"]);
}

/// Preparing room fails when nobody waits; whoever comes next is told what it was, and what to do.
#[test]
fn a_failure_between_two_groups_is_told_by_the_next() {
    let disk = SimulatedDisk::new(1);
    let (mut journal, _) =
        Journal::open(Box::new(disk.clone()), filrouge_journal::Options::of([7; 16])).unwrap();
    journal.append(b"one").unwrap();
    journal.sync().unwrap();
    disk.set_faults(Faults { at: Some(disk.operations() + 2), ..Faults::default() });
    journal.tend().unwrap_err();
    let error = journal.append(b"two").unwrap_err();
    assert_eq!(error.fault, filrouge_journal::Fault::Io);
    assert!(error.detail.ends_with("check its disk"), "{error}");
    assert_eq!(journal.recover(), Ok(2));
}
