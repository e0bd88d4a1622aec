//! Rows as SQLite gives them.

use crate::opened::{Aside, Name};
use filrouge_host::{AliasRow, ApprovalRow, DecisionRow, InputRow, OutboxRow, PersonRow, PlanRow, TimerRow};
use filrouge_machine::Id;
use filrouge_plan::Standing;
use rusqlite::Result;
use rusqlite::Row;

/// An id as it is stored.
pub(crate) const fn bytes(id: Id) -> [u8; 16] {
    id.0.to_be_bytes()
}

pub(crate) fn id(row: &Row<'_>, column: usize) -> Result<Id> {
    row.get::<_, [u8; 16]>(column).map(|bytes| Id(u128::from_be_bytes(bytes)))
}

/// `absorbed, survivor, into_person, at, until`
pub(crate) fn alias(row: &Row<'_>) -> Result<AliasRow> {
    let (absorbed, survivor, into) = (id(row, 0)?, id(row, 1)?, id(row, 2)?);
    Ok(AliasRow { absorbed, survivor, into, at: row.get(3)?, until: row.get(4)? })
}

/// `hash, at, body, passage`
pub(crate) fn plan(row: &Row<'_>) -> Result<PlanRow> {
    let passage: Option<Vec<u8>> = row.get(3)?;
    Ok(PlanRow {
        hash: row.get(0)?,
        at: row.get(1)?,
        body: row.get(2)?,
        passage: passage.unwrap_or_default(),
    })
}

/// `plan.hash, person.body, person.pending`
pub(crate) fn person(row: &Row<'_>) -> Result<PersonRow> {
    Ok(PersonRow { plan: row.get(0)?, body: row.get(1)?, pending: row.get(2)? })
}

/// `id, person, due`
pub(crate) fn timer(row: &Row<'_>) -> Result<TimerRow> {
    Ok(TimerRow { timer: id(row, 0)?, person: id(row, 1)?, due: row.get(2)? })
}

/// A row, and whose key opens it.
pub(crate) struct Kept<R> {
    pub owner: Id,
    pub row: R,
}

/// `effect, person, connector, state, attempt, body, owner`
pub(crate) fn outbox(row: &Row<'_>) -> Result<Kept<OutboxRow>> {
    let state: i64 = row.get(3)?;
    let message = OutboxRow {
        effect: id(row, 0)?,
        person: id(row, 1)?,
        connector: row.get(2)?,
        in_flight: state > 0,
        recalled: state == 2,
        restored: state == 3,
        attempt: row.get(4)?,
        body: row.get(5)?,
    };
    Ok(Kept { owner: id(row, 6)?, row: message })
}

/// The state of a row, as [`outbox`] reads it.
pub(crate) const fn state(row: &OutboxRow) -> i64 {
    match (row.in_flight, row.restored, row.recalled) {
        (false, ..) => 0,
        (true, true, _) => 3,
        (true, false, recalled) => 1 + recalled as i64,
    }
}

/// `number, id, person, at, body, seq`: the row, and the number under which its body was encrypted.
pub(crate) fn decision(row: &Row<'_>) -> Result<(DecisionRow, Option<i64>)> {
    let (id, person) = (id(row, 1)?, id(row, 2)?);
    let decision = DecisionRow { number: row.get(0)?, id, person, at: row.get(3)?, body: row.get(4)? };
    Ok((decision, row.get(5)?))
}

/// `number, id, person, at, plan.hash, source, body, seq`: with the number under which its body was encrypted.
pub(crate) fn input(row: &Row<'_>) -> Result<(i64, InputRow, Option<i64>)> {
    let person: Option<[u8; 16]> = row.get(2)?;
    let input = InputRow {
        id: id(row, 1)?,
        person: person.map(|bytes| Id(u128::from_be_bytes(bytes))),
        at: row.get(3)?,
        plan: row.get(4)?,
        source: row.get(5)?,
        body: row.get(6)?,
    };
    Ok((row.get(0)?, input, row.get(7)?))
}

/// `number, id, person, at, closed`
pub(crate) fn approval(row: &Row<'_>) -> Result<(i64, ApprovalRow)> {
    let (id, person) = (id(row, 1)?, id(row, 2)?);
    Ok((row.get(0)?, ApprovalRow { id, person, at: row.get(3)?, closed: row.get(4)? }))
}

/// `number, id, at, source, reason, payload`
pub(crate) fn quarantine(row: &Row<'_>) -> Result<(i64, Aside)> {
    let kept = Aside {
        id: id(row, 1)?,
        at: row.get(2)?,
        source: row.get(3)?,
        reason: row.get(4)?,
        payload: row.get(5)?,
    };
    Ok((row.get(0)?, kept))
}

/// `name, value, sealed`
pub(crate) fn name(row: &Row<'_>) -> Result<Name> {
    Ok(Name { name: row.get(0)?, value: row.get(1)?, sealed: row.get(2)? })
}

/// A state by its person.
pub(crate) const PERSON: &str = "SELECT plan.hash, person.body, person.pending FROM person JOIN plan ON plan.number = person.plan WHERE person.id = ?1";

/// Whom a person became one with.
pub(crate) const ALIAS: &str =
    "SELECT absorbed, survivor, into_person, at, until FROM alias WHERE absorbed = ?1";

/// Hash of the active plan.
pub(crate) const ACTIVE_HASH: &str =
    "SELECT hash FROM plan WHERE number = (SELECT value FROM meta WHERE key = 'active_plan')";

/// A limit as SQLite counts.
pub(crate) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// `journey, step, drained, people`
pub(crate) fn standing(row: &Row<'_>) -> Result<(Standing, u64)> {
    let drained: String = row.get(2)?;
    let drained = (!drained.is_empty()).then_some(drained);
    let at = Standing { journey: row.get(0)?, step: row.get(1)?, drained };
    Ok((at, u64::try_from(row.get::<_, i64>(3)?).unwrap_or(0)))
}
