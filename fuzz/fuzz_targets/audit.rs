//! Arbitrary bytes are refused or read as parts of an audit log.
#![no_main]

#[path = "../../crates/audit/tests/audit/arbitrary.rs"]
mod arbitrary;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| arbitrary::survives(bytes));
