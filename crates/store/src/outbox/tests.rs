use super::{BEHIND, FIRST, NEXT_CARRIER};
use crate::SqliteStore;

#[test]
fn messages_are_read_from_where_the_last_group_ended() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = SqliteStore::open(directory.path()).expect("a store");
    for (sql, seek) in [
        (BEHIND, "outbox_connector (connector=? AND (at,effect)>(?,?) AND at<?)"),
        (FIRST, "outbox_connector (connector=? AND at>?)"),
        (NEXT_CARRIER, "outbox_connector (connector>?)"),
    ] {
        let way = store.database.way(sql);
        assert!(way.len() == 1 && way[0].contains(seek), "{way:?}");
    }
}
