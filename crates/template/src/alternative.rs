//! Plain text from markup.

use crate::chunks::Chunk;

/// x
pub fn alternative(text: &str, _chunks: &[Chunk]) -> String { text.to_owned() }
