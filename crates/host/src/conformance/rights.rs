//! Erasures, requests, and rows whose time is over.

use super::{Open, rows};
use crate::{
    AliasRow, ApprovalChange, Commit, DeadLetterChange, Identifier, OutboxChange, Reader, RequestRow,
    RightsChange, Store, StoreError,
};
use filrouge_machine::Id;
use std::sync::Arc;

type Outcome = Result<(), StoreError>;

fn erase(people: &[u128]) -> Commit {
    let people = people.iter().map(|id| Id(*id)).collect();
    Commit { rights: vec![RightsChange::Erase { people }], ..Commit::default() }
}

/// All that there can be of a person, and a row of the same kind of somebody else's beside each.
fn everything(person: u128) -> Commit {
    let n = person * 100;
    let address = OutboxChange::Address { effect: Id(n + 4), person: Id(person) };
    Commit {
        inputs: vec![rows::input(n + 1, Some(Id(person)))],
        people: vec![(Id(person), rows::state("p1", b"words"))],
        identifiers: vec![(Identifier::new("email", format!("{person}@example.com")), Id(person))],
        timers: vec![rows::set(person, n + 2, 50)],
        outbox: vec![rows::queue(n + 4, "mail", 10), address],
        decisions: vec![rows::decision(n + 5, person)],
        approvals: vec![ApprovalChange::Open { approval: Id(n + 6), person: Id(person), at: 10 }],
        dead_letters: vec![DeadLetterChange::Keep(rows::letter(n + 7, person, 10))],
        ..Commit::default()
    }
}

/// What is there of a person: state, names, timers, message, inputs, decisions, approval, letter.
fn left(store: &mut dyn Store, person: u128) -> Result<[bool; 8], StoreError> {
    let (reader, id, n) = (store.reader()?, Id(person), person * 100);
    Ok([
        store.person(id)?.is_some(),
        store.owner(&Identifier::new("email", format!("{person}@example.com")))?.is_some()
            || !reader.identifiers(id)?.is_empty(),
        store.due(99, 99)?.iter().any(|row| row.person == id),
        store.outgoing(Id(n + 4))?.is_some(),
        !reader.history(id, 0, 9)?.is_empty() || has_input(&reader, n + 1)?,
        !reader.decisions(id, None, 9)?.is_empty() || reader.decision(Id(n + 5))?.is_some(),
        reader.approval(Id(n + 6))?.is_some(),
        reader.dead_letter(Id(n + 7))?.is_some(),
    ])
}

fn has_input(reader: &Arc<dyn Reader>, id: u128) -> Result<bool, StoreError> {
    Ok(reader.inputs(0, 99)?.iter().any(|(_, row)| row.id == Id(id)))
}

pub(super) fn nothing_is_left(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    for person in [1, 2, 3] {
        store.commit(everything(person))?;
    }
    assert_eq!(left(&mut *store, 2)?, [true; 8]);
    store.commit(erase(&[2]))?;
    assert_eq!(left(&mut *store, 2)?, [false; 8]);
    // Again is nothing new.
    store.commit(erase(&[2]))?;
    drop(store);
    let mut store = open();
    assert_eq!(left(&mut *store, 2)?, [false; 8]);
    for person in [1, 3] {
        assert_eq!(left(&mut *store, person)?, [true; 8]);
    }
    let counts = store.reader()?.counts()?;
    assert_eq!((counts.people, counts.inputs, counts.decisions, counts.waiting), (2, 2, 2, 2));
    assert!(store.purge()?);
    Ok(())
}

pub(super) fn an_erasure_is_of_its_own_commit_too(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    store.commit(Commit { rights: erase(&[2]).rights, ..everything(2) })?;
    assert_eq!(left(&mut *store, 2)?, [false; 8]);
    Ok(())
}

pub(super) fn the_absorbed_are_gone_too(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    store.commit(everything(1))?;
    store.commit(everything(2))?;
    let alias = AliasRow { absorbed: Id(2), survivor: Id(1), into: Id(1), at: 5, until: 99 };
    store.commit(Commit { joins: vec![alias], ..Commit::default() })?;
    store.commit(erase(&[1, 2]))?;
    assert_eq!(left(&mut *store, 1)?, [false; 8]);
    assert_eq!(left(&mut *store, 2)?, [false; 8]);
    assert_eq!(store.alias(Id(2))?, None);
    assert!(store.reader()?.aliases(Id(1))?.is_empty());
    Ok(())
}

pub(super) fn numbers_go_on(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    store.commit(everything(1))?;
    store.commit(everything(2))?;
    let numbers = |reader: &Arc<dyn Reader>| -> Result<(Vec<i64>, Vec<i64>), StoreError> {
        let inputs = reader.inputs(0, 99)?.iter().map(|(number, _)| *number).collect();
        Ok((inputs, reader.decided(0, 99)?.iter().map(|row| row.number).collect()))
    };
    let (inputs, decisions) = numbers(&store.reader()?)?;
    let expire =
        RightsChange::Expire { inputs: inputs.clone(), decisions: decisions.clone(), requests: vec![] };
    store.commit(Commit { rights: vec![expire.clone(), expire], ..Commit::default() })?;
    assert_eq!(numbers(&store.reader()?)?, (vec![], vec![]));
    drop(store);
    let mut store = open();
    store.commit(everything(3))?;
    let (later, decided) = numbers(&store.reader()?)?;
    assert_eq!((later.len(), decided.len()), (1, 1));
    assert!(later.first() > inputs.last() && decided.first() > decisions.last(), "{later:?} {decided:?}");
    let counts = store.reader()?.counts()?;
    assert_eq!((counts.inputs, counts.decisions), (1, 1));
    assert_eq!(store.reader()?.history(Id(3), 0, 9)?.len(), 1);
    Ok(())
}

fn request(id: u128, person: u128, due: Option<i64>) -> RequestRow {
    let body = format!("request {id}").into_bytes();
    RequestRow { id: Id(id), person: Id(person), open: due.is_some(), due, body }
}

pub(super) fn requests_are_found(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let rows = [request(1, 7, Some(90)), request(2, 8, Some(30)), request(3, 7, None)];
    let rights = rows.iter().cloned().map(RightsChange::Request).collect();
    store.commit(Commit { rights, ..Commit::default() })?;
    store.commit(erase(&[7]))?;
    drop(store);
    let mut store = open();
    let reader = store.reader()?;
    let ids = |rows: Vec<RequestRow>| rows.iter().map(|row| row.id.0).collect::<Vec<_>>();
    assert_eq!(ids(reader.open_requests()?), [2, 1]);
    assert_eq!(ids(reader.requests_of(Id(7))?), [1, 3]);
    let first = reader.requests(0, 1)?;
    assert_eq!(first.iter().map(|(_, row)| row.clone()).collect::<Vec<_>>(), rows[..1]);
    let behind = first.first().map_or(0, |(number, _)| *number);
    assert_eq!(reader.requests(behind, 9)?.len(), 2);
    let counts = reader.counts()?;
    assert_eq!((counts.requests, counts.request_due), (2, Some(30)));
    let done = RequestRow { open: false, due: None, ..request(2, 8, None) };
    let gone = RightsChange::Expire { inputs: vec![], decisions: vec![], requests: vec![Id(1), Id(3)] };
    store.commit(Commit { rights: vec![RightsChange::Request(done.clone()), gone], ..Commit::default() })?;
    assert_eq!(reader.request(Id(2))?, Some(done));
    assert_eq!(reader.request(Id(3))?, None);
    Ok(())
}

pub(super) fn what_lies_apart_stays(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let suppress = |number| RightsChange::Suppress { hash: [number; 32], at: 10 };
    store.commit(Commit { rights: vec![suppress(1), suppress(2), suppress(1)], ..Commit::default() })?;
    store.record_erasure(b"{\"one\":1}")?;
    store.record_erasure(b"{\"two\":2}")?;
    let key = store.suppression_key()?;
    drop(store);
    let mut store = open();
    let mut known = store.suppressed()?;
    known.sort_unstable();
    assert_eq!(known, [([1; 32], 10), ([2; 32], 10)]);
    assert_eq!(store.erasures()?, [b"{\"one\":1}".to_vec(), b"{\"two\":2}".to_vec()]);
    assert_eq!(store.suppression_key()?, key);
    Ok(())
}
