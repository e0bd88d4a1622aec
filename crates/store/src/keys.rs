//! Keys of people, each kept in the file and wrapped with the root key.

use crate::database::Database;
use crate::rows::bytes;
use filrouge_audit::{Root, Salt, Subject, Unreadable};
use filrouge_host::{Commit, Fault, StoreError};
use filrouge_machine::Id;
use rusqlite::{Connection, OptionalExtension as _, Result, params};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

/// Whose key seals what is about nobody: the id of no person, so that no erasure destroys it.
pub(crate) const NOBODY: Id = Id(u128::MAX);

/// Keys that are remembered; with that many they are forgotten and read again.
const REMEMBERED: usize = 1 << 16;

/// Keys of people whom the writer met lately.
#[derive(Default)]
pub(crate) struct Subjects(HashMap<Id, Arc<Subject>>);

impl Subjects {
    /// The key of a person; a new one is drawn from `salt` and kept.
    pub(crate) fn of(
        &mut self,
        file: &Connection,
        root: &Root,
        person: Id,
        salt: &Salt,
    ) -> Result<Arc<Subject>> {
        if let Some(known) = self.0.get(&person) {
            return Ok(Arc::clone(known));
        }
        let key = match kept(file, root, person)? {
            Some(key) => key,
            None => drawn(file, root, person, salt)?,
        };
        if self.0.len() >= REMEMBERED {
            self.0.clear();
        }
        let subject = Arc::new(Subject::new(&key));
        self.0.insert(person, Arc::clone(&subject));
        Ok(subject)
    }

    /// Forgets a key, or all of them.
    pub(crate) fn forget(&mut self, person: Option<Id>) {
        match person {
            Some(person) => drop(self.0.remove(&person)),
            None => self.0.clear(),
        }
    }
}

fn kept(file: &Connection, root: &Root, person: Id) -> Result<Option<[u8; 32]>> {
    let mut statement = file.prepare_cached("SELECT sealed FROM audit_key WHERE person = ?1")?;
    let sealed: Option<Vec<u8>> = statement.query_row([bytes(person)], |row| row.get(0)).optional()?;
    sealed.map(|sealed| root.unwrap(&sealed, &bytes(person)).map_err(refused)).transpose()
}

fn drawn(file: &Connection, root: &Root, person: Id, salt: &Salt) -> Result<[u8; 32]> {
    let key = root.draw(salt, &bytes(person));
    let sealed = root.wrap(&key, &bytes(person)).map_err(refused)?;
    let sql = "INSERT INTO audit_key (person, sealed) VALUES (?1, ?2)";
    file.prepare_cached(sql)?.execute(params![bytes(person), sealed])?;
    Ok(key)
}

/// As an error of a row, which the store explains.
pub(crate) fn refused(error: Unreadable) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(error))
}

impl Database {
    /// The body of a row in the clear. One without a number was written by a version that had no audit log.
    pub(crate) fn clear(
        &self,
        person: Option<Id>,
        seq: Option<i64>,
        body: Vec<u8>,
    ) -> std::result::Result<Vec<u8>, StoreError> {
        let Some(seq) = seq else { return Ok(body) };
        let root = self
            .root
            .as_deref()
            .ok_or_else(|| StoreError::new(Fault::Corrupt, "the root key is not at hand"))?;
        let key =
            kept(&self.connection, root, person.unwrap_or(NOBODY)).map_err(|error| self.explain(&error))?;
        let subject = key.map(|key| Subject::new(&key)).ok_or(Unreadable);
        let opened = subject.and_then(|subject| subject.open(seq.unsigned_abs(), &body));
        opened.map_err(|error| StoreError::unreadable("a row", error))
    }
}

/// Puts chance into a commit of which the log is told, unless it has some.
pub(crate) fn salt(commit: &mut Commit) -> std::result::Result<(), StoreError> {
    if !commit.audit.records.is_empty() && commit.audit.salt == [0; 32] {
        let failed = |error| StoreError::new(Fault::Io, format!("the system gives no chance: {error}"));
        commit.audit.salt = chance().map_err(failed)?;
    }
    Ok(())
}

/// 32 bytes that nobody can foresee.
pub(crate) fn chance() -> io::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}
