//! The cases of people who have not learnt of a plan yet.

use super::{Open, rows};
use crate::{AliasRow, Commit, PersonRow, ReleaseChange, ReleaseRow, StoreError};
use filrouge_machine::Id;

type Outcome = Result<(), StoreError>;

pub(super) fn a_plan_of_a_share(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    assert_eq!(store.release()?, None);
    let row = |share: &str| ReleaseRow { plan: rows::plan("p2", 7), body: share.as_bytes().to_vec() };
    let people = [(1, "p1"), (2, "p2"), (3, "p2"), (4, "p2")];
    let people = people.map(|(id, plan)| (Id(id), PersonRow { pending: id > 2, ..rows::state(plan, b"") }));
    let release = Some(ReleaseChange::Runs(row("ten")));
    let plan = Some(rows::plan("p1", 5));
    store.commit(Commit { plan, release, people: people.to_vec(), ..Commit::default() })?;
    assert_eq!(store.active_plan()?, Some(rows::plan("p1", 5)), "the active one stays");
    let join = AliasRow { absorbed: Id(4), survivor: Id(1), into: Id(1), at: 5, until: 100 };
    let release = Some(ReleaseChange::Runs(row("fifty")));
    store.commit(Commit { release, joins: vec![join], ..Commit::default() })?;
    assert_eq!(store.release()?, Some(row("fifty")));
    drop(store);
    let mut store = open();
    assert_eq!((store.release()?, store.active_plan()?), (Some(row("fifty")), Some(rows::plan("p1", 5))));
    let reader = store.reader()?;
    assert_eq!((reader.counts()?.released, reader.counts()?.people), (2, 3));
    assert_eq!(reader.plan("p2")?, Some(rows::plan("p2", 7)), "decisions under it are explained");
    store.commit(Commit { release: Some(ReleaseChange::Ends), ..Commit::default() })?;
    assert_eq!(store.release()?, None);
    drop(store);
    let mut store = open();
    assert_eq!((store.release()?, store.reader()?.counts()?.released), (None, 0));
    Ok(())
}

pub(super) fn outdated_people(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let row = |id, plan, pending| (Id(id), PersonRow { pending, ..rows::state(plan, b"") });
    let people = (1..=6).map(|id| row(id, if id == 3 { "p2" } else { "p1" }, id != 5)).collect();
    store.commit(Commit { people, ..Commit::default() })?;
    assert_eq!(store.outdated("p2", false, None, 9)?, [1, 2, 4, 6].map(Id));
    assert_eq!(store.outdated("p2", false, None, 2)?, [1, 2].map(Id));
    assert_eq!(store.outdated("p2", false, Some(Id(2)), 1)?, [Id(4)]);
    assert_eq!(store.outdated("p2", true, None, 9)?, [1, 2, 4, 5, 6].map(Id));
    assert_eq!(store.outdated("p1", true, None, 9)?, [Id(3)]);
    let join = AliasRow { absorbed: Id(6), survivor: Id(3), into: Id(3), at: 5, until: 100 };
    store.commit(Commit { joins: vec![join], ..Commit::default() })?;
    assert_eq!(store.outdated("p2", false, Some(Id(2)), 9)?, [Id(4)], "one with somebody who is up to date");
    assert_eq!(store.outdated("p2", true, Some(Id(2)), 9)?, [4, 5].map(Id));
    let people = vec![row(1, "p2", true), row(2, "p1", false), row(5, "p1", true)];
    store.commit(Commit { people, ..Commit::default() })?;
    assert_eq!(store.outdated("p2", false, None, 9)?, [4, 5].map(Id));
    drop(store);
    assert_eq!(open().outdated("p2", true, None, 9)?, [2, 4, 5].map(Id));
    Ok(())
}

pub(super) fn people_of_many_plans_come_in_one_order(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let row = |id: u128| {
        (
            Id(id),
            PersonRow { pending: !id.is_multiple_of(3), ..rows::state(&format!("p{}", id * 7 % 20), b"") },
        )
    };
    store.commit(Commit { people: (1..=60).map(row).collect(), ..Commit::default() })?;
    for (everybody, most) in [(true, 57), (false, 38)] {
        let mut all: Vec<Id> = Vec::new();
        loop {
            let page = store.outdated("p7", everybody, all.last().copied(), 7)?;
            if page.is_empty() {
                break;
            }
            all.extend(page);
        }
        assert_eq!(all.len(), most);
        assert!(all.is_sorted(), "{all:?}");
    }
    Ok(())
}
