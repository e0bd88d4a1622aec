//! `backtest(old, new, recording) -> differences`: recorded events under two plans, with effects switched off.
//!
//! People who never share a name are independent: each such group is lived under both plans on a clock of its own, many of them
//! at once, and only counts come together. The same recording gives the same bytes on any number of threads.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod chart;
mod compare;
pub mod document;
mod estate;
mod human;
mod limits;
mod markdown;
mod recording;
mod replay;
mod settings;
mod shadow;
mod tally;

pub use chart::chart;
pub use human::human;
pub use limits::Limits;
pub use markdown::markdown;
pub use recording::Recording;
pub use replay::{Contact, Replayed, backtest};
pub use settings::{Reply, Settings, Span};
pub use shadow::{Compared, Shadow, Stage, beside};
pub use tally::{Tally, Walks};
