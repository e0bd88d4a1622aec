//! What must be true after each kill.

use filrouge_audit::{Checkpoint, Kind};
use filrouge_host::conformance::sample;
use filrouge_host::{Reader, Store};
use filrouge_machine::{Decision, Id, Person, Ready};
use filrouge_store::{AuditLog, JournaledStore, verify};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// What the killed processes have said, and what was found in the store.
#[derive(Default)]
pub struct Ledger {
    applied: BTreeSet<u64>,
    settled: BTreeSet<String>,
    /// Mails that were handed out and not given back.
    mailed: BTreeSet<String>,
    claims: u64,
    again: u64,
    recovered_in_flight: u64,
    journal: BTreeSet<u64>,
    last_input: i64,
    decided: BTreeSet<Id>,
    /// What was signed of the audit log after each kill.
    signed: Vec<Checkpoint>,
    timers: usize,
    rounds: u64,
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} kills: {} inputs acknowledged, {} in the journal; {} messages claimed, {} settled, {} given back, {} \
             found in flight; {} timers seen",
            self.rounds,
            self.applied.len(),
            self.journal.len(),
            self.claims,
            self.settled.len(),
            self.again,
            self.recovered_in_flight,
            self.timers
        )
    }
}

impl Ledger {
    pub fn is_worth_something(&self, kills: u64) -> bool {
        self.applied.len() as u64 > kills * 10 && self.settled.len() as u64 > kills && self.timers > 0
    }

    pub fn hear(&mut self, lines: &[String]) {
        self.rounds += 1;
        for line in lines {
            match line.split(' ').collect::<Vec<_>>()[..] {
                ["applied", id] => drop(self.applied.insert(id.parse().expect("a number"))),
                ["claimed", effect, connector] => self.claim(effect, connector),
                ["again", effect] => {
                    self.again += 1;
                    self.mailed.remove(effect);
                }
                ["settled", effect] => drop(self.settled.insert(effect.to_owned())),
                _ => {}
            }
        }
    }

    fn claim(&mut self, effect: &str, connector: &str) {
        self.claims += 1;
        assert!(!self.settled.contains(effect), "{effect} had a known outcome and was handed out again");
        if connector == "mail" {
            assert!(self.mailed.insert(effect.to_owned()), "the mail {effect} was handed out twice");
        }
    }

    pub fn verify(&mut self, directory: &Path) {
        // Killed while it started, a process may leave nothing at all.
        let store = JournaledStore::open(directory).expect("a store that opens after the kill");
        let reader = store.reader().expect("a reader");
        let events = self.read_journal(&*reader);
        self.read_log(directory);
        let silent: Vec<_> = events.into_iter().filter(|id| !self.decided.contains(id)).collect();
        assert!(silent.is_empty(), "no decision for {silent:?}");
        let missing: Vec<_> = self.applied.difference(&self.journal).collect();
        assert!(missing.is_empty(), "acknowledged and lost: {missing:?}");
        self.compare_states(directory);
    }

    /// Everything that came in since; gives back which of it are events.
    fn read_journal(&mut self, reader: &dyn Reader) -> Vec<Id> {
        let mut events = Vec::new();
        loop {
            let rows = reader.inputs(self.last_input, 10_000).expect("the journal");
            for (number, row) in &rows {
                self.last_input = *number;
                events.extend(row.body.starts_with(b"{\"event\"").then_some(row.id));
                if row.source == "site" && row.id.0 < 1 << 64 {
                    assert!(self.journal.insert(row.id.0 as u64), "input {} was applied twice", row.id);
                }
            }
            if rows.is_empty() {
                return events;
            }
        }
    }

    /// The log is whole, and what was signed of it before is its beginning. Every event leads to a decision in it, even if it is
    /// not to let the person in.
    fn read_log(&mut self, directory: &Path) {
        let log = AuditLog::unlocked(directory).expect("a log");
        for seq in self.signed.last().map_or(0, |signed| signed.size)..log.end().expect("a log").0 {
            let record = log.record(seq).expect("a log").expect("a record");
            let body = record.body.expect("words");
            if record.header.kind == Kind::Decision {
                let decision: Decision = serde_json::from_slice(&body).expect("a decision");
                self.decided.insert(decision.input);
            }
        }
        self.signed.push(log.checkpoint().expect("a log").0);
        let verdict = verify(&log, &self.signed, true).expect("a log");
        assert_eq!((verdict.defects, verdict.erased), (vec![], 0));
    }

    /// The timers and the messages that are kept are those that the states speak of.
    fn compare_states(&mut self, directory: &Path) {
        let database = connect(directory);
        let check: String = database.query_row("PRAGMA quick_check", [], |row| row.get(0)).expect("a check");
        assert_eq!(check, "ok");
        let (mut waits, mut flights, mut recalled) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        for (who, person) in people(directory) {
            waits.extend(person.timers(who));
            for (effect, flight) in &person.flights {
                let set = if flight.recalled { &mut recalled } else { &mut flights };
                set.insert(*effect);
            }
        }
        assert_eq!(timers(&database), waits, "timers differ from the states");
        self.timers += waits.len();
        let outbox = outbox(&database);
        self.recovered_in_flight += outbox.values().filter(|in_flight| **in_flight).count() as u64;
        let kept: BTreeSet<Id> = outbox.into_keys().collect();
        let lost: Vec<_> = flights.difference(&kept).collect();
        assert!(lost.is_empty(), "messages that nobody will send: {lost:?}");
        let stray: Vec<_> =
            kept.iter().filter(|id| !flights.contains(id) && !recalled.contains(id)).collect();
        assert!(stray.is_empty(), "messages that nobody waits for: {stray:?}");
        for effect in &self.settled {
            let effect: Id = effect.parse().expect("an id");
            assert!(!kept.contains(&effect), "{effect} has a known outcome and is still to be sent");
        }
    }
}

fn connect(directory: &Path) -> Connection {
    Connection::open(directory.join("filrouge.db")).expect("the file")
}

fn people(directory: &Path) -> Vec<(Id, Person)> {
    let ready = Ready::new(sample::walk_with_consent(10)).expect("a plan");
    let reader = AuditLog::unlocked(directory).expect("a store").reader().expect("a reader");
    let everybody = reader.people(None, usize::MAX).expect("people");
    let state = |who| reader.person(who).expect("a store").expect("a person").body;
    let decode = |who| (who, Person::decode(&ready, &state(who)).expect("a person"));
    everybody.into_iter().map(decode).collect()
}

fn id(bytes: [u8; 16]) -> Id {
    Id(u128::from_be_bytes(bytes))
}

fn timers(database: &Connection) -> BTreeMap<Id, i64> {
    let mut rows = database.prepare("SELECT id, due FROM timer").expect("sql");
    rows.query_map([], |row| Ok((id(row.get(0)?), row.get(1)?))).and_then(Iterator::collect).expect("timers")
}

fn outbox(database: &Connection) -> BTreeMap<Id, bool> {
    let mut rows = database.prepare("SELECT effect, state > 0 FROM outbox").expect("sql");
    rows.query_map([], |row| Ok((id(row.get(0)?), row.get(1)?)))
        .and_then(Iterator::collect)
        .expect("messages")
}
