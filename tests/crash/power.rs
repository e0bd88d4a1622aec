//! The power fails: of what the daemon wrote, the disk has what was synced, and of the rest whatever it had got to.
//!
//! A library in front of the C library ([`shim.c`](power/shim.c)) keeps a second state of the daemon's files, in which
//! bytes arrive when their file is synced and names when their folder is. When the power fails, that state is what is left,
//! and beside it some pages of the other one, whole or in part: a disk writes in an order of its own.

use crate::dice::Dice;
use crate::stage::Stage;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What a file system writes at once.
const PAGE: usize = 4096;
/// What a disk writes at once.
const SECTOR: usize = 512;

/// A supply of power that can fail.
pub struct Power {
    folder: TempDir,
    data: PathBuf,
}

impl Power {
    /// Makes the daemons of `stage` depend on it.
    pub fn of(stage: &mut Stage) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shim = folder.path().join("shim.so");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/crash/power/shim.c");
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-O2", "-o"])
            .arg(&shim)
            .arg(source)
            .arg("-ldl")
            .status();
        assert!(built.expect("a C compiler, which Rust needs too").success());
        let data = stage.path("").canonicalize().unwrap().join("data");
        fs::create_dir_all(&data).unwrap();
        let variables = [("LD_PRELOAD", &*shim), ("POWER_DATA", &data), ("POWER_DISK", folder.path())];
        let text = |(name, path): (&str, &Path)| (name.to_owned(), path.to_str().unwrap().to_owned());
        stage.environment.extend(variables.map(text));
        let power = Self { folder, data };
        power.begin();
        power
    }

    /// The power fails while no daemon runs any more: its files are what the disk has of them.
    pub fn fails(&self, dice: &mut Dice) {
        // On some days nothing of what was not synced has arrived, on others nearly all.
        let luck = dice.below(5);
        let mut whole = BTreeMap::new();
        self.survivors("", dice, luck, &mut whole);
        fs::remove_dir_all(&self.data).unwrap();
        fs::create_dir_all(&self.data).unwrap();
        for (name, content) in whole {
            let file = self.data.join(&name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            if let Some(content) = content {
                fs::write(file, content).unwrap();
            } else {
                fs::create_dir_all(file).unwrap();
            }
        }
        self.begin();
    }

    /// The files of a folder whose names the disk has; nothing for a folder.
    fn survivors(
        &self,
        folder: &str,
        dice: &mut Dice,
        luck: u64,
        whole: &mut BTreeMap<String, Option<Vec<u8>>>,
    ) {
        let listing = self.folder.path().join(format!("names/@{}", folder.replace('/', "%")));
        for line in fs::read_to_string(listing).unwrap_or_default().lines() {
            let (id, name) = line.split_once(' ').unwrap();
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            if id == "folder" {
                whole.insert(path.clone(), None);
                self.survivors(&path, dice, luck, whole);
                continue;
            }
            let synced = fs::read(self.folder.path().join("content").join(id)).unwrap_or_default();
            let file = self.data.join(&path);
            let is_same = fs::metadata(&file).is_ok_and(|found| id.starts_with(&format!("{}.", found.ino())));
            let written = if is_same { fs::read(&file).unwrap() } else { synced.clone() };
            whole.insert(path, Some(mixed(synced, &written, dice, luck)));
        }
    }

    /// All that is there now is on the disk.
    fn begin(&self) {
        for part in ["content", "names"] {
            let _ = fs::remove_dir_all(self.folder.path().join(part));
            fs::create_dir_all(self.folder.path().join(part)).unwrap();
        }
        self.settle("");
    }

    fn settle(&self, folder: &str) {
        let mut lines = String::new();
        for entry in fs::read_dir(self.data.join(folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if entry.file_type().unwrap().is_dir() {
                lines.push_str(&format!("folder {name}\n"));
                self.settle(&Path::new(folder).join(&name).to_string_lossy());
            } else {
                let id = format!("{}.0", entry.metadata().unwrap().ino());
                fs::copy(entry.path(), self.folder.path().join("content").join(&id)).unwrap();
                lines.push_str(&format!("{id} {name}\n"));
            }
        }
        let listing = format!("names/@{}", folder.replace('/', "%"));
        fs::write(self.folder.path().join(listing), lines).unwrap();
    }
}

/// What was synced, with some of the pages that were only written.
fn mixed(mut synced: Vec<u8>, written: &[u8], dice: &mut Dice, luck: u64) -> Vec<u8> {
    for (number, page) in written.chunks(PAGE).enumerate() {
        let from = number * PAGE;
        let is_new = synced.get(from..(from + page.len()).min(synced.len())) != Some(page);
        if is_new && dice.below(4) < luck {
            let torn = dice.one_in(4);
            let sectors = if torn { dice.below((PAGE / SECTOR) as u64) as usize } else { PAGE / SECTOR };
            let length = page.len().min(sectors * SECTOR);
            synced.resize(synced.len().max(from + length), 0);
            synced[from..from + length].copy_from_slice(&page[..length]);
        }
    }
    synced
}
