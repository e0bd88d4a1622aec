//! What is done about requests of people.

use super::Driver;
use super::errands::task_of;
use super::inputs::entry;
use super::joins::names_of;
use super::turn::Turn;
use crate::audited;
use crate::handle::request_of;
use crate::rights::{
    Doing, Extension, FILES, Identity, NotDone, Opening, Request, RequestState, RightKind, Scope, TaskState,
};
use crate::{Identifier, InputRow, RequestRow, StoreError};
use filrouge_machine::{Consent, Id, Input, InputKind, Limit, LimitKind, Rectify, Right, identity};
use filrouge_plan::{Basis, Purpose};
use std::collections::{BTreeMap, BTreeSet};

/// Where inputs come from that follow from a request.
pub(super) const SOURCE: &str = "rights";

/// Why nothing comes of it.
pub(super) enum Stop {
    Not(NotDone),
    Store(StoreError),
}

impl From<NotDone> for Stop {
    fn from(why: NotDone) -> Self {
        Self::Not(why)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Driver {
    /// Does something about a request, in a group of its own.
    pub(super) fn right(&mut self, doing: Doing) -> Result<Result<Request, NotDone>, StoreError> {
        let mut turn = Turn::begin(self);
        let outcome = match turn.right(doing) {
            Ok(request) => turn.finish_or_fail().map(|()| Ok(request.id)),
            Err(Stop::Not(why)) => Ok(Err(why)),
            Err(Stop::Store(error)) => Err(error),
        };
        let settled = match outcome {
            Ok(Err(why)) => Ok(Err(why)),
            Ok(Ok(id)) => self.follow_through().and_then(|()| self.request(id)),
            Err(error) => Err(error),
        };
        settled.inspect_err(|error| self.fail(error))
    }

    fn request(&self, id: Id) -> Result<Result<Request, NotDone>, StoreError> {
        let row = self.shared.reader.request(id)?;
        row.as_ref().map(request_of).transpose().map(|request| request.ok_or(NotDone::NoRequest))
    }

    /// What follows from a change of a request by itself: files are purged, and what waited for a hold is done.
    pub(super) fn follow_through(&mut self) -> Result<(), StoreError> {
        self.read_suppressions()?;
        self.finish_erasures()?;
        self.end_holds()?;
        self.next_due = self.store.next_due()?;
        Ok(())
    }

    /// Holds that are over end, and what waited for them is done.
    pub(super) fn end_holds(&mut self) -> Result<(), StoreError> {
        let now = self.now();
        for request in self.open_requests()? {
            let id = request.id;
            if request.state == RequestState::InForce && request.until.is_some_and(|until| until <= now) {
                let (reason, by) = ("its end has come".to_owned(), "filrouge".to_owned());
                self.alone(|turn| turn.right(Doing::End { request: id, reason, by }).map(drop))?;
            }
        }
        for request in self.open_requests()? {
            if request.state == RequestState::OnHold {
                self.alone(|turn| turn.try_again(request))?;
            }
        }
        self.finish_erasures()
    }

    pub(super) fn open_requests(&self) -> Result<Vec<Request>, StoreError> {
        self.shared.reader.open_requests()?.iter().map(request_of).collect()
    }

    /// Does something in a group of its own; what may not be done is left.
    pub(super) fn alone(
        &mut self,
        act: impl FnOnce(&mut Turn<'_>) -> Result<(), Stop>,
    ) -> Result<(), StoreError> {
        let mut turn = Turn::begin(self);
        match act(&mut turn) {
            Ok(()) => turn.finish_or_fail(),
            Err(Stop::Not(_)) => Ok(()),
            Err(Stop::Store(error)) => Err(error),
        }
    }
}

impl Turn<'_> {
    pub(super) fn right(&mut self, doing: Doing) -> Result<Request, Stop> {
        match doing {
            Doing::Open(opening) => self.open_request(*opening),
            Doing::Identify { request, method, by } => {
                let mut request = self.find(request)?;
                expect(&request, &[RequestState::WaitsForIdentity])?;
                self.identified(&mut request, method, &by)?;
                self.keep(request, "identified", &by)
            }
            Doing::Extend { request, reason, by } => self.extend(request, reason, &by),
            Doing::Settle { request, task, done, note, by } => {
                self.settle_task(request, &task, (done, note), &by)
            }
            Doing::Retry { request, task, by } => self.retry_task(request, &task, &by),
            Doing::Assess { request, upheld, reason, by } => self.assess(request, upheld, reason, &by),
            Doing::End { request, reason, by } => self.end_request(request, reason, &by),
            Doing::Refuse { request, reason, by } => {
                let mut request = self.find(request)?;
                expect(&request, &[RequestState::WaitsForIdentity, RequestState::OnHold])?;
                (request.state, request.correction) = (RequestState::Refused, None);
                request.note(self.now, &by, "refused", Some(reason));
                self.keep(request, "refused", &by)
            }
            Doing::HandOver { request, by } => self.hand_over(request, &by),
        }
    }

    fn find(&self, id: Id) -> Result<Request, Stop> {
        Ok(self.known_request(id)?.ok_or(NotDone::NoRequest)?)
    }

    fn open_request(&mut self, opening: Opening) -> Result<Request, Stop> {
        let person = self.current(opening.person)?;
        let before = self.requests_of(person)?;
        if self.driver.store.person(person)?.is_none() {
            // Whoever asks again for what was done is told so, and nothing happens.
            let erased = before.into_iter().rfind(|request| request.kind == RightKind::Erase);
            return erased.filter(|_| opening.kind == RightKind::Erase).ok_or(NotDone::Nobody.into());
        }
        self.is_sound(&opening)?;
        let same = before.iter().find(|request| request.kind == opening.kind && request.state.is_timed());
        let mut request = opened(&opening, person, self.now, before.len());
        request.duplicate_of = same.map(|request| request.id);
        let by = opening.by.clone();
        request.note(self.now, &by, "opened", opening.reason.clone());
        match opening.identity {
            Some(method) => self.identified(&mut request, method, &by)?,
            // A hold is asked for by a court, and agreed to by a second person: nobody is to be identified.
            None if request.kind == RightKind::Hold => self.carry_out(&mut request)?,
            None => {}
        }
        self.keep(request, "opened", &by)
    }

    /// Requests of a person, as they stand inside this group.
    pub(super) fn requests_of(&self, person: Id) -> Result<Vec<Request>, StoreError> {
        let fresh = self.group.requests.iter().filter(|(_, request)| request.person == person);
        let mut fresh: BTreeMap<Id, Request> = fresh.map(|(id, request)| (*id, request.clone())).collect();
        let stored = self.driver.shared.reader.requests_of(person)?;
        let stored: Vec<Request> = stored.iter().map(request_of).collect::<Result<_, _>>()?;
        let mut known: Vec<_> = stored.into_iter().map(|own| fresh.remove(&own.id).unwrap_or(own)).collect();
        known.extend(fresh.into_values());
        Ok(known)
    }

    /// The same of everybody who is one with the person.
    pub(super) fn requests_of_all(&self, person: Id) -> Result<Vec<Request>, StoreError> {
        let stored = self.driver.shared.reader.aliases(person)?.into_iter().map(|alias| alias.absorbed);
        let fresh = self.group.aliases.iter().filter(|(_, survivor)| **survivor == person);
        let everybody: BTreeSet<Id> =
            stored.chain(fresh.map(|(absorbed, _)| *absorbed)).chain([person]).collect();
        let requests = everybody.into_iter().map(|one| self.requests_of(one));
        Ok(requests.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn is_sound(&self, opening: &Opening) -> Result<(), NotDone> {
        let is_second = |approver: &String| !approver.trim().is_empty() && *approver != opening.by;
        if opening.received > self.now {
            return Err(NotDone::NotReceived);
        }
        match opening.kind {
            RightKind::Hold if opening.until.is_none_or(|until| until <= self.now) => Err(NotDone::NoEnd),
            RightKind::Hold if !opening.approver.as_ref().is_some_and(is_second) => Err(NotDone::NoApprover),
            RightKind::Rectify if opening.correction.as_ref().is_none_or(is_empty) => {
                Err(NotDone::NothingToPutRight)
            }
            _ => Ok(()),
        }
    }

    /// Somebody has made sure who asks: the request is done. There is no other way there.
    fn identified(&mut self, request: &mut Request, method: String, by: &str) -> Result<(), Stop> {
        request.identity = Some(Identity { method: method.clone(), by: by.to_owned(), at: self.now });
        request.note(self.now, by, "identified", Some(method));
        self.carry_out(request)
    }

    /// What waited for a hold to end.
    fn try_again(&mut self, mut request: Request) -> Result<(), Stop> {
        self.carry_out(&mut request)?;
        if request.state == RequestState::OnHold {
            return Ok(());
        }
        self.keep(request, "done", "filrouge").map(drop)
    }

    fn carry_out(&mut self, request: &mut Request) -> Result<(), Stop> {
        if request.identity.is_none() && request.kind != RightKind::Hold {
            return Err(NotDone::NotIdentified.into());
        }
        match request.kind {
            RightKind::Export => request.state = RequestState::Working,
            RightKind::Rectify => self.rectify(request)?,
            RightKind::Erase => self.erase_by(request)?,
            RightKind::Restrict => {
                self.limit(request, LimitKind::Restriction, true)?;
                self.restrict_anew(request.person)?;
                request.state = RequestState::InForce;
                let person = self.person_state(request.person);
                self.leave_to_recipients(request, &person, &person);
            }
            RightKind::Object => self.object(request)?,
            // They begin with what happens, and with nothing else.
            RightKind::Withdraw | RightKind::Retention | RightKind::Renew | RightKind::Lift => {}
            RightKind::Hold => {
                self.limit(request, LimitKind::Hold, true)?;
                request.state = RequestState::InForce;
            }
        }
        request.end_if_nothing_is_left(self.now);
        Ok(())
    }

    fn rectify(&mut self, request: &mut Request) -> Result<(), Stop> {
        let correction = request.correction.take().ok_or(NotDone::NothingToPutRight)?;
        let correction = self.normal(correction);
        for (name, value) in &correction.identifiers {
            let owner = self.driver.store.owner(&Identifier::new(name, value))?;
            if owner.is_some_and(|owner| owner != request.person) {
                return Err(NotDone::Taken(name.clone()).into());
            }
        }
        let person = request.person;
        self.meet(person)?;
        let former = self.person_state(person);
        let known = names_of(&former).collect();
        let names: Vec<Identifier> =
            correction.identifiers.iter().map(|(name, value)| Identifier::new(name, value)).collect();
        self.input(request, "rectify", InputKind::Rectify(correction))?;
        self.group.owners.extend(names.into_iter().map(|name| (name, person)));
        self.forget_names(person, &known);
        request.state = RequestState::Working;
        let person = self.person_state(person);
        self.leave_to_recipients(request, &person, &former);
        Ok(())
    }

    fn normal(&self, correction: Rectify) -> Rectify {
        let declared = &self.driver.active.bundle().plan.profile.identifiers;
        let normal = |(name, value): (String, String)| {
            let declared = declared.iter().find(|declared| declared.field.name == name);
            let value =
                declared.map_or_else(|| value.clone(), |known| identity::normal(&known.field.ty, &value));
            (name, value)
        };
        let identifiers = correction.identifiers.into_iter().map(normal).collect();
        Rectify { identifiers, ..correction }
    }

    /// The same as if the person had withdrawn; nothing is weighed against an objection to marketing.
    fn object(&mut self, request: &mut Request) -> Result<(), Stop> {
        let scope = request.scope.unwrap_or_default();
        let purposes = self.driver.active.bundle().plan.purposes.iter();
        request.purposes =
            purposes.filter(|purpose| is_meant(purpose, scope)).map(|it| it.name.clone()).collect();
        for purpose in request.purposes.clone() {
            self.choose(request, purpose, false, "objection")?;
        }
        request.state = match scope {
            Scope::Marketing => RequestState::Working,
            Scope::Interests => RequestState::Assessing,
        };
        self.meet(request.person)?;
        self.refuse_anew(request.person)?;
        let person = self.person_state(request.person);
        self.leave_to_recipients(request, &person, &person);
        Ok(())
    }

    fn choose(
        &mut self,
        request: &Request,
        purpose: String,
        granted: bool,
        evidence: &str,
    ) -> Result<(), StoreError> {
        let what = format!("{evidence} {purpose}");
        let evidence = format!("{evidence} {}", request.id);
        let consent = Consent { purpose, channel: None, granted, evidence, proof: None };
        self.meet(request.person)?;
        self.input(request, &what, InputKind::Consent(consent))
    }

    pub(super) fn limit(&mut self, request: &Request, kind: LimitKind, on: bool) -> Result<(), StoreError> {
        self.meet(request.person)?;
        self.input(request, if on { "begins" } else { "ends" }, InputKind::Limit(Limit { kind, on }))
    }

    fn input(&mut self, request: &Request, what: &str, kind: InputKind) -> Result<(), StoreError> {
        let id = Id::of(&[SOURCE, &request.id.to_string(), what, &self.now.to_string()]);
        self.step(request.person, SOURCE, &Input { id, at: self.now, kind })
    }

    /// Services that may have something of the person. None of them is known to have nothing.
    pub(super) fn connectors(&self) -> Vec<String> {
        let connectors = &self.driver.active.bundle().plan.connectors;
        connectors.iter().map(|connector| task_of(&connector.name)).collect()
    }

    fn extend(&mut self, request: Id, reason: String, by: &str) -> Result<Request, Stop> {
        let mut request = self.find(request)?;
        if request.extended.is_some() {
            return Err(NotDone::ExtendedBefore.into());
        }
        if !request.state.is_timed() {
            return Err(NotDone::State(request.state).into());
        }
        request.note(self.now, by, "extended", None);
        request.due = request.extended_due();
        request.extended = Some(Extension { by: by.to_owned(), reason, at: self.now });
        self.keep(request, "extended", by)
    }

    fn settle_task(
        &mut self,
        request: Id,
        task: &str,
        (done, note): (bool, Option<String>),
        by: &str,
    ) -> Result<Request, Stop> {
        let mut request = self.find(request)?;
        if task == FILES {
            return Err(NotDone::OwnTask.into());
        }
        let state = if done { TaskState::Done } else { TaskState::Failed };
        let found = request.tasks.iter_mut().find(|own| own.name == task);
        let own = found.ok_or_else(|| NotDone::NoTask(task.to_owned()))?;
        (own.state, own.by, own.at, own.note) = (state, Some(by.to_owned()), Some(self.now), note);
        if done {
            request.forget_errand(task);
        }
        request.end_if_nothing_is_left(self.now);
        self.keep(request, if done { "confirmed" } else { "failed" }, by)
    }

    fn assess(&mut self, request: Id, upheld: bool, reason: String, by: &str) -> Result<Request, Stop> {
        let mut request = self.find(request)?;
        expect(&request, &[RequestState::Assessing])?;
        request.state = RequestState::Working;
        if !upheld {
            for purpose in request.purposes.clone() {
                self.choose(&request, purpose, true, "objection-overridden")?;
            }
            request.tasks.clear();
            request.errands.clear();
            request.state = RequestState::Refused;
        }
        request.note(self.now, by, if upheld { "upheld" } else { "overridden" }, Some(reason));
        request.end_if_nothing_is_left(self.now);
        self.keep(request, "assessed", by)
    }

    fn end_request(&mut self, request: Id, reason: String, by: &str) -> Result<Request, Stop> {
        let mut request = self.find(request)?;
        expect(&request, &[RequestState::InForce])?;
        let kind = if request.kind == RightKind::Hold { LimitKind::Hold } else { LimitKind::Restriction };
        let others = self.requests_of(request.person)?;
        let same = |other: &Request| {
            other.id != request.id && other.kind == request.kind && other.state == RequestState::InForce
        };
        // Another one goes on.
        if !others.iter().any(same) && self.driver.store.person(request.person)?.is_some() {
            self.limit(&request, kind, false)?;
            if kind == LimitKind::Restriction {
                self.open_lift(&request)?;
            }
        }
        let left = request.tasks.iter().filter(|task| task.state != TaskState::Done);
        let left: Vec<_> = left.map(|task| task.name.clone()).collect();
        request.note_told(&left, self.now);
        request.state = RequestState::Ended;
        request.note(self.now, by, "ended", Some(reason));
        self.keep(request, "ended", by)
    }

    fn hand_over(&mut self, request: Id, by: &str) -> Result<Request, Stop> {
        let mut request = self.find(request)?;
        if request.kind != RightKind::Export || request.identity.is_none() {
            return Err(NotDone::NotIdentified.into());
        }
        request.state = RequestState::Done;
        request.note(self.now, by, "handed over", None);
        self.keep(request, "handed over", by)
    }

    /// Keeps a request as it stands now, and says so in the journal.
    pub(super) fn keep(&mut self, request: Request, act: &str, by: &str) -> Result<Request, Stop> {
        self.write_down(&request, act, by)?;
        Ok(request)
    }

    /// The same of what the daemon does by itself.
    pub(super) fn keep_own(&mut self, request: Request, act: &str) -> Result<(), StoreError> {
        self.write_down(&request, act, "filrouge")
    }

    fn write_down(&mut self, request: &Request, act: &str, by: &str) -> Result<(), StoreError> {
        self.write_request(request)?;
        let marker = self.marker(request, act, by)?;
        let told = self.driver.options.audit.then(|| audited::of_right(request.kind.word(), act));
        self.group.commit.record_input(marker, told);
        Ok(())
    }

    /// What was done, as an entry of the journal. It is the person's own, unless nothing of theirs may be left.
    fn marker(&self, request: &Request, act: &str, by: &str) -> Result<InputRow, StoreError> {
        let (kind, act, by) = (request.kind.word().to_owned(), act.to_owned(), by.to_owned());
        let id = Id::of(&["right", &request.id.to_string(), &act, &request.acts.len().to_string()]);
        let right = InputKind::Right(Right { request: request.id, kind, act, by });
        let input = Input { id, at: self.now, kind: right };
        let row = entry(&input, request.person, SOURCE, self.driver.active.of(request.person).hash())?;
        let person = row.person.filter(|_| !request.kind.erases());
        Ok(InputRow { person, ..row })
    }
}

pub(super) fn row(request: &Request) -> Result<RequestRow, StoreError> {
    let body = request.written()?;
    let Request { id, person, state, .. } = request;
    Ok(RequestRow { id: *id, person: *person, open: state.is_open(), due: request.deadline(), body })
}

/// A request as it begins: nobody has made sure yet who asks.
fn opened(opening: &Opening, person: Id, now: i64, before: usize) -> Request {
    let (word, many) = (opening.kind.word(), before.to_string());
    let (received, at) = (opening.received.to_string(), now.to_string());
    Request {
        id: Id::of(&["request", &person.to_string(), word, &received, &at, &many]),
        kind: opening.kind,
        person,
        received: opening.received,
        due: Request::first_due(opening.received),
        extended: None,
        owner: opening.by.clone(),
        identity: None,
        duplicate_of: None,
        state: RequestState::WaitsForIdentity,
        correction: opening.correction.clone(),
        scope: (opening.kind == RightKind::Object).then_some(opening.scope),
        purposes: Vec::new(),
        until: opening.until.filter(|_| opening.kind == RightKind::Hold),
        approver: opening.approver.clone().filter(|_| opening.kind == RightKind::Hold),
        tasks: Vec::new(),
        acts: Vec::new(),
        errands: BTreeMap::new(),
    }
}

fn expect(request: &Request, states: &[RequestState]) -> Result<(), NotDone> {
    if states.contains(&request.state) { Ok(()) } else { Err(NotDone::State(request.state)) }
}

const fn is_empty(correction: &Rectify) -> bool {
    correction.identifiers.is_empty() && correction.fields.is_empty()
}

/// Whether a purpose is one that an objection is about. One that does not say what it uses data for may be marketing.
fn is_meant(purpose: &Purpose, scope: Scope) -> bool {
    let is_withdrawable = matches!(purpose.basis, Basis::Consent | Basis::LegitimateInterests);
    match scope {
        Scope::Marketing => {
            is_withdrawable && purpose.data_use.as_ref().is_none_or(|used| is_marketing(used))
        }
        Scope::Interests => purpose.basis == Basis::LegitimateInterests,
    }
}

/// As fideslang names uses.
fn is_marketing(used: &str) -> bool {
    ["marketing", "personalize", "third_party_sharing"].iter().any(|kind| used.starts_with(kind))
}
