//! `drive(store, clock, input) -> answer`: the one loop that loads, steps, and commits state and effects together.
//!
//! One thread owns the store. It takes requests in groups, and answers each when its group is on the disk; no
//! message leaves before the input that led to it is there. It never speaks to a network, knows no concrete store
//! but the one in memory, and never acknowledges what is not durable.

mod active;
mod again;
mod audited;
mod beside;
mod body;
mod cache;
mod clock;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod driver;
mod forecast;
mod handle;
mod host;
mod memory;
mod options;
mod packed;
mod prospect;
mod queue;
mod receipt;
mod release;
mod request;
mod rights;
mod shared;
mod sizes;
mod status;
mod store;
mod switches;
mod taps;
mod throttle;
mod withheld;

pub use again::{Again, Why, again, again_all};
pub use beside::{Beside, Bounds, Fed, Feed};
pub use body::{Body, readable};
pub use clock::{Clock, SystemClock};
pub use driver::{Driver, PlanChange};
pub use filrouge_machine::Expired;
pub use forecast::{Forecast, Messages};
pub use handle::{DeadLetter, Gone, Handle, Happened, Known, Recorded};
pub use host::Host;
pub use memory::MemoryStore;
pub use options::Options;
pub use prospect::{Inside, Prospect};
pub use receipt::{Receipt, Refusal};
pub use release::{Candidate, Extent, NotAShare, NotAnExtent, Released, Share};
pub use request::{
    Accepted, Claimed, Delivery, Entry, Ingest, Question, Rejected, Resending, Resent, RetrySafety, Settled,
    Unmerged, Who, Words,
};
pub use rights::{
    Act, Confirmation, Confirmed, Doing, Erasure, ErrandCall, ErrandTold, Extension, FILES, Hash, Identity,
    NotDone, Opening, Request as RightsRequest, RequestState, RightKind, Scope, Task, TaskState,
};
pub use sizes::Sizes;
pub use status::{Health, Memory, Status, Totals};
pub use store::{
    APPROVAL_MEMORY, AliasRow, ApprovalChange, ApprovalRow, AuditRows, Commit, Counts, DeadLetterChange,
    DeadLetterRow, DecisionRow, Fault, Identifier, InputRow, Noted, OutboxChange, OutboxRow, PersonRow,
    PlanRow, QuarantineChange, QuarantineRow, Reader, RecordRow, ReleaseChange, ReleaseRow, RequestRow,
    RightsChange, RowOf, Store, StoreError, TimerRow, Waiting, same_places,
};

pub use switches::{NotAPart, Part, Pause, compiled};
pub use taps::{Followed, Following};
pub use withheld::{Withheld, Withholdings};

pub(crate) use active::Active;
