//! Parsing never panics; places are sound and nested; every character of a text maps to its source.
#![no_main]

#[path = "../../crates/syntax/tests/support/places.rs"]
mod places;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes) {
        places::check_places(text);
    }
});
