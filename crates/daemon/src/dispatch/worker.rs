//! One connector's worker.

use super::desk::Desk;
use crate::app::App;
use filrouge_connect::{Bucket, Connector};
use filrouge_host::Settled;
use filrouge_machine::Id;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Deliveries over one connector at the same time, where the author says nothing.
const TOGETHER: usize = 5;
/// How long to wait when there is nothing to do, or the store does not answer.
pub(super) const IDLE: Duration = Duration::from_secs(30);
pub(super) const STORE_PAUSE: Duration = Duration::from_secs(1);

/// Groups of outcomes that may be on their way to the disk. Beyond, no further call begins: each would be of unknown outcome
/// if the process ended now.
const UNTOLD: usize = 8;

/// Takes messages from the outbox, hands them over, and tells what became of them. Whatever ended since it last looked is told
/// together, in the same turn of the host in which as many new ones are taken: a call costs no commit of its own.
pub(super) struct Worker {
    desk: Arc<Desk>,
    bucket: Option<Bucket>,
    together: usize,
    stop: watch::Receiver<()>,
    calls: JoinSet<(Id, Settled)>,
    ended: Vec<(Id, Settled)>,
    telling: JoinSet<()>,
    /// Calls for rights of people, each of which tells itself what came of it.
    errands: JoinSet<()>,
}

impl Worker {
    pub(super) fn new(
        app: Arc<App>,
        declared: &filrouge_plan::Connector,
        service: Arc<dyn Connector>,
        stop: watch::Receiver<()>,
    ) -> Self {
        let desk = Desk::new(app, declared, service);
        let together =
            declared.together.map_or(TOGETHER, |calls| usize::try_from(calls).unwrap_or(usize::MAX));
        let bucket = declared.rate.map(Bucket::new);
        let (calls, ended, telling, errands) = (JoinSet::new(), Vec::new(), JoinSet::new(), JoinSet::new());
        Self { desk: Arc::new(desk), bucket, together, stop, calls, ended, telling, errands }
    }

    /// Works until it is told to stop, then lets its deliveries end.
    pub(super) async fn run(mut self) {
        let mut outbox = self.desk.app.handle.outbox();
        loop {
            outbox.mark_unchanged();
            self.tell();
            let room = self.room();
            let pause = self.take(room).await;
            tokio::select! {
                // Only ever an error: the other end was dropped.
                _ = self.stop.changed() => break,
                Some(ended) = self.calls.join_next() => self.ended.extend(ended),
                Some(_) = self.telling.join_next() => {}
                Some(_) = self.errands.join_next() => {}
                Ok(()) = outbox.changed(), if room > 0 => {}
                () = sleep(pause) => {}
            }
        }
        while let Some(ended) = self.calls.join_next().await {
            self.ended.extend(ended);
            self.tell();
        }
        while self.telling.join_next().await.is_some() {}
        while self.errands.join_next().await.is_some() {}
        self.desk.app.rests.end(&self.desk.name);
    }

    /// Tells what became of all calls that have ended.
    fn tell(&mut self) {
        while let Some(ended) = self.calls.try_join_next() {
            self.ended.extend(ended);
        }
        if !self.ended.is_empty() {
            self.telling.spawn(Arc::clone(&self.desk).tell(mem::take(&mut self.ended)));
        }
        while self.telling.try_join_next().is_some() {}
    }

    /// How many calls may begin.
    fn room(&self) -> usize {
        let under_way = self.calls.len() + self.errands.len();
        if self.telling.len() < UNTOLD { self.desk.room(self.together, under_way) } else { 0 }
    }

    /// Starts as many deliveries as there is room and rate for; how long to wait for the next.
    async fn take(&mut self, room: usize) -> Duration {
        let now = Instant::now();
        let allowed = self.bucket.as_ref().map_or(room, |bucket| bucket.available(now).min(room));
        if allowed == 0 {
            let pauses = [self.bucket.as_ref().map(|bucket| bucket.ready_in(now)), self.desk.rests(now)];
            return pauses.into_iter().flatten().filter(|wait| !wait.is_zero()).max().unwrap_or(IDLE);
        }
        let Ok(claimed) = self.desk.claim(allowed).await else { return STORE_PAUSE };
        let count = claimed.count();
        if let Some(bucket) = &mut self.bucket {
            for _ in 0..count {
                bucket.take(now);
            }
        }
        for errand in claimed.errands {
            self.errands.spawn(Arc::clone(&self.desk).carry(errand));
        }
        for delivery in claimed.messages {
            self.calls.spawn(Arc::clone(&self.desk).deliver(delivery));
        }
        for question in claimed.asks {
            self.calls.spawn(Arc::clone(&self.desk).ask(question));
        }
        let next = claimed.next_at.map_or(IDLE, |at| self.desk.until(at));
        if count == allowed {
            Duration::from_millis(1).max(self.rate_pause(now))
        } else {
            next.max(Duration::from_millis(1))
        }
    }

    fn rate_pause(&self, now: Instant) -> Duration {
        self.bucket.as_ref().map(|bucket| bucket.ready_in(now)).unwrap_or_default()
    }
}
