//! The way into the drive loop: inputs up to a bound, the loop's own business without one.

mod lanes;

use crate::receipt::{Refusal, Reply};
use crate::{
    Accepted, Beside, Bounds, Candidate, Claimed, Confirmation, Confirmed, Doing, Entry, ErrandTold, Feed,
    Inside, NotDone, Noted, Pause, Prospect, Resending, Resent, RightsRequest, Settled, Unmerged,
};
use filrouge_machine::Id;
use filrouge_plan::Switch;
use lanes::Lanes;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// One request with the place for its answer.
pub(crate) enum Request {
    Submit { entries: Vec<Entry>, reply: Reply<Vec<Accepted>> },
    Claim { connector: Option<String>, limit: usize, reply: Reply<Claimed> },
    Settle { settled: Vec<(Id, Settled)>, reply: Reply<Vec<bool>> },
    Release { quarantined: Vec<Id>, reply: Reply<()> },
    Resend { resending: Resending, reply: Reply<Resent> },
    Note { acts: Vec<Noted>, reply: Reply<()> },
    DropLetters { letters: Vec<Id>, reply: Reply<()> },
    Unmerge { person: Id, reply: Reply<Unmerged> },
    Inside { reply: Reply<Inside> },
    Activate { prospect: Prospect, by: String, reply: Reply<()> },
    Share { candidate: Candidate, reply: Reply<()> },
    Pause { pause: Pause, reply: Reply<Vec<Switch>> },
    Feed { beside: Beside, bounds: Bounds, reply: Reply<Feed> },
    Copy { people: Vec<Id>, reply: Reply<()> },
    EndFeed { reply: Reply<()> },
    Right { doing: Doing, reply: Reply<Result<RightsRequest, NotDone>> },
    ErrandTold { request: Id, task: String, told: ErrandTold, reply: Reply<()> },
    Confirm { told: Confirmation, reply: Reply<Confirmed> },
}

impl Request {
    /// How much of the queue it takes.
    fn weight(&self) -> usize {
        match self {
            Self::Submit { entries, .. } => entries.len().max(1),
            _ => 0,
        }
    }

    /// Whether somebody waits for it who is not one of the loop's own hands: those follow from what is due themselves.
    pub(crate) const fn is_from_outside(&self) -> bool {
        !matches!(
            self,
            Self::Claim { .. } | Self::Settle { .. } | Self::ErrandTold { .. } | Self::Copy { .. }
        )
    }

    pub(crate) fn refuse(self, refusal: Refusal) {
        match self {
            Self::Submit { reply, .. } => reply.send(Err(refusal)),
            Self::Claim { reply, .. } => reply.send(Err(refusal)),
            Self::Unmerge { reply, .. } => reply.send(Err(refusal)),
            Self::Resend { reply, .. } => reply.send(Err(refusal)),
            Self::Settle { reply, .. } => reply.send(Err(refusal)),
            Self::Pause { reply, .. } => reply.send(Err(refusal)),
            Self::Inside { reply } => reply.send(Err(refusal)),
            Self::Feed { reply, .. } => reply.send(Err(refusal)),
            Self::Right { reply, .. } => reply.send(Err(refusal)),
            Self::Confirm { reply, .. } => reply.send(Err(refusal)),
            Self::EndFeed { reply }
            | Self::Copy { reply, .. }
            | Self::ErrandTold { reply, .. }
            | Self::Note { reply, .. }
            | Self::Release { reply, .. }
            | Self::DropLetters { reply, .. }
            | Self::Share { reply, .. }
            | Self::Activate { reply, .. } => reply.send(Err(refusal)),
        }
    }
}

/// A bounded queue with one consumer.
pub(crate) struct Queue {
    capacity: usize,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    lanes: Lanes,
    closed: bool,
}

/// What a consumer found.
pub(crate) enum Drained {
    Requests(Vec<Request>),
    Closed,
}

impl Queue {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { capacity, state: Mutex::default(), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts `request` in, or gives it back with the reason. Where no entry waits, any request is taken, however heavy.
    pub(crate) fn push(&self, request: Request) -> Result<(), Refusal> {
        let mut state = self.lock();
        if state.closed {
            return Err(Refusal::Stopping);
        }
        if !state.lanes.has_room(&request, self.capacity) {
            return Err(Refusal::Busy);
        }
        state.lanes.push(request);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Takes requests of `most` entries or a little more. Waits for a first one no longer than `patience`. After the
    /// last one of a closed queue comes [`Drained::Closed`].
    pub(crate) fn drain(&self, most: usize, patience: Duration) -> Drained {
        let state = self.lock();
        let idle = |state: &mut State| state.lanes.is_empty() && !state.closed;
        let (mut state, _) =
            self.changed.wait_timeout_while(state, patience, idle).unwrap_or_else(PoisonError::into_inner);
        if state.lanes.is_empty() && state.closed {
            return Drained::Closed;
        }
        let mut taken = Vec::new();
        let mut weight = 0;
        while weight < most && taken.len() < most {
            let Some(request) = state.lanes.pop() else { break };
            weight += request.weight();
            taken.push(request);
        }
        Drained::Requests(taken)
    }

    /// Lets nothing more in.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Entries that wait.
    pub(crate) fn len(&self) -> usize {
        self.lock().lanes.weight()
    }
}
