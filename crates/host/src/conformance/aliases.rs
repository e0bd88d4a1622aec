//! The cases of people who become one, and are separated again.

use super::{Open, rows};
use crate::{AliasRow, Commit, Identifier, InputRow, OutboxChange, Store, StoreError};
use filrouge_machine::Id;

type Outcome = Result<(), StoreError>;

const fn alias(absorbed: u128, into: u128, at: i64) -> AliasRow {
    let into = Id(into);
    AliasRow { absorbed: Id(absorbed), survivor: into, into, at, until: at + 100 }
}

fn join(store: &mut dyn Store, joins: Vec<AliasRow>) -> Outcome {
    store.commit(Commit { joins, ..Commit::default() })
}

fn survivors(store: &mut dyn Store, people: &[u128]) -> Result<Vec<Option<u128>>, StoreError> {
    let survivor = |person: &u128| Ok(store.alias(Id(*person))?.map(|alias| alias.survivor.0));
    people.iter().map(survivor).collect()
}

pub(super) fn all_leads_to_the_survivor(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let (before, within) = (Identifier::new("email", "a"), Identifier::new("email", "b"));
    store.commit(Commit {
        people: vec![(Id(1), rows::state("p1", b"one")), (Id(2), rows::state("p1", b"two"))],
        identifiers: vec![(before.clone(), Id(1))],
        timers: vec![rows::set(1, 10, 5)],
        outbox: vec![rows::queue(7, "mail", 10)],
        decisions: vec![rows::decision(3, 1)],
        ..Commit::default()
    })?;
    store.commit(Commit {
        identifiers: vec![(within.clone(), Id(1))],
        timers: vec![rows::set(1, 11, 6)],
        decisions: vec![rows::decision(4, 2)],
        joins: vec![alias(1, 2, 50)],
        ..Commit::default()
    })?;
    drop(store);
    let mut store = open();
    assert_eq!((store.owner(&before)?, store.owner(&within)?), (Some(Id(2)), Some(Id(2))));
    assert!(store.due(99, 9)?.iter().all(|row| row.person == Id(2)));
    assert_eq!(store.outgoing(Id(7))?.map(|row| row.person), Some(Id(2)));
    assert_eq!(store.alias(Id(1))?, Some(alias(1, 2, 50)));
    let reader = store.reader()?;
    let told: Vec<u128> = reader.decisions(Id(2), None, 9)?.iter().map(|row| row.id.0).collect();
    assert_eq!(told, [4, 3]);
    assert_eq!((reader.counts()?.people, store.due(99, 9)?.len()), (1, 2));
    assert_eq!(reader.person(Id(1))?, Some(rows::state("p1", b"one")));
    Ok(())
}

pub(super) fn a_history_is_of_one_person(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let input = |id, person: Option<u128>| InputRow { person: person.map(Id), ..rows::input(id, None) };
    let mixed =
        vec![input(9, Some(1)), input(3, Some(2)), input(8, None), input(4, Some(1)), input(7, Some(3))];
    store.commit(Commit { inputs: mixed, ..Commit::default() })?;
    store.commit(Commit { inputs: vec![input(2, Some(1))], ..Commit::default() })?;
    let ids = |rows: &[(i64, InputRow)]| rows.iter().map(|(_, row)| row.id.0).collect::<Vec<_>>();
    let first = store.reader()?.history(Id(1), 0, 2)?;
    assert_eq!(ids(&first), [9, 4]);
    let behind = first.last().map_or(0, |(number, _)| *number);
    assert_eq!(ids(&store.reader()?.history(Id(1), behind, 9)?), [2]);
    join(&mut *store, vec![alias(3, 2, 10), alias(2, 1, 20)])?;
    drop(store);
    let reader = open().reader()?;
    let whole = reader.history(Id(1), 0, 9)?;
    assert_eq!(ids(&whole), [9, 3, 4, 7, 2]);
    assert_eq!(
        whole,
        reader.inputs(0, 9)?.into_iter().filter(|(_, row)| row.person.is_some()).collect::<Vec<_>>()
    );
    assert_eq!(reader.history(Id(5), 0, 9)?, []);
    Ok(())
}

pub(super) fn a_chain_leads_to_its_end(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    join(&mut *store, vec![alias(1, 2, 10), alias(2, 3, 20)])?;
    join(&mut *store, vec![alias(3, 4, 30)])?;
    assert_eq!(survivors(&mut *store, &[1, 2, 3, 4])?, [Some(4), Some(4), Some(4), None]);
    let reader = store.reader()?;
    let all: Vec<u128> = reader.aliases(Id(4))?.iter().map(|alias| alias.absorbed.0).collect();
    assert_eq!(all, [3, 2, 1]);
    assert_eq!(reader.alias(Id(1))?, Some(AliasRow { survivor: Id(4), ..alias(1, 2, 10) }));
    Ok(())
}

pub(super) fn whoever_is_separated_takes_theirs_along(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    join(&mut *store, vec![alias(1, 2, 10), alias(5, 1, 5), alias(2, 3, 20), alias(4, 3, 30)])?;
    let email = Identifier::new("email", "a");
    store.commit(Commit {
        identifiers: vec![(email.clone(), Id(2))],
        timers: vec![rows::set(2, 10, 5)],
        outbox: vec![rows::queue(7, "mail", 10), OutboxChange::Address { effect: Id(7), person: Id(2) }],
        parted: vec![Id(2)],
        ..Commit::default()
    })?;
    assert_eq!(survivors(&mut *store, &[1, 2, 4, 5])?, [Some(2), None, Some(3), Some(2)]);
    assert_eq!(store.owner(&email)?, Some(Id(2)));
    assert_eq!(store.outgoing(Id(7))?.map(|row| row.person), Some(Id(2)));
    Ok(())
}

pub(super) fn the_absorbed_are_kept_as_long_as_said(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let people = vec![(Id(1), rows::state("p1", b"one")), (Id(2), rows::state("p1", b"two"))];
    store.commit(Commit { people, joins: vec![alias(1, 2, 50)], ..Commit::default() })?;
    store.tidy(150)?;
    assert!(store.person(Id(1))?.is_some());
    store.tidy(151)?;
    assert!(store.person(Id(1))?.is_none() && store.person(Id(2))?.is_some());
    assert_eq!(survivors(&mut *store, &[1])?, [Some(2)], "the alias stays");
    assert_eq!(store.reader()?.counts()?.people, 1);
    Ok(())
}

pub(super) fn a_forgotten_name_leads_to_nobody(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let (one, two) = (Identifier::new("email", "a"), Identifier::new("phone", "a"));
    let identifiers = vec![(one.clone(), Id(1)), (two.clone(), Id(1))];
    store.commit(Commit { identifiers, ..Commit::default() })?;
    store.commit(Commit { forgotten: vec![one.clone()], ..Commit::default() })?;
    assert_eq!((store.owner(&one)?, store.owner(&two)?), (None, Some(Id(1))));
    let identifiers = vec![(one.clone(), Id(2))];
    store.commit(Commit { forgotten: vec![one.clone()], identifiers, ..Commit::default() })?;
    assert_eq!(store.owner(&one)?, Some(Id(2)));
    Ok(())
}
