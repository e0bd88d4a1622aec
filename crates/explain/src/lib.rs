//! `explain(decision, bundle)`: a decision, led back to the words that made it.
//!
//! [`Decision`] is plain data: what the admin API answers. [`told`] draws it for people: a sentence, the lines of the
//! source, and the value of each operand under its words. Nothing here reads a file, a clock or the machine's zone.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod drawing;
mod explained;
mod look;
mod moment;
mod sentence;
mod told;
mod trace;
mod value;

pub use explained::{Condition, Decision, Line, Operand, Origin, Passage, Span};
pub use look::Look;
pub use moment::{instant, shown};
pub use sentence::sentence;
pub use told::{told, who};
pub use trace::{explain, locate};
pub use value::shown as shown_value;
