//! The same machine on a clock of our own: [`run`] walks a test of the language, [`live`] walks a random life with
//! faults past a second, simpler telling of the rules.
//!
//! Nothing here sends anything, reads a clock or rolls dice that a seed does not name.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod always;
mod concern;
pub mod coverage;
mod dice;
pub mod document;
pub mod junit;
mod lives;
pub mod record;
mod runner;
mod search;
mod words;
mod world;

pub use concern::digest;
pub use dice::Dice;
pub use lives::{Broken, Life, live, random_plan};
pub use runner::{Failure, Lived, go_on, lived, run, walk, walk_on};
pub use search::{Found, search, shown};
pub use world::World;
