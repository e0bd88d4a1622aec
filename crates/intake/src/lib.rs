//! `bind(json, type) -> value` and `told(mappings, part) -> inputs`: what comes in from outside, typed against the plan.
//!
//! Clients and services send JSON of their own making. Here it becomes values of the declared types and inputs of the
//! machine; what does not fit is told without repeating what was in it, which may be personal.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod bind;
mod consent;
mod identity;
mod instant;
mod position;
mod proof;
mod reply;
mod signal;
mod signature;
mod tracking;
mod webhook;

pub use bind::{Binder, Bound, Mismatch, camel_case, member};
pub use consent::{ConsentCall, identifiers};
pub use identity::{identifier, is_blocked, is_user_id};
pub use instant::happened_at;
pub use position::PositionCall;
pub use proof::{Seen, network};
pub use reply::{Reply, reply};
pub use signal::{SignalCall, Signalled, is_opt_out, opted_out};
pub use signature::{Signed, is_genuine, signed_once};
pub use tracking::{LONGEST_MESSAGE, Tracked, Tracking, TrackingCall, is_object, tracked};
pub use webhook::{Call, Part, TaskTold, Told, confirmed, parts, told, unclear};
