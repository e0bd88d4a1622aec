//! The disks below a store: what is left of them when the process ends.

use crate::host::told;
use crate::story::Trouble;
use filrouge_journal::{Faults, SimulatedDisk};
use filrouge_simulate::Dice;
use filrouge_store::{FileFate, JournaledStore, OpenError, SimulatedFile};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// Names of the file and of its log.
const FILE: [&str; 2] = ["filrouge.db", "filrouge.db-wal"];

/// The root key of the audit log, which is there before anything is written.
const ROOT_KEY: &str = "root.key";

/// The key of contact points of the erased, which is the one of the store in memory.
const SUPPRESSION_KEY: (&str, [u8; 32]) = ("suppression.key", [7; 32]);

/// The list of erasures.
const ERASURES: &str = "erasures.jsonl";

/// The disk of the journal, and that of the file.
pub struct Ground {
    pub journal: SimulatedDisk,
    file: SimulatedFile,
    folder: TempDir,
    faults: Faults,
}

impl Ground {
    pub fn new(seed: u64) -> Result<Self, String> {
        let (journal, file) = (SimulatedDisk::new(seed), SimulatedFile::default());
        let folder = folder()?;
        fs::write(folder.path().join(ROOT_KEY), "ab".repeat(32)).map_err(told)?;
        fs::write(folder.path().join(SUPPRESSION_KEY.0), SUPPRESSION_KEY.1).map_err(told)?;
        Ok(Self { journal, file, folder, faults: Faults::default() })
    }

    pub fn open(&self) -> Result<JournaledStore, OpenError> {
        JournaledStore::open_simulated(self.folder.path(), &self.journal, &self.file)
    }

    /// Something fails from now on, beside what does already.
    pub fn fail(&mut self, trouble: Trouble) {
        let now = self.journal.operations();
        match trouble {
            Trouble::Dies(call) => self.faults.dies_at = Some(now + call),
            Trouble::Fails(call) => self.faults.at = Some(now + call),
            Trouble::Short => self.faults.short = 3,
            Trouble::NoRoom => self.faults.no_room = true,
            Trouble::FileFull => self.file.set(FileFate::Full),
            Trouble::FileLost => self.file.set(FileFate::Lost),
            Trouble::FileUnsynced => self.file.set(FileFate::Unsynced),
        }
        self.journal.set_faults(self.faults);
    }

    /// The disk says that it has what it never writes.
    pub fn lie(&mut self) {
        self.faults.lies = true;
        self.journal.set_faults(self.faults);
    }

    /// Nothing fails any more; a disk that lies goes on lying.
    pub fn calm(&mut self) {
        self.faults = Faults { lies: self.faults.lies, ..Faults::default() };
        self.journal.set_faults(self.faults);
        self.file.set(FileFate::Written);
    }

    /// Where the file is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The bytes of everything that is on the disks.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, String> {
        let mut all: Vec<_> = self.journal.contents().into_iter().collect();
        for entry in fs::read_dir(self.folder()).map_err(told)? {
            let path = entry.map_err(told)?.path();
            if path.is_file() {
                all.push((path.display().to_string(), fs::read(path).map_err(told)?));
            }
        }
        Ok(all)
    }

    /// Whether the process is dead.
    pub fn is_dead(&self) -> bool {
        self.faults.dies_at.is_some_and(|call| self.journal.operations() >= call)
    }

    /// The process must not write anything any more, and what it has written to the file is set aside.
    pub fn freeze(&mut self, with_power: bool, dice: &mut Dice) -> Result<(), String> {
        self.file.set(FileFate::Lost);
        let next = folder()?;
        for name in FILE.into_iter().chain([ROOT_KEY, SUPPRESSION_KEY.0, ERASURES]) {
            copy(&self.folder.path().join(name), &next.path().join(name))?;
        }
        // What was never synced may be gone, from any place on.
        if let Some(from) = self.file.unsynced().filter(|_| !with_power) {
            cut(&next.path().join(FILE[1]), from, dice)?;
        }
        self.folder = next;
        Ok(())
    }

    /// Behind the end of the process.
    pub fn end(&mut self, with_power: bool) {
        if with_power {
            self.journal.kill()
        } else {
            self.journal.crash()
        }
        self.file = SimulatedFile::default();
        self.calm();
    }
}

/// In memory where the machine has such a folder: these disks fail as they are told, and not as others do.
fn folder() -> Result<TempDir, String> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.map_err(told)
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    if from.is_file() { fs::copy(from, to).map(drop).map_err(told) } else { Ok(()) }
}

fn cut(log: &Path, from: u64, dice: &mut Dice) -> Result<(), String> {
    let Ok(file) = fs::File::options().write(true).open(log) else { return Ok(()) };
    let length = file.metadata().map_err(told)?.len();
    let left = from + dice.roll() % (length.saturating_sub(from) + 1);
    file.set_len(left.min(length)).map_err(told)
}
