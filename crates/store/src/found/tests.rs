use super::*;
use crate::SqliteStore;
use filrouge_host::{Commit, InputRow, Store};

fn input(id: u64, person: Id) -> InputRow {
    let (plan, source) = ("p".to_owned(), "site".to_owned());
    InputRow { id: Id(id.into()), person: Some(person), at: 1, plan, source, body: Vec::new() }
}

/// All of them are in one list, and those of two people look alike in it.
#[test]
fn a_list_grows_row_by_row_and_tells_people_apart() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut store = SqliteStore::open(directory.path()).expect("a store");
    let (one, twin, other) = (Id(7 << 64), Id(7), Id(1 << 8 | 7));
    for first in (0..2_000).step_by(100) {
        let row = |id| input(id, [one, twin, other][id as usize % 3]);
        let inputs = (first..first + 100).map(row).collect();
        store.commit(Commit { inputs, ..Commit::default() }).expect("a commit");
    }
    let rows = store.database.all(ROWS, [listed(Way::History, one).0], |row| row.get::<_, i64>(0));
    assert_eq!(rows.map(|rows| rows.len()), Ok(2_000 * ENTRY / FULL + 1));
    let reader = store.reader().expect("a reader");
    let ids = |person, after, most| -> Vec<u128> {
        reader.history(person, after, most).expect("a history").iter().map(|(_, row)| row.id.0).collect()
    };
    assert_eq!(ids(one, 0, 9_999), (0..2_000).step_by(3).collect::<Vec<_>>());
    assert_eq!(ids(twin, 0, 9_999), (1..2_000).step_by(3).collect::<Vec<_>>());
    assert_eq!(ids(other, 1_000, 2), [1_001, 1_004]);
    assert_eq!(ids(Id(8), 0, 9), Vec::<u128>::new());
}
