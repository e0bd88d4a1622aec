//! The documents of the admin API. The published schemas are made from these types: `schema/status.schema.json` and
//! its neighbours.

mod apply;
mod approvals;
mod diagnostics;
mod forecast;
mod history;
mod letters;
mod logs;
mod notice;
mod pause;
mod person;
mod positions;
mod quarantine;
mod refusal;
mod reload;
mod shadow;
mod sizes;
mod start;
mod status;
mod subject;
mod subject_export;
mod subject_link;
mod tap;
mod tokens;
mod unmerge;
mod why;

pub use crate::reload::{Attempt, Trigger, Verdict};
pub use apply::{Applied, Place, Proposal, Release, Running};
pub use approvals::{Answered, Approval, Approvals, ApprovalsAnswer};
pub use diagnostics::{Diagnostic, Diagnostics};
pub use filrouge_explain::{Condition, Decision, Line, Operand, Origin, Passage, Span};
pub use forecast::{Forecast, Outlook};
pub use history::{Happened, History};
pub use letters::{
    DeadLetter, DeadLetterShown, DeadLetters, DeadLettersAnswer, RefusedLetter, Resent, ResentLetter,
};
pub use logs::Logs;
pub use notice::Notice;
pub use pause::{PausedPart, Pauses};
pub use person::{Choice, Profile, Profiles, Walk};
pub use positions::{Misplaced, Positions, TurnedAway};
pub use quarantine::{Dropped, Quarantine, QuarantineAnswer, Quarantined, Refused, Replayed};
pub use refusal::Refusal;
pub use reload::Reload;
pub use shadow::{Shadow, ShadowState};
pub use sizes::{Size, Sizes};
pub use start::Started;
pub use status::{
    Declared, Done, Expired, Health, Late, Memory, Outbox, Plan, Requests, Resting, Status, Unset, Withheld,
};
pub use subject::{Subject, Subjects, SubjectsAnswer};
pub use subject_export::{Explained, Ground, Limitations, Recipient, Sent, Source, SubjectExport};
pub use subject_link::SubjectLink;
pub use tap::{Tap, Told};
pub use tokens::{CreatedToken, ListedToken, RevokedToken, Tokens, TokensAnswer, WantedToken};
pub use unmerge::Unmerge;
pub use why::{Person, Why};

/// Version of every document; it rises when a reader of the old ones would be misled.
pub const VERSION: u32 = 1;
