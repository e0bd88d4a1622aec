//! `connector.deliver(message) -> attempt`: hands one rendered message to the service that carries it.
//!
//! A closed set of strategies, one file each: a mail server ([`smtp`]) and signed JSON over HTTP ([`http`]). Each
//! says what became of one call; *when* to call again is said by [`pause`], [`Bucket`] and [`Breaker`]. This room must never
//! decide whether a message may leave, never keep a secret's value longer than a call, and never write an address
//! of a person into a reason.

mod attempt;
mod backoff;
mod breaker;
mod bucket;
mod connector;
mod errand;
pub mod http;
mod reply;
mod secret;
pub mod smtp;

pub use attempt::Attempt;
pub use backoff::pause;
pub use breaker::{Breaker, Sign};
pub use bucket::Bucket;
pub use connector::{Asking, Connector, Delivering, Delivery, connector};
pub use errand::{Carrying, Errand, Heard};
pub use reply::Reply;
pub use secret::{SecretError, Secrets};
