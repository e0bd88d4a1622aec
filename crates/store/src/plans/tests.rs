use super::{NEXT, OF_STRETCH};
use crate::SqliteStore;

#[test]
fn nobody_is_looked_at_who_is_of_the_plan() {
    let directory = tempfile::tempdir().expect("a directory");
    let store = SqliteStore::open(directory.path()).expect("a store");
    let next = store.database.way(NEXT);
    assert!(
        next.len() == 1 && next[0].contains("COVERING INDEX person_plan (pending=? AND plan>?)"),
        "{next:?}"
    );
    let of_stretch = store.database.way(OF_STRETCH);
    assert!(
        of_stretch.iter().all(|row| row.contains("SEARCH") || row.contains("SUBQUERY")),
        "{of_stretch:?}"
    );
    assert!(of_stretch[0].contains("(pending=? AND plan=? AND id>?)"), "{of_stretch:?}");
}
