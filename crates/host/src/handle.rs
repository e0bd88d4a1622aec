//! The way for everybody else to reach the drive loop.

use crate::queue::Request;
use crate::receipt::Reply;
use crate::shared::Shared;
use crate::{
    Accepted, Beside, Bounds, Candidate, Claimed, Confirmation, Confirmed, Doing, Entry, ErrandTold, Feed,
    Following, Health, Inside, NotDone, Noted, Pause, Prospect, Receipt, Refusal, Released, Resending,
    Resent, RightsRequest, Settled, Status, StoreError, Unmerged,
};
use filrouge_machine::{Id, Ready};
use filrouge_plan::{Bundle, Switch};
use std::sync::Arc;
use tokio::sync::watch;

mod gone;
mod letters;
mod questions;

pub use gone::Gone;
pub use letters::DeadLetter;
pub use questions::{Happened, Known, Recorded};
pub(crate) use questions::{recorded, request_of};

/// A way to reach the drive loop; clone it freely. Requests return at once with a [`Receipt`]. Questions
/// ([`Handle::status`] and those of [`crate::Reader`]) are short reads from the disk: ask them from a thread that
/// may block.
#[derive(Clone)]
pub struct Handle {
    shared: Arc<Shared>,
}

impl Handle {
    pub(crate) const fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Hands in what came in. All entries are written together, in this order.
    ///
    /// # Errors
    /// When the queue is full, the store cannot write, or the host is stopping.
    pub fn submit(&self, entries: Vec<Entry>) -> Result<Receipt<Vec<Accepted>>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Submit { entries, reply })
    }

    /// Takes up to `limit` messages for delivery over `connector`, or over any. They are marked on the disk before
    /// the answer comes, so that a crash during a call is known as such.
    ///
    /// # Errors
    /// When the store cannot write or the host is stopping.
    pub fn claim(&self, connector: Option<&str>, limit: usize) -> Result<Receipt<Claimed>, Refusal> {
        self.working()?;
        let connector = connector.map(str::to_owned);
        self.ask(|reply| Request::Claim { connector, limit, reply })
    }

    /// Says what became of messages that were claimed. For each the answer is whether it was in flight; one that was
    /// not is left as it is. A refused call must be repeated: an outcome that is never told stays in flight
    /// until the next start and is then not known.
    ///
    /// # Errors
    /// When the host is stopping.
    pub fn settle(&self, settled: Vec<(Id, Settled)>) -> Result<Receipt<Vec<bool>>, Refusal> {
        self.ask(|reply| Request::Settle { settled, reply })
    }

    /// Drops rows of the quarantine.
    ///
    /// # Errors
    /// When the store cannot write or the host is stopping.
    pub fn drop_quarantined(&self, quarantined: Vec<Id>) -> Result<Receipt<()>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Release { quarantined, reply })
    }

    /// Sends a dead letter again, if it may leave by what is true now. Whoever asks twice at the same time sends it once.
    ///
    /// # Errors
    /// When the store cannot write or the host is stopping.
    pub fn resend(&self, resending: Resending) -> Result<Receipt<Resent>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Resend { resending, reply })
    }

    /// Drops dead letters.
    ///
    /// # Errors
    /// When the store cannot write or the host is stopping.
    pub fn drop_dead_letters(&self, letters: Vec<Id>) -> Result<Receipt<()>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::DropLetters { letters, reply })
    }

    /// Does something about a request of a person's. Nothing is done that may not be; then the answer says why.
    ///
    /// # Errors
    /// When the store cannot write or the host is stopping.
    pub fn right(&self, doing: Doing) -> Result<Receipt<Result<RightsRequest, NotDone>>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Right { doing, reply })
    }

    /// Says what came of a call for a task of a request. One that nobody made any more is left as it is. A refused call must be
    /// repeated: what is never told is made again at the next start, or left to somebody.
    ///
    /// # Errors
    /// When the host is stopping.
    pub fn tell_errand(&self, request: Id, task: String, told: ErrandTold) -> Result<Receipt<()>, Refusal> {
        self.ask(|reply| Request::ErrandTold { request, task, told, reply })
    }

    /// Says what a service has told about a task by a call of its own. Said again, it changes nothing.
    ///
    /// # Errors
    /// When the store cannot write or the host is stopping.
    pub fn confirm(&self, told: Confirmation) -> Result<Receipt<Confirmed>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Confirm { told, reply })
    }

    /// Writes acts into the audit log.
    ///
    /// # Errors
    /// When the store cannot write or the host is stopping.
    pub fn note(&self, acts: Vec<Noted>) -> Result<Receipt<()>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Note { acts, reply })
    }

    /// Separates `person` from whoever it became one with.
    ///
    /// # Errors
    /// When the store cannot write or the host is stopping.
    pub fn unmerge(&self, person: Id) -> Result<Receipt<Unmerged>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Unmerge { person, reply })
    }

    /// The plan that runs and where people stand in it, for [`Prospect::compared`].
    ///
    /// # Errors
    /// When the store cannot be read or the host is stopping.
    pub fn inside(&self) -> Result<Receipt<Inside>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Inside { reply })
    }

    /// Makes a plan the active one, between two inputs, once everybody has learnt of the one before. It is kept as the last
    /// good one before it takes effect. The journal says that `by` asked for it, what differs, and whether it was taken.
    ///
    /// # Errors
    /// When the store cannot write, or the host is stopping.
    pub fn activate(&self, prospect: Prospect, by: &str) -> Result<Receipt<()>, Refusal> {
        self.working()?;
        let by = by.to_owned();
        self.ask(|reply| Request::Activate { prospect, by, reply })
    }

    /// Lets a share of the people live under another plan beside the one that runs, or makes the share of that plan another one:
    /// between two inputs, once everybody has learnt of the plan before. [`Handle::activate`] ends it, with the plan of the share
    /// or with the one that runs.
    ///
    /// # Errors
    /// When the store cannot write, or the host is stopping.
    pub fn share(&self, candidate: Candidate) -> Result<Receipt<()>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Share { candidate, reply })
    }

    /// Pauses or resumes a part of the project, between two inputs: journalled, and durable before it takes effect.
    /// Answers everything that is paused then.
    ///
    /// # Errors
    /// When the active plan has no such part, the store cannot write, or the host is stopping.
    pub fn pause(&self, pause: Pause) -> Result<Receipt<Vec<Switch>>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Pause { pause, reply })
    }

    /// From now on tells a plan beside the one that runs of copies of people and of what happens to them. There is one at most:
    /// the one before hears nothing more.
    ///
    /// # Errors
    /// When another plan runs than the one it was compared with, or the host is stopping.
    pub fn feed(&self, beside: Beside, bounds: Bounds) -> Result<Receipt<Feed>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Feed { beside, bounds, reply })
    }

    /// Tells a plan beside of people who were not met since it began, as they are now.
    ///
    /// # Errors
    /// When the store cannot be read or the host is stopping.
    pub fn copy(&self, people: Vec<Id>) -> Result<Receipt<()>, Refusal> {
        self.working()?;
        self.ask(|reply| Request::Copy { people, reply })
    }

    /// Tells a plan beside nothing more.
    ///
    /// # Errors
    /// When the host is stopping.
    pub fn end_feed(&self) -> Result<Receipt<()>, Refusal> {
        self.ask(|reply| Request::EndFeed { reply })
    }

    /// The active plan.
    #[must_use]
    pub fn active(&self) -> Arc<Bundle> {
        self.shared.active().bundle().clone()
    }

    /// The active plan, ready to be run.
    #[must_use]
    pub fn ready(&self) -> Arc<Ready> {
        Arc::clone(&self.shared.active().ready)
    }

    /// The plan that a person lives under.
    #[must_use]
    pub fn plan_of(&self, person: Id) -> Arc<Bundle> {
        self.shared.active().of(person).bundle().clone()
    }

    /// The plan of this hash, if somebody lives under it.
    #[must_use]
    pub fn lived_under(&self, hash: &str) -> Option<Arc<Bundle>> {
        let active = self.shared.active();
        let release = active.release.as_ref().map(|release| &release.plan);
        [Some(&active), release]
            .into_iter()
            .flatten()
            .find(|plan| plan.hash() == hash)
            .map(|plan| plan.bundle().clone())
    }

    /// The plan of a share of the people, when there is one.
    #[must_use]
    pub fn released(&self) -> Option<Released> {
        self.shared.active().release.as_ref().map(|release| release.told())
    }

    /// Whether inputs are taken.
    #[must_use]
    pub fn health(&self) -> Health {
        self.shared.health()
    }

    /// How the host is doing.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn status(&self) -> Result<Status, StoreError> {
        Ok(Status {
            health: self.health(),
            plan: self.active().hash.clone(),
            released: self.released(),
            queued: self.shared.queue.len(),
            totals: self.shared.meters.read(),
            memory: self.shared.meters.memory(),
            counts: self.shared.reader.counts()?,
        })
    }

    /// Changes whenever there may be something new to claim.
    #[must_use]
    pub fn outbox(&self) -> watch::Receiver<u64> {
        self.shared.outbox.subscribe()
    }

    /// Decisions from now on, as they become durable.
    #[must_use]
    pub fn follow(&self) -> Following {
        self.shared.taps.follow()
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    fn working(&self) -> Result<(), Refusal> {
        match self.health() {
            Health::Working => Ok(()),
            Health::Suspended(error) | Health::Failed(error) => Err(Refusal::Unavailable(error)),
            Health::Stopped => Err(Refusal::Stopping),
        }
    }

    fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> Request) -> Result<Receipt<T>, Refusal> {
        let (reply, receipt) = Reply::new();
        self.shared.queue.push(request(reply))?;
        Ok(receipt)
    }
}
