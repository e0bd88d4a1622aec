//! What is in the store after each kill, read from a copy of its files.

use filrouge_machine::{Decision, Id, Verdict};
use filrouge_store::JournaledStore;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The last outcome of each message, and every decision that was durable at some time.
#[derive(Default)]
pub struct Ledger {
    /// How many kills it took until an outcome was known.
    pub settled: BTreeMap<String, u64>,
    pub decisions: BTreeSet<Id>,
    kills: u64,
    last: i64,
}

impl Ledger {
    /// Reads what is new, from a copy of the folder: what only the journal has comes into the copy of the file.
    pub fn read(&mut self, data: &Path) {
        self.kills += 1;
        let copy = tempfile::tempdir().unwrap();
        fs::create_dir(copy.path().join("journal")).unwrap();
        let journal = fs::read_dir(data.join("journal")).into_iter().flatten();
        let segments = journal.map(|entry| Path::new("journal").join(entry.unwrap().file_name()));
        for name in segments.chain(["filrouge.db".into(), "filrouge.db-wal".into()]) {
            let _ = fs::copy(data.join(&name), copy.path().join(&name));
        }
        drop(JournaledStore::open(copy.path()).unwrap());
        let store = Connection::open(copy.path().join("filrouge.db")).unwrap();
        let mut query =
            store.prepare("SELECT number, body FROM decision WHERE number > ?1 ORDER BY number").unwrap();
        let mut rows = query.query([self.last]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            self.last = row.get(0).unwrap();
            let body: Vec<u8> = row.get(1).unwrap();
            self.enter(&serde_json::from_slice(&body).unwrap());
        }
    }

    fn enter(&mut self, decision: &Decision) {
        self.decisions.insert(decision.id);
        if let Some(effect) = settled(&decision.verdict) {
            self.settled.entry(effect.to_string()).or_insert(self.kills);
        }
    }
}

/// The message or the question whose outcome is known by this.
pub fn settled(verdict: &Verdict) -> Option<Id> {
    match verdict {
        Verdict::Sent { effect }
        | Verdict::Failed { effect, .. }
        | Verdict::Unknown { effect, .. }
        | Verdict::Answered { effect, .. }
        | Verdict::Unanswered { effect, .. } => Some(*effect),
        _ => None,
    }
}

/// Asserts that the store of a daemon that has stopped is whole, and holds no input twice.
pub fn is_sound(data: &Path) {
    let store = Connection::open(data.join("filrouge.db")).unwrap();
    let one = |sql: &str| store.query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
    assert_eq!(one("PRAGMA integrity_check"), "ok".to_owned().into());
    assert_eq!(
        one("SELECT count(*) - count(DISTINCT id) FROM input"),
        0.into(),
        "an input was applied twice"
    );
    assert_eq!(one("SELECT count(*) FROM outbox"), 0.into());
}
