//! What differs between two plans, and what it means for people who are inside.
//!
//! One comparison answers twice: to the author before, as a list of changes, each with its effect on people inside; and
//! to the host when the plan is swapped, as a refusal or as the passage by which people come from one plan to the other.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod changes;
mod compare;
mod declared;
mod even;
mod fit;
mod guards;
mod journeys;
mod programs;
mod release;
mod schemas;
mod sentences;
mod steps;

pub use changes::{Change, Changes, Edit, Effect, FORMAT, Narrowing};
pub use compare::RELEASED_PER_SECOND;
pub use compare::{Running, compare, pass};
pub use programs::{At, slots, visit};
pub use release::{Obstacle, Ways, release};
