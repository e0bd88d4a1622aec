//! The audit log as it stands in the file, for whoever reads it: beside a daemon, or without one.

mod bodies;
mod folder;
mod verify;

pub use folder::{Folder, FolderError};
pub use verify::{Verdict, verify};

use crate::database::Database;
use crate::open::{self, OpenError};
use crate::reader::SqliteReader;
use crate::root::{self, RootSource};
use crate::rows::bytes;
use crate::sealing::{END, TILE, end_of};
use crate::upkeep::is_there;
use bodies::{Bodies, Body};
use filrouge_audit::{
    Checkpoint, Destroyed, FULL, Hash, Header, Place, Proof, Tiles, Tree, inclusion, split, unbundle,
};
use filrouge_host::{Fault, Reader, StoreError};
use filrouge_machine::Id;
use filrouge_note::{Signer, Verifier};
use rusqlite::params;
use std::path::Path;
use std::sync::Arc;

/// The audit log of a store, as it was when it was opened or looked at last.
pub struct AuditLog {
    database: Database,
}

/// A record, as far as it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its entry.
    pub entry: Vec<u8>,
    /// What everybody may read of it.
    pub header: Header,
    /// Whose it is, as long as that is known.
    pub person: Option<Id>,
    /// Its words; none once they were erased.
    pub body: Option<Vec<u8>>,
}

impl AuditLog {
    /// The log of the store in `directory`; nothing is changed, and a daemon may work on it. Bodies cannot be read.
    ///
    /// # Errors
    /// When there is no store, it is not ours, or it cannot be read.
    pub fn open(directory: &Path) -> Result<Self, OpenError> {
        let file = is_there(directory)?;
        Ok(Self { database: open::looker(&Arc::from(file))? })
    }

    /// The same, with the root key: bodies can be read, and checkpoints signed.
    ///
    /// # Errors
    /// When the key cannot be read, or is that of other data.
    pub fn unlocked(directory: &Path) -> Result<Self, OpenError> {
        let mut log = Self::open(directory)?;
        let key = RootSource::known(directory)?.read()?;
        log.database.keys = Some(root::keys(&log.database, key)?);
        Ok(log)
    }

    /// Keeps to what is there now, until it is let go of.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hold(&self) -> Result<(), StoreError> {
        open::batch(&self.database, "BEGIN")
    }

    /// How many records there are, and when the last one was written.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn end(&self) -> Result<(u64, i64), StoreError> {
        let end: Option<Vec<u8>> = self.database.one(END, [], |row| row.get(0))?;
        Ok(end.as_deref().and_then(end_of).unwrap_or((0, 0)))
    }

    /// The tree over the records.
    ///
    /// # Errors
    /// When the file cannot be read, or has other tiles than its size asks for.
    pub fn tree(&self) -> Result<Tree, StoreError> {
        let (size, _) = self.end()?;
        let tree = Tree::resumed(size, |level, index| self.tile(level, index).ok());
        tree.ok_or_else(|| StoreError::new(Fault::Corrupt, "the audit log has no tiles that fit its size"))
    }

    /// Who signs checkpoints of this log.
    ///
    /// # Errors
    /// When the file has no such key: no version with an audit log has opened it.
    pub fn verifier(&self) -> Result<Verifier, StoreError> {
        let text: Option<String> = self.known("audit_verifier")?;
        text.and_then(|text| text.parse().ok()).ok_or_else(none)
    }

    /// A checkpoint of the log as it is, signed. What it covers is on the disk.
    ///
    /// # Errors
    /// When the log was opened without its key, or cannot be read.
    pub fn checkpoint(&self) -> Result<(Checkpoint, String), StoreError> {
        let signer = self.signer()?;
        let tree = self.tree()?;
        let origin = signer.verifier().name().to_owned();
        let checkpoint = Checkpoint { origin, size: tree.size(), root: tree.root() };
        let note =
            checkpoint.sign(&signer).map_err(|error| StoreError::unreadable("the name of the log", error))?;
        Ok((checkpoint, note))
    }

    fn signer(&self) -> Result<Signer, StoreError> {
        let name: String = self.known("audit_name")?.ok_or_else(none)?;
        let sealed: Vec<u8> = self.known("audit_signer")?.ok_or_else(none)?;
        let keys = self.database.keys.as_deref().ok_or_else(none)?;
        let seed = keys.root.unwrap(&sealed, root::SIGNER);
        let seed = seed.map_err(|error| StoreError::unreadable("the key that signs", error))?;
        Signer::from_seed(&name, seed).map_err(|error| StoreError::unreadable("the key that signs", error))
    }

    fn known<T: rusqlite::types::FromSql>(&self, key: &str) -> Result<Option<T>, StoreError> {
        self.database.one("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
    }

    /// Hands out entries from the first on, in their order.
    ///
    /// # Errors
    /// When the file cannot be read, or a piece of it is no list of entries.
    pub fn each(&self, mut each: impl FnMut(&[u8])) -> Result<(), StoreError> {
        let mut walk = || {
            let mut statement =
                self.database.connection.prepare("SELECT entries FROM audit ORDER BY first")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let bytes = row.get_ref(0)?.as_blob()?;
                // What is garbled is no entry, and whoever counts will miss it.
                unbundle(bytes).unwrap_or_default().into_iter().for_each(&mut each);
            }
            Ok(())
        };
        walk().map_err(|error| self.database.explain(&error))
    }

    /// The entry of this number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entry(&self, seq: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT first, entries FROM audit WHERE first <= ?1 ORDER BY first DESC LIMIT 1";
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?));
        let Some((first, bytes)) = self.database.one(sql, [seq as i64], row)? else { return Ok(None) };
        let place = usize::try_from(seq - first.unsigned_abs()).unwrap_or(usize::MAX);
        Ok(unbundle(&bytes).unwrap_or_default().get(place).map(|entry| entry.to_vec()))
    }

    /// A record with its words, as far as they are still there.
    ///
    /// # Errors
    /// When the file cannot be read, or a body is not the one that was sealed.
    pub fn record(&self, seq: u64) -> Result<Option<Opened>, StoreError> {
        let Some(entry) = self.entry(seq)? else { return Ok(None) };
        self.opened(seq, entry, bodies::find(&self.database, seq)?).map(Some)
    }

    /// Hands out the records from this number on, in their order: each table is read once. The first failure of `each` ends it.
    ///
    /// # Errors
    /// As [`AuditLog::record`], and what `each` says.
    pub fn records_from<E: From<StoreError>>(
        &self,
        seq: u64,
        mut each: impl FnMut(u64, Opened) -> Result<(), E>,
    ) -> Result<(), E> {
        let (mut at, mut bodies, mut outcome) = (0, Bodies::default(), Ok(()));
        self.each(|entry| {
            if outcome.is_ok() && at >= seq {
                let body = bodies.next(&self.database, at);
                let opened = body.and_then(|body| self.opened(at, entry.to_vec(), body));
                outcome = opened.map_err(E::from).and_then(|opened| each(at, opened));
            }
            at += 1;
        })?;
        outcome
    }

    fn opened(&self, seq: u64, entry: Vec<u8>, body: Option<Body>) -> Result<Opened, StoreError> {
        let garbled = |error| StoreError::unreadable("a record of the audit log", error);
        let header = split(&entry).and_then(|(header, _)| Header::decode(header)).map_err(garbled)?;
        let (person, body) = match body {
            Some((person, body)) => (person, self.words(person, seq, body)?),
            None => (None, None),
        };
        Ok(Opened { entry, header, person, body })
    }

    /// What the log tells of bodies that were destroyed behind the record of this number, the first first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn destroyed_behind(&self, seq: u64) -> Result<Vec<Destroyed>, StoreError> {
        let mut told = Vec::new();
        self.each(|entry| {
            let header = split(entry).and_then(|(header, _)| Header::decode(header)).ok();
            told.extend(header.as_ref().and_then(Destroyed::told).filter(|destroyed| destroyed.at > seq));
        })?;
        Ok(told)
    }

    fn words(&self, person: Option<Id>, seq: u64, body: Vec<u8>) -> Result<Option<Vec<u8>>, StoreError> {
        if self.database.keys.is_none() || !self.has_key(person)? {
            return Ok(None);
        }
        self.database.of_person(person, Place::record(seq), &body).map(Some)
    }

    fn has_key(&self, person: Option<Id>) -> Result<bool, StoreError> {
        let owner = bytes(person.unwrap_or(crate::keys::NOBODY));
        Ok(self.database.one("SELECT 1 FROM audit_key WHERE person = ?1", [owner], |_| Ok(()))?.is_some())
    }

    /// Numbers of the records about a person, in their order.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of_person(&self, person: Id) -> Result<Vec<u64>, StoreError> {
        let mut all = Vec::new();
        for table in ["decision", "input", "act"] {
            let sql = format!("SELECT seq FROM {table} WHERE person = ?1 AND seq IS NOT NULL");
            all.extend(self.database.all(&sql, [bytes(person)], |row| row.get::<_, i64>(0))?);
        }
        all.sort_unstable();
        Ok(all.into_iter().map(i64::unsigned_abs).collect())
    }

    /// A way in for questions about the rows.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn reader(&self) -> Result<Arc<dyn Reader>, StoreError> {
        Ok(Arc::new(SqliteReader::open(&self.database)?))
    }

    /// That a record is in the log, to be taken elsewhere.
    ///
    /// # Errors
    /// When the log was opened without its key, or cannot be read.
    pub fn prove(&self, seq: u64) -> Result<Option<Proof>, StoreError> {
        let (checkpoint, note) = self.checkpoint()?;
        let Some(entry) = self.entry(seq)?.filter(|_| seq < checkpoint.size) else { return Ok(None) };
        let path = inclusion(self, seq, checkpoint.size)?;
        Ok(Some(Proof { entry, index: seq, path, checkpoint: note }))
    }

    /// Writes the files of the log for others: each with its path in the folder. The log is held meanwhile.
    ///
    /// # Errors
    /// When the log was opened without its key or cannot be read, or what `put` says.
    pub fn export<E: From<StoreError>>(
        &self,
        mut put: impl FnMut(&str, &[u8]) -> Result<(), E>,
    ) -> Result<u64, E> {
        self.hold()?;
        let (checkpoint, note) = self.checkpoint()?;
        let mut level = 0;
        let mut count = checkpoint.size;
        while count > 0 {
            for index in 0..count.div_ceil(FULL as u64) {
                let mut hashes = self.tile(level, index)?;
                hashes.truncate((count - index * FULL as u64).min(FULL as u64) as usize);
                put(&filrouge_audit::path(Some(level), index, hashes.len()), &hashes.concat())?;
            }
            (level, count) = (level + 1, count / FULL as u64);
        }
        for index in 0..checkpoint.size.div_ceil(FULL as u64) {
            let (bytes, width) = self.bundle(index)?;
            put(&filrouge_audit::path(None, index, width), &bytes)?;
        }
        put("checkpoint", note.as_bytes())?;
        put("key", format!("{}\n", self.verifier()?).as_bytes())?;
        Ok(checkpoint.size)
    }

    /// The entries of a bundle, and how many they are.
    fn bundle(&self, index: u64) -> Result<(Vec<u8>, usize), StoreError> {
        let sql = "SELECT entries FROM audit WHERE first >= ?1 AND first < ?2 ORDER BY first";
        let from = (index * FULL as u64) as i64;
        let rows: Vec<Vec<u8>> =
            self.database.all(sql, params![from, from + FULL as i64], |row| row.get(0))?;
        let bytes = rows.concat();
        let width = unbundle(&bytes).map_or(0, |entries| entries.len());
        Ok((bytes, width))
    }
}

impl Tiles for AuditLog {
    type Error = StoreError;

    fn tile(&self, level: u8, index: u64) -> Result<Vec<Hash>, StoreError> {
        let hashes: Option<Vec<u8>> =
            self.database.one(TILE, params![level, index as i64], |row| row.get(0))?;
        Ok(hashes.unwrap_or_default().as_chunks().0.to_vec())
    }
}

fn none() -> StoreError {
    StoreError::new(Fault::Corrupt, "the store has no audit log yet, or its root key is not at hand")
}
