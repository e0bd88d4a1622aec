//! Asking a service for what a person has a right to, and telling what came of it.

use super::desk::{Desk, millis};
use super::worker::STORE_PAUSE;
use filrouge_connect::{Errand, Heard, pause};
use filrouge_host::{ErrandCall, ErrandTold, Refusal};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// How long to wait when the tries that the connector allows are spent. What may pass is tried as long as the request is open:
/// the deadline is the law's, and not the connector's.
const SPENT: Duration = Duration::from_secs(3_600);

impl Desk {
    /// Makes one call, and tells what came of it.
    pub(super) async fn carry(self: Arc<Self>, call: ErrandCall) {
        let ErrandCall { request, task, ask, words, key, attempt: number } = call;
        let errand = Errand { ask, words, key };
        let heard = self.service.carry(&errand, None).await;
        self.learn(heard.sign(), heard.reason());
        let (right, outcome) = (errand.ask.right.word(), outcome(&heard));
        tracing::info!(%request, connector = self.name, right, number, outcome, "right of a person");
        let told = self.told(&errand, number, heard);
        self.tell_errand(request, &task, told).await;
    }

    fn told(&self, errand: &Errand, number: u32, heard: Heard) -> ErrandTold {
        let now = self.app.clock.now();
        match heard {
            Heard::Done { kept } => ErrandTold::Done { kept },
            Heard::Nobody => ErrandTold::Nobody,
            Heard::Pending => {
                let every = errand.ask.until.as_ref().map_or(0, |until| until.every_ms);
                ErrandTold::Pending { at: now.saturating_add(i64::try_from(every).unwrap_or(i64::MAX)) }
            }
            Heard::Refused { reason } => ErrandTold::Refused { reason },
            Heard::Retry { reason, after, perhaps_taken } => {
                let next = pause(self.retry, errand.key, number, after);
                let at = now.saturating_add(millis(next.unwrap_or(SPENT)));
                ErrandTold::Again { at, reason, spent: next.is_none(), unsure: perhaps_taken }
            }
        }
    }

    /// Tells the host, again and again: what is not told would be taken for a call under way.
    async fn tell_errand(&self, request: filrouge_machine::Id, task: &str, told: ErrandTold) {
        loop {
            let answer = match self.app.handle.tell_errand(request, task.to_owned(), told.clone()) {
                Ok(receipt) => receipt.await,
                Err(refused) => Err(refused),
            };
            match answer {
                Ok(()) | Err(Refusal::Stopping) => return,
                Err(_) => sleep(STORE_PAUSE).await,
            }
        }
    }
}

/// What came of a call, for the log: a reason holds no personal data.
fn outcome(heard: &Heard) -> String {
    match heard {
        Heard::Done { .. } => "done".to_owned(),
        Heard::Nobody => "the service has nothing of the person".to_owned(),
        Heard::Pending => "the service is at work".to_owned(),
        Heard::Refused { reason } => format!("refused: {reason}"),
        Heard::Retry { reason, .. } => format!("again later: {reason}"),
    }
}
