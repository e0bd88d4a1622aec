//! What is in the store after each kill, read where it is.

use filrouge_audit::Kind;
use filrouge_host::Commit;
use filrouge_machine::{Decision, Id, Verdict};
use filrouge_store::{AuditLog, pending};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

/// The last outcome of each message, and every decision that was durable at some time.
#[derive(Default)]
pub struct Ledger {
    /// How many kills it took until an outcome was known.
    pub settled: BTreeMap<String, u64>,
    pub decisions: BTreeSet<Id>,
    /// What reading took in all.
    pub took: Duration,
    kills: u64,
    /// The first record of the audit log that was not read yet.
    next: u64,
}

impl Ledger {
    /// Reads what is new, where it is, and changes nothing: what the file has since the last kill, and behind it what only
    /// the journal has. The cost does not grow with what was there before.
    pub fn read(&mut self, data: &Path) {
        let since = Instant::now();
        self.kills += 1;
        let log = AuditLog::unlocked(data).unwrap();
        let (end, _) = log.end().unwrap();
        for record in (self.next..end).map(|seq| log.record(seq).unwrap().unwrap()) {
            if record.header.kind == Kind::Decision {
                self.enter(&record.body.unwrap());
            }
        }
        self.next = end;
        let ahead = |commit: Commit| commit.decisions.iter().for_each(|row| self.enter(&row.body));
        pending(data, ahead).unwrap();
        self.took += since.elapsed();
    }

    fn enter(&mut self, body: &[u8]) {
        let decision: Decision = serde_json::from_slice(body).unwrap();
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
