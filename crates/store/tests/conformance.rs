//! The suite that every store passes.

use filrouge_host::Store;
use filrouge_host::conformance::CASES;
use filrouge_store::SqliteStore;

#[test]
fn keeps_what_every_store_promises() {
    for (name, case) in CASES {
        let directory = tempfile::tempdir().expect("a directory");
        let mut open =
            || -> Box<dyn Store> { Box::new(SqliteStore::open(directory.path()).expect("a store")) };
        assert_eq!(case(&mut open), Ok(()), "{name}");
    }
}
