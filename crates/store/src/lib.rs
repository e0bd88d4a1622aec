//! `SqliteStore::open(directory)`: the embedded store, one SQLite file in write-ahead mode.
//!
//! One connection writes and syncs every commit, another answers questions, and a lock keeps a second process
//! out. It keeps rows and never looks into their bodies.

mod ahead;
mod behind;
mod checkpoint;
mod database;
mod failure;
mod lock;
mod open;
mod reader;
mod rows;
mod schema;
mod store;
mod upkeep;
mod write;

pub use ahead::JournaledStore;
pub use open::OpenError;
pub use store::SqliteStore;
pub use upkeep::{
    Check, Damage, FileState, GivenUp, JournalExtent, JournalState, Part, Repair, Stats, Table, TornTail,
    check, repair, stats,
};
