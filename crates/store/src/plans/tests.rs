use super::{NEXT, OF_STRETCH};
use crate::SqliteStore;

/// Rows of the answer to how SQLite goes about a question.
fn way(store: &SqliteStore, sql: &str, parameters: usize) -> Vec<String> {
    let explain = format!("EXPLAIN QUERY PLAN {sql}");
    let zeros = rusqlite::params_from_iter(std::iter::repeat_n(0, parameters));
    store.database.all(&explain, zeros, |row| row.get(3)).expect("a plan")
}

#[test]
fn nobody_is_looked_at_who_is_of_the_plan() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = SqliteStore::open(directory.path()).expect("a store");
    let next = way(&store, NEXT, 2);
    assert!(
        next.iter().all(|row| row.contains("SEARCH person USING COVERING INDEX person_plan")),
        "{next:?}"
    );
    let of_stretch = way(&store, OF_STRETCH, 4);
    assert!(
        of_stretch.iter().all(|row| row.contains("SEARCH") || row.contains("SUBQUERY")),
        "{of_stretch:?}"
    );
    assert!(of_stretch[0].contains("(pending=? AND plan=? AND id>?)"), "{of_stretch:?}");
}
