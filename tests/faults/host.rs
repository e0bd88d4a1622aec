//! A drive loop that is turned by hand, and what can be asked of it.

use filrouge_host::{
    Clock, Doing, Driver, Entry, Handle, Health, NotDone, Noted, Options, Pause, Prospect, Reader, Receipt,
    Refusal, Resending, RightsRequest, Settled, Store, Unmerged,
};
use filrouge_machine::Id;
use filrouge_plan::Bundle;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Messages and questions that are handed out at once.
const MOST_CLAIMED: usize = 400;

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
    Settle(Vec<(Id, Settled)>),
    Activate(Arc<Bundle>),
    Tidy,
    Pause(Pause),
    /// Somebody is separated from whom they became one with.
    Part(Id),
    Right(Doing),
    Resend(Resending),
    DropLetters(Vec<Id>),
    DropAside(Vec<Id>),
    Note(Noted),
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Accepted(Vec<filrouge_host::Accepted>),
    Nothing,
    Claimed(Vec<Handed>),
    Settled(Vec<bool>),
    /// The plan or the pause was refused, and why.
    Refused(String),
    Parted(Unmerged),
    Right(Box<Result<RightsRequest, NotDone>>),
    /// Whatever else there is to tell.
    Told(String),
}

/// A message or a question that was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    pub effect: Id,
    pub connector: String,
    pub attempt: u32,
    /// From when on it may not leave any more.
    pub until: Option<i64>,
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
                self.answer(|handle| handle.submit(entries.clone())).map(Answer::Accepted).map_err(told)
            }
            Op::Settle(settled) => {
                self.answer(|handle| handle.settle(settled.clone())).map(Answer::Settled).map_err(told)
            }
            Op::Claim => self.claim(),
            Op::Activate(plan) => self.activate(plan),
            operators => self.operate(operators),
        }
    }

    /// What operators ask.
    fn operate(&mut self, op: &Op) -> Result<Answer, String> {
        match op.clone() {
            Op::Pause(pause) => match self.answer(|handle| handle.pause(pause)) {
                Ok(paused) => Ok(Answer::Told(format!("{paused:?}"))),
                Err(refused @ (Refusal::NoPart(_) | Refusal::Changes(_))) => {
                    Ok(Answer::Refused(refused.to_string()))
                }
                Err(refusal) => Err(told(refusal)),
            },
            Op::Part(person) => {
                self.answer(|handle| handle.unmerge(person)).map(Answer::Parted).map_err(told)
            }
            Op::Right(doing) => {
                let done = self.answer(|handle| handle.right(doing)).map_err(told)?;
                Ok(Answer::Right(Box::new(done)))
            }
            Op::Resend(wish) => {
                let resent = self.answer(|handle| handle.resend(wish)).map_err(told)?;
                Ok(Answer::Told(format!("{resent:?}")))
            }
            Op::DropLetters(letters) => self.done(|handle| handle.drop_dead_letters(letters)),
            Op::DropAside(rows) => self.done(|handle| handle.drop_quarantined(rows)),
            Op::Note(act) => self.done(|handle| handle.note(vec![act])),
            other => Err(format!("no operator asks for {other:?}")),
        }
    }

    fn done(&mut self, ask: impl FnOnce(Handle) -> Result<Receipt<()>, Refusal>) -> Result<Answer, String> {
        self.answer(ask).map(|()| Answer::Nothing).map_err(told)
    }

    fn answer<T>(&mut self, ask: impl FnOnce(Handle) -> Result<Receipt<T>, Refusal>) -> Result<T, Refusal> {
        let receipt = ask(self.driver.handle())?;
        self.driver.turn();
        receipt.wait()
    }

    fn claim(&mut self) -> Result<Answer, String> {
        let claimed = self.answer(|handle| handle.claim(None, MOST_CLAIMED)).map_err(told)?;
        let messages = claimed.messages.into_iter().map(|one| Handed {
            effect: one.message.effect,
            connector: one.message.connector,
            attempt: one.attempt,
            until: one.message.until,
            is_question: false,
        });
        let asks = claimed.asks.into_iter().map(|one| Handed {
            effect: one.ask.effect,
            connector: one.ask.connector,
            attempt: one.attempt,
            until: None,
            is_question: true,
        });
        Ok(Answer::Claimed(messages.chain(asks).collect()))
    }

    /// Compared beforehand or when its turn comes: the answer is the same.
    fn activate(&mut self, plan: &Arc<Bundle>) -> Result<Answer, String> {
        let inside = self.answer(|handle| handle.inside());
        let prospect =
            inside.and_then(|inside| Prospect::compared(Arc::clone(plan), inside)).map_err(told)?;
        match self.answer(|handle| handle.activate(prospect, "faults")) {
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
