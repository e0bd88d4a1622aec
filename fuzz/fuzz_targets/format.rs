//! Formatting keeps the tree and the comments, and twice is once.
#![no_main]

#[path = "../../crates/syntax/tests/support/canonical.rs"]
mod canonical;

use filrouge_source::FileId;
use filrouge_syntax::{format, parse};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(once) = format(text) else { return };
    let tree = |text: &str| canonical::print(&parse(FileId(0), text).0);
    assert_eq!(tree(text), tree(&once));
    assert_eq!(format(&once).as_ref(), Ok(&once));
});
