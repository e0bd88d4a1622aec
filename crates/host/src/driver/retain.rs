//! Ending what is kept no longer: people, what they did, what was decided, and what could not be understood, each when its
//! retention is over.

mod limits;

use super::Driver;
use super::rights::SOURCE;
use super::turn::Turn;
use crate::audited;
use crate::handle::request_of;
use crate::rights::{Request, RequestState, RightKind};
use crate::status::Meters;
use crate::{DeadLetterChange, InputRow, QuarantineChange, RightsChange, StoreError};
use filrouge_machine::{Expired, Id, Input, InputKind, Limit, LimitKind, Person};
use filrouge_plan::RetentionAction;
use limits::Limits;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How long nothing is looked for after everything was looked at: an hour.
const PAUSE: i64 = 3_600_000;

/// Rows that are looked at in one group, and groups in one round of housekeeping.
const BITE: (usize, usize) = (1_000, 20);

/// How far the search for what is kept no longer has come.
#[derive(Default)]
pub(super) struct Keeping {
    stage: Stage,
    /// When everything was looked at last.
    ended: Option<i64>,
    /// Whether anything has ended since then.
    dirty: bool,
}

/// What is looked at, behind which row.
#[derive(Clone, Copy, Default)]
enum Stage {
    #[default]
    Start,
    People(Option<Id>),
    Inputs(i64),
    Decisions(i64),
    Quarantine(i64),
    Letters(i64),
    Requests(i64),
}

impl Driver {
    /// Ends holds whose time is over, erasures that wait for the files, and what is kept no longer.
    pub(super) fn keep_promises(&mut self, now: i64) -> Result<(), StoreError> {
        self.end_holds()?;
        for _ in 0..BITE.1 {
            if !self.bite(now)? {
                break;
            }
        }
        Ok(())
    }

    /// Looks at one group more; says whether there is another one.
    fn bite(&mut self, now: i64) -> Result<bool, StoreError> {
        let stage = match self.keeping.stage {
            Stage::Start if self.keeping.ended.is_some_and(|ended| now < ended.saturating_add(PAUSE)) => {
                return Ok(false);
            }
            Stage::Start => Stage::People(None),
            other => other,
        };
        let mut turn = Turn::begin(self);
        let (next, gone) = turn.end_old(stage)?;
        turn.record_expired(gone)?;
        turn.finish_or_fail()?;
        self.keeping.dirty |= gone != Expired::default();
        self.count_expired(gone);
        match next {
            Some(next) => self.keeping.stage = next,
            None => self.end_pass(now)?,
        }
        Ok(next.is_some())
    }

    fn end_pass(&mut self, now: i64) -> Result<(), StoreError> {
        (self.keeping.stage, self.keeping.ended) = (Stage::Start, Some(now));
        self.next_due = self.store.next_due()?;
        // The rows are gone; what the files beside them have of them goes as well.
        if self.keeping.dirty {
            self.keeping.dirty = !self.store.purge()?;
        }
        Ok(())
    }

    fn count_expired(&self, gone: Expired) {
        let meters = &self.shared.meters.expired;
        let Expired { people, inputs, decisions, quarantined, dead_letters, requests } = gone;
        for (meter, count) in [
            (&meters.people, people),
            (&meters.inputs, inputs),
            (&meters.decisions, decisions),
            (&meters.quarantined, quarantined),
            (&meters.dead_letters, dead_letters),
            (&meters.requests, requests),
        ] {
            Meters::add(meter, usize::try_from(count).unwrap_or(usize::MAX));
        }
    }
}

/// What a page gave: where the next one begins, and what has ended.
type Page = (Option<Stage>, Expired);

impl Turn<'_> {
    fn end_old(&mut self, stage: Stage) -> Result<Page, StoreError> {
        let ready = Arc::clone(&self.driver.active.ready);
        let limits = Limits::of(&ready, self.now);
        match stage {
            Stage::Start => Ok((Some(Stage::People(None)), Expired::default())),
            Stage::People(after) => self.end_people(after),
            Stage::Inputs(after) => self.end_inputs(&limits, after),
            Stage::Decisions(after) => self.end_decisions(&limits, after),
            Stage::Quarantine(after) => self.end_quarantined(&limits, after),
            Stage::Letters(after) => self.end_letters(&limits, after),
            Stage::Requests(after) => self.end_requests(&limits, after),
        }
    }

    fn end_people(&mut self, after: Option<Id>) -> Result<Page, StoreError> {
        let Some(retention) = self.driver.active.bundle().plan.profile.retention.clone() else {
            return Ok((Some(Stage::Inputs(0)), Expired::default()));
        };
        let page = self.driver.shared.reader.people(after, BITE.0)?;
        let mut gone = Expired::default();
        for id in &page {
            let Some(state) = self.state_of(*id)? else { continue };
            let ready = &self.driver.active.ready;
            let until = ready.kept_until(&retention, state.since.unwrap_or(i64::MIN), Some(&state));
            if state.limits.held.is_some() || until.is_none_or(|until| until > self.now) {
                continue;
            }
            gone.people += u64::from(self.end_person(*id, &state, retention.then)?);
        }
        let next = page.last().copied().filter(|_| page.len() == BITE.0);
        Ok((Some(next.map_or(Stage::Inputs(0), |last| Stage::People(Some(last)))), gone))
    }

    /// The state of somebody who is not one with somebody else.
    pub(super) fn state_of(&mut self, id: Id) -> Result<Option<Person>, StoreError> {
        if self.driver.store.alias(id)?.is_some() {
            return Ok(None);
        }
        let Some(row) = self.driver.store.person(id)? else { return Ok(None) };
        let state = Person::decode(&self.driver.active.ready, &row.body);
        state.map(Some).map_err(|error| StoreError::unreadable("a person", error))
    }

    /// What is to be kept without a link to the person has none when it is gone. What is to be kept apart is kept, and not
    /// used. Says whether they are gone.
    fn end_person(&mut self, id: Id, state: &Person, then: RetentionAction) -> Result<bool, StoreError> {
        if then != RetentionAction::Archive {
            return self.erase_by_retention(id).map(|()| true);
        }
        if state.limits.restricted.is_none() {
            self.meet(id)?;
            let input = Id::of(&["archive", &id.to_string(), &self.now.to_string()]);
            let kind = InputKind::Limit(Limit { kind: LimitKind::Restriction, on: true });
            self.step(id, SOURCE, &Input { id: input, at: self.now, kind })?;
        }
        Ok(false)
    }

    fn end_inputs(&mut self, limits: &Limits<'_>, after: i64) -> Result<Page, StoreError> {
        let page = self.driver.shared.reader.inputs(after, BITE.0)?;
        let mut old = Vec::new();
        for (number, row) in &page {
            let Some(person) = row.person else { continue };
            let Ok(kind) = serde_json::from_slice::<InputKind>(&row.body) else { continue };
            let Some(retention) = limits.of_input(&kind) else { continue };
            if self.is_over(limits, retention, row.at, person)? {
                old.push(*number);
            }
        }
        let last = page.last().filter(|(_, row)| page.len() == BITE.0 && limits.may_be_over(row.at));
        let gone = Expired { inputs: old.len() as u64, ..Expired::default() };
        self.expire(old, Vec::new(), Vec::new());
        Ok((Some(last.map_or(Stage::Decisions(0), |(number, _)| Stage::Inputs(*number))), gone))
    }

    fn end_decisions(&mut self, limits: &Limits<'_>, after: i64) -> Result<Page, StoreError> {
        let page = self.driver.shared.reader.decided(after, BITE.0)?;
        let mut old = Vec::new();
        for row in &page {
            let decision = crate::handle::recorded(row.clone())?.decision;
            let Some(retention) = limits.of_decision(&decision.verdict) else { continue };
            if self.is_over(limits, retention, row.at, row.person)? {
                old.push(row.number);
            }
        }
        let last = page.last().filter(|row| page.len() == BITE.0 && limits.may_be_over(row.at));
        let gone = Expired { decisions: old.len() as u64, ..Expired::default() };
        self.expire(Vec::new(), old, Vec::new());
        Ok((Some(last.map_or(Stage::Quarantine(0), |row| Stage::Decisions(row.number))), gone))
    }

    fn is_over(
        &mut self,
        limits: &Limits<'_>,
        retention: &filrouge_plan::Retention,
        at: i64,
        person: Id,
    ) -> Result<bool, StoreError> {
        // No clock begins before something was collected.
        if limits.ready.over_at(at, retention.keep) > self.now {
            return Ok(false);
        }
        let survivor = self.driver.store.alias(person)?.map_or(person, |alias| alias.survivor);
        let state = self.state_of(survivor)?;
        let until = limits.ready.kept_until(retention, at, state.as_ref());
        Ok(until.is_some_and(|until| until <= self.now) && !self.is_kept_by_a_hold(person, survivor)?)
    }

    /// Whether a legal hold keeps what is a person's, or whom they became one with. It is asked of those alone whose time is
    /// over: however many requests are open, their own are found by an index.
    fn is_kept_by_a_hold(&self, person: Id, survivor: Id) -> Result<bool, StoreError> {
        for own in BTreeSet::from([person, survivor]) {
            let holds =
                |request: &Request| request.kind == RightKind::Hold && request.state == RequestState::InForce;
            if self.requests_of(own)?.iter().any(holds) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn end_quarantined(&mut self, limits: &Limits<'_>, after: i64) -> Result<Page, StoreError> {
        let page = self.driver.shared.reader.quarantined(after, BITE.0)?;
        let old = page.iter().filter(|(_, row)| limits.is_old(limits.quarantine, row.at));
        let drops: Vec<_> = old.map(|(_, row)| QuarantineChange::Drop(row.id)).collect();
        let gone = Expired { quarantined: drops.len() as u64, ..Expired::default() };
        self.group.commit.quarantine.extend(drops);
        let last = page.last().filter(|_| page.len() == BITE.0);
        Ok((Some(last.map_or(Stage::Letters(0), |(number, _)| Stage::Quarantine(*number))), gone))
    }

    fn end_letters(&mut self, limits: &Limits<'_>, after: i64) -> Result<Page, StoreError> {
        let page = self.driver.shared.reader.dead_letters(after, BITE.0)?;
        let old = page.iter().filter(|(_, row)| limits.is_old(limits.messages, row.at));
        let drops: Vec<_> = old.map(|(_, row)| DeadLetterChange::Drop(row.effect)).collect();
        let gone = Expired { dead_letters: drops.len() as u64, ..Expired::default() };
        self.group.commit.dead_letters.extend(drops);
        let last = page.last().filter(|_| page.len() == BITE.0);
        Ok((Some(last.map_or(Stage::Requests(0), |(number, _)| Stage::Letters(*number))), gone))
    }

    fn end_requests(&mut self, limits: &Limits<'_>, after: i64) -> Result<Page, StoreError> {
        let page = self.driver.shared.reader.requests(after, BITE.0)?;
        let mut old = Vec::new();
        for (_, row) in page.iter().filter(|(_, row)| !row.open) {
            let request = request_of(row)?;
            let last = request.acts.last().map_or(request.received, |act| act.at);
            old.extend(limits.is_past_proof(last).then_some(row.id));
        }
        let gone = Expired { requests: old.len() as u64, ..Expired::default() };
        self.expire(Vec::new(), Vec::new(), old);
        let last = page.last().filter(|_| page.len() == BITE.0);
        Ok((last.map(|(number, _)| Stage::Requests(*number)), gone))
    }

    fn expire(&mut self, inputs: Vec<i64>, decisions: Vec<i64>, requests: Vec<Id>) {
        if !(inputs.is_empty() && decisions.is_empty() && requests.is_empty()) {
            self.group.commit.rights.push(RightsChange::Expire { inputs, decisions, requests });
        }
    }

    /// How much has ended stands in the journal.
    fn record_expired(&mut self, gone: Expired) -> Result<(), StoreError> {
        if gone == Expired::default() {
            return Ok(());
        }
        let id = Id::of(&["expired", &self.now.to_string(), &format!("{gone:?}")]);
        let body = serde_json::to_vec(&InputKind::Expired(gone));
        let body = body.map_err(|error| StoreError::unreadable("an input", error))?;
        let plan = self.driver.active.hash().to_owned();
        let row = InputRow { id, person: None, at: self.now, plan, source: "retention".to_owned(), body };
        let told = self.driver.options.audit.then(|| audited::of_right("retention", "expired"));
        self.group.commit.record_input(row, told);
        Ok(())
    }
}
