//! `Journal::open(files, options)`: records by number, on the disk once `sync` has returned.
//!
//! Segment files of a fixed length hold one record behind the other, each with its number and its sum. What a crash
//! leaves behind is told apart by what the disk can prove: records that were never confirmed may be gone, and a
//! confirmed one that is missing or altered is refused. It keeps bytes and never looks into them.

mod directory;
mod error;
mod extent;
mod files;
mod frame;
mod header;
mod journal;
mod options;
mod repair;
mod replay;
mod salvage;
mod scan;
mod segment;
#[cfg(feature = "simulated")]
mod simulated;
mod state;
mod trim;
mod window;

pub use directory::Directory;
pub use error::{Fault, JournalError};
pub use extent::{Extent, extent};
pub use files::{File, Files};
pub use journal::Journal;
pub use options::Options;
pub use repair::{Repaired, repair, set_aside};
pub use salvage::salvage;
#[cfg(feature = "simulated")]
pub use simulated::{Dice, Faults, SimulatedDisk};
pub use state::{Opened, Torn, check};
