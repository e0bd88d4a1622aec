//! Telling services what a person has refused: those that say how they are told, and no others.

use super::errands::task_of;
use super::rights::SOURCE;
use super::turn::Turn;
use crate::StoreError;
use crate::rights::{Identity, Request, RequestState, RightKind};
use filrouge_machine::{Consent, Id, Input, InputKind, Person};
use filrouge_plan::ask::{Ask, AskedFor};
use filrouge_plan::{Connector, Plan};
use std::collections::{BTreeMap, BTreeSet};

/// Where a purpose is refused by now: connectors whose services are told of it.
pub(super) type Refused = BTreeSet<String>;

impl Turn<'_> {
    /// Where a purpose is refused before a person decides about it; nothing for what is no decision, or one of which a request
    /// tells services itself.
    pub(super) fn refused_before(&self, person: Id, source: &str, kind: &InputKind) -> Option<Refused> {
        match kind {
            InputKind::Consent(consent) if source != SOURCE => Some(self.refused(person, &consent.purpose)),
            _ => None,
        }
    }

    fn refused(&self, person: Id, purpose: &str) -> Refused {
        let plan = &self.driver.active.bundle().plan;
        let told = plan.connectors.iter().filter(|own| own.asks.iter().any(|ask| tells(ask, purpose)));
        let state = self.group.people.get(&person);
        let refused = told.filter(|own| state.is_some_and(|state| is_refused(plan, own, purpose, state)));
        refused.map(|own| own.name.clone()).collect()
    }

    /// A service is told of what is refused now and was not before; of what is agreed to anew it is not told any more.
    pub(super) fn tell_refusal(
        &mut self,
        person: Id,
        input: &Input,
        before: Refused,
    ) -> Result<(), StoreError> {
        let InputKind::Consent(consent) = &input.kind else { return Ok(()) };
        let after = self.refused(person, &consent.purpose);
        if !before.is_subset(&after) {
            self.end_withdrawals(person, &consent.purpose)?;
        }
        let fresh: Vec<_> = after.difference(&before).map(|name| task_of(name)).collect();
        if fresh.is_empty() {
            return Ok(());
        }
        let mut request = self.withdrawal(person, input.id, consent);
        let state = self.person_state(person);
        for task in fresh {
            self.leave_to_recipient(&mut request, task, &state, &state);
        }
        self.keep_own(request, "opened")
    }

    fn withdrawal(&self, person: Id, input: Id, consent: &Consent) -> Request {
        let id = Id::of(&["withdrawal", &person.to_string(), &input.to_string()]);
        let request = self.own_request((id, RightKind::Withdraw), person, "own-decision");
        Request { purposes: vec![consent.purpose.clone()], ..request }
    }

    /// A request that nobody opens: it follows from what has happened, and that is how it is known whose it is.
    pub(super) fn own_request(&self, (id, kind): (Id, RightKind), person: Id, method: &str) -> Request {
        let (now, by) = (self.now, "filrouge".to_owned());
        let contact = self.driver.active.bundle().plan.centre.contact.clone();
        let mut request = Request {
            id,
            kind,
            person,
            received: now,
            due: Request::first_due(now),
            extended: None,
            owner: contact.unwrap_or_else(|| by.clone()),
            identity: Some(Identity { method: method.to_owned(), by: by.clone(), at: now }),
            duplicate_of: None,
            state: RequestState::Working,
            correction: None,
            scope: None,
            purposes: Vec::new(),
            until: None,
            approver: None,
            tasks: Vec::new(),
            acts: Vec::new(),
            errands: BTreeMap::new(),
        };
        request.note(now, &by, "opened", None);
        request
    }

    /// Whoever agrees anew is not taken off by what a service was to be told before.
    fn end_withdrawals(&mut self, person: Id, purpose: &str) -> Result<(), StoreError> {
        for known in self.requests_of(person)? {
            let Some(mut request) = self.known_request(known.id)? else { continue };
            let is_meant = request.kind == RightKind::Withdraw && request.state == RequestState::Working;
            if is_meant && request.purposes.iter().any(|own| own == purpose) {
                request.state = RequestState::Ended;
                request.note(self.now, "filrouge", "agreed anew", None);
                self.keep_own(request, "ended")?;
            }
        }
        Ok(())
    }
}

fn tells(ask: &Ask, purpose: &str) -> bool {
    ask.right == AskedFor::Suppress && ask.purpose.as_deref() == Some(purpose)
}

/// Whether a purpose is refused on each of its channels that a connector carries; on every one, where it carries none.
fn is_refused(plan: &Plan, connector: &Connector, purpose: &str, person: &Person) -> bool {
    let Some(own) = plan.purposes.iter().find(|own| own.name == purpose) else { return false };
    let is_carried = |name: &&String| {
        plan.channels.iter().any(|channel| channel.name == **name && channel.connector == connector.name)
    };
    let carried: Vec<_> = own.channels.iter().filter(is_carried).collect();
    let channels = if carried.is_empty() { own.channels.iter().collect() } else { carried };
    let is_refused = |channel: &&String| {
        let fact = person.consents.get(&(purpose.to_owned(), (*channel).clone()));
        fact.is_some_and(|fact| !fact.granted)
    };
    !channels.is_empty() && channels.iter().all(is_refused)
}
