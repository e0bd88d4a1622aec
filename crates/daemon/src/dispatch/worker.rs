//! One connector's worker.

use super::desk::Desk;
use crate::app::App;
use filrouge_connect::{Bucket, Connector};
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

/// Takes messages from the outbox, hands them over, and tells what became of them.
pub(super) struct Worker {
    desk: Arc<Desk>,
    bucket: Option<Bucket>,
    together: usize,
    stop: watch::Receiver<()>,
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
        Self { desk: Arc::new(desk), bucket: declared.rate.map(Bucket::new), together, stop }
    }

    /// Works until it is told to stop, then lets its deliveries end.
    pub(super) async fn run(mut self) {
        let mut outbox = self.desk.app.handle.outbox();
        let mut under_way = JoinSet::new();
        loop {
            outbox.mark_unchanged();
            let room = self.desk.room(self.together, under_way.len());
            let pause = self.take(room, &mut under_way).await;
            tokio::select! {
                // Only ever an error: the other end was dropped.
                _ = self.stop.changed() => break,
                Some(_) = under_way.join_next() => {}
                Ok(()) = outbox.changed(), if room > 0 => {}
                () = sleep(pause) => {}
            }
        }
        while under_way.join_next().await.is_some() {}
        self.desk.app.rests.end(&self.desk.name);
    }

    /// Starts as many deliveries as there is room and rate for; how long to wait for the next.
    async fn take(&mut self, room: usize, under_way: &mut JoinSet<()>) -> Duration {
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
        for delivery in claimed.messages {
            under_way.spawn(Arc::clone(&self.desk).deliver(delivery));
        }
        for question in claimed.asks {
            under_way.spawn(Arc::clone(&self.desk).ask(question));
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
