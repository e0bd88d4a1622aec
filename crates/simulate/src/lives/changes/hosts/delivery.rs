//! What the provider and the service do.

use super::hosted::Hosted;
use super::told;
use crate::lives::changes::oracle::Judged;
use crate::lives::changes::story::Desk;
use filrouge_host::Settled;
use filrouge_machine::{Id, Outcome};
use filrouge_plan::Value;
use filrouge_plan::scenario::Fate;
use std::collections::BTreeMap;

impl Hosted {
    /// The provider answers for each message, and the service for each question, one after the other.
    pub(super) fn deliver(&mut self) -> Judged {
        let mut out = BTreeMap::new();
        loop {
            let driver = self.driver()?;
            let receipt = driver.handle().claim(None, 100).map_err(told)?;
            driver.turn();
            let claimed = receipt.wait().map_err(told)?;
            for delivery in claimed.messages {
                let effect = delivery.message.effect;
                out.insert(effect, self.fate_outcome());
                if !self.messages.insert(effect) {
                    return Err("a message is handed out twice".to_owned());
                }
            }
            for question in claimed.asks {
                let effect = question.ask.effect;
                let desk = *self.asked.entry(effect).or_insert(self.desk);
                out.extend(answer(desk).map(|outcome| (effect, outcome)));
            }
            let Some((effect, outcome)) = out.pop_first() else { return Ok(()) };
            self.settle(effect, outcome)?;
        }
    }

    fn fate_outcome(&self) -> Outcome {
        match self.fate {
            Fate::Sent => Outcome::Sent { receipt: None },
            Fate::Failed => Outcome::Failed { reason: reason() },
            Fate::Unknown => Outcome::Unknown { reason: reason() },
        }
    }

    fn settle(&mut self, effect: Id, outcome: Outcome) -> Judged {
        let driver = self.driver()?;
        let receipt = driver.handle().settle(vec![(effect, Settled::Outcome(outcome))]).map_err(told)?;
        driver.turn();
        receipt.wait().map(drop).map_err(told)
    }
}

fn reason() -> String {
    "as the test says".to_owned()
}

fn answer(desk: Desk) -> Option<Outcome> {
    match desk {
        Desk::Answers => Some(Outcome::Answered { fields: vec![("score".to_owned(), Value::Int(7))] }),
        Desk::Fails => Some(Outcome::Failed { reason: reason() }),
        Desk::Silent => None,
    }
}
