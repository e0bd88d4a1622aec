//! Requests of people about their data: what is asked for, until when it must be done, what may be done next, and what is
//! left to do.

mod confirmation;
mod deadline;
mod doing;
mod erasure;
mod errand;
mod kept;
mod request;
mod suppression;

pub use confirmation::{Confirmation, Confirmed};
pub use doing::{Doing, NotDone, Opening};
pub use erasure::Erasure;
pub(crate) use erasure::{mentions, text_of};
pub(crate) use errand::Errand;
pub use errand::{ErrandCall, ErrandTold};
pub use request::{Act, Extension, Identity, Request, RequestState, RightKind, Scope, Task, TaskState};
pub use suppression::Hash;
pub(crate) use suppression::Suppressions;

/// The task that stands for the files of the store: done when nothing of the person is left in any of them.
pub const FILES: &str = "files";

/// The act of an erasure that was done.
pub(crate) const ERASED: &str = "erased";
