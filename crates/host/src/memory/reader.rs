//! Questions to the store in memory.

use super::MemoryStore;
use crate::{
    AliasRow, ApprovalRow, Counts, DeadLetterRow, DecisionRow, Identifier, InputRow, PersonRow, PlanRow,
    QuarantineRow, Reader, RequestRow, StoreError,
};
use filrouge_machine::Id;
use std::cmp::Reverse;

impl Reader for MemoryStore {
    fn known_as(&self, value: &str) -> Result<Vec<Id>, StoreError> {
        let tables = self.tables();
        let mut people: Vec<_> =
            tables.identifiers.iter().filter(|(known, _)| known.value == value).map(|(_, id)| *id).collect();
        people.sort();
        people.dedup();
        Ok(people)
    }

    fn alias(&self, person: Id) -> Result<Option<AliasRow>, StoreError> {
        Ok(self.tables().aliases.get(&person).copied())
    }

    fn aliases(&self, person: Id) -> Result<Vec<AliasRow>, StoreError> {
        let tables = self.tables();
        let mut rows: Vec<_> =
            tables.aliases.values().filter(|alias| alias.survivor == person).copied().collect();
        rows.sort_by_key(|alias| (Reverse(alias.at), alias.absorbed));
        Ok(rows)
    }

    fn identifiers(&self, person: Id) -> Result<Vec<Identifier>, StoreError> {
        let tables = self.tables();
        Ok(tables
            .identifiers
            .iter()
            .filter(|(_, id)| **id == person)
            .map(|(known, _)| known.clone())
            .collect())
    }

    fn person(&self, person: Id) -> Result<Option<PersonRow>, StoreError> {
        Ok(self.tables().people.get(&person).cloned())
    }

    fn people(&self, after: Option<Id>, limit: usize) -> Result<Vec<Id>, StoreError> {
        let tables = self.tables();
        let mut people: Vec<_> =
            tables.people.keys().copied().filter(|id| after.is_none_or(|after| *id > after)).collect();
        people.sort();
        people.truncate(limit);
        Ok(people)
    }

    fn decisions(
        &self,
        person: Id,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<DecisionRow>, StoreError> {
        let tables = self.tables();
        let wanted = |row: &&DecisionRow| {
            tables.is_one(row.person, person) && before.is_none_or(|before| row.number < before)
        };
        Ok(tables.decisions.values().rev().filter(wanted).take(limit).cloned().collect())
    }

    fn decision(&self, decision: Id) -> Result<Option<DecisionRow>, StoreError> {
        Ok(self.tables().decisions.values().find(|row| row.id == decision).cloned())
    }

    fn decided(&self, after: i64, limit: usize) -> Result<Vec<DecisionRow>, StoreError> {
        Ok(self.tables().decisions.range(after + 1..).take(limit).map(|(_, row)| row.clone()).collect())
    }

    fn inputs(&self, after: i64, limit: usize) -> Result<Vec<(i64, InputRow)>, StoreError> {
        let tables = self.tables();
        let behind = tables.inputs.range(after + 1..).take(limit);
        Ok(behind.map(|(number, row)| (*number, row.clone())).collect())
    }

    fn history(&self, person: Id, after: i64, limit: usize) -> Result<Vec<(i64, InputRow)>, StoreError> {
        let tables = self.tables();
        let behind = tables.inputs.range(after + 1..);
        let rows = behind.filter(|(_, row)| row.person.is_some_and(|whose| tables.is_one(whose, person)));
        Ok(rows.take(limit).map(|(number, row)| (*number, row.clone())).collect())
    }

    fn plan(&self, hash: &str) -> Result<Option<PlanRow>, StoreError> {
        Ok(self.tables().plans.get(hash).cloned())
    }

    fn plans(&self) -> Result<Vec<String>, StoreError> {
        let tables = self.tables();
        let mut plans: Vec<_> =
            tables.plans.values().map(|row| (Reverse(row.at), row.hash.clone())).collect();
        plans.sort();
        Ok(plans.into_iter().map(|(_, hash)| hash).collect())
    }

    fn approvals(&self, after: i64, limit: usize) -> Result<Vec<(i64, ApprovalRow)>, StoreError> {
        let tables = self.tables();
        let rows = (1..).zip(tables.approvals.iter().copied());
        let open = rows.filter(|(number, row)| *number > after && row.closed.is_none());
        Ok(open.take(limit).collect())
    }

    fn approval(&self, id: Id) -> Result<Option<ApprovalRow>, StoreError> {
        Ok(self.tables().approvals.iter().find(|row| row.id == id).copied())
    }

    fn quarantined(&self, after: i64, limit: usize) -> Result<Vec<(i64, QuarantineRow)>, StoreError> {
        let tables = self.tables();
        let rows = tables.quarantine.iter().filter(|(number, _)| **number > after);
        Ok(rows.take(limit).map(|(number, row)| (*number, row.clone())).collect())
    }

    fn quarantined_one(&self, id: Id) -> Result<Option<QuarantineRow>, StoreError> {
        Ok(self.tables().quarantine.values().find(|row| row.id == id).cloned())
    }

    fn dead_letters(&self, after: i64, limit: usize) -> Result<Vec<(i64, DeadLetterRow)>, StoreError> {
        Ok(self.tables().letters.behind(after).take(limit).collect())
    }

    fn dead_letter(&self, effect: Id) -> Result<Option<(i64, DeadLetterRow)>, StoreError> {
        Ok(self.tables().letters.one(effect))
    }

    fn requests(&self, after: i64, limit: usize) -> Result<Vec<(i64, RequestRow)>, StoreError> {
        let tables = self.tables();
        let behind = tables.requests.range(after + 1..).take(limit);
        Ok(behind.map(|(number, row)| (*number, row.clone())).collect())
    }

    fn open_requests(&self) -> Result<Vec<RequestRow>, StoreError> {
        let mut open: Vec<_> = self.tables().requests.values().filter(|row| row.open).cloned().collect();
        open.sort_by_key(|row| row.due.unwrap_or(i64::MAX));
        Ok(open)
    }

    fn requests_of(&self, person: Id) -> Result<Vec<RequestRow>, StoreError> {
        Ok(self.tables().requests.values().filter(|row| row.person == person).cloned().collect())
    }

    fn request(&self, id: Id) -> Result<Option<RequestRow>, StoreError> {
        Ok(self.tables().requests.values().find(|row| row.id == id).cloned())
    }

    fn counts(&self) -> Result<Counts, StoreError> {
        let tables = self.tables();
        let waiting = tables.outbox.values().filter(|(_, row)| !row.in_flight);
        let in_flight = tables.outbox.values().filter(|(_, row)| row.in_flight).count();
        let present = tables.people.iter().filter(|(person, _)| !tables.aliases.contains_key(person));
        let release = tables.release.as_ref().map(|row| &row.plan.hash);
        Ok(Counts {
            people: present.clone().count() as u64,
            released: present.filter(|(_, row)| Some(&row.plan) == release).count() as u64,
            inputs: tables.inputs.len() as u64,
            decisions: tables.decisions.len() as u64,
            timers: tables.timers.len() as u64,
            due: tables.timers.values().map(|row| row.due).min(),
            waiting: (tables.outbox.len() - in_flight) as u64,
            leaves: waiting.map(|(at, _)| *at).min(),
            in_flight: in_flight as u64,
            quarantined: tables.quarantine.len() as u64,
            dead_letters: tables.letters.count(),
            requests: tables.requests.values().filter(|row| row.open).count() as u64,
            request_due: tables.requests.values().filter(|row| row.open).filter_map(|row| row.due).min(),
            wal_bytes: 0,
        })
    }
}
