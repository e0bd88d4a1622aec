//! What a plan beside the one that runs is fed: copies of people, and what happens to them. The loop waits for nobody: what does
//! not fit into the queue is dropped and counted.

use crate::{Prospect, Refusal};
use filrouge_change::Changes;
use filrouge_machine::{Id, Input, Ready};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Groups that may wait for the plan beside.
const GROUPS: usize = 4_096;

/// Something that happened, in the order in which it was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fed {
    /// Somebody as they were before what follows, as the plan that runs has written them. They come again when something about
    /// them was dropped.
    Copy {
        /// Who.
        person: Id,
        /// Their state.
        body: Vec<u8>,
        /// When, in milliseconds since 1970.
        at: i64,
    },
    /// An input that did not follow from the plan that runs alone.
    Input {
        /// To whom.
        person: Id,
        /// The input, typed against the plan that runs.
        input: Input,
    },
    /// Somebody who was copied becomes one with somebody else who was.
    Join {
        /// Who stays.
        person: Id,
        /// The other.
        other: Id,
        /// The input that says so.
        input: Input,
    },
    /// A message of the plan that runs was handed to the outbox.
    Message {
        /// To whom.
        person: Id,
        /// Its effect.
        effect: Id,
        /// The journey that sends it.
        journey: String,
        /// The channel.
        channel: String,
        /// When, in milliseconds since 1970.
        at: i64,
    },
    /// Somebody is not what their copy says: an operator has separated them from somebody else.
    Forget {
        /// Who.
        person: Id,
    },
}

/// What both ends know.
#[derive(Debug, Default)]
struct Known {
    queued: AtomicUsize,
    dropped: AtomicU64,
    left_out: AtomicU64,
    ended: Mutex<Option<&'static str>>,
}

/// The end of the drive loop.
pub(crate) struct Feeding {
    sender: SyncSender<Vec<Fed>>,
    known: Arc<Known>,
    most: usize,
    most_queued: usize,
    /// Whose copies the other end has.
    copied: BTreeSet<Id>,
}

/// The other end.
pub struct Feed {
    receiver: Receiver<Vec<Fed>>,
    known: Arc<Known>,
    lost: bool,
}

/// A plan that may run beside the one that runs now, as people would come to it by a swap.
#[derive(Clone)]
pub struct Beside {
    /// The plan.
    pub ready: Arc<Ready>,
    /// The plan that runs.
    pub running: Arc<Ready>,
}

/// How much a plan beside may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Most people who are copied.
    pub people: usize,
    /// Most things that may wait.
    pub queued: usize,
}

impl Beside {
    /// Whether everybody must be copied from the beginning, not only people for whom something is pending: a clock brings people
    /// in, or something bears another name.
    #[must_use]
    pub fn concerns_everybody(&self) -> bool {
        let passage = self.ready.passage();
        let renames = passage.outside || passage.journeys.values().any(|journey| journey.renamed.is_some());
        renames || self.ready.concerns_everybody()
    }
}

impl Prospect {
    /// The plan, to run beside the one that it was compared with.
    ///
    /// # Errors
    /// When people inside would have no place in it, or nothing was compared.
    pub fn beside(self) -> Result<Beside, Refusal> {
        let Some(compared) = self.compared else {
            return Err(Refusal::Plan("nothing was compared".to_owned()));
        };
        let changes: Changes = compared.changes;
        if changes.is_refused() {
            return Err(Refusal::Changes(Box::new(changes)));
        }
        Ok(Beside { ready: self.active.ready, running: compared.running })
    }
}

pub(crate) fn pair(bounds: Bounds) -> (Feeding, Feed) {
    let (sender, receiver) = sync_channel(GROUPS);
    let known = Arc::new(Known::default());
    let feeding = Feeding {
        sender,
        known: Arc::clone(&known),
        most: bounds.people,
        most_queued: bounds.queued,
        copied: BTreeSet::new(),
    };
    (feeding, Feed { receiver, known, lost: false })
}

impl Feeding {
    /// Whether a copy of somebody is wanted now.
    pub(crate) fn wants(&self, person: Id) -> bool {
        !self.copied.contains(&person) && self.copied.len() < self.most
    }

    pub(crate) fn has(&self, person: Id) -> bool {
        self.copied.contains(&person)
    }

    pub(crate) fn copied(&mut self, person: Id) {
        self.copied.insert(person);
    }

    pub(crate) fn forget(&mut self, person: Id) {
        self.copied.remove(&person);
    }

    pub(crate) fn leave_out(&self) {
        self.known.left_out.fetch_add(1, Ordering::Relaxed);
    }

    /// Hands over what was committed, or drops it. Whoever is in what was dropped is copied anew. Says whether anybody is there.
    pub(crate) fn hand_over(&mut self, fed: Vec<Fed>) -> bool {
        if fed.is_empty() {
            return true;
        }
        let many = fed.len();
        let room = self.known.queued.load(Ordering::Relaxed).saturating_add(many) <= self.most_queued;
        // Counted before it can be taken: the other end counts down.
        self.known.queued.fetch_add(many, Ordering::Relaxed);
        let left = if room { self.sender.try_send(fed) } else { Err(TrySendError::Full(fed)) };
        match left {
            Ok(()) => true,
            Err(TrySendError::Full(fed)) => {
                self.known.queued.fetch_sub(many, Ordering::Relaxed);
                self.known.dropped.fetch_add(many as u64, Ordering::Relaxed);
                fed.iter().for_each(|fed| self.forget(fed.person()));
                true
            }
            Err(TrySendError::Disconnected(_)) => false,
        }
    }

    /// The last word: why nothing more comes.
    pub(crate) fn end(self, why: &'static str) {
        *self.known.ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
    }
}

impl Feed {
    /// What was committed next; an empty group when nothing came in `patience`, nothing once nothing more comes.
    pub fn next(&mut self, patience: Duration) -> Option<Vec<Fed>> {
        match self.receiver.recv_timeout(patience) {
            Ok(fed) => {
                self.known.queued.fetch_sub(fed.len(), Ordering::Relaxed);
                Some(fed)
            }
            Err(RecvTimeoutError::Timeout) => Some(Vec::new()),
            Err(RecvTimeoutError::Disconnected) => {
                self.lost = true;
                None
            }
        }
    }

    /// Things that were dropped because the queue was full.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.known.dropped.load(Ordering::Relaxed)
    }

    /// Inputs of people of whom no copy was made, because there are too many.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.known.left_out.load(Ordering::Relaxed)
    }

    /// Why nothing more comes.
    #[must_use]
    pub fn ended(&self) -> Option<&'static str> {
        let said = *self.known.ended.lock().unwrap_or_else(PoisonError::into_inner);
        said.or_else(|| self.lost.then_some("the daemon is stopping"))
    }
}

impl Fed {
    /// About whom it is.
    #[must_use]
    pub const fn person(&self) -> Id {
        match self {
            Self::Copy { person, .. }
            | Self::Input { person, .. }
            | Self::Join { person, .. }
            | Self::Message { person, .. }
            | Self::Forget { person } => *person,
        }
    }
}
