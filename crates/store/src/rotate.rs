//! Another root key: every key of a person is wrapped anew, and no body is touched.

use crate::keys::{HOUSE, chance, refused};
use crate::open::{self, OpenError};
use crate::root::{self, RootSource, SIGNER};
use crate::sealing::Audited;
use crate::upkeep::is_there;
use crate::{JournaledStore, SqliteStore};
use filrouge_audit::{Fact, Facts, Kind, Root};
use filrouge_host::{AuditRows, Fault, RecordRow, RowOf, StoreError};
use rusqlite::{Connection, Result, params};
use std::path::Path;

/// Gives the data in `directory` the root key of `next`, and says how many keys were wrapped anew. The log has it as a record.
/// Backups that were made before keep needing the old key.
///
/// # Errors
/// When a daemon works on the data, one of the two keys cannot be read, or the disk refuses.
pub fn rotate(directory: &Path, next: &RootSource, now: i64) -> std::result::Result<u64, OpenError> {
    is_there(directory)?;
    // What only the journal has comes into the file first.
    drop(JournaledStore::open(directory)?);
    let _lock = open::take(directory)?;
    let store = SqliteStore::connect(directory)?;
    let (keys, new) = (root::open(directory, &store.database, None)?, next.read()?);
    let old = &keys.root;
    let audit = Audited { rows: told(now, &new)?, ..Audited::default() };
    let mut wrapped = 0;
    store.sealed_with(&keys).transact(|writing| {
        writing.seal(&[audit], &[], &[])?;
        wrapped = wrap_anew(writing.transaction, old, &new)?;
        Ok(())
    })?;
    root::name(directory, next)?;
    Ok(wrapped)
}

/// What the log is told.
fn told(now: i64, new: &Root) -> std::result::Result<AuditRows, StoreError> {
    let failed = |error| StoreError::new(Fault::Io, format!("the system gives no chance: {error}"));
    let facts = Facts::from([(Fact::What, "root-key-changed"), (Fact::Hash, &new.fingerprint())]);
    let of = RowOf::Act { person: None, body: b"{}".to_vec() };
    let records = vec![RecordRow { kind: Kind::Key, of, facts }];
    Ok(AuditRows { at: now, plan: String::new(), salt: chance().map_err(failed)?, records })
}

fn wrap_anew(file: &Connection, old: &Root, new: &Root) -> Result<u64> {
    let mut statement = file.prepare("SELECT person, sealed FROM audit_key")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows: Vec<(Vec<u8>, Vec<u8>)> = rows.collect::<Result<_>>()?;
    for (person, sealed) in &rows {
        let sql = "UPDATE audit_key SET sealed = ?2 WHERE person = ?1";
        file.prepare_cached(sql)?.execute(params![person, again(old, new, sealed, person)?])?;
    }
    let sql = "UPDATE meta SET value = ?2 WHERE key = ?1";
    for (key, owner) in [("audit_signer", SIGNER), ("house", HOUSE)] {
        let kept: Vec<u8> =
            file.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))?;
        file.execute(sql, params![key, again(old, new, &kept, owner)?])?;
    }
    file.execute(sql, params!["audit_root", new.fingerprint()])?;
    Ok(rows.len() as u64)
}

fn again(old: &Root, new: &Root, sealed: &[u8], owner: &[u8]) -> Result<Vec<u8>> {
    old.unwrap(sealed, owner).and_then(|key| new.wrap(&key, owner)).map_err(refused)
}
