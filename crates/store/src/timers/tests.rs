use super::DUE_BEHIND;
use crate::SqliteStore;

#[test]
fn a_crowd_is_read_from_where_the_last_group_ended() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = SqliteStore::open(directory.path()).expect("a store");
    let way = store.database.way(DUE_BEHIND);
    assert!(way.len() == 1 && way[0].contains("PRIMARY KEY ((due,id)>(?,?) AND due<?)"), "{way:?}");
}
