//! What can be done about a request, and why it is not.

use super::request::{RequestState, RightKind, Scope};
use filrouge_machine::{Id, Rectify};
use std::fmt;

/// What can be done about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doing {
    /// It was received.
    Open(Box<Opening>),
    /// Somebody has made sure who asks; then it is done.
    Identify {
        /// The request.
        request: Id,
        /// How.
        method: String,
        /// Who did it.
        by: String,
    },
    /// It takes two months more.
    Extend {
        /// The request.
        request: Id,
        /// Why.
        reason: String,
        /// Who says so.
        by: String,
    },
    /// A task was done, or did not work.
    Settle {
        /// The request.
        request: Id,
        /// The task.
        task: String,
        /// Whether it was done.
        done: bool,
        /// What is to be said beside it.
        note: Option<String>,
        /// Who says so.
        by: String,
    },
    /// The call for a task is made again.
    Retry {
        /// The request.
        request: Id,
        /// The task.
        task: String,
        /// Who says so.
        by: String,
    },
    /// Somebody has weighed an objection.
    Assess {
        /// The request.
        request: Id,
        /// Whether the person is right: then what was stopped stays so.
        upheld: bool,
        /// Why.
        reason: String,
        /// Who says so.
        by: String,
    },
    /// A restriction or a hold ends.
    End {
        /// The request.
        request: Id,
        /// Why.
        reason: String,
        /// Who says so.
        by: String,
    },
    /// It is not done, and the person was told why.
    Refuse {
        /// The request.
        request: Id,
        /// Why.
        reason: String,
        /// Who says so.
        by: String,
    },
    /// The copy was handed to the person.
    HandOver {
        /// The request.
        request: Id,
        /// Who did it.
        by: String,
    },
}

/// A request that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// What is asked for.
    pub kind: RightKind,
    /// About whom.
    pub person: Id,
    /// When it was received, in milliseconds since 1970.
    pub received: i64,
    /// Who sees to it.
    pub by: String,
    /// How it was made sure who asks, if it was.
    pub identity: Option<String>,
    /// What is to be put right.
    pub correction: Option<Rectify>,
    /// What an objection is about.
    pub scope: Scope,
    /// When a legal hold ends, in milliseconds since 1970.
    pub until: Option<i64>,
    /// Who has agreed to a legal hold.
    pub approver: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Opening {
    /// A request without particulars.
    #[must_use]
    pub fn new(kind: RightKind, person: Id, received: i64, by: impl Into<String>) -> Self {
        Self {
            kind,
            person,
            received,
            by: by.into(),
            identity: None,
            correction: None,
            scope: Scope::default(),
            until: None,
            approver: None,
            reason: None,
        }
    }
}

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotDone {
    /// There is no such request.
    NoRequest,
    /// There is no such person.
    Nobody,
    /// Nobody has made sure who asks.
    NotIdentified,
    /// The state of the request does not allow it.
    State(RequestState),
    /// The request has no such task.
    NoTask(String),
    /// No call is made for the task.
    NoCall(String),
    /// The files are seen to by the daemon alone.
    OwnTask,
    /// Nothing says what is to be put right.
    NothingToPutRight,
    /// The new value of this identifier is somebody else's.
    Taken(String),
    /// A hold needs an end that is to come.
    NoEnd,
    /// A hold needs the word of a second person.
    NoApprover,
    /// It was received in a time to come.
    NotReceived,
    /// More time was taken before.
    ExtendedBefore,
}

impl fmt::Display for NotDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoRequest => "there is no such request",
            Self::Nobody => "there is no such person",
            Self::NotIdentified => "nobody has made sure who asks: say how it was checked first",
            Self::State(state) => return write!(f, "the request {}", told(*state)),
            Self::NoTask(task) => return write!(f, "the request has no task `{task}`"),
            Self::NoCall(task) => {
                return write!(f, "no call is made for the task `{task}`: it is confirmed by hand");
            }
            Self::OwnTask => "the daemon alone says when the files are clean",
            Self::NothingToPutRight => "say what is to be put right",
            Self::Taken(name) => return write!(f, "the new value of `{name}` is somebody else's"),
            Self::NoEnd => "a hold needs an end that is to come",
            Self::NoApprover => "a hold needs an approver who is not the one who asks",
            Self::NotReceived => "a request cannot have been received in a time to come",
            Self::ExtendedBefore => "more time was taken before",
        })
    }
}

const fn told(state: RequestState) -> &'static str {
    match state {
        RequestState::WaitsForIdentity => "waits until somebody has made sure who asks",
        RequestState::Working => "is being done",
        RequestState::OnHold => "waits for a legal hold to end",
        RequestState::InForce => "is in force",
        RequestState::Assessing => "is being weighed",
        RequestState::Done => "was done",
        RequestState::Refused => "was refused",
        RequestState::Ended => "has ended",
    }
}
