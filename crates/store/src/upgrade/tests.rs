use super::*;
use crate::found::{Found, Way};
use crate::rows::bytes;
use crate::store::FILE;
use crate::{JournaledStore, check, root, schema};
use filrouge_host::Store as _;
use rusqlite::Connection;
use std::fs;
use std::path::Path;

/// Rows of each kind for this many people.
const PEOPLE: i64 = 10;

/// A word that stands nowhere else.
fn word(kind: &str, person: i64) -> String {
    format!("SENTINEL-{kind}-{person}")
}

/// A store as the version before wrote it.
fn in_the_clear(directory: &Path) {
    let file = Connection::open(directory.join(FILE)).expect("a file");
    file.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; {} PRAGMA application_id = {}; PRAGMA user_version = 10;
         INSERT INTO plan (hash) VALUES ('p');",
        schema::BEFORE.concat(),
        schema::APPLICATION
    ))
    .expect("tables");
    let mut found = Found::default();
    for n in 1..=PEOPLE {
        let (id, other) = (bytes(Id(n as u128)), bytes(Id(n as u128 + 1_000)));
        let put = |sql: &str, kind: &str| {
            file.execute(sql, params![id, other, word(kind, n).into_bytes()]).expect("a row")
        };
        put("INSERT INTO person (id, plan, body) SELECT ?1, 1, ?3 WHERE ?2 > 0", "state");
        put(
            "INSERT INTO identifier (value, name, person) SELECT CAST(?3 AS TEXT), 'email', ?1 WHERE ?2 > 0",
            "name",
        );
        put(
            "INSERT INTO outbox (effect, person, connector, state, at, attempt, body)
             VALUES (?2, ?1, 'mail', 0, 1, 0, ?3)",
            "letter",
        );
        put(
            "INSERT INTO dead_letter (effect, person, instance, connector, at, until, unknown, reason, body)
             VALUES (?2, ?1, ?1, 'mail', 1, 9, 0, '', ?3)",
            "dead",
        );
        put("INSERT INTO input (id, person, at, plan, source, body) VALUES (?2, ?1, 1, 1, 's', ?3)", "input");
        put("INSERT INTO decision (id, person, at, body) VALUES (?2, ?1, 1, ?3)", "why");
        put("INSERT INTO request (id, person, open, body) VALUES (?2, ?1, 1, ?3)", "request");
        put(
            "INSERT INTO quarantine (id, at, source, reason, payload)
             SELECT ?2, 1, 's', 'SENTINEL-reason', ?3 WHERE ?1 > 0",
            "aside",
        );
        found.add(Way::History, Id(n as u128), n);
        found.add(Way::Decided, Id(n as u128), n);
        found.add(Way::Decision, Id(n as u128 + 1_000), n);
    }
    found.write(&file).expect("lists");
}

fn says_a_word(directory: &Path) -> bool {
    let entries = fs::read_dir(directory).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.into_iter().any(|path| match path.is_dir() {
        true => says_a_word(&path),
        false => fs::read(&path).expect("a file").windows(8).any(|bytes| bytes == b"SENTINEL"),
    })
}

#[test]
fn what_stood_in_the_clear_is_encrypted_and_read_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    in_the_clear(folder.path());
    assert!(says_a_word(folder.path()));
    let mut store = JournaledStore::open(folder.path()).expect("a store");
    assert_eq!(store.remarks(), ["90 rows that an earlier version wrote in the clear are encrypted now"]);
    assert!(!says_a_word(folder.path()));
    let reader = store.reader().expect("a reader");
    let text = |body: Vec<u8>| String::from_utf8(body).expect("a word");
    for n in 1..=PEOPLE {
        let (id, other) = (Id(n as u128), Id(n as u128 + 1_000));
        let known = Identifier::new("email", word("name", n));
        assert_eq!(store.owner(&known), Ok(Some(id)));
        assert_eq!(reader.identifiers(id), Ok(vec![known]));
        let told = [
            store.person(id).expect("a store").expect("a person").body,
            store.outgoing(other).expect("a store").expect("a message").body,
            reader.dead_letter(other).expect("a store").expect("a letter").1.body,
            reader.history(id, 0, 9).expect("a store").remove(0).1.body,
            reader.decision(other).expect("a store").expect("a decision").body,
            reader.request(other).expect("a store").expect("a request").body,
            reader.quarantined_one(other).expect("a store").expect("a row").payload,
        ];
        let kinds = ["state", "letter", "dead", "input", "why", "request", "aside"];
        assert_eq!(told.map(text), kinds.map(|kind| word(kind, n)));
        let reason = reader.quarantined_one(other).expect("a store").expect("a row").reason;
        assert_eq!(reason, "SENTINEL-reason");
    }
    drop((store, reader));
    assert!(check(folder.path(), &|_| Ok(()), &mut |_, _| {}).expect("a look").sound);
    let store = JournaledStore::open(folder.path()).expect("a store");
    assert_eq!(store.remarks(), Vec::<String>::new(), "it is done once");
}

/// The last table refuses: what was done before it is not done again.
#[test]
fn an_upgrade_that_was_interrupted_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    in_the_clear(folder.path());
    let trigger = "CREATE TRIGGER stop BEFORE UPDATE ON request WHEN new.number > 5
                   BEGIN SELECT RAISE(ABORT, 'the power is gone'); END";
    let file = || Connection::open(folder.path().join(FILE)).expect("the file");
    file().execute_batch(trigger).expect("a trigger");
    assert!(JournaledStore::open(folder.path()).is_err());
    file().execute_batch("DROP TRIGGER stop").expect("no trigger");
    let store = JournaledStore::open(folder.path()).expect("a store");
    assert!(!says_a_word(folder.path()));
    let reader = store.reader().expect("a reader");
    for n in 1..=PEOPLE {
        let request = reader.request(Id(n as u128 + 1_000)).expect("a store").expect("a request");
        assert_eq!(request.body, word("request", n).into_bytes());
        let state = reader.person(Id(n as u128)).expect("a store").expect("a person");
        assert_eq!(state.body, word("state", n).into_bytes());
    }
}

/// Whoever looks at an older file with tools changes nothing, and reads it.
#[test]
fn an_older_file_that_is_looked_at_is_read_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    in_the_clear(folder.path());
    let log = crate::AuditLog::open(folder.path()).expect("a log");
    let inputs = log.reader().and_then(|reader| reader.inputs(0, 99)).expect("inputs");
    assert_eq!(inputs.len() as i64, PEOPLE);
    assert!(says_a_word(folder.path()) && root::RootSource::known(folder.path()).is_ok());
}
