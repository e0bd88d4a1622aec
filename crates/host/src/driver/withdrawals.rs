//! Telling services what a person has refused, or somebody who became one with them, and what they agree to anew: those that say
//! how they are told, and no others.

use super::errands::task_of;
use super::rights::SOURCE;
use super::turn::Turn;
use crate::StoreError;
use crate::rights::{Identity, Request, RequestState, RightKind};
use filrouge_machine::{Id, InputKind, Person};
use filrouge_plan::ask::{Ask, AskedFor};
use filrouge_plan::{Connector, Plan};
use std::collections::{BTreeMap, BTreeSet};

/// What is refused where: a purpose, and a connector whose service is told of its refusal.
pub(super) type Refused = BTreeSet<(String, String)>;

/// Somebody before they become one with somebody else: what they refuse, and what services know of them.
pub(super) struct Apart {
    person: Id,
    refused: Refused,
    state: Person,
}

impl Turn<'_> {
    /// What a person refuses before an input that may decide about it; nothing for any other, and for one of which a request
    /// tells services itself.
    pub(super) fn refused_before(&self, person: Id, source: &str, kind: &InputKind) -> Option<Refused> {
        let awaits = || self.group.people.get(&person).is_some_and(|state| !state.unconfirmed.is_empty());
        let decides = match kind {
            InputKind::Consent(_) => source != SOURCE,
            // It may confirm what the person has asked for.
            InputKind::Event(_) => awaits(),
            _ => false,
        };
        decides.then(|| self.refused_by(person))
    }

    fn refused_by(&self, person: Id) -> Refused {
        let plan = &self.driver.active.bundle().plan;
        self.group.people.get(&person).map(|state| refused(plan, state)).unwrap_or_default()
    }

    /// A service is told of what is refused now and was not before. Of what is agreed to anew it is not told any more; where it
    /// may have been, it is told so.
    pub(super) fn tell_refusal(&mut self, person: Id, input: Id, before: &Refused) -> Result<(), StoreError> {
        let after = self.refused_by(person);
        if after == *before {
            return Ok(());
        }
        let renewed = before - &after;
        self.take_back(person, RightKind::Withdraw, &renewed)?;
        self.take_back(person, RightKind::Renew, &after)?;
        let cause = (input, "own-decision");
        self.open_each((RightKind::Withdraw, person), cause, &(&after - before))?;
        let renewed = self.heard(person, renewed)?;
        self.open_each((RightKind::Renew, person), cause, &renewed)
    }

    /// No service is told that a person has agreed anew to what they refuse by now.
    pub(super) fn refuse_anew(&mut self, person: Id) -> Result<(), StoreError> {
        let refused = self.refused_by(person);
        self.take_back(person, RightKind::Renew, &refused)
    }

    /// Two who were met, before they become one. Where no service is told of refusals, nothing has to be known of them.
    pub(super) fn still_apart(&self, both: [Id; 2]) -> Vec<Apart> {
        let mut connectors = self.driver.active.bundle().plan.connectors.iter();
        if !connectors.any(|own| own.asks.iter().any(|ask| told_of(ask).is_some())) {
            return Vec::new();
        }
        let apart =
            |person| Apart { person, refused: self.refused_by(person), state: self.person_state(person) };
        both.into_iter().map(apart).collect()
    }

    /// What either has refused holds for both: services that know the other one are told under the names of that one. A service
    /// that is asked by a value which that one does not have does not know them by it.
    pub(super) fn tell_joined(&mut self, apart: Vec<Apart>, who: Id, cause: Id) -> Result<(), StoreError> {
        let after = self.refused_by(who);
        self.take_back(who, RightKind::Renew, &after)?;
        for Apart { person, refused, state } in apart {
            let learnt = &after - &refused;
            for (mut request, tasks) in
                self.requests_for((RightKind::Withdraw, person), (cause, "merge"), &learnt)
            {
                for task in tasks {
                    self.leave_call(&mut request, task, &state);
                }
                if !request.tasks.is_empty() {
                    self.keep_own(request, "opened")?;
                }
            }
        }
        Ok(())
    }

    /// Opens a request for each purpose. A service to which the person cannot be named is told by somebody.
    fn open_each(
        &mut self,
        (kind, person): (RightKind, Id),
        cause: (Id, &str),
        told: &Refused,
    ) -> Result<(), StoreError> {
        let state = self.person_state(person);
        for (mut request, tasks) in self.requests_for((kind, person), cause, told) {
            for task in tasks {
                self.leave_to_recipient(&mut request, task, &state, &state);
            }
            self.keep_own(request, "opened")?;
        }
        Ok(())
    }

    /// A request for each purpose, and what it leaves to be done.
    fn requests_for(
        &self,
        (kind, person): (RightKind, Id),
        (cause, method): (Id, &str),
        told: &Refused,
    ) -> Vec<(Request, Vec<String>)> {
        let purposes: BTreeSet<&String> = told.iter().map(|(purpose, _)| purpose).collect();
        let one = |purpose: &String| {
            let id = Id::of(&[kind.word(), &person.to_string(), &cause.to_string(), purpose]);
            let request = self.own_request((id, kind), person, method);
            let own = told.iter().filter(|(own, _)| own == purpose);
            let tasks = own.map(|(_, connector)| task_of(connector)).collect();
            (Request { purposes: vec![purpose.clone()], ..request }, tasks)
        };
        purposes.into_iter().map(one).collect()
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

    /// What was to be told and was decided anew is not told any more.
    fn take_back(&mut self, person: Id, kind: RightKind, decided: &Refused) -> Result<(), StoreError> {
        if decided.is_empty() {
            return Ok(());
        }
        let why = if kind == RightKind::Renew { "refused anew" } else { "agreed anew" };
        for request in self.requests_of_all(person)?.into_iter().filter(|request| request.kind == kind) {
            let own = decided.iter().filter(|(purpose, _)| request.purposes.contains(purpose));
            let tasks: Vec<_> = own.map(|(_, connector)| task_of(connector)).collect();
            self.overtake(request, &tasks, why)?;
        }
        Ok(())
    }

    /// Of what a person agrees to anew, that of which a service may have heard the refusal and says how it hears of the consent.
    fn heard(&self, person: Id, renewed: Refused) -> Result<Refused, StoreError> {
        if renewed.is_empty() {
            return Ok(renewed);
        }
        let (plan, known) = (&self.driver.active.bundle().plan, self.requests_of_all(person)?);
        let mut heard = renewed;
        heard.retain(|(purpose, connector)| {
            let task = task_of(connector);
            let is_told = |own: &Request| own.purposes.contains(purpose) && may_have_told(own, &task);
            resumes(plan, connector, purpose) && known.iter().any(is_told)
        });
        Ok(heard)
    }
}

/// Whether a service may have heard of a refusal by a request, or is going to hear of it.
fn may_have_told(request: &Request, task: &str) -> bool {
    match request.kind {
        RightKind::Withdraw => request.has_told(task),
        RightKind::Object => request.has_told(task) || request.errands.contains_key(task),
        _ => false,
    }
}

/// Whether a service says how it is told that somebody agrees to a purpose anew.
fn resumes(plan: &Plan, connector: &str, purpose: &str) -> bool {
    let own = plan.connectors.iter().filter(|own| own.name == connector);
    let mut resumes = own.flat_map(|own| &own.asks).filter(|ask| ask.right == AskedFor::Resume);
    resumes.any(|ask| ask.purpose.as_deref() == Some(purpose))
}

/// The purpose whose refusal a call tells.
fn told_of(ask: &Ask) -> Option<&str> {
    ask.purpose.as_deref().filter(|_| ask.right == AskedFor::Suppress)
}

/// What a person refuses of which services are told.
pub(super) fn refused(plan: &Plan, person: &Person) -> Refused {
    let calls = plan.connectors.iter().flat_map(|own| own.asks.iter().map(move |ask| (own, ask)));
    let told = calls.filter_map(|(own, ask)| Some((told_of(ask)?, own)));
    let refused = told.filter(|(purpose, own)| is_refused(plan, own, purpose, person));
    refused.map(|(purpose, own)| (purpose.to_owned(), own.name.clone())).collect()
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
