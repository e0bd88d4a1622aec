//! What is written together or not at all.

use super::{
    AliasRow, AuditRows, DeadLetterRow, DecisionRow, Identifier, InputRow, PersonRow, PlanRow, QuarantineRow,
    ReleaseRow, RequestRow,
};
use crate::rights::Hash;
use filrouge_machine::{Id, TimerChange};
use filrouge_plan::Standing;
use serde::{Deserialize, Serialize};

/// One group: inputs, and all that follows from them. A store applies the lists in the order of the fields, and
/// each list in its own order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// A plan that becomes the active one.
    pub plan: Option<PlanRow>,
    /// Entries of the journal.
    pub inputs: Vec<InputRow>,
    /// Ids to remember, and until when.
    pub seen: Vec<(Id, i64)>,
    /// Forgets who stands where: `standing` counts everybody anew.
    pub recount: bool,
    /// By how much the number of people changes who stand there.
    #[serde(with = "standing")]
    pub standing: Vec<(Standing, i64)>,
    /// New states.
    pub people: Vec<(Id, PersonRow)>,
    /// Names that lead to nobody from now on.
    pub forgotten: Vec<Identifier>,
    /// Names that people are known by from now on.
    pub identifiers: Vec<(Identifier, Id)>,
    /// Changes to people's timers.
    pub timers: Vec<(Id, TimerChange)>,
    /// Changes to the outbox.
    pub outbox: Vec<OutboxChange>,
    /// Decisions.
    pub decisions: Vec<DecisionRow>,
    /// Changes to the approvals that are waited for.
    pub approvals: Vec<ApprovalChange>,
    /// Changes to the quarantine.
    pub quarantine: Vec<QuarantineChange>,
    /// People who become one with others. The store leads their names, timers and messages to the survivor, those of
    /// this commit included, and so for everybody who had become one with them before. Timers and messages it leads when they
    /// are read.
    pub joins: Vec<AliasRow>,
    /// People who are separated again, each together with those who had become one with them. What leads to them is
    /// in the other lists.
    pub parted: Vec<Id>,
    /// Changes to the dead letters. A record of the journal that is older than they are ends before them.
    pub dead_letters: Vec<DeadLetterChange>,
    /// What follows from people's rights. Behind the rows, because an erasure is also of what the commit itself brings.
    pub rights: Vec<RightsChange>,
    /// What the audit log is told. Behind what an older record of the journal has.
    pub audit: AuditRows,
    /// What becomes of the plan of a share. Last, behind what an older record of the journal has.
    pub release: Option<ReleaseChange>,
}

/// What becomes of the plan of a share of the people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReleaseChange {
    /// It runs beside the active one, in place of another one that did.
    Runs(ReleaseRow),
    /// Nobody lives under another plan than the active one from now on.
    Ends,
}

/// A change to the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum OutboxChange {
    /// A message waits to leave at `at`. One that is there already stays as it is.
    Queue {
        /// Identity of the message.
        effect: Id,
        /// To whom.
        person: Id,
        /// The connector that carries it.
        connector: String,
        /// When it may leave.
        at: i64,
        /// The message as JSON.
        #[serde(with = "serde_bytes")]
        body: Vec<u8>,
    },
    /// A message that waits is removed; one that is in flight is marked, so that it does not leave again.
    Recall(Id),
    /// A waiting message is taken, for the attempt of this number.
    Claim {
        /// The message.
        effect: Id,
        /// Number of the attempt, from 1.
        attempt: u32,
    },
    /// A message in flight waits again.
    Wait {
        /// The message.
        effect: Id,
        /// When it may leave.
        at: i64,
        /// Attempts so far.
        attempt: u32,
    },
    /// The message is this person's from now on.
    Address {
        /// The message.
        effect: Id,
        /// To whom.
        person: Id,
    },
    /// The outcome is known, or given up.
    Remove(Id),
}

impl OutboxChange {
    /// The message that changes.
    #[must_use]
    pub const fn effect(&self) -> Id {
        match self {
            Self::Queue { effect, .. }
            | Self::Recall(effect)
            | Self::Claim { effect, .. }
            | Self::Wait { effect, .. }
            | Self::Address { effect, .. }
            | Self::Remove(effect) => *effect,
        }
    }
}

/// A change to the approvals that are waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApprovalChange {
    /// Somebody waits for it; one that is there already is this person's from now on.
    Open {
        /// The approval.
        approval: Id,
        /// For whom it is asked.
        person: Id,
        /// When, in milliseconds since 1970.
        at: i64,
    },
    /// Nobody waits for it any more.
    Close {
        /// The approval.
        approval: Id,
        /// When, in milliseconds since 1970.
        at: i64,
    },
}

/// A change to the quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuarantineChange {
    /// Something was put aside. The same thing a second time stays as it is.
    Add(QuarantineRow),
    /// A row is no longer needed.
    Drop(Id),
}

/// A change to the dead letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeadLetterChange {
    /// A message is one from now on. One that is there already stays as it is.
    Keep(DeadLetterRow),
    /// It was sent again, or is no longer wanted.
    Drop(Id),
    /// Whoever was one is two again: what was kept since for `person`, and for those who are one with them, is dropped, for
    /// nobody knows any more to which of the two it was.
    Part {
        /// The one who stays.
        person: Id,
        /// Since when they were one, in milliseconds since 1970.
        since: i64,
    },
}

/// What follows from the rights of people, or from the end of a retention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RightsChange {
    /// A request, as it stands now.
    Request(RequestRow),
    /// A contact point may not be written to, unless its owner agrees anew.
    Suppress {
        /// Its keyed hash.
        hash: Hash,
        /// Since when, in milliseconds since 1970.
        at: i64,
    },
    /// Everything about these people is gone: states, names, timers, messages, inputs, decisions, approvals, dead letters.
    /// Requests stay.
    Erase {
        /// The people. Whoever became one with them is named too.
        people: Vec<Id>,
    },
    /// Rows whose time is over.
    Expire {
        /// Numbers of inputs.
        inputs: Vec<i64>,
        /// Numbers of decisions.
        decisions: Vec<i64>,
        /// Closed requests.
        requests: Vec<Id>,
    },
}

impl Commit {
    /// Whether somebody is erased: a store looks at all that it has of them.
    #[must_use]
    pub fn erases(&self) -> bool {
        self.rights.iter().any(|change| matches!(change, RightsChange::Erase { .. }))
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// `standing` for a format that does not name its fields: what is absent must be written too.
mod standing {
    use filrouge_plan::Standing;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    type Row = (String, String, Option<String>, i64);

    pub(super) fn serialize<S: Serializer>(
        rows: &[(Standing, i64)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let plain = |(at, change): &(Standing, i64)| -> Row {
            (at.journey.clone(), at.step.clone(), at.drained.clone(), *change)
        };
        rows.iter().map(plain).collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(Standing, i64)>, D::Error> {
        let rows = Vec::<Row>::deserialize(deserializer)?.into_iter();
        Ok(rows
            .map(|(journey, step, drained, change)| (Standing { journey, step, drained }, change))
            .collect())
    }
}
