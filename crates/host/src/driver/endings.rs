//! Telling services whose profile is kept no longer: those that say how they are asked, and no others.

use super::errands::task_of;
use super::turn::Turn;
use crate::rights::{FILES, Request, RightKind};
use filrouge_machine::Id;
use filrouge_plan::Connector;
use filrouge_plan::ask::AskedFor;

impl Turn<'_> {
    /// What a retention leaves to be done when it ends somebody, who was met. Once they are gone nobody can say any more who they
    /// were: what no call asks for, nobody could do by hand.
    pub(super) fn retained_no_longer(&self, person: Id) -> Request {
        let id = Id::of(&["retention", &person.to_string(), &self.now.to_string()]);
        let mut request = self.own_request((id, RightKind::Retention), person, "retention");
        let state = self.person_state(person);
        let connectors = &self.driver.active.bundle().plan.connectors;
        for connector in connectors.iter().filter(|connector| erases(connector)) {
            self.leave_call(&mut request, task_of(&connector.name), &state);
        }
        request.leave([FILES.to_owned()]);
        request
    }
}

fn erases(connector: &Connector) -> bool {
    connector.asks.iter().any(|ask| ask.right == AskedFor::Erase)
}
