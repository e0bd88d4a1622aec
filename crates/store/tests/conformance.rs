//! The suite that every store passes.

#![expect(clippy::expect_used, reason = "a test fails where it stands")]

use filrouge_host::Store;
use filrouge_host::conformance::CASES;
use filrouge_store::{JournaledStore, SqliteStore};
use std::path::Path;

fn passes(open: impl Fn(&Path) -> Box<dyn Store>) {
    for (name, case) in CASES {
        let directory = tempfile::tempdir().expect("a directory");
        assert_eq!(case(&mut || open(directory.path())), Ok(()), "{name}");
    }
}

#[test]
fn the_file_alone_keeps_what_every_store_promises() {
    passes(|directory| Box::new(SqliteStore::open(directory).expect("a store")));
}

#[test]
fn a_journal_in_front_of_it_does_as_well() {
    passes(|directory| Box::new(JournaledStore::open(directory).expect("a store")));
}
