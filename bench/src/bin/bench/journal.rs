//! Durable records a second through the journal, by the length of a group, beside a floor: the same bytes written to a
//! file that has all its blocks, and synced.

use filrouge_bench::{Failure, Report, Target, median};
use filrouge_journal::{Directory, Journal, Options};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

const RECORD: usize = 450;
const GROUPS: [u64; 4] = [1, 16, 128, 512];
/// How long one round of one kind takes.
const ROUND: Duration = Duration::from_millis(700);
const ROUNDS: usize = 5;
/// Length of the file of the floor; it is written again from its beginning when it is full.
const FLOOR: u64 = 64 * 1024 * 1024;

pub(crate) fn run() -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let floor = floor_file(&folder.path().join("floor"))?;
    let mut journal = Kept::open(&folder.path().join("trimmed"), true)?;
    let mut growing = Kept::open(&folder.path().join("growing"), false)?;
    let mut report = Report::of("journal");
    for group in GROUPS {
        let (mut floors, mut trimmed, mut grown) = (Vec::new(), Vec::new(), Vec::new());
        let mut position = 0;
        for _ in 0..ROUNDS {
            floors.push(rate(group, || floor_group(&floor, group, &mut position))?);
            trimmed.push(rate(group, || journal.group(group))?);
            grown.push(rate(group, || growing.group(group))?);
        }
        let (floor, journal, growing) = (median(floors), median(trimmed), median(grown));
        report.add(format!("floor, groups of {group}"), floor, "records/s");
        report.add(format!("journal, segments written again, groups of {group}"), journal, "records/s");
        report.add(format!("journal, new segments, groups of {group}"), growing, "records/s");
        let name = format!("journal / floor, groups of {group}");
        report.aim(name, journal / floor, "×", Target::AtLeast(0.8));
    }
    report.print();
    Ok(())
}

/// Runs groups for a while.
fn rate(group: u64, mut run: impl FnMut() -> Result<(), Failure>) -> Result<f64, Failure> {
    let (since, mut groups) = (Instant::now(), 0);
    while since.elapsed() < ROUND {
        run()?;
        groups += 1;
    }
    Ok((groups * group) as f64 / since.elapsed().as_secs_f64())
}

fn floor_file(path: &Path) -> Result<File, Failure> {
    let file = File::create_new(path)?;
    let zeros = vec![0; 1024 * 1024];
    for at in (0..FLOOR).step_by(zeros.len()) {
        file.write_all_at(&zeros, at)?;
    }
    file.sync_all()?;
    Ok(file)
}

fn floor_group(file: &File, group: u64, position: &mut u64) -> Result<(), Failure> {
    let bytes = vec![b'x'; RECORD * group as usize];
    if *position + bytes.len() as u64 > FLOOR {
        *position = 0;
    }
    file.write_all_at(&bytes, *position)?;
    file.sync_data()?;
    *position += bytes.len() as u64;
    Ok(())
}

/// A journal of which the last records are kept, or all.
struct Kept {
    journal: Journal,
    trims: bool,
}

impl Kept {
    fn open(path: &Path, trims: bool) -> Result<Self, Failure> {
        let (journal, _) = Journal::open(Box::new(Directory::open(path)?), Options::of([7; 16]))?;
        Ok(Self { journal, trims })
    }

    fn group(&mut self, group: u64) -> Result<(), Failure> {
        let record = [b'x'; RECORD];
        for _ in 0..group {
            self.journal.append(&record)?;
        }
        self.journal.sync()?;
        self.journal.tend()?;
        if self.trims {
            self.journal.trim(self.journal.next() - 1)?;
        }
        Ok(())
    }
}
