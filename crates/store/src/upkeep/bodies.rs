//! Every body of a store, opened: its key is found, it is decrypted, and whoever knows what it says is asked to read it. Rows are
//! gone through one by one, so that a large store takes no more memory than a small one.

mod kind;
mod tables;

pub use kind::{Bodies, Kind};

use super::Looked;
use super::check::{Check, Damage, DamagedRow, Part};
use crate::ahead::record;
use crate::database::Database;
use crate::failure;
use crate::open::OpenError;
use crate::schema::SEALED_SINCE;
use filrouge_host::{Body, StoreError};
use filrouge_journal::salvage;
use filrouge_machine::Id;
use rusqlite::Row;
use rusqlite::types::ValueRef;
use std::fmt::Write as _;
use std::sync::Arc;

/// Bodies that are told one by one; the rest is counted.
const MOST: u64 = 100;

/// Rows between two words about how far it is.
const STRIDE: u64 = 512;

/// Who reads what a body says.
pub type Reads<'r> = &'r dyn Fn(Body<'_>) -> Result<(), StoreError>;

/// Opens all bodies of a store whose pages are sound, and tells what does not open. `progress` hears how many are done, and all
/// there are.
pub(super) fn open(
    looked: &Looked,
    check: &mut Check,
    reads: Reads<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), OpenError> {
    if let Some(remark) = in_the_clear(looked)? {
        check.remarks.push(remark);
        return Ok(());
    }
    let keys = match looked.open_keys() {
        Ok(keys) => keys,
        Err(error) => {
            let detail = format!("{error}; no body was opened");
            check.damages.push(Damage { part: Part::Keys, row: None, detail });
            return Ok(());
        }
    };
    let ahead = check.journal.as_ref().map_or(0, |journal| journal.ahead);
    // Nobody writes meanwhile, so keys of people may be remembered.
    let database = Database { keys: Some(Arc::clone(&keys)), in_step: true, ..looked.again()? };
    let all = tables::count(&database)? + ahead;
    let mut opening = Opening {
        database: &database,
        reads,
        progress,
        done: 0,
        all,
        kinds: Vec::new(),
        damages: Vec::new(),
    };
    tables::open(&mut opening)?;
    if ahead > 0 {
        opening.records(looked)?;
    }
    opening.tell(check);
    Ok(())
}

/// Why the bodies of a file are not opened yet.
fn in_the_clear(looked: &Looked) -> Result<Option<String>, OpenError> {
    let format = looked.number("PRAGMA user_version")?;
    let is_marked = || looked.number("SELECT count(*) FROM meta WHERE key = 'in_the_clear'");
    let is_clear = format < SEALED_SINCE.unsigned_abs().into() || is_marked()? > 0;
    let remark =
        "an earlier version wrote bodies in the clear, and they were not opened; a start encrypts them";
    Ok(is_clear.then(|| remark.to_owned()))
}

/// What became of a body.
enum Seen {
    Opened,
    Erased,
    /// Its key does not open, which is told of the key.
    Shut,
    Damaged(String),
}

/// Whose key a body has.
enum Owner {
    Person(Option<Id>),
    /// The house, the root key, or nobody at all.
    House,
}

/// Rows of one table, as they are read and opened.
struct Table<R> {
    kind: Kind,
    name: &'static str,
    sql: &'static str,
    /// The column that says which row it is.
    key: usize,
    row: fn(&Row<'_>) -> rusqlite::Result<R>,
    owner: fn(&R) -> Owner,
    open: fn(&Database, R, Reads<'_>) -> Result<(), StoreError>,
}

struct Opening<'o> {
    database: &'o Database,
    reads: Reads<'o>,
    progress: &'o mut dyn FnMut(u64, u64),
    done: u64,
    all: u64,
    kinds: Vec<Bodies>,
    damages: Vec<Damage>,
}

impl Opening<'_> {
    fn table<R>(&mut self, table: &Table<R>) -> Result<(), StoreError> {
        self.kinds.push(Bodies::of(table.kind));
        (self.progress)(self.done, self.all);
        let database = self.database;
        let mut walk = || {
            let mut statement = database.connection.prepare(table.sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let seen = self.see(table, row);
                self.note(table.kind, (Part::File, table.name), &|| key(row, table.key), seen);
            }
            Ok(())
        };
        walk().map_err(|error| database.explain(&error))
    }

    fn see<R>(&self, table: &Table<R>, row: &Row<'_>) -> Seen {
        let read = match (table.row)(row) {
            Ok(read) => read,
            Err(error) => return Seen::Damaged(self.database.explain(&error).detail),
        };
        if let Owner::Person(owner) = (table.owner)(&read) {
            match self.database.key(owner) {
                Ok(Some(_)) => {}
                Ok(None) if owner.is_some() && table.kind.outlives_its_key() => return Seen::Erased,
                Ok(None) => return Seen::Damaged("its key is not there".to_owned()),
                Err(_) => return Seen::Shut,
            }
        }
        (table.open)(self.database, read, self.reads)
            .map_or_else(|error| Seen::Damaged(error.detail), |()| Seen::Opened)
    }

    /// Records that a start would bring into the file.
    fn records(&mut self, looked: &Looked) -> Result<(), OpenError> {
        self.kinds.push(Bodies::of(Kind::Record));
        let (files, keys) = (looked.journal.files()?, self.database.keys.clone());
        let read = salvage(&files, &looked.options(), |number, body| {
            if number > looked.done {
                let seen = match record::decode(keys.as_deref(), number, body) {
                    Ok(_) => Seen::Opened,
                    Err(error) => Seen::Damaged(error.detail),
                };
                self.note(Kind::Record, (Part::Journal, "journal"), &|| number.to_string(), seen);
            }
        });
        read.map(drop).map_err(|error| failure::of_journal(error).into())
    }

    fn note(&mut self, kind: Kind, (part, table): (Part, &str), key: &dyn Fn() -> String, seen: Seen) {
        self.done += 1;
        if self.done.is_multiple_of(STRIDE) {
            (self.progress)(self.done, self.all);
        }
        let Some(bodies) = self.kinds.last_mut() else { return };
        match seen {
            Seen::Opened => bodies.opened += 1,
            Seen::Erased => bodies.erased += 1,
            Seen::Shut => bodies.damaged += 1,
            Seen::Damaged(why) => {
                bodies.damaged += 1;
                if self.damages.len() < MOST as usize {
                    let row = DamagedRow { table: table.to_owned(), key: key() };
                    let detail = format!("row {} of `{table}`: {why}; {}", row.key, kind.way_out());
                    self.damages.push(Damage { part, row: Some(row), detail });
                }
            }
        }
    }

    fn tell(self, check: &mut Check) {
        let told = self.damages.len() as u64;
        check.damages.extend(self.damages);
        let damaged = self.kinds.iter().map(|bodies| bodies.damaged).sum::<u64>();
        if damaged > told && told > 0 {
            let detail = format!("{} more bodies do not open", damaged - told);
            check.damages.push(Damage { part: Part::File, row: None, detail });
        }
        check.bodies = Some(self.kinds);
    }
}

/// By what a row is known.
fn key(row: &Row<'_>, column: usize) -> String {
    match row.get_ref(column) {
        Ok(ValueRef::Integer(number)) => number.to_string(),
        Ok(ValueRef::Text(text)) => String::from_utf8_lossy(text).into_owned(),
        Ok(ValueRef::Blob(bytes)) => bytes.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        }),
        _ => "without a key".to_owned(),
    }
}
