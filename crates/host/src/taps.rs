//! Decisions for whoever follows them, as soon as they are durable.

use crate::handle::recorded;
use crate::{DecisionRow, Recorded, StoreError};
use std::sync::Arc;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

/// Groups by which a follower may be behind. The loop waits for nobody: who is slower misses some.
const BEHIND: usize = 256;

/// Where decisions are told.
pub(crate) struct Taps(broadcast::Sender<Arc<[DecisionRow]>>);

impl Taps {
    pub(crate) fn new() -> Self {
        Self(broadcast::Sender::new(BEHIND))
    }

    pub(crate) fn follow(&self) -> Following {
        Following(self.0.subscribe())
    }

    /// The decisions to tell once they are durable; none when nobody follows, which costs nothing.
    pub(crate) fn keep(&self, decisions: &[DecisionRow]) -> Option<Arc<[DecisionRow]>> {
        (self.0.receiver_count() > 0 && !decisions.is_empty()).then(|| decisions.into())
    }

    pub(crate) fn tell(&self, decisions: Arc<[DecisionRow]>) {
        // Whoever followed may have gone meanwhile.
        let _ = self.0.send(decisions);
    }
}

/// Decisions as they become durable, from the moment of the question on, under every plan.
pub struct Following(broadcast::Receiver<Arc<[DecisionRow]>>);

/// What a follower hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Followed {
    /// Decisions of one group, in the order in which they were taken. Their numbers are 0: a store gives them later.
    Decisions(Vec<Recorded>),
    /// The follower was too slow, and so many groups are lost to it. The record has them all.
    Missed(u64),
}

impl Following {
    /// The decisions of the next group as they are written, or how many groups are lost; nothing once the host is gone.
    pub async fn rows(&mut self) -> Option<Result<Arc<[DecisionRow]>, u64>> {
        match self.0.recv().await {
            Ok(rows) => Some(Ok(rows)),
            Err(RecvError::Lagged(groups)) => Some(Err(groups)),
            Err(RecvError::Closed) => None,
        }
    }

    /// What comes next; nothing once the host is gone.
    ///
    /// # Errors
    /// When a decision cannot be read.
    pub async fn next(&mut self) -> Option<Result<Followed, StoreError>> {
        Some(match self.rows().await? {
            Ok(rows) => {
                let decisions: Result<_, _> = rows.iter().cloned().map(recorded).collect();
                decisions.map(Followed::Decisions)
            }
            Err(groups) => Ok(Followed::Missed(groups)),
        })
    }
}
