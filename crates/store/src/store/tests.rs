use super::SqliteStore;
use filrouge_host::{Commit, Fault, InputRow, PersonRow, Store};
use filrouge_machine::Id;

fn commit(id: u128) -> Commit {
    let input = InputRow {
        id: Id(id),
        person: Some(Id(1)),
        at: 1,
        plan: format!("plan {id}"),
        source: "site".to_owned(),
        body: vec![b'x'; 20_000],
    };
    let state = PersonRow { plan: format!("plan {id}"), pending: false, body: id.to_string().into_bytes() };
    Commit { inputs: vec![input], people: vec![(Id(1), state)], ..Commit::default() }
}

fn set_limit(store: &SqliteStore, pages: i64) {
    let sql = format!("PRAGMA max_page_count = {pages}");
    store.database.one(&sql, [], |_| Ok(())).expect("a limit");
}

#[test]
fn a_full_disk_takes_nothing_and_works_again_with_room() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    set_limit(&store, 60);
    let mut written = 0;
    let error = loop {
        match store.commit(commit(written + 1)) {
            Ok(()) => written += 1,
            Err(error) => break error,
        }
    };
    assert_eq!(error.fault, Fault::Full, "{error}");
    assert!(error.detail.contains("filrouge.db") && error.detail.contains("make room"), "{error}");
    let reader = store.reader().expect("a reader");
    assert_eq!(reader.inputs(0, 100).expect("a journal").len() as u128, written);
    let state = store.person(Id(1)).expect("a store").expect("a person");
    assert_eq!(state.body, written.to_string().into_bytes());
    set_limit(&store, 1_000_000);
    store.recover().expect("room");
    store.commit(commit(written + 1)).expect("room");
    assert_eq!(reader.inputs(0, 100).expect("a journal").len() as u128, written + 1);
}

#[test]
fn commits_are_synced() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = SqliteStore::open(directory.path()).expect("a store");
    let pragma = |sql: &str| store.database.one(sql, [], |row| row.get::<_, i64>(0)).expect("a pragma");
    assert_eq!(pragma("PRAGMA synchronous"), Some(2));
    assert_eq!(pragma("PRAGMA secure_delete"), Some(1));
}
