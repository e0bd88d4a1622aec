//! The port to a store: what one commit holds, and what can be read back.
//!
//! A store keeps rows and knows nothing of their bodies. It owes three things: a commit is all or nothing, it is
//! on the disk when it returns, and one process at a time owns the data.

mod audit;
mod commit;
mod error;
mod rows;
mod waiting;

pub use audit::{AuditRows, Noted, RecordRow, RowOf};
pub use commit::{
    ApprovalChange, Commit, DeadLetterChange, OutboxChange, QuarantineChange, ReleaseChange, RightsChange,
};
pub use error::{Fault, StoreError};
pub use rows::{
    AliasRow, ApprovalRow, Counts, DeadLetterRow, DecisionRow, Identifier, InputRow, OutboxRow, PersonRow,
    PlanRow, QuarantineRow, ReleaseRow, RequestRow, TimerRow,
};
pub use waiting::Waiting;

use crate::rights::Hash;
use filrouge_machine::Id;
use filrouge_plan::Occupancy;
use std::sync::Arc;

/// The writer's side. Only the drive loop calls it, from one thread.
pub trait Store: Send {
    /// A second, independent way in for questions, which never holds up the writer.
    ///
    /// # Errors
    /// When it cannot be opened.
    fn reader(&self) -> Result<Arc<dyn Reader>, StoreError>;

    /// The plan that was activated last.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn active_plan(&mut self) -> Result<Option<PlanRow>, StoreError>;

    /// The plan of a share of the people, when there is one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn release(&mut self) -> Result<Option<ReleaseRow>, StoreError>;

    /// Whether an input of this id was applied, as long as that is remembered.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn seen(&mut self, input: Id) -> Result<bool, StoreError>;

    /// The person known by `identifier`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn owner(&mut self, identifier: &Identifier) -> Result<Option<Id>, StoreError>;

    /// Whom `person` became one with.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn alias(&mut self, person: Id) -> Result<Option<AliasRow>, StoreError>;

    /// The state of a person; of one who was absorbed, as it was then, as long as that can be undone.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn person(&mut self, person: Id) -> Result<Option<PersonRow>, StoreError>;

    /// Timers that are due at `now`, the longest overdue first, at most `limit`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn due(&mut self, now: i64, limit: usize) -> Result<Vec<TimerRow>, StoreError>;

    /// When the next timer is due.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn next_due(&mut self) -> Result<Option<i64>, StoreError>;

    /// How many people stand where, as far as commits have told; nothing when they were never counted.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn occupancy(&mut self) -> Result<Option<Occupancy>, StoreError>;

    /// Whether people stand where they stood, however many they are in each place.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn stands_as(&mut self, places: Option<&Occupancy>) -> Result<bool, StoreError> {
        Ok(same_places(self.occupancy()?.as_ref(), places))
    }

    /// People for whom something is pending and whose state is of another plan than `plan`, in the order of their ids,
    /// behind `after`; with `everybody`, also the others. Whoever became one with somebody else is none of them. It is asked
    /// at each start and after each reload, so it must cost nothing where there is nobody.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn outdated(
        &mut self,
        plan: &str,
        everybody: bool,
        after: Option<Id>,
        limit: usize,
    ) -> Result<Vec<Id>, StoreError>;

    /// A message of the outbox.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn outgoing(&mut self, effect: Id) -> Result<Option<OutboxRow>, StoreError>;

    /// Messages that wait and may leave at `now`, over one connector or all, the longest waiting first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn sendable(
        &mut self,
        connector: Option<&str>,
        now: i64,
        limit: usize,
    ) -> Result<Vec<OutboxRow>, StoreError>;

    /// When the next of the waiting messages may leave that may not at `now`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn next_sendable(&mut self, connector: Option<&str>, now: i64) -> Result<Option<i64>, StoreError>;

    /// Connectors over which messages wait to leave.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn carriers(&mut self) -> Result<Vec<String>, StoreError>;

    /// Messages that were claimed and whose outcome is not known.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn in_flight(&mut self) -> Result<Vec<OutboxRow>, StoreError>;

    /// Rows of the quarantine that are older than the latest `room`. Rows that left from between may count as there.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError>;

    /// A dead letter.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn dead_letter(&mut self, effect: Id) -> Result<Option<DeadLetterRow>, StoreError>;

    /// Dead letters that are older than the latest `room`. Those that left from between may count as there.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn dead_letters_crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError>;

    /// Whether more was taken in than could be written so far. What can wait should wait then, so that there is room left for
    /// what cannot.
    fn is_behind(&self) -> bool {
        false
    }

    /// Writes all of `commit` or nothing of it; it is durable on return.
    ///
    /// # Errors
    /// When it cannot be written. What was in the store before is still there.
    fn commit(&mut self, commit: Commit) -> Result<(), StoreError>;

    /// Contact points of people who were erased, with when they were, in milliseconds since 1970.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn suppressed(&mut self) -> Result<Vec<(Hash, i64)>, StoreError>;

    /// The key of [`Store::suppressed`]. It is made once, and lies apart from the data.
    ///
    /// # Errors
    /// When it cannot be read or made.
    fn suppression_key(&mut self) -> Result<[u8; 32], StoreError>;

    /// Adds a line to the list of erasures, which lies apart from the data and outlives it. It is durable on return.
    ///
    /// # Errors
    /// When it cannot be written.
    fn record_erasure(&mut self, line: &[u8]) -> Result<(), StoreError>;

    /// Every line of the list of erasures, in their order.
    ///
    /// # Errors
    /// When it cannot be read.
    fn erasures(&mut self) -> Result<Vec<Vec<u8>>, StoreError>;

    /// Takes what was erased out of every file that the store writes beside its tables. Says whether nothing is left of it;
    /// when something is, ask again later.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn purge(&mut self) -> Result<bool, StoreError>;

    /// Housekeeping, called when there is nothing else to do: forgets expired ids and dead letters, and the
    /// states of people who can no longer be separated, gives back room.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn tidy(&mut self, now: i64) -> Result<(), StoreError>;

    /// Tries to get back to work after a failure, by proving that a commit can be made durable.
    ///
    /// # Errors
    /// When it still cannot.
    fn recover(&mut self) -> Result<(), StoreError>;
}

/// Whether two counts name the same places.
#[must_use]
pub fn same_places(one: Option<&Occupancy>, other: Option<&Occupancy>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.keys().eq(other.keys()),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// How long an approval is known that nobody waits for any more: a month.
pub const APPROVAL_MEMORY: i64 = 30 * 86_400_000;

/// The side for questions. Each answer is one short read.
pub trait Reader: Send + Sync {
    /// Everybody known by `value`, under any name.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn known_as(&self, value: &str) -> Result<Vec<Id>, StoreError>;

    /// Whom `person` became one with.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn alias(&self, person: Id) -> Result<Option<AliasRow>, StoreError>;

    /// Everybody who became one with `person`, also by way of others; the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn aliases(&self, person: Id) -> Result<Vec<AliasRow>, StoreError>;

    /// Every identifier of a person.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn identifiers(&self, person: Id) -> Result<Vec<Identifier>, StoreError>;

    /// The state of a person.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn person(&self, person: Id) -> Result<Option<PersonRow>, StoreError>;

    /// People in the order of their ids, behind `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn people(&self, after: Option<Id>, limit: usize) -> Result<Vec<Id>, StoreError>;

    /// Decisions about a person and everybody who became one with them, the latest first, before the one numbered `before`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn decisions(
        &self,
        person: Id,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<DecisionRow>, StoreError>;

    /// One decision.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn decision(&self, decision: Id) -> Result<Option<DecisionRow>, StoreError>;

    /// Decisions about everybody in the order in which they were taken, behind the one numbered `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn decided(&self, after: i64, limit: usize) -> Result<Vec<DecisionRow>, StoreError>;

    /// Inputs of everybody in the order in which they were applied, behind the one numbered `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn inputs(&self, after: i64, limit: usize) -> Result<Vec<(i64, InputRow)>, StoreError>;

    /// Inputs of a person and of everybody who became one with them, in the order in which they were applied, behind the
    /// one numbered `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn history(&self, person: Id, after: i64, limit: usize) -> Result<Vec<(i64, InputRow)>, StoreError>;

    /// The plan of this hash.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn plan(&self, hash: &str) -> Result<Option<PlanRow>, StoreError>;

    /// The hashes of all plans that are kept, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn plans(&self) -> Result<Vec<String>, StoreError>;

    /// Approvals that are waited for, the oldest first, behind the row numbered `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn approvals(&self, after: i64, limit: usize) -> Result<Vec<(i64, ApprovalRow)>, StoreError>;

    /// One approval, also a month after nobody waits for it any more.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn approval(&self, id: Id) -> Result<Option<ApprovalRow>, StoreError>;

    /// What is in quarantine, the oldest first, behind the row numbered `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn quarantined(&self, after: i64, limit: usize) -> Result<Vec<(i64, QuarantineRow)>, StoreError>;

    /// One row of the quarantine.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn quarantined_one(&self, id: Id) -> Result<Option<QuarantineRow>, StoreError>;

    /// Dead letters, the oldest first, behind the row numbered `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn dead_letters(&self, after: i64, limit: usize) -> Result<Vec<(i64, DeadLetterRow)>, StoreError>;

    /// One dead letter, with its number.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn dead_letter(&self, effect: Id) -> Result<Option<(i64, DeadLetterRow)>, StoreError>;

    /// Requests of people, the oldest first, behind the row numbered `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn requests(&self, after: i64, limit: usize) -> Result<Vec<(i64, RequestRow)>, StoreError>;

    /// Requests that are open, the most urgent first.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn open_requests(&self) -> Result<Vec<RequestRow>, StoreError>;

    /// Requests about one person.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn requests_of(&self, person: Id) -> Result<Vec<RequestRow>, StoreError>;

    /// One request.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn request(&self, id: Id) -> Result<Option<RequestRow>, StoreError>;

    /// How much there is of everything.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn counts(&self) -> Result<Counts, StoreError>;
}
