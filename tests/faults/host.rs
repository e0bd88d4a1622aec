//! A drive loop that is turned by hand, and what can be asked of it.

use filrouge_host::{Clock, Driver, Entry, Health, Options, Prospect, Reader, Refusal, Settled, Store};
use filrouge_machine::Id;
use filrouge_plan::Bundle;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that stands still until it is set.
#[derive(Clone, Default)]
pub struct Watch(pub Arc<AtomicI64>);

impl Clock for Watch {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What is asked: at most one commit of what came in, or one swap of plans.
#[derive(Debug, Clone)]
pub enum Op {
    Submit(Vec<Entry>),
    /// What is due.
    Turn,
    Claim,
    Settle(Id, Settled),
    Activate(Arc<Bundle>),
    Tidy,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Accepted(Vec<filrouge_host::Accepted>),
    Nothing,
    Claimed(Vec<Handed>),
    Settled(bool),
    /// The plan was refused, and why.
    Refused(String),
}

/// A message or a question that was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    pub effect: Id,
    pub connector: String,
    pub attempt: u32,
    pub is_question: bool,
}

/// A process.
pub struct Host {
    pub driver: Driver,
    pub reader: Arc<dyn Reader>,
}

impl Host {
    /// Starts it.
    pub fn start(store: Box<dyn Store>, watch: &Watch, plan: &Arc<Bundle>) -> Result<Self, String> {
        let reader = store.reader().map_err(told)?;
        let driver = Driver::open(Options::default(), store, Arc::new(watch.clone()), Arc::clone(plan));
        Ok(Self { driver: driver.map_err(told)?, reader })
    }

    /// Asks; an error is what an operator is told when the store cannot write.
    pub fn perform(&mut self, op: &Op) -> Result<Answer, String> {
        let answer = self.ask(op);
        match self.driver.handle().health() {
            Health::Working => answer,
            Health::Suspended(error) => Err(error.detail),
            Health::Failed(error) => Err(format!("taken for damaged: {error}")),
            Health::Stopped => Err("stopped".to_owned()),
        }
    }

    fn ask(&mut self, op: &Op) -> Result<Answer, String> {
        let handle = self.driver.handle();
        match op {
            Op::Turn => {
                self.driver.turn();
                Ok(Answer::Nothing)
            }
            Op::Tidy => {
                self.driver.tidy();
                Ok(Answer::Nothing)
            }
            Op::Submit(entries) => {
                let receipt = handle.submit(entries.clone()).map_err(told)?;
                self.driver.turn();
                receipt.wait().map(Answer::Accepted).map_err(told)
            }
            Op::Settle(effect, settled) => {
                let receipt = handle.settle(vec![(*effect, settled.clone())]).map_err(told)?;
                self.driver.turn();
                receipt.wait().map(|known| Answer::Settled(known == [true])).map_err(told)
            }
            Op::Claim => self.claim(),
            Op::Activate(plan) => self.activate(plan),
        }
    }

    fn claim(&mut self) -> Result<Answer, String> {
        let receipt = self.driver.handle().claim(None, 100).map_err(told)?;
        self.driver.turn();
        let claimed = receipt.wait().map_err(told)?;
        let messages = claimed.messages.into_iter().map(|one| Handed {
            effect: one.message.effect,
            connector: one.message.connector,
            attempt: one.attempt,
            is_question: false,
        });
        let asks = claimed.asks.into_iter().map(|one| Handed {
            effect: one.ask.effect,
            connector: one.ask.connector,
            attempt: one.attempt,
            is_question: true,
        });
        Ok(Answer::Claimed(messages.chain(asks).collect()))
    }

    /// Compared beforehand or when its turn comes: the answer is the same.
    fn activate(&mut self, plan: &Arc<Bundle>) -> Result<Answer, String> {
        let handle = self.driver.handle();
        let receipt = handle.inside().map_err(told)?;
        self.driver.turn();
        let prospect = receipt.wait().and_then(|inside| Prospect::compared(Arc::clone(plan), inside));
        let receipt = handle.activate(prospect.map_err(told)?, "faults").map_err(told)?;
        self.driver.turn();
        match receipt.wait() {
            Ok(()) => Ok(Answer::Nothing),
            Err(Refusal::Changes(changes)) => Ok(Answer::Refused(Refusal::Changes(changes).to_string())),
            Err(refusal) => Err(told(refusal)),
        }
    }
}

/// In words.
pub fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}
