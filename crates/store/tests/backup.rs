//! A store, its backup, and what is made of it.

#![expect(clippy::expect_used, reason = "a test fails where it stands")]

use filrouge_host::{Commit, DeadLetterChange, DeadLetterRow, InputRow, OutboxChange, Store as _};
use filrouge_machine::Id;
use filrouge_store::{BackupError, JournaledStore, Manifest, backup, restore};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// One input, and one message that waits.
fn commit(number: u64) -> Commit {
    let (id, plan, source) = (Id(u128::from(number)), "p".to_owned(), "site".to_owned());
    let input = InputRow { id, person: Some(id), at: 1, plan, source, body: b"{}".to_vec() };
    let (connector, body) = ("mail".to_owned(), b"{}".to_vec());
    let message = OutboxChange::Queue { effect: id, person: id, connector, at: 1, body };
    Commit { inputs: vec![input], outbox: vec![message], ..Commit::default() }
}

/// A folder with a store of three commits below it.
fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let mut store = JournaledStore::open(&data).expect("a store");
    (1..=3).for_each(|number| store.commit(commit(number)).expect("a commit"));
    (folder, data)
}

fn made(data: &Path, out: &Path) -> Result<Manifest, BackupError> {
    backup(data, out, 7, &mut |_, _| {})
}

fn inputs(store: &JournaledStore) -> usize {
    store.reader().and_then(|reader| reader.inputs(0, 100)).expect("inputs").len()
}

#[test]
fn what_waited_in_a_backup_is_marked_unless_it_is_to_leave() {
    let (folder, data) = folder();
    fs::write(data.join("unsubscribe.key"), "a key").expect("a key");
    let out = folder.path().join("out");
    let manifest = made(&data, &out).expect("a backup");
    assert_eq!((manifest.at, manifest.record, manifest.outbox, manifest.files.len()), (7, 3, 3, 3));
    for resend in [false, true] {
        let restored = folder.path().join(format!("restored-{resend}"));
        assert_eq!(restore(&out, &restored, resend, None).expect("a restored store"), manifest);
        assert_eq!(fs::read(restored.join("unsubscribe.key")).expect("a key"), b"a key");
        let mut store = JournaledStore::open(&restored).expect("a store");
        assert_eq!(inputs(&store), 3);
        let marked =
            store.in_flight().expect("rows").iter().filter(|row| row.restored && !row.recalled).count();
        let waiting = store.sendable(None, 10, 10).expect("rows").len();
        assert_eq!((marked, waiting), if resend { (0, 3) } else { (3, 0) });
        store.commit(commit(4)).expect("a commit");
    }
    assert_eq!(inputs(&JournaledStore::open(&data).expect("the store itself")), 3);
}

/// One that is known not to have arrived may have been sent again since.
#[test]
fn a_dead_letter_of_a_backup_may_have_arrived() {
    let (folder, data) = folder();
    let letter = DeadLetterRow {
        effect: Id(9),
        person: Id(1),
        instance: Id(1),
        connector: "mail".to_owned(),
        at: 1,
        until: 99,
        unknown: false,
        reason: "status 400".to_owned(),
        body: b"{}".to_vec(),
    };
    let kept = vec![DeadLetterChange::Keep(letter.clone())];
    let mut store = JournaledStore::open(&data).expect("a store");
    store.commit(Commit { dead_letters: kept, ..Commit::default() }).expect("a commit");
    drop(store);
    let (out, restored) = (folder.path().join("out"), folder.path().join("restored"));
    made(&data, &out).expect("a backup");
    restore(&out, &restored, false, None).expect("a restored store");
    let mut store = JournaledStore::open(&restored).expect("a store");
    assert_eq!(store.dead_letter(Id(9)), Ok(Some(DeadLetterRow { unknown: true, ..letter })));
}

/// What a daemon that works has not brought into its file yet is waited for.
#[test]
fn a_backup_beside_an_open_store_has_what_was_committed_before() {
    let (folder, data) = folder();
    let mut store = JournaledStore::open(&data).expect("a store");
    (4..=9).for_each(|number| store.commit(commit(number)).expect("a commit"));
    let manifest = made(&data, &folder.path().join("out")).expect("a backup");
    assert_eq!((manifest.record, manifest.outbox), (9, 9));
    store.commit(commit(10)).expect("the writer goes on");
    restore(&folder.path().join("out"), &folder.path().join("new"), false, None).expect("a restored store");
    assert_eq!(inputs(&JournaledStore::open(&folder.path().join("new")).expect("a store")), 9);
}

/// Two stores that were one go different ways: the journal of one must never continue the file of the other.
#[test]
fn the_journal_of_the_lost_store_does_not_continue_the_restored_one() {
    let (folder, data) = folder();
    let (out, restored) = (folder.path().join("out"), folder.path().join("restored"));
    made(&data, &out).expect("a backup");
    restore(&out, &restored, false, None).expect("a restored store");
    fs::remove_dir_all(restored.join("journal")).expect("a journal");
    fs::rename(data.join("journal"), restored.join("journal")).expect("a journal");
    let refused = JournaledStore::open(&restored).err().expect("a refusal").to_string();
    assert!(refused.contains("belongs to another journal"), "{refused}");
}

#[test]
fn a_manifest_that_leads_out_of_its_folder_is_refused() {
    let (folder, data) = folder();
    let out = folder.path().join("out");
    made(&data, &out).expect("a backup");
    let manifest = fs::read_to_string(out.join("manifest.json")).expect("a manifest");
    for name in ["../data/filrouge.db", "/etc/hostname", ".."] {
        fs::write(out.join("manifest.json"), manifest.replace("filrouge.db", name)).expect("a manifest");
        let refused =
            restore(&out, &folder.path().join("new"), false, None).expect_err("a refusal").to_string();
        assert!(refused.contains("is no name of a file"), "{refused}");
        assert!(!folder.path().join("new").exists());
    }
}

#[test]
fn a_backup_that_cannot_be_made_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, out) = (folder.path().join("data"), folder.path().join("out"));
    assert!(made(&data, &out).is_err());
    fs::create_dir(&data).expect("a folder");
    fs::write(data.join("filrouge.db"), "not a database ".repeat(1_000)).expect("a file");
    assert!(made(&data, &out).is_err());
    let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 1, "{left:?}");
}
