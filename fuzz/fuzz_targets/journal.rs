//! Arbitrary files are refused or read as a journal, and what is refused can be repaired.
#![no_main]

#[path = "../../crates/journal/tests/journal/arbitrary.rs"]
mod arbitrary;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = arbitrary::survives(bytes);
});
