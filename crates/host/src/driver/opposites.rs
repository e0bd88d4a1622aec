//! Calls that take each other back: a service hears them in the order in which people decide.

use super::errands::{DAEMON, asked_for, is_asked_now, task_of};
use super::turn::Turn;
use super::withdrawals::refused;
use crate::StoreError;
use crate::rights::{Request, RightKind};
use filrouge_machine::{Id, Person};

/// How long a call waits before it is looked at again: behind one that is under way, and behind what may last.
const SOON: i64 = 1_000;
const LATER: i64 = 3_600_000;

/// Whether a call may be made.
pub(super) enum May {
    Ask,
    /// Not before this time, in milliseconds since 1970.
    Wait(i64),
    /// What it tells is not true any more.
    Never,
}

impl Turn<'_> {
    /// Whether the call for a task may be made now, by what is known when it is handed out. Of calls that take each other back,
    /// one begins when the one before has ended, also when nothing is to come of that one any more.
    pub(super) fn may_ask(&mut self, request: &Request, task: &str) -> Result<May, StoreError> {
        if !is_taken_back(request.kind) {
            return Ok(May::Ask);
        }
        let person = self.current(request.person)?;
        let mut others = self.requests_of_all(person)?;
        others.retain(|other| other.id != request.id);
        let mut opposed = others.iter().filter(|other| asked_for(other.kind) != asked_for(request.kind));
        if opposed.any(|other| self.is_calling(other, task)) {
            return Ok(May::Wait(self.now.saturating_add(SOON)));
        }
        match (request.kind, self.state_now(person)?) {
            (RightKind::Renew, Some(state)) => Ok(self.may_resume(request, task, &state, &others)),
            (RightKind::Lift, Some(state)) if state.limits.restricted.is_none() => Ok(May::Ask),
            (RightKind::Renew | RightKind::Lift, _) => Ok(May::Never),
            _ => Ok(May::Ask),
        }
    }

    fn is_calling(&self, request: &Request, task: &str) -> bool {
        let is_handed_out = request.errands.get(task).is_some_and(|errand| errand.calling);
        is_handed_out || self.driver.owed.is_calling(request.id, task)
    }

    /// A service is not asked to write again to whom it may not write, whatever was decided since.
    fn may_resume(&self, request: &Request, task: &str, person: &Person, others: &[Request]) -> May {
        let refused = refused(&self.driver.active.bundle().plan, person);
        let mut still = refused.iter().filter(|(purpose, _)| request.purposes.contains(purpose));
        let limits = person.limits;
        let is_suppressed = limits.suppressed.is_some_and(|since| since >= request.received);
        if is_suppressed || still.any(|(_, connector)| task_of(connector) == task) {
            return May::Never;
        }
        if limits.restricted.or(limits.held).is_some() {
            return May::Wait(self.now.saturating_add(LATER));
        }
        let is_meant = |other: &&Request| {
            let is_same = other.purposes.iter().any(|purpose| request.purposes.contains(purpose));
            other.kind == RightKind::Object && is_asked_now(other) && is_same
        };
        // An objection from before is told first.
        let untold = others.iter().filter(is_meant).find_map(|other| other.errands.get(task));
        untold.filter(|errand| !errand.waits).map_or(May::Ask, |errand| {
            let at = errand.next_at.unwrap_or_else(|| self.now.saturating_add(LATER));
            May::Wait(at.max(self.now.saturating_add(SOON)))
        })
    }

    /// The state of a person, in this group or in the store.
    fn state_now(&mut self, person: Id) -> Result<Option<Person>, StoreError> {
        match self.group.people.get(&person) {
            Some(state) => Ok(Some(Person::clone(state))),
            None => self.state_of(person),
        }
    }

    /// Tasks of a request are left: what they tell has been decided anew. What services may have heard of it is noted.
    pub(super) fn overtake(
        &mut self,
        mut request: Request,
        tasks: &[String],
        why: &str,
    ) -> Result<(), StoreError> {
        if !request.state.is_open() || !request.drop_tasks(tasks, self.now) {
            return Ok(());
        }
        request.note(self.now, DAEMON, why, None);
        let act = request.end_or_go_on(self.now);
        self.keep_own(request, act)
    }

    /// A restriction that begins: no service is told any more that an earlier one has ended.
    pub(super) fn restrict_anew(&mut self, person: Id) -> Result<(), StoreError> {
        for request in self.requests_of_all(person)? {
            if request.kind == RightKind::Lift {
                let tasks: Vec<_> = request.tasks.iter().map(|task| task.name.clone()).collect();
                self.overtake(request, &tasks, "restricted anew")?;
            }
        }
        Ok(())
    }

    /// Services that were told of a restriction are told of its end: by a call, or by somebody.
    pub(super) fn open_lift(&mut self, ended: &Request) -> Result<(), StoreError> {
        let person = ended.person;
        let mut known = self.requests_of_all(person)?;
        known.retain(|request| request.kind == RightKind::Restrict);
        let mut tasks = self.connectors();
        tasks.retain(|task| known.iter().any(|request| request.has_told(task)));
        if tasks.is_empty() {
            return Ok(());
        }
        let id = Id::of(&["lift", &ended.id.to_string()]);
        let request = self.own_request((id, RightKind::Lift), person, "end-of-restriction");
        let mut request = Request { owner: ended.owner.clone(), ..request };
        let state = self.person_state(person);
        for task in tasks {
            self.leave_to_recipient(&mut request, task, &state, &state);
        }
        self.keep_own(request, "opened")
    }
}

/// Whether there is a request of which the calls tell the opposite.
const fn is_taken_back(kind: RightKind) -> bool {
    use RightKind::{Lift, Object, Renew, Restrict, Withdraw};
    matches!(kind, Withdraw | Object | Renew | Restrict | Lift)
}
