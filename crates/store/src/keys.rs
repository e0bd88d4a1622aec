//! The keys of a store: the root key, the one of the house, and those of people, which are kept in the file and wrapped with the
//! root key.

use crate::database::Database;
use crate::rows::bytes;
use filrouge_audit::{House, Root, Salt, Subject, Unreadable};
use filrouge_host::{Commit, Fault, StoreError};
use filrouge_machine::Id;
use rusqlite::{Connection, OptionalExtension as _, Result, params};
use std::collections::HashMap;
use std::io;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Whose key seals what is about nobody: the id of no person, so that no erasure destroys it.
pub(crate) const NOBODY: Id = Id(u128::MAX);

/// Whose wrapped key is the one of the house.
pub(crate) const HOUSE: &[u8] = b"house";

/// Keys that are remembered at the most, in each of two generations; one takes more than a kilobyte.
const REMEMBERED: usize = 1 << 13;

/// The keys of a store, for everybody who works on its file.
pub(crate) struct Keys {
    pub root: Root,
    house: Option<House>,
    people: Mutex<Subjects>,
}

/// Keys of people who were met lately: two generations, of which the elder is dropped when the younger is full.
#[derive(Default)]
struct Subjects {
    young: HashMap<Id, Arc<Subject>>,
    old: HashMap<Id, Arc<Subject>>,
}

impl Subjects {
    fn get(&mut self, person: Id) -> Option<Arc<Subject>> {
        if let Some(known) = self.young.get(&person) {
            return Some(Arc::clone(known));
        }
        let known = self.old.remove(&person)?;
        self.put(person, Arc::clone(&known));
        Some(known)
    }

    fn put(&mut self, person: Id, subject: Arc<Subject>) {
        if self.young.len() >= REMEMBERED {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(person, subject);
    }
}

impl Keys {
    /// The root key, and the others as the file has them. One of an older version has no key of the house.
    pub(crate) fn of(root: Root, file: &Connection) -> Result<Self> {
        let sql = "SELECT value FROM meta WHERE key = 'house'";
        let wrapped: Option<Vec<u8>> = file.query_row(sql, [], |row| row.get(0)).optional()?;
        let house = wrapped.map(|wrapped| root.unwrap(&wrapped, HOUSE)).transpose().map_err(refused)?;
        Ok(Self { root, house: house.map(|key| House::new(&key)), people: Mutex::default() })
    }

    /// The key of the house.
    pub(crate) fn house(&self) -> std::result::Result<&House, Unreadable> {
        self.house.as_ref().ok_or(Unreadable)
    }

    /// Keys for tests of what is encrypted.
    #[cfg(test)]
    pub(crate) fn sample() -> Self {
        let house = Some(House::new(&[2; 32]));
        Self { root: Root::new(&[1; 32]), house, people: Mutex::default() }
    }

    fn people(&self) -> MutexGuard<'_, Subjects> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key of a person for the writer of the file; a new one is drawn from `salt`, or from chance when that is none.
    pub(crate) fn of_person(&self, file: &Connection, person: Id, salt: &Salt) -> Result<Arc<Subject>> {
        if let Some(known) = self.people().get(person) {
            return Ok(known);
        }
        let key = match kept(file, &self.root, person)? {
            Some(key) => key,
            None => drawn(file, &self.root, person, salt)?,
        };
        Ok(self.remember(person, &key))
    }

    /// The key of a person for somebody who reads; none when it was destroyed. Only who works in step with the writer may
    /// remember it: others may have read it in front of an erasure.
    fn known(&self, file: &Connection, person: Id, remember: bool) -> Result<Option<Arc<Subject>>> {
        if let Some(known) = self.people().get(person) {
            return Ok(Some(known));
        }
        let key = kept(file, &self.root, person)?;
        Ok(key.map(|key| if remember { self.remember(person, &key) } else { Arc::new(Subject::new(&key)) }))
    }

    fn remember(&self, person: Id, key: &[u8; 32]) -> Arc<Subject> {
        let subject = Arc::new(Subject::new(key));
        self.people().put(person, Arc::clone(&subject));
        subject
    }

    /// Forgets the key of a person, or those of all.
    pub(crate) fn forget(&self, person: Option<Id>) {
        let mut people = self.people();
        match person {
            Some(person) => {
                people.young.remove(&person);
                people.old.remove(&person);
            }
            None => *people = Subjects::default(),
        }
    }
}

fn kept(file: &Connection, root: &Root, person: Id) -> Result<Option<[u8; 32]>> {
    let mut statement = file.prepare_cached("SELECT sealed FROM audit_key WHERE person = ?1")?;
    let sealed: Option<Vec<u8>> = statement.query_row([bytes(person)], |row| row.get(0)).optional()?;
    sealed.map(|sealed| root.unwrap(&sealed, &bytes(person)).map_err(refused)).transpose()
}

fn drawn(file: &Connection, root: &Root, person: Id, salt: &Salt) -> Result<[u8; 32]> {
    let salt = if *salt == [0; 32] { &chance().map_err(|_| refused(Unreadable))? } else { salt };
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
    /// The keys.
    pub(crate) fn keys(&self) -> std::result::Result<&Arc<Keys>, StoreError> {
        self.keys.as_ref().ok_or_else(|| StoreError::new(Fault::Corrupt, "the root key is not at hand"))
    }

    /// The key of a person, or of nobody, when it is about nobody; none once it was destroyed.
    pub(crate) fn key(&self, person: Option<Id>) -> std::result::Result<Option<Arc<Subject>>, StoreError> {
        let known = self.keys()?.known(&self.connection, person.unwrap_or(NOBODY), self.in_step);
        known.map_err(|error| self.explain(&error))
    }

    /// The same, where it must be there.
    pub(crate) fn subject(&self, person: Option<Id>) -> std::result::Result<Arc<Subject>, StoreError> {
        self.key(person)?.ok_or_else(|| StoreError::unreadable("a row", Unreadable))
    }
}

/// Puts chance into a commit, unless it has some: keys of new people are drawn from it.
pub(crate) fn salt(commit: &mut Commit) -> std::result::Result<(), StoreError> {
    if commit.audit.salt == [0; 32] {
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
