//! What can be asked of the drive loop, and what it answers.

use crate::{ErrandCall, Identifier};
use filrouge_machine::{Ask, Id, InputKind, Message, NotResent, Outcome};
use filrouge_plan::{Connector, ConnectorKind};

/// One thing that came in. Entries that are submitted together are written together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Something that was understood.
    Input(Ingest),
    /// Something that was not.
    Quarantine(Rejected),
}

/// An input for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingest {
    /// Identity of the input: a second one with the same id is not applied.
    pub id: Id,
    /// When it happened, in milliseconds since 1970; a time to come counts as now.
    pub at: i64,
    /// What happened: an event, an identify or a consent. The identifiers of an identify are filled in by the
    /// loop from `who`.
    pub kind: InputKind,
    /// Whose it is.
    pub who: Who,
    /// Name of the source that it came from.
    pub source: String,
    /// The row of the quarantine that it was made from; dropped in the same commit.
    pub releases: Option<Id>,
}

/// Whose an input is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Whoever is known by the strongest of these; the others are attached. Nobody known: a new person. An identify
    /// also makes one person of all who are known by them, as far as the rules of the profile allow.
    Known(Vec<Identifier>),
    /// This very person.
    Person(Id),
}

/// Something that came in and could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Where it came from.
    pub source: String,
    /// What is wrong with it, without personal data.
    pub reason: String,
    /// What came, as it came.
    pub payload: Vec<u8>,
}

/// What became of an entry; it is durable when this is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// It was applied.
    Applied {
        /// To whom.
        person: Id,
        /// Other people who are known by one of its identifiers, and stay apart. Those identifiers stay with them.
        conflicts: Vec<Id>,
    },
    /// An input of the same id was applied before.
    Duplicate,
    /// It was put aside under this id.
    Quarantined(Id),
    /// It names nobody, or a person who does not exist; nothing was written.
    Nobody,
}

/// What became of a wish to separate two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmerged {
    /// They are two again.
    Separated {
        /// The one who stays.
        from: Id,
    },
    /// The person never became one with another, or was separated before.
    NotMerged,
    /// It is too long ago: what is needed to undo it is gone.
    TooLate,
}

/// The wish to send a dead letter again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resending {
    /// The effect of the dead letter.
    pub letter: Id,
    /// What takes the place of its words.
    pub words: Words,
    /// Who asks.
    pub by: String,
}

/// Words that take the place of those of a message; what is absent stays as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Subject or title.
    pub subject: Option<String>,
    /// HTML body.
    pub html: Option<String>,
    /// Plain text body.
    pub text: Option<String>,
}

/// What became of the wish to send a dead letter again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resent {
    /// It waits to leave, and is no dead letter any more.
    Queued {
        /// The effect of the message that leaves.
        effect: Id,
        /// Why it may.
        decision: Id,
    },
    /// It may not leave, and stays.
    Refused {
        /// Why.
        why: NotResent,
        /// The same in the record.
        decision: Id,
    },
    /// There is no such letter, or no longer.
    Gone,
}

/// Messages, questions and calls for people's rights that were taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claimed {
    /// The messages; each must be settled.
    pub messages: Vec<Delivery>,
    /// The questions; each must be settled.
    pub asks: Vec<Question>,
    /// What is asked for people; of each must be told what came of it.
    pub errands: Vec<ErrandCall>,
    /// When it is worth to claim again: at once when there were as many as asked for, else when the next one that
    /// waits may leave; `None` when none waits.
    pub next_at: Option<i64>,
}

impl Claimed {
    /// How many there are in all.
    #[must_use]
    pub fn count(&self) -> usize {
        self.messages.len() + self.asks.len() + self.errands.len()
    }
}

/// A question that was taken, to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub ask: Ask,
    /// Number of this attempt, from 1.
    pub attempt: u32,
}

/// A message that was taken for delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The message.
    pub message: Message,
    /// To whom.
    pub person: Id,
    /// Number of this attempt, from 1.
    pub attempt: u32,
}

/// What became of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// The outcome is known, or known never to be known.
    Outcome(Outcome),
    /// The provider did not take it; it may be tried again at this time, in milliseconds since 1970.
    RetryAt(i64),
    /// The provider was not called; the attempt does not count.
    NotTried,
}

/// What may be done about a call whose outcome is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetrySafety {
    /// Call again with the same idempotency key: the provider tells a repetition from a new message.
    SameKey,
    /// Never call again: the message may have left.
    Never,
}

impl RetrySafety {
    /// What the kind of `connector` allows.
    #[must_use]
    pub const fn of(connector: &Connector) -> Self {
        match connector.kind {
            ConnectorKind::Http { .. } => Self::SameKey,
            ConnectorKind::Smtp { .. } => Self::Never,
        }
    }
}
