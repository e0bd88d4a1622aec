//! What people did and what was decided about them, found by whose it is.

use crate::database::Database;
use crate::found::Way;
use crate::rows::{self, bytes};
use filrouge_host::{DecisionRow, InputRow, StoreError};
use filrouge_machine::Id;

const DECISION: &str = "SELECT number, id, person, at, body, seq FROM decision
    WHERE number = ?1 AND at > -9000000000000000000";

const INPUT: &str = "SELECT input.number, id, person, input.at, plan.hash, source, input.body, seq
    FROM input JOIN plan ON plan.number = input.plan
    WHERE input.number = ?1 AND input.at > -9000000000000000000";

impl Database {
    pub(crate) fn decision(&self, id: Id) -> Result<Option<DecisionRow>, StoreError> {
        for number in self.found(Way::Decision, id)? {
            let row = self.one(DECISION, [number], rows::decision)?;
            if let Some(row) = row.filter(|(row, _)| row.id == id) {
                return self.open_decision(row).map(Some);
            }
        }
        Ok(None)
    }

    /// Decisions about a person and everybody who became one with them, the latest first, before the one numbered `before`.
    pub(crate) fn decisions(
        &self,
        person: Id,
        before: i64,
        most: usize,
    ) -> Result<Vec<DecisionRow>, StoreError> {
        let (people, mut numbers) = self.past(Way::Decided, person)?;
        numbers.retain(|number| *number < before);
        let rows = numbers.into_iter().rev().map(|number| self.one(DECISION, [number], rows::decision));
        let rows = first(rows, |(row, _)| people.contains(&row.person), most)?;
        rows.into_iter().map(|row| self.open_decision(row)).collect()
    }

    /// Inputs of a person and everybody who became one with them, in their order, behind the one numbered `after`.
    pub(crate) fn history(
        &self,
        person: Id,
        after: i64,
        most: usize,
    ) -> Result<Vec<(i64, InputRow)>, StoreError> {
        let (people, mut numbers) = self.past(Way::History, person)?;
        numbers.retain(|number| *number > after);
        let rows = numbers.into_iter().map(|number| self.one(INPUT, [number], rows::input));
        let is_theirs = |row: &InputRow| row.person.is_some_and(|person| people.contains(&person));
        let rows = first(rows, |(_, row, _)| is_theirs(row), most)?;
        rows.into_iter().map(|row| self.open_input(row)).collect()
    }

    /// Everybody whom `person` is by now, and the numbers of rows that may be theirs, in their order.
    fn past(&self, way: Way, person: Id) -> Result<(Vec<Id>, Vec<i64>), StoreError> {
        let people = self.everybody(person)?;
        let mut numbers = Vec::new();
        for one in &people {
            numbers.extend(self.found(way, *one)?);
        }
        numbers.sort_unstable();
        numbers.dedup();
        Ok((people, numbers))
    }

    /// Everybody whom `person` is by now: those who became one with them, too.
    fn everybody(&self, person: Id) -> Result<Vec<Id>, StoreError> {
        let sql = "SELECT absorbed FROM alias WHERE survivor = ?1";
        let mut all = self.all(sql, [bytes(person)], |row| rows::id(row, 0))?;
        all.push(person);
        Ok(all)
    }
}

/// The first rows that are wanted, of those that are there.
fn first<R>(
    rows: impl Iterator<Item = Result<Option<R>, StoreError>>,
    is_wanted: impl Fn(&R) -> bool,
    most: usize,
) -> Result<Vec<R>, StoreError> {
    rows.filter_map(Result::transpose)
        .filter(|row| row.as_ref().map_or(true, &is_wanted))
        .take(most)
        .collect()
}
