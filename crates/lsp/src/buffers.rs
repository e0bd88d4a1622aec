//! The documents that are open in the editor.

use std::collections::BTreeMap;

/// A document that is open.
#[derive(Debug, Clone)]
pub struct Buffer {
    /// Its path on the machine, or its whole name when it is no file.
    pub path: String,
    /// The project that it belongs to.
    pub home: String,
    /// The number of its state.
    pub version: i32,
}

/// Documents by their names.
pub type Buffers = BTreeMap<String, Buffer>;
