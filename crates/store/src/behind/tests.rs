use super::{DUE_BEHIND, WAITING_BEHIND, WAITING_OVER};
use crate::SqliteStore;

#[test]
fn a_crowd_is_read_from_where_the_last_group_ended() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = SqliteStore::open(directory.path()).expect("a store");
    for (sql, seek) in [
        (DUE_BEHIND, "timer_due ((due,id)>(?,?) AND due<?)"),
        (WAITING_BEHIND, "outbox_waiting ((at,effect)>(?,?) AND at<?)"),
        (WAITING_OVER, "outbox_connector (connector=? AND (at,effect)>(?,?) AND at<?)"),
    ] {
        let way = store.database.way(sql);
        assert!(way.len() == 1 && way[0].contains(seek), "{way:?}");
    }
}
