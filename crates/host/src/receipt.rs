//! The promise of an answer.

use crate::{Part, Released, StoreError};
use filrouge_change::{Changes, Obstacle};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::oneshot;

/// Why a request was not carried out. When the disk failed in the very moment of the commit it may have been written
/// all the same; an input that is handed in again under its id is then told to be a duplicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The queue is full; ask again in a moment.
    Busy,
    /// The store cannot write; ask again later.
    Unavailable(StoreError),
    /// The plan cannot be run.
    Plan(String),
    /// The plan does not have what is to be paused.
    NoPart(Part),
    /// People are inside for whom the plan has no place.
    Changes(Box<Changes>),
    /// The plan differs in more than a share of the people may live by.
    NoShare(Vec<Obstacle>),
    /// A share of the people live under another plan.
    Shared(Box<Released>),
    /// The host is stopping or has stopped.
    Stopping,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy => f.write_str("the queue is full"),
            Self::Unavailable(error) => write!(f, "the store cannot write: {error}"),
            Self::Plan(reason) => write!(f, "the plan cannot be run: {reason}"),
            Self::NoPart(part) => write!(f, "there is no `{part}` in the plan that runs"),
            Self::Changes(changes) => {
                let sentences = changes.refused().map(|change| change.sentence.as_str());
                f.write_str(&sentences.collect::<Vec<_>>().join("; "))
            }
            Self::NoShare(obstacles) => {
                let sentences = obstacles.iter().map(|obstacle| obstacle.sentence.as_str());
                f.write_str(&sentences.collect::<Vec<_>>().join("; "))
            }
            Self::Shared(released) => {
                let (plan, share) = (released.bundle.hash.get(..12).unwrap_or_default(), released.share);
                write!(
                    f,
                    "plan {plan} runs for {share} of the people: apply it to everybody, or take it back"
                )
            }
            Self::Stopping => f.write_str("the host is stopping"),
        }
    }
}

impl std::error::Error for Refusal {}

/// An answer that comes when what it tells of is durable. Await it, or [`Receipt::wait`] on a plain thread.
#[derive(Debug)]
pub struct Receipt<T>(oneshot::Receiver<Result<T, Refusal>>);

impl<T> Receipt<T> {
    /// Blocks until the answer is there. Never call it from asynchronous code.
    ///
    /// # Errors
    /// When the request was not carried out.
    pub fn wait(self) -> Result<T, Refusal> {
        self.0.blocking_recv().unwrap_or(Err(Refusal::Stopping))
    }
}

impl<T> Future for Receipt<T> {
    type Output = Result<T, Refusal>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map(|answer| answer.unwrap_or(Err(Refusal::Stopping)))
    }
}

/// The other end of a [`Receipt`].
pub(crate) struct Reply<T>(oneshot::Sender<Result<T, Refusal>>);

impl<T> Reply<T> {
    pub(crate) fn new() -> (Self, Receipt<T>) {
        let (sender, receiver) = oneshot::channel();
        (Self(sender), Receipt(receiver))
    }

    /// Answers; nobody has to listen.
    pub(crate) fn send(self, answer: Result<T, Refusal>) {
        let _ = self.0.send(answer);
    }
}
