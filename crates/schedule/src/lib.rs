//! Schedules: `parse(text) → schedule`, and `next(schedule, moment) → moment`, on a calendar without a zone.
//!
//! The compiler and the machine share this room: the one tells from a text that it never fires, the other when it
//! fires next, and both must mean the same. Zones are the machine's business.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod cron;
mod days;
mod moments;
mod parse;
mod problem;
mod rule;

pub use moments::{last, local, millis, next, nth};
pub use parse::parse;
pub use problem::Problem;

#[cfg(test)]
mod tests;
