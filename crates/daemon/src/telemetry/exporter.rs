//! Spans on their way to a collector.

use super::post::Post;
use super::span::Span;
use super::wire;
use crate::metrics::Metrics;
use std::mem;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout_at};

/// Spans on their way.
pub(super) struct Exporter {
    pub(super) post: Post,
    pub(super) about: Vec<(String, String)>,
    pub(super) spans: mpsc::Receiver<Span>,
    pub(super) together: usize,
    pub(super) delay: Duration,
    pub(super) metrics: Arc<Metrics>,
}

impl Exporter {
    /// Sends spans until `stop`, and then those that are there already.
    pub(super) async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut batch = Vec::with_capacity(self.together);
        loop {
            tokio::select! {
                biased;
                _ = stop.wait_for(|stopping| *stopping) => break,
                () = self.gather(&mut batch) => {}
            }
            tokio::select! {
                biased;
                () = self.send(&mut batch) => {}
                _ = stop.wait_for(|stopping| *stopping) => break,
            }
        }
        self.finish(batch).await;
    }

    /// Fills `batch`, or as much of it as there is when the first of it has waited for long enough.
    async fn gather(&mut self, batch: &mut Vec<Span>) {
        if batch.is_empty() {
            self.spans.recv_many(batch, self.together).await;
        }
        let deadline = Instant::now() + self.delay;
        while batch.len() < self.together {
            let room = self.together - batch.len();
            match timeout_at(deadline, self.spans.recv_many(batch, room)).await {
                Ok(taken) if taken > 0 => {}
                _ => return,
            }
        }
    }

    /// Sends a batch, which is empty afterwards. One that is given up on the way is still in it.
    async fn send(&mut self, batch: &mut Vec<Span>) {
        let sent = self.post.send(wire::spans(&self.about, batch)).await;
        let refused = sent.unwrap_or(batch.len()).min(batch.len());
        self.metrics.spans_sent.add(batch.len() - refused);
        self.metrics.spans_dropped.add(refused);
        batch.clear();
    }

    async fn finish(&mut self, mut batch: Vec<Span>) {
        loop {
            while let Some(span) = (batch.len() < self.together).then(|| self.spans.try_recv().ok()).flatten()
            {
                batch.push(span);
            }
            if batch.is_empty() {
                return;
            }
            let mut full = mem::take(&mut batch);
            self.send(&mut full).await;
        }
    }
}
