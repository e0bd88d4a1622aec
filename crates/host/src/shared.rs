//! What the loop and its handles see together.

use crate::queue::Queue;
use crate::rights::Suppressions;
use crate::status::Meters;
use crate::taps::Taps;
use crate::{Active, Health, Reader};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::watch;

pub(crate) struct Shared {
    pub queue: Queue,
    pub reader: Arc<dyn Reader>,
    pub meters: Meters,
    /// Grows whenever a message was queued or may be claimed again.
    pub outbox: watch::Sender<u64>,
    pub taps: Taps,
    health: RwLock<Health>,
    active: RwLock<Active>,
    /// Contact points of people who were erased.
    suppressions: RwLock<Arc<Suppressions>>,
}

impl Shared {
    pub(crate) fn new(capacity: usize, reader: Arc<dyn Reader>, active: Active) -> Self {
        Self {
            queue: Queue::new(capacity),
            reader,
            meters: Meters::default(),
            outbox: watch::Sender::new(0),
            taps: Taps::new(),
            health: RwLock::new(Health::Working),
            active: RwLock::new(active),
            suppressions: RwLock::default(),
        }
    }

    pub(crate) fn health(&self) -> Health {
        self.health.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_health(&self, health: Health) {
        *self.health.write().unwrap_or_else(PoisonError::into_inner) = health;
    }

    pub(crate) fn active(&self) -> Active {
        self.active.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn suppressions(&self) -> Arc<Suppressions> {
        Arc::clone(&self.suppressions.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_suppressions(&self, suppressions: &Arc<Suppressions>) {
        *self.suppressions.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(suppressions);
    }

    pub(crate) fn set_active(&self, active: Active) {
        *self.active.write().unwrap_or_else(PoisonError::into_inner) = active;
    }
}
