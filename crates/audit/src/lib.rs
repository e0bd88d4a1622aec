//! The audit log, as bytes: records, the tree over them, what is signed of it, proofs, and their verification.
//!
//! The tree is the one of RFC 6962, kept and exported in the tiles of [C2SP](https://c2sp.org/tlog-tiles); a checkpoint is a
//! [signed note](https://c2sp.org/signed-note). Whoever has the standards needs nothing of ours to verify a log.
//! `docs/privacy/audit.md` says what a record holds. Keys and chance are handed in.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod checkpoint;
mod destroyed;
mod facts;
mod hash;
mod place;
mod proof;
mod record;
mod seal;
mod tile;
mod tree;
mod walk;

pub use checkpoint::{Checkpoint, Misread};
pub use destroyed::{Destroyed, unaccounted};
pub use facts::Facts;
pub use hash::{Hash, leaf, node, sha256};
pub use place::{Place, Shelf};
pub use proof::{Proof, consistency, inclusion, proves_consistency, proves_inclusion};
pub use record::{DIGEST, Fact, Garbled, Header, Kind, Tag, digest_of, entry, split};
pub use seal::{House, Root, Salt, Subject, Unreadable};
pub use tile::{Bundle, FULL, Tile, Tiles, bundle, path, unbundle};
pub use tree::Tree;
pub use walk::{Defect, Flaw, Walk};
