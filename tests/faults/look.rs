//! Everything that a store tells of itself.

use crate::host::told;
use filrouge_host::{
    AliasRow, ApprovalRow, Counts, DeadLetterRow, DecisionRow, Identifier, InputRow, OutboxRow, PersonRow,
    Reader, Store, TimerRow,
};
use filrouge_machine::Id;
use std::fmt::Debug;

const ALL: usize = 1_000_000;

/// What is known of somebody, byte for byte.
#[derive(Debug, PartialEq, Eq)]
struct Known {
    id: Id,
    state: Option<PersonRow>,
    names: Vec<Identifier>,
    timers: Vec<TimerRow>,
    absorbed: Vec<AliasRow>,
    decisions: Vec<DecisionRow>,
}

/// What readers see.
#[derive(Debug, PartialEq, Eq)]
pub struct Look {
    inputs: Vec<InputRow>,
    people: Vec<Known>,
    approvals: Vec<ApprovalRow>,
    letters: Vec<DeadLetterRow>,
    counts: Counts,
}

impl Look {
    pub fn at(reader: &dyn Reader) -> Result<Self, String> {
        let people = reader.people(None, ALL).map_err(told)?;
        Ok(Self {
            inputs: unnumbered(reader.inputs(0, ALL).map_err(told)?),
            people: people.into_iter().map(|id| known(reader, id)).collect::<Result<_, _>>()?,
            approvals: unnumbered(reader.approvals(0, ALL).map_err(told)?),
            letters: unnumbered(reader.dead_letters(0, ALL).map_err(told)?),
            counts: Counts { wal_bytes: 0, ..reader.counts().map_err(told)? },
        })
    }

    /// How many inputs were applied.
    pub fn inputs(&self) -> impl Iterator<Item = Id> {
        self.inputs.iter().map(|input| input.id)
    }

    /// Where the two differ first.
    pub fn must_equal(&self, expected: &Self) -> Result<(), String> {
        equal("inputs", &self.inputs, &expected.inputs)?;
        equal("people", &self.people, &expected.people)?;
        equal("approvals", &self.approvals, &expected.approvals)?;
        equal("dead letters", &self.letters, &expected.letters)?;
        equal("counts", &[self.counts], &[expected.counts])
    }
}

/// What only the writer sees: the outbox and the plan, as they stand between two processes.
pub fn outboxes_equal(store: &mut dyn Store, expected: &mut dyn Store) -> Result<(), String> {
    let flights = |store: &mut dyn Store| store.in_flight().map(sorted).map_err(told);
    equal("messages in flight", &flights(store)?, &flights(expected)?)?;
    let waiting = |store: &mut dyn Store| store.sendable(None, i64::MAX, ALL).map(sorted).map_err(told);
    equal("messages that wait", &waiting(store)?, &waiting(expected)?)?;
    let plan =
        |store: &mut dyn Store| store.active_plan().map(|plan| plan.map(|plan| plan.hash)).map_err(told);
    equal("plans", &[plan(store)?], &[plan(expected)?])
}

fn sorted(mut rows: Vec<OutboxRow>) -> Vec<OutboxRow> {
    rows.sort_by_key(|row| row.effect);
    rows
}

fn known(reader: &dyn Reader, id: Id) -> Result<Known, String> {
    let mut names = reader.identifiers(id).map_err(told)?;
    names.sort();
    let decisions = reader.decisions(id, None, ALL).map_err(told)?;
    Ok(Known {
        id,
        state: reader.person(id).map_err(told)?,
        names,
        timers: reader.timers(id).map_err(told)?,
        absorbed: reader.aliases(id).map_err(told)?,
        // Numbers of rows are each store's own.
        decisions: decisions.into_iter().map(|row| DecisionRow { number: 0, ..row }).collect(),
    })
}

fn unnumbered<T>(rows: Vec<(i64, T)>) -> Vec<T> {
    rows.into_iter().map(|(_, row)| row).collect()
}

fn equal<T: PartialEq + Debug>(what: &str, is: &[T], should: &[T]) -> Result<(), String> {
    let both = is.iter().zip(should).position(|(is, should)| is != should);
    match both {
        Some(at) => {
            Err(format!("{what} differ at {at}:\n{:?}\nand should be\n{:?}", is.get(at), should.get(at)))
        }
        None if is.len() != should.len() => {
            let first = is.len().min(should.len());
            let (more, less) = (is.get(first), should.get(first));
            Err(format!(
                "{what}: {} and should be {}; there is {more:?}, should be {less:?}",
                is.len(),
                should.len()
            ))
        }
        None => Ok(()),
    }
}
