//! Everything that a store tells of itself.

use crate::host::told;
use filrouge_host::{
    AliasRow, ApprovalRow, Counts, DeadLetterRow, DecisionRow, FILES, Identifier, InputRow, OutboxRow,
    PersonRow, QuarantineRow, Reader, RequestRow, RightsRequest, Store, TaskState,
};
use filrouge_machine::Id;
use std::fmt::Debug;

/// As many as there are.
pub const ALL: usize = 1_000_000;

/// What is known of somebody, byte for byte.
#[derive(Debug, PartialEq, Eq)]
struct Known {
    id: Id,
    state: Option<PersonRow>,
    names: Vec<Identifier>,
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
    aside: Vec<QuarantineRow>,
    requests: Vec<RequestRow>,
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
            aside: unnumbered(reader.quarantined(0, ALL).map_err(told)?),
            requests: unnumbered(reader.requests(0, ALL).map_err(told)?),
            counts: Counts { wal_bytes: 0, ..reader.counts().map_err(told)? },
        })
    }

    /// How many inputs were applied.
    pub fn inputs(&self) -> impl Iterator<Item = Id> {
        self.inputs.iter().map(|input| input.id)
    }

    /// Whether somebody was erased whose words may still stand in a file.
    pub fn awaits_files(&self) -> Result<bool, String> {
        await_files(&self.requests)
    }

    /// Everything in which words of people may stand.
    pub fn bodies(&self) -> impl Iterator<Item = &[u8]> {
        let states = self.people.iter().flat_map(|person| &person.state).map(|row| row.body.as_slice());
        let names = self.people.iter().flat_map(|person| &person.names).map(|name| name.value.as_bytes());
        let letters = self.letters.iter().map(|row| row.body.as_slice());
        let aside = self.aside.iter().map(|row| row.payload.as_slice());
        let requests = self.requests.iter().map(|row| row.body.as_slice());
        let inputs = self.inputs.iter().map(|row| row.body.as_slice());
        let decided = self.people.iter().flat_map(|person| &person.decisions);
        let decided = decided.map(|row| row.body.as_slice());
        states.chain(names).chain(letters).chain(aside).chain(requests).chain(inputs).chain(decided)
    }

    /// The words of all decisions, sorted.
    pub fn decisions(&self) -> Vec<&[u8]> {
        let all = self.people.iter().flat_map(|person| &person.decisions);
        let mut words: Vec<&[u8]> = all.map(|row| row.body.as_slice()).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// Where the two differ first.
    pub fn must_equal(&self, expected: &Self) -> Result<(), String> {
        equal("inputs", &self.inputs, &expected.inputs)?;
        equal("people", &self.people, &expected.people)?;
        equal("approvals", &self.approvals, &expected.approvals)?;
        equal("dead letters", &self.letters, &expected.letters)?;
        equal("what was put aside", &self.aside, &expected.aside)?;
        equal("requests", &self.requests, &expected.requests)?;
        equal("counts", &[self.counts], &[expected.counts])
    }
}

/// Whether one of the requests waits until files are clean.
pub fn await_files(requests: &[RequestRow]) -> Result<bool, String> {
    for row in requests {
        let request: RightsRequest = serde_json::from_slice(&row.body).map_err(told)?;
        if request.tasks.iter().any(|task| task.name == FILES && task.state != TaskState::Done) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What only the writer sees: timers, the outbox and the plan, as they stand between two processes.
pub fn outboxes_equal(store: &mut dyn Store, expected: &mut dyn Store) -> Result<(), String> {
    let timers = |store: &mut dyn Store| store.due(i64::MAX, ALL).map_err(told);
    equal("timers", &timers(store)?, &timers(expected)?)?;
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
