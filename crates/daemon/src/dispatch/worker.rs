//! One connector's worker.

use crate::app::App;
use crate::bind::Binder;
use filrouge_connect::{Attempt, Bucket, Connector, Reply, pause};
use filrouge_host::{Claimed, Delivery, Question, Refusal, Settled};
use filrouge_machine::{Ask, Id, Outcome};
use filrouge_plan::Retry;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Deliveries over one connector at the same time.
const TOGETHER: usize = 5;
/// How long to wait when there is nothing to do, or the store does not answer.
const IDLE: Duration = Duration::from_secs(30);
const STORE_PAUSE: Duration = Duration::from_secs(1);

/// Takes messages from the outbox, hands them over, and tells what became of them.
pub(super) struct Worker {
    desk: Arc<Desk>,
    bucket: Option<Bucket>,
    stop: watch::Receiver<()>,
}

/// What the deliveries of one worker share.
struct Desk {
    app: Arc<App>,
    name: String,
    retry: Retry,
    service: Arc<dyn Connector>,
    /// Messages that were called, and surely not taken. Of a call by an earlier process nobody can say so.
    untaken: Mutex<BTreeSet<Id>>,
}

impl Worker {
    pub(super) fn new(
        app: Arc<App>,
        declared: &filrouge_plan::Connector,
        service: Arc<dyn Connector>,
        stop: watch::Receiver<()>,
    ) -> Self {
        let name = declared.name.clone();
        let desk = Desk { app, name, retry: declared.retry, service, untaken: Mutex::default() };
        Self { desk: Arc::new(desk), bucket: declared.rate.map(Bucket::new), stop }
    }

    /// Works until it is told to stop, then lets its deliveries end.
    pub(super) async fn run(mut self) {
        let mut outbox = self.desk.app.handle.outbox();
        let mut under_way = JoinSet::new();
        loop {
            outbox.mark_unchanged();
            let room = TOGETHER.saturating_sub(under_way.len());
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
    }

    /// Starts as many deliveries as there is room and rate for; how long to wait for the next.
    async fn take(&mut self, room: usize, under_way: &mut JoinSet<()>) -> Duration {
        let now = Instant::now();
        let allowed = self.bucket.as_ref().map_or(room, |bucket| bucket.available(now).min(room));
        if allowed == 0 {
            let ready =
                self.bucket.as_ref().map(|bucket| bucket.ready_in(now)).filter(|wait| !wait.is_zero());
            return ready.unwrap_or(IDLE);
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

impl Desk {
    async fn claim(&self, limit: usize) -> Result<Claimed, Refusal> {
        self.app.handle.claim(Some(&self.name), limit)?.await
    }

    /// How long until `at`; never longer than a clock that was set would make it.
    fn until(&self, at: i64) -> Duration {
        let millis = at.saturating_sub(self.app.clock.now()).max(0);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(IDLE)
    }

    async fn deliver(self: Arc<Self>, delivery: Delivery) {
        let Delivery { message, person, attempt: number } = delivery;
        let (effect, journey, step) = (message.effect, message.journey.clone(), message.step.clone());
        let outgoing = self.app.links.deliver(person, message);
        let attempt = self.service.deliver(&outgoing).await;
        tracing::info!(%effect, connector = self.name, journey, step, number, outcome = outcome(&attempt), "delivery");
        let settled = self.settled(effect, number, attempt);
        self.tell(effect, settled).await;
    }

    async fn ask(self: Arc<Self>, question: Question) {
        let Question { ask, attempt: number } = question;
        let reply = self.service.ask(&ask).await;
        let settled = self.replied(&ask, number, reply);
        let outcome = heard(&settled);
        let (effect, journey, step) = (ask.effect, &ask.journey, &ask.step);
        tracing::info!(%effect, connector = self.name, journey, step, number, outcome, "question");
        self.tell(effect, settled).await;
    }

    fn replied(&self, ask: &Ask, number: u32, reply: Reply) -> Settled {
        if let Reply::Retry { after, .. } = &reply
            && let Some(pause) = pause(self.retry, ask.effect, number, *after)
        {
            return self.again(pause);
        }
        let outcome = match reply {
            Reply::Answered { body } => self.bound(ask, &body),
            Reply::Failed { reason } | Reply::Retry { reason, .. } => Outcome::Failed { reason },
            Reply::Unfit { reason } => Outcome::Unfit { reason },
        };
        self.app.metrics.delivered(&outcome);
        Settled::Outcome(outcome)
    }

    /// The answer under the types that the question declares.
    fn bound(&self, ask: &Ask, body: &[u8]) -> Outcome {
        let Ok(object) = serde_json::from_slice::<Map<String, Json>>(body) else {
            return Outcome::Unfit { reason: "it is no JSON object".to_owned() };
        };
        let bundle = self.app.handle.active();
        let binder = Binder { currency: bundle.plan.project.currency.as_deref() };
        match binder.fields(&ask.answer, &object) {
            Ok(bound) => {
                let names = ask.answer.iter().map(|field| field.name.clone());
                Outcome::Answered { fields: names.zip(bound.values).collect() }
            }
            Err(mismatch) => Outcome::Unfit { reason: mismatch.to_string() },
        }
    }

    fn again(&self, pause: Duration) -> Settled {
        self.app.metrics.retried.add(1);
        let millis = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX);
        Settled::RetryAt(self.app.clock.now().saturating_add(millis))
    }

    fn settled(&self, effect: Id, number: u32, attempt: Attempt) -> Settled {
        let mut untaken = self.untaken.lock().unwrap_or_else(PoisonError::into_inner);
        let perhaps_taken_before = number > 1 && !untaken.remove(&effect);
        if let Attempt::Retry { after, perhaps_taken, .. } = &attempt
            && let Some(pause) = pause(self.retry, effect, number, *after)
        {
            if !perhaps_taken && !perhaps_taken_before {
                untaken.insert(effect);
            }
            return self.again(pause);
        }
        let outcome = attempt.settle(perhaps_taken_before);
        self.app.metrics.delivered(&outcome);
        Settled::Outcome(outcome)
    }

    /// Tells the host, again and again: an outcome that is not told would be taken for unknown.
    async fn tell(&self, effect: Id, settled: Settled) {
        loop {
            let answer = match self.app.handle.settle(vec![(effect, settled.clone())]) {
                Ok(receipt) => receipt.await.map(|_| ()),
                Err(refused) => Err(refused),
            };
            match answer {
                Ok(()) | Err(Refusal::Stopping) => return,
                Err(_) => sleep(STORE_PAUSE).await,
            }
        }
    }
}

/// What came of a question, for the log.
fn heard(settled: &Settled) -> String {
    match settled {
        Settled::Outcome(Outcome::Answered { .. }) => "answered".to_owned(),
        Settled::Outcome(Outcome::Failed { reason }) => format!("failed: {reason}"),
        Settled::Outcome(Outcome::Unfit { reason }) => format!("unfit: {reason}"),
        _ => "again later".to_owned(),
    }
}

/// What became of a call, for the log: a reason holds no personal data.
fn outcome(attempt: &Attempt) -> String {
    match attempt {
        Attempt::Sent { .. } => "sent".to_owned(),
        Attempt::Failed { reason } => format!("failed: {reason}"),
        Attempt::Unknown { reason } => format!("unknown: {reason}"),
        Attempt::Retry { reason, .. } => format!("again later: {reason}"),
    }
}
