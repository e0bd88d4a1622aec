//! `connector.deliver(message) -> attempt`: hands one rendered message to the service that carries it.
//!
//! A closed set of strategies, one file each: a mail server ([`smtp`]) and signed JSON over HTTP ([`http`]). Each
//! says what became of one call; *when* to call again is said by [`pause`] and [`Bucket`]. This room must never
//! decide whether a message may leave, never keep a secret's value longer than a call, and never write an address
//! of a person into a reason.

mod attempt;
mod backoff;
mod bucket;
mod connector;
pub mod http;
mod secret;
pub mod smtp;

pub use attempt::Attempt;
pub use backoff::pause;
pub use bucket::Bucket;
pub use connector::{Connector, Delivering, Delivery, connector};
pub use secret::{SecretError, Secrets};
