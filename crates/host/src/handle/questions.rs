//! Questions: what is known of a person, why it was decided so, what is in quarantine.

use crate::{
    Again, AliasRow, ApprovalRow, DecisionRow, Handle, Identifier, InputRow, QuarantineRow, RequestRow,
    RightsRequest, StoreError, TimerRow, again_all,
};
use filrouge_machine::{Decision, Id, Input, Person};
use filrouge_plan::{Bundle, NotABundle, OriginFile};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The person.
    pub id: Id,
    /// Names that lead to the person.
    pub identifiers: Vec<Identifier>,
    /// The state, as the plan reads it that the person lives under.
    pub state: Person,
    /// Hash of the plan that wrote the state.
    pub plan: String,
    /// Timers that are set, by due time.
    pub timers: Vec<TimerRow>,
}

/// A decision with its place in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Number in the order in which decisions were taken; 0 for one that has none yet.
    pub number: i64,
    /// About whom.
    pub person: Id,
    /// The decision.
    pub decision: Decision,
}

/// An input with its place in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// Number in the order in which inputs were applied.
    pub number: i64,
    /// To whom.
    pub person: Id,
    /// The input.
    pub input: Input,
    /// Hash of the plan under which it was applied.
    pub plan: String,
    /// Where it came from: a source's name, or `timer`, `outcome`, `plan`, `merge`, `unmerge`.
    pub source: String,
}

impl Handle {
    /// Everybody whom `text` may mean: a person's id, the value of an identifier of any name, or `name=value`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn find(&self, text: &str) -> Result<Vec<Id>, StoreError> {
        let mut people = self.shared().reader.known_as(text)?;
        if let Ok(id) = text.parse() {
            people.extend(self.present(id)?);
        }
        if people.is_empty()
            && let Some((name, value)) = text.split_once('=')
        {
            return self.find_named(&Identifier::new(name, value));
        }
        Ok(people)
    }

    /// Who a person is by now, if they are known.
    fn present(&self, person: Id) -> Result<Option<Id>, StoreError> {
        let reader = &self.shared().reader;
        if let Some(alias) = reader.alias(person)? {
            return Ok(Some(alias.survivor));
        }
        Ok(reader.person(person)?.map(|_| person))
    }

    /// People who became one with `person`, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn joined(&self, person: Id) -> Result<Vec<AliasRow>, StoreError> {
        self.shared().reader.aliases(person)
    }

    fn find_named(&self, identifier: &Identifier) -> Result<Vec<Id>, StoreError> {
        let reader = &self.shared().reader;
        let mut people = Vec::new();
        for person in reader.known_as(&identifier.value)? {
            if reader.identifiers(person)?.contains(identifier) {
                people.push(person);
            }
        }
        Ok(people)
    }

    /// People in the order of their ids, behind `after`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn people(&self, after: Option<Id>, limit: usize) -> Result<Vec<Id>, StoreError> {
        self.shared().reader.people(after, limit)
    }

    /// Those of a page of people for whom something is pending, and behind whom the next page begins; nothing there on the last
    /// one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn pending(&self, after: Option<Id>, limit: usize) -> Result<(Vec<Id>, Option<Id>), StoreError> {
        let page = self.people(after, limit)?;
        let next = page.last().copied();
        let mut pending = Vec::new();
        for person in page {
            let row = self.shared().reader.person(person)?;
            pending.extend(row.filter(|row| row.pending).map(|_| person));
        }
        Ok((pending, next))
    }

    /// What is known of `person`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn known(&self, person: Id) -> Result<Option<Known>, StoreError> {
        let shared = self.shared();
        let Some(row) = shared.reader.person(person)? else { return Ok(None) };
        let state = Person::decode(&shared.active().of(person).ready, &row.body)
            .map_err(|error| StoreError::unreadable("a person", error))?;
        let identifiers = shared.reader.identifiers(person)?;
        let row_of = |(timer, due)| TimerRow { timer, person, due };
        // Whoever became one with somebody else has left theirs there.
        let mut timers: Vec<TimerRow> = state.timers(person).filter(|_| row.pending).map(row_of).collect();
        timers.sort_unstable_by_key(|row| (row.due, row.timer));
        Ok(Some(Known { id: person, identifiers, state, plan: row.plan, timers }))
    }

    /// Decisions about `person` and those who became one with them, the latest first, before the one numbered `before`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decisions(
        &self,
        person: Id,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<Recorded>, StoreError> {
        let rows = self.shared().reader.decisions(person, before, limit)?;
        rows.into_iter().map(recorded).collect()
    }

    /// Takes the steps again that led to decisions about `person`: what came of each input.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn again(&self, person: Id, inputs: BTreeSet<Id>) -> Result<BTreeMap<Id, Again>, StoreError> {
        again_all(&*self.shared().reader, person, inputs)
    }

    /// One decision.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn decision(&self, decision: Id) -> Result<Option<Recorded>, StoreError> {
        self.shared().reader.decision(decision)?.map(recorded).transpose()
    }

    /// What happened to `person` and those who became one with them, in the order in which it was applied, behind the
    /// input numbered `after`; start with 0.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn history(&self, person: Id, after: i64, limit: usize) -> Result<Vec<Happened>, StoreError> {
        let rows = self.shared().reader.history(person, after, limit)?;
        rows.into_iter().map(|(number, row)| happened(person, number, row)).collect()
    }

    /// The bundle of a plan that was active once: what a decision's origins lead into. Absent also for one of a
    /// format that this version does not read: the decisions under it are still told, without their text.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn bundle(&self, hash: &str) -> Result<Option<Bundle>, StoreError> {
        let Some(row) = self.shared().reader.plan(hash)? else { return Ok(None) };
        match row.bundle() {
            Ok(bundle) => Ok(Some(bundle)),
            Err(NotABundle::Format(_)) => Ok(None),
            Err(NotABundle::Damaged(error)) => Err(StoreError::unreadable("a plan", error)),
        }
    }

    /// The text of a notice by its SHA-256 in hex, or by the first twelve digits of it, which are its version: the file of the
    /// latest plan that shows it. A plan that was active is kept for ever, and its texts with it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn notice(&self, hash: &str) -> Result<Option<OriginFile>, StoreError> {
        let active = self.active();
        if let Some(text) = notice_in(&active, hash) {
            return Ok(Some(text));
        }
        for plan in self.shared().reader.plans()? {
            if let Some(text) = self.bundle(&plan)?.and_then(|bundle| notice_in(&bundle, hash)) {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    /// Requests of people, the oldest first, with their numbers; start with `after` 0.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn requests(&self, after: i64, limit: usize) -> Result<Vec<(i64, RightsRequest)>, StoreError> {
        let rows = self.shared().reader.requests(after, limit)?;
        rows.into_iter().map(|(number, row)| Ok((number, request_of(&row)?))).collect()
    }

    /// Requests that are open, the most urgent first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open_requests(&self) -> Result<Vec<RightsRequest>, StoreError> {
        self.shared().reader.open_requests()?.iter().map(request_of).collect()
    }

    /// Requests about one person, and about everybody who became one with them.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn requests_of(&self, person: Id) -> Result<Vec<RightsRequest>, StoreError> {
        let reader = &self.shared().reader;
        let absorbed = reader.aliases(person)?.into_iter().map(|alias| alias.absorbed);
        let mut requests = Vec::new();
        for one in std::iter::once(person).chain(absorbed) {
            requests.extend(reader.requests_of(one)?.iter().map(request_of).collect::<Result<Vec<_>, _>>()?);
        }
        requests.sort_by_key(|request| request.received);
        Ok(requests)
    }

    /// One request.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn request(&self, id: Id) -> Result<Option<RightsRequest>, StoreError> {
        self.shared().reader.request(id)?.as_ref().map(request_of).transpose()
    }

    /// Approvals that are waited for, the oldest first, with their numbers; start with `after` 0.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn approvals(&self, after: i64, limit: usize) -> Result<Vec<(i64, ApprovalRow)>, StoreError> {
        self.shared().reader.approvals(after, limit)
    }

    /// One approval, also a month after nobody waits for it any more.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn approval(&self, id: Id) -> Result<Option<ApprovalRow>, StoreError> {
        self.shared().reader.approval(id)
    }

    /// What is in quarantine, the oldest first, with its number; start with `after` 0.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn quarantined(&self, after: i64, limit: usize) -> Result<Vec<(i64, QuarantineRow)>, StoreError> {
        self.shared().reader.quarantined(after, limit)
    }

    /// One row of the quarantine.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn quarantined_one(&self, id: Id) -> Result<Option<QuarantineRow>, StoreError> {
        self.shared().reader.quarantined_one(id)
    }
}

/// A request from its row.
pub(crate) fn request_of(row: &RequestRow) -> Result<RightsRequest, StoreError> {
    RightsRequest::read(&row.body)
}

pub(crate) fn recorded(row: DecisionRow) -> Result<Recorded, StoreError> {
    let decision = serde_json::from_slice(&row.body).map_err(|e| StoreError::unreadable("a decision", e))?;
    Ok(Recorded { number: row.number, person: row.person, decision })
}

fn happened(person: Id, number: i64, row: InputRow) -> Result<Happened, StoreError> {
    let InputRow { id, person: whose, at, plan, source, body } = row;
    let kind = serde_json::from_slice(&body).map_err(|e| StoreError::unreadable("an input", e))?;
    let (person, input) = (whose.unwrap_or(person), Input { id, at, kind });
    Ok(Happened { number, person, input, plan, source })
}

fn notice_in(bundle: &Bundle, hash: &str) -> Option<OriginFile> {
    let notices = bundle.plan.purposes.iter().filter_map(|purpose| purpose.notice.as_ref());
    let mut notices = notices.filter(|notice| notice.sha256 == hash || notice.version() == hash);
    let wanted = notices.next()?;
    bundle.origins.files.iter().find(|file| file.sha256 == wanted.sha256).cloned()
}
