//! `reload(folder) -> plan`: everything is built first, then one pointer is swapped.
//!
//! Every trigger runs the same code over the whole project: a change on the disk, the poll beneath it, `SIGHUP`,
//! a call of the admin API. Triggers that come together are one.

mod applied;
mod attempt;
mod fingerprint;
mod guard;
pub(crate) mod privacy;
mod reloader;
mod watch;

pub(crate) use applied::Overridden;
pub(crate) use attempt::Progress;
pub use attempt::{Attempt, Trigger, Verdict};
pub(crate) use fingerprint::look;
pub(crate) use guard::guard;
pub(crate) use reloader::{Engine, Reloader, shared};
pub(crate) use watch::Watch;

#[cfg(test)]
mod tests;
