//! The executable plan as data: what the compiler writes and the machine runs.
//!
//! The plan is the waist of the house. It knows no text of the language and no runtime; both halves meet here and
//! nowhere else. It holds data only: no behaviour beyond reading, writing and hashing itself.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod always;
pub mod ask;
mod bundle;
mod calendar;
mod canonical;
mod cap;
mod centre;
mod delivery;
mod entry;
mod fetch;
mod flow;
mod governance;
mod hash;
mod inside;
mod journey;
pub mod manifest;
mod policy;
pub mod program;
mod project;
mod rests;
mod role;
pub mod scenario;
mod schedule;
mod schema;
mod secrets;
mod signal;
pub mod source;
mod template;
mod r#trait;
mod types;
mod value;
mod wait;
mod ways;

pub use bundle::{Bundle, Commit, NotABundle, OriginFile, Origins, Outline, Place, address};
pub use calendar::{Calendar, ClosedDays, Hours, QuietHours};
pub use canonical::canonical_json;
pub use cap::{CalendarUnit, Cap, CapWindow, WhenFull};
pub use centre::{Centre, CentreTexts, PurposeTexts, Shade, Theme};
pub use delivery::{Channel, Connector, ConnectorKind, Rate, Retry, Secret};
pub use entry::{Backfill, DateEntry, EntryLimit, LeapDay, ScheduleEntry};
pub use fetch::{FETCH_REASONS, Fetch, PathPart, TIMEOUT};
pub use flow::{Approve, Branch, Call, Digest, DigestWindow, Join, Parallel, Repeat, StopJourney};
pub use governance::{Concurrency, Holdout, Rank, Suppression, Switch, SwitchKind};
pub use hash::sha256_hex;
pub use inside::{
    Drained, Everybody, Inside, JourneyPassage, Occupancy, Passage, Removed, Retired, RetiredThen, Standing,
    StepPassage,
};
pub use journey::{
    Action, Arm, Assignment, BestTime, Emit, Enter, Entry, Exit, Experiment, ExperimentArm, Goal, Journey,
    OnOutcome, ReEntry, Reset, SEND_REASONS, Send, Split, Step, Target, Timeout, Trigger, Update, WaitUntil,
    Way,
};
pub use policy::{
    Basis, DoubleOptIn, Notice, Period, Purpose, Retention, RetentionAction, RetentionClock, Signal,
    StoreRetention,
};
pub use program::Program;
pub use project::{FORMAT, Plan, Project, Segment};
pub use rests::RestsOn;
pub use role::{Act, Role, Sight};
pub use scenario::Scenario;
pub use schedule::{Cycle, OnWeekday, Round, Schedule};
pub use schema::{EventSchema, Identifier, Overflow, ProfileSchema};
pub use signal::{SignalKind, SignalMap};
pub use source::{Source, SourceKind};
pub use template::{TEMPLATE_FILTERS, TEMPLATE_TESTS, Template, Variant};
pub use r#trait::{Fold, FoldKind, Made, Trait};
pub use types::{Bounds, Field, Type};
pub use value::Value;
pub use wait::{DateWait, Instead, Offset, Wait, Window};
