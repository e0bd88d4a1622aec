//! Bodies of messages and plans as a store keeps them.
//!
//! A mail is a few words in a frame of some kilobytes, the same for each of a hundred thousand. It is written to the journal and
//! to the file, and held in between. So a long body is packed, with the usual frame known beforehand: of a short mail, a tenth
//! is left.

use crate::StoreError;
use lz4_flex::block::{compress_prepend_size_with_dict, decompress_size_prepended_with_dict};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;

/// Stands before what is packed with the frame of this version. A body that is not packed is JSON, and begins with a brace.
const PACKED: u8 = 1;

/// Shorter bodies stay as they are.
const LEAST: usize = 1_024;

/// Nothing is that long: what says so is damaged.
const MOST: usize = 256 << 20;

/// What is in nearly all mails. Never changed: what was packed with it is read with it.
static FRAME: &[u8] = include_bytes!("packed/frame.txt");

/// The body of a message or a question.
pub(crate) fn pack(what: &impl Serialize) -> Result<Vec<u8>, StoreError> {
    let json = serde_json::to_vec(what).map_err(|error| StoreError::unreadable("a message", error))?;
    Ok(packed(json))
}

/// JSON, packed when it is long.
pub(crate) fn packed(json: Vec<u8>) -> Vec<u8> {
    if json.len() < LEAST {
        return json;
    }
    let mut packed = vec![PACKED];
    packed.extend(compress_prepend_size_with_dict(&json, FRAME));
    packed
}

/// What a body says.
pub(crate) fn unpack<T: DeserializeOwned>(body: &[u8]) -> Result<T, StoreError> {
    let json = unpacked(body).map_err(|error| StoreError::unreadable("a message", error))?;
    serde_json::from_slice(&json).map_err(|error| StoreError::unreadable("a message", error))
}

/// The JSON of a body; what is wrong with one that is damaged.
pub(crate) fn unpacked(body: &[u8]) -> Result<Cow<'_, [u8]>, String> {
    let Some((&PACKED, packed)) = body.split_first() else { return Ok(Cow::Borrowed(body)) };
    let length = packed.first_chunk().map_or(0, |length| u32::from_le_bytes(*length) as usize);
    if length > MOST {
        return Err("it says that it is longer than any".to_owned());
    }
    let json = decompress_size_prepended_with_dict(packed, FRAME);
    json.map(Cow::Owned).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_plan::sha256_hex;

    #[test]
    fn what_is_packed_is_read_again() {
        let frame = String::from_utf8_lossy(FRAME).into_owned();
        for text in
            [String::new(), "short".to_owned(), format!("{frame} Camille {frame}"), "é".repeat(70_000)]
        {
            let body = pack(&text).unwrap();
            assert_eq!(unpack::<String>(&body).unwrap(), text);
        }
        assert!(pack(&frame).unwrap().len() < frame.len() / 4);
        assert_eq!(unpack::<String>(br#""as before""#).unwrap(), "as before");
    }

    #[test]
    fn what_is_damaged_is_told() {
        let body = pack(&"Camille ".repeat(1_000)).unwrap();
        for damaged in [&body[..1], &body[..4], &body[..body.len() - 1], &[PACKED, 255, 255, 255, 255, 0]] {
            assert!(unpack::<String>(damaged).is_err(), "{damaged:?}");
        }
    }

    /// Whoever changes the frame loses every message that is packed with it.
    #[test]
    fn the_frame_is_what_it_was() {
        assert_eq!(sha256_hex(FRAME), "ca5cb6a74360f61c38e457063b8ecb7d6a2a9564344e00171a163e9dfe6c0044");
    }
}
