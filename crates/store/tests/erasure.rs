//! No file of the data folder holds a word of anybody; and after an erasure none holds what a person's words were encrypted to.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test fails where it stands")]

use filrouge_host::{
    AliasRow, Commit, DeadLetterChange, DeadLetterRow, DecisionRow, Identifier, InputRow, OutboxChange,
    PersonRow, QuarantineChange, QuarantineRow, RightsChange, Store,
};
use filrouge_machine::{Id, TimerChange};
use filrouge_store::{JournaledStore, backup, check, restore};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A word that stands nowhere else, of any length.
fn word(kind: &str, person: u128, length: usize) -> String {
    let name = format!("SENTINEL-{kind}-{person:04}-");
    name.repeat(length / name.len() + 1)
}

const KINDS: [&str; 7] = ["state", "name", "letter", "input", "why", "dead", "aside"];

/// Lengths that fit a page, fill several, and vary, so that rows move.
fn length(person: u128, kind: usize) -> usize {
    [20, 400, 3_000, 9_000, 90][(usize::try_from(person).unwrap_or(0) + kind) % 5]
}

fn body(kind: usize, person: u128) -> Vec<u8> {
    word(KINDS[kind], person, length(person, kind)).into_bytes()
}

fn everything(person: u128) -> Commit {
    let (n, id) = (person * 100, Id(person));
    let letter = DeadLetterRow {
        effect: Id(n + 7),
        person: id,
        instance: Id(8),
        connector: "mail".to_owned(),
        at: 10,
        until: i64::MAX,
        unknown: false,
        reason: "refused".to_owned(),
        body: body(5, person),
    };
    let aside = QuarantineRow {
        id: Id(n + 8),
        at: 7,
        source: "site".to_owned(),
        reason: "unknown".to_owned(),
        payload: body(6, person),
    };
    let plan = "p1".to_owned();
    Commit {
        inputs: vec![InputRow {
            id: Id(n + 1),
            person: Some(id),
            at: 1,
            plan: plan.clone(),
            source: "site".to_owned(),
            body: body(3, person),
        }],
        people: vec![(id, PersonRow { plan, pending: true, body: body(0, person) })],
        identifiers: vec![(Identifier::new("email", word("name", person, length(person, 1))), id)],
        timers: vec![(id, TimerChange::Set { timer: Id(n + 2), at: 50 })],
        outbox: vec![OutboxChange::Queue {
            effect: Id(n + 4),
            person: id,
            connector: "mail".to_owned(),
            at: 10,
            body: body(2, person),
        }],
        decisions: vec![DecisionRow { number: 0, id: Id(n + 5), person: id, at: 5, body: body(4, person) }],
        quarantine: vec![QuarantineChange::Add(aside)],
        dead_letters: vec![DeadLetterChange::Keep(letter)],
        ..Commit::default()
    }
}

fn erase(people: &[u128]) -> Commit {
    let aside = people.iter().map(|person| QuarantineChange::Drop(Id(person * 100 + 8)));
    let quarantine = aside.collect();
    let people = people.iter().map(|person| Id(*person)).collect();
    Commit { quarantine, rights: vec![RightsChange::Erase { people }], ..Commit::default() }
}

/// Until nothing is left: a slow disk takes several looks.
fn purge(store: &mut JournaledStore) {
    let clean = (0..60).any(|_| store.purge().expect("a purge"));
    assert!(clean, "something is left");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// What of which person stands in any file: kinds of words.
fn known(folder: &Path) -> BTreeMap<u128, BTreeSet<&'static str>> {
    let mut found: BTreeMap<u128, BTreeSet<&'static str>> = BTreeMap::new();
    for path in files(folder) {
        let text = fs::read(&path).expect("a file");
        // Every word ends with a number; what stands before it says which word it is.
        for (at, end) in text.windows(6).enumerate().filter(|(_, end)| end[0] == b'-' && end[5] == b'-') {
            let Some(person) = str::from_utf8(&end[1..5]).ok().and_then(|number| number.parse().ok()) else {
                continue;
            };
            let kind = KINDS.iter().find(|kind| text[..at].ends_with(kind.as_bytes()));
            found.entry(person).or_default().extend(kind);
        }
    }
    found
}

/// Pieces of what stands encrypted in the files, with whose it is and what: they tell where it still stands.
#[derive(Default)]
struct Traces(BTreeMap<u128, (u128, &'static str)>);

/// Bytes between two pieces of one body: remains of a row that moved are longer.
const STRIDE: usize = 48;

impl Traces {
    fn add(&mut self, person: u128, kind: &'static str, bytes: &[u8]) {
        for at in (0..bytes.len().saturating_sub(15)).step_by(STRIDE) {
            let piece = u128::from_be_bytes(bytes[at..at + 16].try_into().expect("16 bytes"));
            self.0.insert(piece, (person, kind));
        }
    }

    /// What is in the file now, once all is in it; and the records of the journal, which are nobody's.
    fn note(&mut self, store: &JournaledStore, folder: &Path) {
        for path in files(&folder.join("journal")) {
            let text = fs::read(&path).expect("a file");
            let end = text.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
            self.add(0, "journal", &text[200.min(end)..end]);
        }
        store.reader().and_then(|reader| reader.counts()).expect("all is in the file");
        let file = Connection::open(folder.join("filrouge.db")).expect("the file");
        for (kind, sql) in [
            ("state", "SELECT id, body FROM person"),
            ("name", "SELECT person, sealed FROM identifier"),
            ("letter", "SELECT person, body FROM outbox"),
            ("input", "SELECT person, body FROM input WHERE person IS NOT NULL"),
            ("why", "SELECT person, body FROM decision"),
            ("dead", "SELECT person, body FROM dead_letter"),
            ("aside", "SELECT id, payload FROM quarantine"),
        ] {
            let mut rows = file.prepare(sql).expect("sql");
            let mut rows = rows.query([]).expect("rows");
            while let Some(row) = rows.next().expect("a row") {
                let id = u128::from_be_bytes(row.get(0).expect("an id"));
                let person = if kind == "aside" { id / 100 } else { id };
                self.add(person, kind, row.get_ref(1).and_then(|body| Ok(body.as_blob()?)).expect("a body"));
            }
        }
    }

    /// What of whom stands in any file still.
    fn left(&self, folder: &Path) -> BTreeMap<u128, BTreeSet<&'static str>> {
        let mut found: BTreeMap<u128, BTreeSet<&'static str>> = BTreeMap::new();
        for path in files(folder) {
            let text = fs::read(&path).expect("a file");
            for bytes in text.windows(16).filter(|bytes| bytes[..4] != [0; 4]) {
                let piece = u128::from_be_bytes(bytes.try_into().expect("16 bytes"));
                if let Some((person, kind)) = self.0.get(&piece) {
                    found.entry(*person).or_default().insert(kind);
                }
            }
        }
        found
    }
}

#[test]
fn no_file_holds_a_word_of_anybody_while_they_are_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, out, new) = (folder.path().join("data"), folder.path().join("out"), folder.path().join("new"));
    let mut store = JournaledStore::open(&data).expect("a store");
    (1..=10).for_each(|person| store.commit(everything(person)).expect("a commit"));
    assert_eq!(known(&data), BTreeMap::new(), "in the journal");
    let reader = store.reader().expect("a reader");
    assert_eq!(reader.counts().expect("counts").people, 10);
    assert_eq!(known(&data), BTreeMap::new(), "in the file and its log");
    backup(&data, &out, 9, &mut |_, _| {}).expect("a backup");
    restore(&out, &new, true, None).expect("a restored store");
    assert_eq!(known(folder.path()), BTreeMap::new(), "in the backup, or what was made of it");
    let restored = JournaledStore::open(&new).expect("a store");
    for store in [&store, &restored] {
        let reader = store.reader().expect("a reader");
        let (person, name) = (Id(7), Identifier::new("email", word("name", 7, length(7, 1))));
        assert_eq!(reader.known_as(&name.value), Ok(vec![person]));
        assert_eq!(reader.identifiers(person), Ok(vec![name]));
        assert_eq!(reader.person(person).expect("an answer").expect("a person").body, body(0, 7));
        assert_eq!(reader.history(person, 0, 9).expect("rows")[0].1.body, body(3, 7));
        assert_eq!(reader.decisions(person, None, 9).expect("rows")[0].body, body(4, 7));
        assert_eq!(reader.dead_letter(Id(707)).expect("an answer").expect("a letter").1.body, body(5, 7));
        let aside = reader.quarantined_one(Id(708)).expect("an answer").expect("a row");
        assert_eq!((aside.reason.as_str(), aside.payload), ("unknown", body(6, 7)));
    }
    assert_eq!(store.outgoing(Id(704)).expect("an answer").expect("a message").body, body(2, 7));
}

#[test]
fn what_became_one_or_was_addressed_anew_is_read_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = JournaledStore::open(folder.path()).expect("a store");
    (1..=3).for_each(|person| store.commit(everything(person)).expect("a commit"));
    store.reader().and_then(|reader| reader.counts()).expect("all is in the file");
    let alias = AliasRow { absorbed: Id(2), survivor: Id(1), into: Id(1), at: 5, until: i64::MAX };
    let outbox = vec![OutboxChange::Address { effect: Id(304), person: Id(1) }];
    store.commit(Commit { joins: vec![alias], outbox, ..Commit::default() }).expect("a commit");
    let names = store.reader().and_then(|reader| reader.identifiers(Id(1))).expect("names");
    assert_eq!(names.len(), 2);
    drop(store);
    // What is the survivor's does not go with the absorbed, nor what was another's before.
    let mut store = JournaledStore::open(folder.path()).expect("a store");
    assert_eq!(store.owner(&names[1]), Ok(Some(Id(1))));
    store.commit(erase(&[2, 3])).expect("an erasure");
    assert_eq!(store.reader().and_then(|reader| reader.identifiers(Id(1))), Ok(names));
    assert_eq!(store.outgoing(Id(304)).expect("an answer").expect("a message").body, body(2, 3));
}

#[test]
fn no_file_holds_what_was_encrypted_for_the_erased() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = JournaledStore::open(folder.path()).expect("a store");
    let mut traces = Traces::default();
    (1..=60).for_each(|person| store.commit(everything(person)).expect("a commit"));
    traces.note(&store, folder.path());
    for person in (7..=60).step_by(7) {
        // States that grow and shrink move others about.
        let row = PersonRow { plan: "p2".to_owned(), pending: false, body: body(0, person) };
        let row = PersonRow { body: [row.body, body(0, person)].concat(), ..row };
        store.commit(Commit { people: vec![(Id(person), row)], ..Commit::default() }).expect("a commit");
    }
    let alias = AliasRow { absorbed: Id(12), survivor: Id(11), into: Id(11), at: 5, until: i64::MAX };
    store.commit(Commit { joins: vec![alias], ..Commit::default() }).expect("a commit");
    traces.note(&store, folder.path());
    let gone: Vec<u128> = vec![0, 1, 5, 11, 12, 30, 31, 32, 33, 34, 60];
    let before = traces.left(folder.path());
    assert!(gone.iter().all(|person| before.contains_key(person)), "{before:?}");
    store.commit(erase(&gone[1..])).expect("an erasure");
    purge(&mut store);
    let after = traces.left(folder.path());
    assert_eq!(gone.iter().filter_map(|person| after.get(person)).count(), 0, "{after:?}");
    assert_eq!(after[&29].len(), KINDS.len());
    // Nor does one of what comes later, in whose room it stood.
    for person in 61..=80 {
        store.commit(everything(person)).expect("a commit");
    }
    drop(store);
    let later = traces.left(folder.path());
    assert_eq!(gone.iter().filter_map(|person| later.get(person)).count(), 0, "{later:?}");
    let checked = check(folder.path(), &|_| Ok(()), &mut |_, _| {}).expect("a look");
    assert!(checked.sound, "{checked:?}");
}

/// One after the other: pages are joined and split, and freed ones are used again.
#[test]
fn no_file_holds_anything_when_nearly_everybody_is_erased_one_by_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = JournaledStore::open(folder.path()).expect("a store");
    let mut traces = Traces::default();
    (1..=24).for_each(|person| store.commit(everything(person)).expect("a commit"));
    traces.note(&store, folder.path());
    for person in (1..=24).filter(|person| person % 8 != 0) {
        store.commit(erase(&[person])).expect("an erasure");
        purge(&mut store);
        assert_eq!(traces.left(folder.path()).get(&person), None);
    }
    assert_eq!(traces.left(folder.path()).into_keys().collect::<Vec<_>>(), [8, 16, 24]);
}

/// What the process could not do any more before it was killed is done at the next start: the journal had the erasure.
#[test]
fn an_erasure_that_is_in_the_journal_alone_is_not_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = tempfile::tempdir().expect("a folder");
    let mut store = JournaledStore::open(folder.path()).expect("a store");
    store.commit(everything(1)).expect("a commit");
    store.commit(everything(2)).expect("a commit");
    let mut traces = Traces::default();
    traces.note(&store, folder.path());
    store.commit(erase(&[1])).expect("an erasure");
    // The process ends here: nothing is purged. What is on the disk now is what the next one finds.
    copy_all(folder.path(), copy.path());
    let mut next = JournaledStore::open(copy.path()).expect("a store");
    assert!(next.person(Id(1)).expect("an answer").is_none());
    purge(&mut next);
    let left = traces.left(copy.path());
    assert_eq!((left.get(&1), left[&2].len()), (None, KINDS.len()));
}

fn copy_all(from: &Path, to: &Path) {
    for path in files(from) {
        let name = path.strip_prefix(from).expect("inside");
        let target = to.join(name);
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(&path, target).expect("a copy");
    }
}

/// The list of erasures goes into the folder that is restored; the file itself is as the backup has it until the daemon has
/// read the list.
#[test]
fn a_restored_backup_comes_with_the_list_of_erasures_and_the_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, out, new) = (folder.path().join("data"), folder.path().join("out"), folder.path().join("new"));
    let mut store = JournaledStore::open(&data).expect("a store");
    let key = store.suppression_key().expect("a key");
    store.commit(everything(1)).expect("a commit");
    drop(store);
    backup(&data, &out, 9, &mut |_, _| {}).expect("a backup");
    let mut store = JournaledStore::open(&data).expect("a store");
    let elsewhere = folder.path().join("elsewhere.jsonl");
    store.copy_erasures_to(elsewhere.clone());
    store.record_erasure(b"{\"people\":1}").expect("a line");
    drop(store);
    restore(&out, &new, false, Some(&elsewhere)).expect("a restored store");
    let mut restored = JournaledStore::open(&new).expect("a store");
    assert_eq!(restored.erasures().expect("lines"), [b"{\"people\":1}".to_vec()]);
    assert_eq!(restored.suppression_key().expect("a key"), key);
    let missing = restore(&out, &folder.path().join("other"), false, Some(&folder.path().join("nowhere")));
    assert!(missing.is_err() && !folder.path().join("other").join("filrouge.db").exists());
}
