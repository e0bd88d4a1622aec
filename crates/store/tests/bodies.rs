//! A check opens every body: a byte that is not what it was is told at its row, whatever it is a body of, and whoever was erased
//! is not told of.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails where it stands")]

use filrouge_audit::Kind as Noting;
use filrouge_host::conformance::sample;
use filrouge_host::{
    Accepted, Candidate, Doing, Entry, Handle, Host, Identifier, Ingest, Noted, Opening, Rejected, RightKind,
    Settled, Store, SystemClock, Who, readable,
};
use filrouge_machine::{Event, Id, InputKind, Outcome};
use filrouge_plan::Bundle;
use filrouge_store::{Check, JournaledStore, check};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PEOPLE: u32 = 3;

fn start(directory: &Path) -> Host {
    let store = JournaledStore::open(directory).expect("a store");
    Host::start(Box::new(store), Arc::new(SystemClock), sample::walk(1)).expect("a host")
}

fn come(handle: &Handle, number: u32) -> Id {
    let fields = vec!["k".into(), "a note".into()];
    let kind = InputKind::Event(Event { name: "Started".to_owned(), fields, at: None });
    let who = Who::Known(vec![Identifier::new("user_id", format!("user-{number}"))]);
    let id = Id::of(&["come", &number.to_string()]);
    let entry = Entry::Input(Ingest { id, at: 0, kind, who, source: "site".to_owned(), releases: None });
    let accepted = handle.submit(vec![entry]).expect("room").wait().expect("an answer");
    match accepted.first() {
        Some(Accepted::Applied { person, .. }) => *person,
        other => unreachable!("{other:?}"),
    }
}

fn until(is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(30), "it never comes about");
        thread::sleep(Duration::from_millis(5));
    }
}

fn open(handle: &Handle, kind: RightKind, person: Id) {
    let identity = (kind == RightKind::Erase).then(|| "account".to_owned());
    let asked = Opening { identity, ..Opening::new(kind, person, 0, "dpo") };
    let done = handle.right(Doing::Open(Box::new(asked))).expect("room").wait().expect("an answer");
    done.expect("a request");
}

/// The plan of a share: the one that runs, with another subject.
fn other() -> Arc<Bundle> {
    let bundle = sample::walk(1);
    let mut plan = bundle.plan.clone();
    let variants = plan.templates.iter_mut().flat_map(|template| template.variants.values_mut());
    variants.for_each(|variant| variant.subject = Some("Good news".to_owned()));
    Arc::new(Bundle { hash: plan.hash(), plan, ..(*bundle).clone() })
}

/// People, a message that waits for each, but one whose message did not arrive, and something of every other kind.
fn fill(handle: &Handle) -> Vec<Id> {
    let people: Vec<Id> = (0..PEOPLE).map(|number| come(handle, number)).collect();
    until(|| handle.status().expect("a status").counts.waiting == u64::from(PEOPLE));
    let claimed = handle.claim(Some("hook"), 1).expect("room").wait().expect("a message");
    let failed = Settled::Outcome(Outcome::Failed { reason: "no".to_owned() });
    let settled = claimed.messages.iter().map(|own| (own.message.effect, failed.clone())).collect();
    handle.settle(settled).expect("room").wait().expect("an answer");
    let (source, reason) = ("site".to_owned(), "unknown".to_owned());
    let aside = Entry::Quarantine(Rejected { source, reason, payload: b"{}".to_vec() });
    handle.submit(vec![aside]).expect("room").wait().expect("an answer");
    open(handle, RightKind::Export, people[0]);
    let body = br#"{"by":"nadia"}"#.to_vec();
    let act = Noted { kind: Noting::Act, what: "looked".to_owned(), about: Some(people[1]), body };
    handle.note(vec![act]).expect("room").wait().expect("an answer");
    let inside = handle.inside().expect("room").wait().expect("places");
    let share = "50".parse().expect("a share");
    let candidate = Candidate::new(other(), share, ("lea", 0), &inside).expect("a candidate");
    handle.share(candidate).expect("room").wait().expect("a share");
    people
}

fn filled() -> (TempDir, Vec<Id>) {
    let folder = tempfile::tempdir().expect("a folder");
    let host = start(folder.path());
    let people = fill(&host.handle());
    host.stop();
    (folder, people)
}

/// What only the journal has comes into the file.
fn bring_in(folder: &Path) {
    let store = JournaledStore::open(folder).expect("a store");
    store.reader().and_then(|reader| reader.counts()).expect("all is in the file");
}

fn looked(folder: &Path) -> Check {
    check(folder, &readable, &mut |_, _| {}).expect("a look")
}

/// Of each kind what was opened, what was erased and what is damaged.
fn counts(check: &Check) -> BTreeMap<String, (u64, u64, u64)> {
    let bodies = check.bodies.as_ref().expect("bodies");
    bodies.iter().map(|own| (format!("{:?}", own.kind), (own.opened, own.erased, own.damaged))).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn copy(from: &Path) -> TempDir {
    let to = tempfile::tempdir().expect("a folder");
    for path in files(from) {
        let target = to.path().join(path.strip_prefix(from).expect("inside"));
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(&path, target).expect("a copy");
    }
    to
}

fn file(folder: &Path) -> Connection {
    Connection::open(folder.join("filrouge.db")).expect("the file")
}

/// Flips one bit in the middle of a body.
fn flip(folder: &Path, (table, key, body): (&str, &str, &str)) {
    let file = file(folder);
    let kept = if table == "meta" { "key = 'release'" } else { "length(CAST(BODY AS BLOB)) > 0" };
    let sql = format!("SELECT {key}, {body} FROM {table} WHERE {}", kept.replace("BODY", body));
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, rusqlite::types::Value>(0)?, row.get(1)?));
    let (row, mut bytes): (_, Vec<u8>) = file.query_row(&sql, [], row).expect("a row");
    let middle = bytes.len() / 2;
    *bytes.get_mut(middle).expect("a byte") ^= 1;
    file.execute(&format!("UPDATE {table} SET {body} = ?2 WHERE {key} = ?1"), params![row, bytes])
        .expect("a flip");
}

#[test]
fn what_is_whole_is_opened_and_counted_by_kind() {
    let (folder, _) = filled();
    // A process that stops has brought all into the file; one that is killed has not.
    let copied = copy(folder.path());
    let mut heard = Vec::new();
    let check = check(copied.path(), &readable, &mut |done, all| heard.push((done, all))).expect("a look");
    assert!(check.sound, "{check:?}");
    assert!(heard.len() > 10 && heard.iter().all(|(done, all)| done <= all && *all > 20), "{heard:?}");
    bring_in(folder.path());
    let check = looked(folder.path());
    assert!(check.sound && check.remarks.is_empty(), "{check:?}");
    let counted = counts(&check);
    assert_eq!(counted.len(), 12);
    assert!(
        counted.values().all(|(opened, erased, damaged)| *opened > 0 && (*erased, *damaged) == (0, 0)),
        "{counted:?}"
    );
    assert_eq!((counted["Person"].0, counted["Name"].0, counted["DeadLetter"].0), (3, 3, 1));
}

#[test]
fn a_flipped_bit_is_told_at_its_row_whatever_it_is_a_body_of() {
    let (folder, _) = filled();
    bring_in(folder.path());
    for place in [
        ("person", "id", "body"),
        ("identifier", "value", "sealed"),
        ("outbox", "effect", "body"),
        ("dead_letter", "number", "body"),
        ("request", "id", "body"),
        ("quarantine", "number", "payload"),
        ("quarantine", "number", "reason"),
        ("input", "number", "body"),
        ("decision", "number", "body"),
        ("act", "seq", "body"),
        ("plan", "hash", "body"),
        ("meta", "key", "value"),
    ] {
        let damaged = copy(folder.path());
        flip(damaged.path(), place);
        let check = looked(damaged.path());
        let [damage] = check.damages.as_slice() else { panic!("{place:?}: {check:?}") };
        let row = damage.row.as_ref().expect("a row");
        assert_eq!(row.table, place.0);
        assert!(damage.detail.starts_with(&format!("row {} of `{}`: ", row.key, row.table)), "{damage:?}");
        assert!(damage.detail.contains("restore a backup"), "{damage:?}");
        assert_eq!(counts(&check).values().map(|(.., damaged)| damaged).sum::<u64>(), 1, "{place:?}");
        assert!(!check.sound);
    }
}

#[test]
fn a_key_that_does_not_open_is_told_once_and_what_it_locks_is_counted() {
    let (folder, _) = filled();
    bring_in(folder.path());
    flip(folder.path(), ("audit_key", "person", "sealed"));
    let check = looked(folder.path());
    let told: Vec<_> =
        check.damages.iter().map(|damage| damage.row.as_ref().map(|row| row.table.as_str())).collect();
    assert_eq!(told, [Some("audit_key"), None], "{check:?}");
    assert!(check.damages[1].detail.ends_with("more bodies do not open"), "{check:?}");
    assert_eq!(counts(&check)["Key"].2, 1);
}

#[test]
fn a_store_without_its_root_key_says_that_nothing_was_opened() {
    let (folder, _) = filled();
    fs::remove_file(folder.path().join("root.key")).expect("a key");
    let check = looked(folder.path());
    assert!(!check.sound && check.bodies.is_none(), "{check:?}");
    assert!(check.damages[0].detail.ends_with("no body was opened"), "{check:?}");
}

#[test]
fn whoever_was_erased_is_not_told_of() {
    let (folder, people) = filled();
    let host = start(folder.path());
    let handle = host.handle();
    open(&handle, RightKind::Erase, people[1]);
    until(|| handle.find("user-1").expect("an answer").is_empty());
    host.stop();
    bring_in(folder.path());
    let check = looked(folder.path());
    assert!(check.sound, "{check:?}");
    assert_eq!(counts(&check)["Person"], (2, 0, 0));
    // A key that was destroyed and left records behind has locked them for good, as it should.
    let gone = params![people[2].0.to_be_bytes()];
    let file = file(folder.path());
    for sql in [
        "DELETE FROM audit_key WHERE person = ?1",
        "DELETE FROM outbox WHERE person = ?1",
        "DELETE FROM dead_letter WHERE person = ?1",
        "DELETE FROM identifier WHERE person = ?1",
    ] {
        file.execute(sql, gone).expect("a change");
    }
    let locked = looked(folder.path());
    let [damage] = locked.damages.as_slice() else { panic!("{locked:?}") };
    assert!(
        damage.detail.contains("of `person`: its key is not there"),
        "the state of somebody who is there: {damage:?}"
    );
    file.execute("DELETE FROM person WHERE id = ?1", gone).expect("a change");
    let check = looked(folder.path());
    assert!(check.sound, "{check:?}");
    assert!(counts(&check)["Input"].1 > 0 && counts(&check)["Decision"].1 > 0, "{check:?}");
}
