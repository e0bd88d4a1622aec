//! What the deliveries of one connector share, and what becomes of each.

use super::worker::{IDLE, STORE_PAUSE};
use crate::app::App;
use crate::telemetry::{Called, Calling};
use filrouge_connect::{Attempt, Breaker, Connector, Delivery as Outgoing, Reply, Sign, pause};
use filrouge_host::{Claimed, Delivery, Question, Refusal, Settled};
use filrouge_intake::Binder;
use filrouge_machine::{Ask, Id, Outcome};
use filrouge_plan::Retry;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// What the deliveries of one worker share.
pub(super) struct Desk {
    pub(super) app: Arc<App>,
    pub(super) name: String,
    pub(super) retry: Retry,
    pub(super) service: Arc<dyn Connector>,
    breaker: Mutex<Breaker>,
    /// Messages that were called, and surely not taken. Of a call by an earlier process nobody can say so.
    untaken: Mutex<BTreeSet<Id>>,
}

impl Desk {
    /// A desk for the connector `declared`, with nothing under way.
    pub(super) fn new(
        app: Arc<App>,
        declared: &filrouge_plan::Connector,
        service: Arc<dyn Connector>,
    ) -> Self {
        let (name, retry) = (declared.name.clone(), declared.retry);
        Self { app, name, retry, service, breaker: Mutex::default(), untaken: Mutex::default() }
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many deliveries may begin, when `most` may be under way.
    pub(super) fn room(&self, most: usize, under_way: usize) -> usize {
        self.breaker().room(Instant::now(), most.saturating_sub(under_way), under_way)
    }

    pub(super) fn rests(&self, now: Instant) -> Option<Duration> {
        self.breaker().rests(now)
    }

    /// Learns from a call whether the service works, and tells the operator when that has changed.
    pub(super) fn learn(&self, sign: Sign, reason: Option<&str>) {
        let now = Instant::now();
        let (turned, rests) = {
            let mut breaker = self.breaker();
            (breaker.saw(sign, now), breaker.rests(now))
        };
        match rests {
            Some(rest) => {
                let (at, reason) = (self.app.clock.now(), reason.unwrap_or_default());
                if turned {
                    tracing::warn!(connector = self.name, reason, "the service fails and is left alone");
                }
                self.app.rests.begin(&self.name, at, at.saturating_add(millis(rest)), reason.to_owned());
            }
            None if turned => {
                tracing::info!(connector = self.name, "the service works again");
                self.app.rests.end(&self.name);
            }
            None => {}
        }
    }

    pub(super) async fn claim(&self, limit: usize) -> Result<Claimed, Refusal> {
        self.app.handle.claim(Some(&self.name), limit)?.await
    }

    /// How long until `at`; never longer than a clock that was set would make it.
    pub(super) fn until(&self, at: i64) -> Duration {
        let millis = at.saturating_sub(self.app.clock.now()).max(0);
        Duration::from_millis(u64::try_from(millis).unwrap_or(0)).min(IDLE)
    }

    /// Makes one delivery; what became of it is to be told.
    pub(super) async fn deliver(self: Arc<Self>, delivery: Delivery) -> (Id, Settled) {
        let Delivery { message, person, attempt: number } = delivery;
        let (effect, journey, step) = (message.effect, message.journey.clone(), message.step.clone());
        let calling = self.calling(message.input, effect, number);
        let outgoing = self.app.links.deliver(person, message);
        let outgoing = Outgoing { trace: told(calling), ..outgoing };
        let attempt = self.service.deliver(&outgoing).await;
        let outcome = outcome(&attempt);
        tracing::info!(%effect, connector = self.name, journey, step, number, outcome, "delivery");
        let good = matches!(attempt, Attempt::Sent { .. });
        self.called(calling, ("deliver", &journey, &step), outcome, good);
        self.learn(attempt.sign(), attempt.reason());
        (effect, self.settled(effect, number, attempt))
    }

    /// Asks one question; what became of it is to be told.
    pub(super) async fn ask(self: Arc<Self>, question: Question) -> (Id, Settled) {
        let Question { ask, attempt: number } = question;
        let calling = self.calling(ask.input, ask.effect, number);
        let reply = self.service.ask(&ask, told(calling).as_deref()).await;
        self.learn(reply.sign(), reply.reason());
        let settled = self.replied(&ask, number, reply);
        let outcome = heard(&settled);
        let (effect, journey, step) = (ask.effect, &ask.journey, &ask.step);
        tracing::info!(%effect, connector = self.name, journey, step, number, outcome, "question");
        let good = matches!(settled, Settled::Outcome(Outcome::Answered { .. }));
        self.called(calling, ("ask", journey, step), outcome, good);
        (effect, settled)
    }

    /// A call that is traced, when calls are.
    fn calling(&self, input: Option<Id>, effect: Id, number: u32) -> Option<Calling> {
        self.app.traces.as_ref().map(|traces| traces.calling(input, effect, number))
    }

    fn called(
        &self,
        calling: Option<Calling>,
        (name, journey, step): (&'static str, &str, &str),
        outcome: String,
        good: bool,
    ) {
        if let (Some(traces), Some(calling)) = (&self.app.traces, calling) {
            traces.called(&calling, Called { name, connector: &self.name, journey, step, outcome, good });
        }
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
        Settled::RetryAt(self.app.clock.now().saturating_add(millis(pause)))
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

    /// Tells the host what became of calls, again and again: an outcome that is not told would be taken for unknown.
    pub(super) async fn tell(self: Arc<Self>, settled: Vec<(Id, Settled)>) {
        loop {
            let answer = match self.app.handle.settle(settled.clone()) {
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

/// The span of a call, as the service is told.
fn told(calling: Option<Calling>) -> Option<String> {
    calling.map(|calling| calling.span().to_string())
}

pub(super) fn millis(pause: Duration) -> i64 {
    i64::try_from(pause.as_millis()).unwrap_or(i64::MAX)
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
