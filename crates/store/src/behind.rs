//! What the journaled store asks of the file beside the port: up to where the journal is in it.

use crate::database::Database;
use crate::rows;
use crate::{SqliteStore, upkeep};
use filrouge_host::StoreError;
use filrouge_machine::Id;
use std::path::Path;

impl Database {
    /// The last record of the journal that is in the file; 0 when there is none.
    pub(crate) fn journalled(&self) -> Result<u64, StoreError> {
        let sql = "SELECT value FROM meta WHERE key = 'journal'";
        let number: Option<i64> = self.one(sql, [], |row| row.get(0))?;
        Ok(number.and_then(|number| u64::try_from(number).ok()).unwrap_or(0))
    }

    /// The id of the journal that belongs to the file; none when it never had one.
    pub(crate) fn known_journal(&self) -> Result<Option<[u8; 16]>, StoreError> {
        self.one("SELECT value FROM meta WHERE key = 'journal_id'", [], |row| row.get(0))
    }
}

/// A log of more bytes goes into the file at a start, before anything else.
const LONG_LOG: u64 = 16 << 20;

impl SqliteStore {
    /// Brings a long log into the file. Processes that are killed soon, one after the other, would leave it longer each time,
    /// and each start reads all of it.
    pub(crate) fn shorten_log(&self) -> Result<(), StoreError> {
        let mut log = self.database.path.as_os_str().to_owned();
        log.push("-wal");
        if upkeep::bytes(Path::new(&log)) <= LONG_LOG {
            return Ok(());
        }
        self.database.one("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map(|_| ())
    }

    /// The id of the journal that belongs to the file; chosen by chance when the file is new.
    pub(crate) fn journal_id(&self) -> Result<[u8; 16], StoreError> {
        let sql = "INSERT INTO meta (key, value) VALUES ('journal_id', randomblob(16)) ON CONFLICT (key) DO NOTHING";
        self.database.run(sql, [])?;
        Ok(self.database.known_journal()?.unwrap_or_default())
    }

    /// Forgets the journal that belonged to the file: the next opening begins another one, and refuses this one.
    pub(crate) fn leave_journal(&self) -> Result<(), StoreError> {
        self.database.run("DELETE FROM meta WHERE key = 'journal_id'", []).map(|_| ())
    }

    /// Looks at each id that a question gives; there may be millions.
    pub(crate) fn each(&self, sql: &str, mut each: impl FnMut(Id)) -> Result<(), StoreError> {
        let mut walk = || {
            let mut statement = self.database.connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                each(rows::id(row, 0)?);
            }
            Ok(())
        };
        walk().map_err(|error| self.database.explain(&error))
    }

    /// Makes the file of a backup one of its own. Messages that had not left are marked, unless they are to leave.
    pub(crate) fn begin_again(self, resend: bool) -> Result<(), StoreError> {
        self.leave_journal()?;
        if !resend {
            self.database.run("UPDATE outbox SET state = 3", [])?;
            self.doubt_letters()?;
        }
        self.database.one("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map(|_| ())
    }
}
