//! Asking services for what people have a right to: what is owed, handed out, and heard.

use super::Driver;
use super::confirmations::Awaited;
use super::opposites::May;
use super::rights::{Stop, row};
use super::turn::Turn;
use crate::rights::{
    Errand, ErrandCall, ErrandTold, FILES, NotDone, Request, RequestState, RightKind, Task, TaskState,
};
use crate::{RightsChange, StoreError};
use filrouge_machine::{Id, Person};
use filrouge_plan::Connector;
use filrouge_plan::ask::{Ask, AskedFor};
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

/// Who says so when the daemon does.
pub(super) const DAEMON: &str = "filrouge";

/// The calls that are owed: when, by connector and request.
#[derive(Debug, Default)]
pub(super) struct Owed {
    due: BTreeMap<(String, Id), i64>,
    /// Over which connectors something is due, by request.
    by: BTreeMap<Id, Vec<String>>,
    /// Calls that are with a service, whatever has become of their requests since.
    calling: BTreeSet<(Id, String)>,
}

impl Owed {
    /// Learns how a request stands.
    pub(super) fn follow(&mut self, request: &Request) {
        for connector in self.by.remove(&request.id).unwrap_or_default() {
            self.due.remove(&(connector, request.id));
        }
        let calling = request.errands.iter().filter(|(_, errand)| errand.calling);
        self.calling.extend(calling.map(|(task, _)| (request.id, task.clone())));
        for (task, errand) in request.errands.iter().filter(|_| is_asked_now(request)) {
            let Some(at) = errand.next_at else { continue };
            let connector = task.strip_prefix(PREFIX).unwrap_or(task).to_owned();
            self.by.entry(request.id).or_default().push(connector.clone());
            self.due.insert((connector, request.id), at);
        }
    }

    /// Learns that a call has ended.
    fn end(&mut self, request: Id, task: &str) {
        self.calling.remove(&(request, task.to_owned()));
    }

    pub(super) fn is_calling(&self, request: Id, task: &str) -> bool {
        self.calling.contains(&(request, task.to_owned()))
    }

    fn of<'o>(&'o self, connector: Option<&'o str>) -> impl Iterator<Item = (&'o (String, Id), i64)> {
        let is_meant = move |name: &str| connector.is_none_or(|connector| connector == name);
        let from = (connector.unwrap_or_default().to_owned(), Id(0));
        self.due.range(from..).take_while(move |((name, _), _)| is_meant(name)).map(|(key, at)| (key, *at))
    }
}

/// Whether services are asked for a request as it stands.
pub(super) const fn is_asked_now(request: &Request) -> bool {
    matches!(request.state, RequestState::Working | RequestState::InForce)
}

/// What stands before the connector in the name of a task.
const PREFIX: &str = "connector/";

/// The task of a connector.
pub(super) fn task_of(connector: &str) -> String {
    format!("{PREFIX}{connector}")
}

impl Driver {
    /// What is owed, as the store has it.
    pub(super) fn remember_errands(&mut self) -> Result<(), StoreError> {
        let requests = self.open_requests()?;
        let calling = mem::take(&mut self.owed.calling);
        (self.owed, self.awaited) = (Owed { calling, ..Owed::default() }, Awaited::default());
        for request in &requests {
            self.owed.follow(request);
            self.awaited.follow(request);
        }
        Ok(())
    }

    /// Calls that were under way when the process ended: made again with the same key, or left to somebody, as their
    /// declaration says.
    pub(super) fn resolve_errands(&mut self) -> Result<(), StoreError> {
        for request in self.open_requests()? {
            if request.errands.values().any(|errand| errand.calling) {
                self.alone(|turn| turn.resolve_errands(&request))?;
            }
        }
        // None of them is with a service any more.
        self.owed.calling.clear();
        self.remember_errands()
    }

    /// Hears what came of a call, in a group of its own.
    pub(super) fn errand_told(
        &mut self,
        request: Id,
        task: &str,
        told: ErrandTold,
    ) -> Result<(), StoreError> {
        self.owed.end(request, task);
        // What it leaves in the files goes with the next housekeeping: many erasures are confirmed in one hour.
        let heard = self.alone(|turn| turn.errand_told(request, task, told));
        heard.inspect_err(|error| self.fail(error))
    }

    /// The calls by which a task of a request is done, in their order.
    fn asks(&self, request: &Request, task: &str) -> Vec<&Ask> {
        let connectors = self.active.bundle().plan.connectors.iter();
        let named = |connector: &&Connector| task.strip_prefix(PREFIX) == Some(connector.name.as_str());
        let asks = connectors.filter(named).flat_map(|connector| &connector.asks);
        let right = asked_for(request.kind);
        asks.filter(|ask| Some(ask.right) == right && is_about(ask, request)).collect()
    }
}

/// Whether a call tells what a request is about. One that names no purpose tells an objection, and no refusal and no consent.
fn is_about(ask: &Ask, request: &Request) -> bool {
    match &ask.purpose {
        Some(purpose) => request.purposes.contains(purpose),
        None => !matches!(request.kind, RightKind::Withdraw | RightKind::Renew),
    }
}

impl Turn<'_> {
    /// Tasks for every recipient, with what a service is to be asked about the person, who was `former` before.
    pub(super) fn leave_to_recipients(&self, request: &mut Request, person: &Person, former: &Person) {
        for task in self.connectors() {
            self.leave_to_recipient(request, task, person, former);
        }
    }

    /// The same for one of them.
    pub(super) fn leave_to_recipient(
        &self,
        request: &mut Request,
        task: String,
        person: &Person,
        former: &Person,
    ) {
        let schema = &self.driver.active.bundle().plan.profile;
        request.leave([task.clone()]);
        let is_done = |own: &Task| own.name == task && own.state == TaskState::Done;
        if request.tasks.iter().any(is_done) {
            return;
        }
        let errand = Errand::new(&self.driver.asks(request, &task), (schema, person, former), self.now);
        match errand {
            Ok(errand) => errand.into_iter().for_each(|errand| request.leave_to(task.clone(), errand)),
            Err(name) => {
                let note = format!("`{name}` is not known of the person: this service is asked by hand");
                request.say(&task, TaskState::Open, (DAEMON, self.now), Some(note));
            }
        }
    }

    /// A task for a service that is asked by calls. One that would be asked by a value that nobody knows does not know the person by it.
    pub(super) fn leave_call(&self, request: &mut Request, task: String, person: &Person) {
        let schema = &self.driver.active.bundle().plan.profile;
        let errand = Errand::new(&self.driver.asks(request, &task), (schema, person, person), self.now);
        if let Ok(Some(errand)) = errand {
            request.leave([task.clone()]);
            request.leave_to(task, errand);
        }
    }

    /// The state of a request's person; of nobody, nothing is known.
    pub(super) fn person_state(&self, person: Id) -> Person {
        self.group.people.get(&person).map(|state| Person::clone(state)).unwrap_or_default()
    }

    /// Hands out up to `most` calls that are due.
    pub(super) fn claim_errands(
        &mut self,
        connector: Option<&str>,
        most: usize,
    ) -> Result<Vec<ErrandCall>, StoreError> {
        let due = self.driver.owed.of(connector).filter(|(_, at)| *at <= self.now);
        // Of one that this group has handed out before, there may be as many as there are connectors.
        let handed = self.group.requests.len().saturating_mul(self.connectors().len());
        let due = due.take(most.saturating_add(handed));
        let due: Vec<_> = due.map(|((name, request), _)| (task_of(name), *request)).collect();
        let mut calls = Vec::new();
        for (task, request) in due {
            if calls.len() < most {
                calls.extend(self.hand_out_errand(&task, request)?);
            }
        }
        Ok(calls)
    }

    /// When the next call over `connector` is due that this group has not handed out.
    pub(super) fn next_errand(&self, connector: Option<&str>) -> Option<i64> {
        let owed = self.driver.owed.of(connector);
        owed.filter(|((_, request), _)| !self.group.requests.contains_key(request)).map(|(_, at)| at).min()
    }

    fn hand_out_errand(&mut self, task: &str, id: Id) -> Result<Option<ErrandCall>, StoreError> {
        let Some(mut request) = self.known_request(id)? else { return Ok(None) };
        let next_at = request.errands.get(task).and_then(|errand| errand.next_at);
        if next_at.is_none_or(|at| at > self.now) {
            return Ok(None);
        }
        match self.may_ask(&request, task)? {
            May::Ask => self.make_call(request, task),
            May::Wait(at) => {
                request.errands.entry(task.to_owned()).and_modify(|errand| errand.next_at = Some(at));
                self.write_request(&request).map(|()| None)
            }
            May::Never => self.overtake(request, &[task.to_owned()], "decided anew").map(|()| None),
        }
    }

    fn make_call(&mut self, mut request: Request, task: &str) -> Result<Option<ErrandCall>, StoreError> {
        let (id, asks) = (request.id, self.driver.asks(&request, task));
        let Some(errand) = request.errands.get_mut(task) else { return Ok(None) };
        // The plan may be another one by now, with fewer calls.
        if errand.step >= asks.len() {
            errand.begin_again(self.now);
        }
        let (Some(ask), Some(words)) = (asks.get(errand.step), errand.words(id, task)) else {
            errand.next_at = None;
            let note = "nothing says any more how this service is asked".to_owned();
            request.say(task, TaskState::Failed, (DAEMON, self.now), Some(note));
            self.write_request(&request)?;
            return Ok(None);
        };
        let (ask, words, key) = (Ask::clone(ask), words, errand.key(id, task));
        (errand.attempts, errand.next_at, errand.calling) = (errand.attempts.saturating_add(1), None, true);
        let attempt = errand.attempts;
        self.write_request(&request)?;
        Ok(Some(ErrandCall { request: id, task: task.to_owned(), ask, words, key, attempt }))
    }

    fn resolve_errands(&mut self, request: &Request) -> Result<(), Stop> {
        for (task, _) in request.errands.iter().filter(|(_, errand)| errand.calling) {
            let reason = "the process ended during the call".to_owned();
            let told = ErrandTold::Again { at: self.now, reason, spent: false, unsure: true };
            self.errand_told(request.id, task, told)?;
        }
        Ok(())
    }

    fn errand_told(&mut self, id: Id, task: &str, told: ErrandTold) -> Result<(), Stop> {
        let Some(mut request) = self.known_request(id)? else { return Ok(()) };
        if !request.errands.get(task).is_some_and(|errand| errand.calling) {
            return Ok(());
        }
        let act = self.hear(&mut request, task, told);
        self.keep_heard(request, act, (task, DAEMON))
    }

    /// Keeps a request after an answer; what is to be told of it is noted.
    pub(super) fn keep_heard(
        &mut self,
        mut request: Request,
        act: Option<&str>,
        (task, by): (&str, &str),
    ) -> Result<(), Stop> {
        let Some(act) = act else { return Ok(self.write_request(&request)?) };
        request.note(self.now, by, act, Some(task.to_owned()));
        request.end_if_nothing_is_left(self.now);
        self.keep(request, act, by).map(drop)
    }

    /// What follows from an answer; what is to be told of it, when the task has come to an end.
    fn hear(&self, request: &mut Request, task: &str, told: ErrandTold) -> Option<&'static str> {
        let (now, said) = (self.now, (DAEMON, self.now));
        let asks = self.driver.asks(request, task);
        let errand = request.errands.get_mut(task)?;
        errand.calling = false;
        let by_hand = asks.get(errand.step).is_some_and(|ask| ask.unsure_by_hand);
        let confirms = Confirms::of(&asks);
        match told {
            ErrandTold::Done { kept } => {
                errand.go_on(kept, now);
                if errand.step < asks.len() {
                    return None;
                }
                self.asked(request, task, confirms)
            }
            // Of an earlier name the service may still have something to say.
            ErrandTold::Nobody => {
                let waits = confirms == Confirms::Somebody && errand.done > 0;
                self.asked(request, task, if waits { confirms } else { Confirms::Answer })
            }
            ErrandTold::Pending { at } => {
                (errand.attempts, errand.next_at) = (0, Some(at));
                request.say(task, TaskState::Open, said, Some("the service is at work".to_owned()));
                None
            }
            ErrandTold::Refused { reason } => {
                request.say(task, TaskState::Failed, said, Some(reason));
                Some("failed")
            }
            ErrandTold::Again { reason, unsure, .. } if unsure && by_hand => {
                let note = format!("nobody knows whether the service did it: {reason}");
                request.say(task, TaskState::Failed, said, Some(note));
                Some("failed")
            }
            ErrandTold::Again { at, reason, spent, .. } => {
                errand.next_at = Some(at);
                let state = if spent { TaskState::Failed } else { TaskState::Open };
                request.say(task, state, said, Some(reason));
                None
            }
        }
    }

    /// Every call about one name of the person was made.
    fn asked(&self, request: &mut Request, task: &str, confirms: Confirms) -> Option<&'static str> {
        let errand = request.errands.get_mut(task)?;
        let note = match confirms {
            Confirms::Service => {
                errand.wait();
                "the service was asked: it says by a call of its own when it is done"
            }
            Confirms::Somebody if errand.subjects.len() <= 1 => {
                errand.next_at = None;
                "the service was asked: confirm it when it has said that it is done"
            }
            Confirms::Somebody | Confirms::Answer => return self.next_name(request, task, DAEMON),
        };
        request.say(task, TaskState::Open, (DAEMON, self.now), Some(note.to_owned()));
        Some("asked")
    }

    /// What was asked about one name of the person is done, as `by` says; the task is, when it was the last one.
    pub(super) fn next_name(&self, request: &mut Request, task: &str, by: &str) -> Option<&'static str> {
        let errand = request.errands.get_mut(task)?;
        errand.next_subject(self.now);
        if !errand.subjects.is_empty() {
            return None;
        }
        request.say(task, TaskState::Done, (by, self.now), None);
        request.forget_errand(task);
        Some("confirmed")
    }

    /// Makes a call again that was refused, from the first on.
    pub(super) fn retry_task(&mut self, id: Id, task: &str, by: &str) -> Result<Request, Stop> {
        let mut request = self.known_request(id)?.ok_or(NotDone::NoRequest)?;
        if request.tasks.iter().all(|own| own.name != task) {
            return Err(NotDone::NoTask(task.to_owned()).into());
        }
        let errand = request.errands.get_mut(task).filter(|errand| !errand.calling);
        let errand = errand.ok_or_else(|| NotDone::NoCall(task.to_owned()))?;
        errand.begin_again(self.now);
        request.say(task, TaskState::Open, (by, self.now), None);
        request.note(self.now, by, "asked again", Some(task.to_owned()));
        self.keep(request, "asked again", by)
    }

    /// A request as it stands inside this group.
    pub(super) fn known_request(&self, id: Id) -> Result<Option<Request>, StoreError> {
        if let Some(request) = self.group.requests.get(&id) {
            return Ok(Some(request.clone()));
        }
        let row = self.driver.shared.reader.request(id)?;
        row.as_ref().map(crate::handle::request_of).transpose()
    }

    /// Keeps a request as it stands now; what services are asked for one that is closed is forgotten.
    pub(super) fn write_request(&mut self, request: &Request) -> Result<(), StoreError> {
        let mut request = request.clone();
        if !request.state.is_open() {
            request.errands.clear();
        }
        self.group.commit.rights.push(RightsChange::Request(row(&request)?));
        self.group.requests.insert(request.id, request);
        Ok(())
    }
}

/// Who says that what was asked is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Confirms {
    Answer,
    Somebody,
    Service,
}

impl Confirms {
    fn of(asks: &[&Ask]) -> Self {
        if asks.iter().any(|ask| ask.confirmed_by_webhook) {
            Self::Service
        } else if asks.iter().any(|ask| ask.confirmed_by_hand) {
            Self::Somebody
        } else {
            Self::Answer
        }
    }
}

/// What a recipient is asked to do for a request.
pub(super) const fn asked_for(kind: RightKind) -> Option<AskedFor> {
    match kind {
        RightKind::Rectify => Some(AskedFor::Rectify),
        RightKind::Erase | RightKind::Retention => Some(AskedFor::Erase),
        RightKind::Restrict => Some(AskedFor::Restrict),
        RightKind::Object | RightKind::Withdraw => Some(AskedFor::Suppress),
        RightKind::Renew => Some(AskedFor::Resume),
        RightKind::Lift => Some(AskedFor::Lift),
        RightKind::Export | RightKind::Hold => None,
    }
}

impl Request {
    /// What a task needs no more is forgotten. Of somebody who was erased it may lie in the files: they are seen to again.
    pub(crate) fn forget_errand(&mut self, task: &str) {
        if self.errands.remove(task).is_none() || !self.kind.erases() {
            return;
        }
        for files in self.tasks.iter_mut().filter(|own| own.name == FILES) {
            files.state = TaskState::Open;
        }
    }
}
