//! `SqliteStore::open(directory)`: the embedded store, one SQLite file in write-ahead mode.
//!
//! One connection writes and syncs every commit, another answers questions, and a lock keeps a second process
//! out. It keeps rows and never looks into their bodies; a check has somebody read them.

mod ahead;
mod apart;
mod backup;
mod behind;
mod checkpoint;
mod database;
mod erase;
mod failure;
mod found;
mod keys;
mod letters;
mod lock;
mod log;
mod open;
mod opened;
mod outbox;
mod past;
mod plans;
mod reader;
mod release;
mod restore;
mod root;
mod rotate;
mod rows;
mod schema;
mod scrub;
mod sealing;
mod seals;
mod store;
mod timers;
mod upgrade;
mod upkeep;
mod vault;
mod write;

pub use ahead::JournaledStore;
#[cfg(feature = "simulated")]
pub use ahead::{FileFate, SimulatedFile};
pub use backup::backup;
pub use log::{AuditLog, Folder, FolderError, Opened, Verdict, verify};
pub use open::{OpenError, make_directory};
pub use restore::restore;
pub use root::RootSource;
pub use rotate::rotate;
pub use store::SqliteStore;
pub use upkeep::{
    Bodies, Check, Damage, DamagedRow, FileState, GivenUp, JournalExtent, JournalState, Kind, Part, Reads,
    Repair, Stats, Table, TornTail, check, pending, repair, stats,
};
pub use vault::{BackupError, Manifest, SealedFile};
