//! `step(plan, state, input) -> effects`: the machine that walks people through journeys.
//!
//! Deterministic and without IO: time, chance and every outside answer come in as inputs, and all that happens
//! goes out as effects, the explanation included.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod about;
mod ask;
mod chance;
mod consent;
mod decision;
mod effect;
pub mod eval;
mod grant;
mod hours;
mod id;
pub mod identity;
mod input;
mod keep;
mod limits;
mod moment;
mod occasion;
mod person;
mod ready;
mod reason;
pub mod render;
mod rhythm;
mod step;
mod stored;
mod tracked;
mod zones;

pub use ask::{Ask, NoAnswer, json_by_name};
pub use consent::{
    ConsentRecord, ConsentState, Ignored, Method, NoticeShown, Proof, SignalSeen, Unconfirmed,
};
pub use decision::{Choice, Decision, EntryRefusal, Evaluated, Ground, Verdict};
pub use effect::{CONFIRM_LINK, Effects, Message, Outgoing, TimerChange, UNSUBSCRIBE_LINK, preferences_link};
pub use id::{Id, NotAnId};
pub use identity::{Apart, RefusedIdentifier};
pub use input::{
    Approval, Consent, Event, Expired, Identify, Input, InputKind, Limit, LimitKind, Outcome, Place, Rectify,
    Resend, Right, Since, Start,
};
pub use limits::Limits;
pub use person::{
    Assignment, Awaited, Backfilling, Collected, ConsentFact, Departed, Flight, Instance, Joined, KeptAnswer,
    Odds, OnBranch, PastEntry, Pending, Person, Round, Watch,
};
pub use ready::{NotReady, Ready};
pub use reason::{HoldReason, NotResent, SkipReason};
pub use rhythm::{Peak, Rhythm, TimeChoice};
pub use step::{Separated, merge, step, unmerge};
pub use stored::NotAPerson;
pub use tracked::{Kept, Tracked};
