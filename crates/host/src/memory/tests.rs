use super::MemoryStore;
use crate::conformance::CASES;

#[test]
fn keeps_what_every_store_promises() {
    for (name, case) in CASES {
        let store = MemoryStore::new();
        let mut open = || -> Box<dyn crate::Store> { Box::new(store.clone()) };
        assert_eq!(case(&mut open), Ok(()), "{name}");
    }
}
