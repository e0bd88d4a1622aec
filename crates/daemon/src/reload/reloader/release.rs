//! A plan for a share of the people: begun, made greater, and taken back.

use super::{Asks, Attempt, Engine, Trigger, Verdict, Work, guard, refused_by_host};
use crate::Refusal;
use filrouge_host::{self as host, Candidate, Released, Share};
use filrouge_plan::Bundle;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// No third plan comes between the two.
pub(crate) fn shared(released: &Released) -> Refusal {
    let plan = released.bundle.hash.get(..12).unwrap_or_default();
    Refusal::of(
        "release-runs",
        &format!("plan {plan} runs for {} of the people", released.share),
        "apply it to everybody, or take it back with `filrouge apply FILE --percent 0`; then change the plan",
    )
}

fn not_shared() -> Refusal {
    Refusal::of(
        "no-release",
        "no share of the people lives under this plan",
        "`filrouge status` names the plan of the share, when there is one",
    )
}

impl Engine {
    /// Lets a share of the people live under `next`.
    async fn share(&self, next: Arc<Bundle>, share: Share, by: &str, at: i64) -> Result<(), host::Refusal> {
        let (inside, by) = (self.handle.inside()?.await?, by.to_owned());
        let candidate = spawn_blocking(move || Candidate::new(next, share, (&by, at), &inside)).await;
        let stopped = |_| Err(host::Refusal::Plan("the plan cannot be made ready".to_owned()));
        self.handle.share(candidate.unwrap_or_else(stopped)?)?.await
    }
}

impl Work {
    /// Lets a share of the people live under a plan, if the rest of the project is as it was.
    pub(super) async fn share(
        &self,
        at: i64,
        asks: &Asks<'_>,
        (next, share): (Arc<Bundle>, Share),
        agreed: Result<(), Refusal>,
    ) -> Attempt {
        let attempt = |result| Attempt::new(at, asks.trigger, result, Some(next.hash.clone()));
        let active = filrouge_host::compiled(&self.engine.handle.active());
        if active.hash == next.hash {
            return attempt(Verdict::Unchanged);
        }
        let allowed = agreed.and_then(|()| guard(&active.plan, &next.plan, asks.allow));
        if let Err(refusal) = allowed.and_then(|()| self.engine.needed.guard(&active.plan, &next)) {
            return attempt(Verdict::Refused).because(refusal);
        }
        match self.engine.share(Arc::clone(&next), share, asks.by, at).await {
            Ok(()) => attempt(Verdict::Shared),
            Err(refused) => refused_by_host(attempt(Verdict::Refused), refused, (&active, &next)),
        }
    }

    /// Lets the share that lives under `plan` live under the plan that runs again.
    pub(super) async fn take_back(&self, at: i64, by: &str, plan: Arc<Bundle>) -> Attempt {
        match self.engine.handle.released() {
            Some(released) if released.bundle.hash == plan.hash => {
                let running = filrouge_host::compiled(&self.engine.handle.active());
                self.take_back_all(at, by, running).await
            }
            _ => Attempt::new(at, Trigger::Apply, Verdict::Refused, Some(plan.hash.clone()))
                .because(not_shared()),
        }
    }

    pub(super) async fn take_back_all(&self, at: i64, by: &str, running: Arc<Bundle>) -> Attempt {
        let attempt = |result| Attempt::new(at, Trigger::Apply, result, Some(running.hash.clone()));
        match self.engine.swap(Arc::clone(&running), by).await {
            Ok(()) => attempt(Verdict::TakenBack),
            Err(refused) => refused_by_host(attempt(Verdict::Refused), refused, (&running, &running)),
        }
    }
}
