//! Dated packs of law as data, what a project is locked to, and the register of privacy checks.
//!
//! Structure is code: what is asked of a project stands in rules. Which of them a law asks for, from when, and with
//! which numbers and lists, stands in packs: texts with a version, a date, a source and an owner.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod difference;
mod lock;
mod pack;
pub mod register;
mod shelf;

pub use difference::difference;
pub use lock::{LOCK_FILE, Lock, Locked, lock_text};
pub use pack::Pack;
pub use register::{Check, Held, REGISTER, check_of};
pub use shelf::{Applied, SHELF, Shelf};
