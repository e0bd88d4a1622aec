//! The cases of dead letters.

use super::{Open, rows};
use crate::{AliasRow, Commit, DeadLetterChange, Store, StoreError};
use filrouge_machine::Id;

type Outcome = Result<(), StoreError>;

fn change(store: &mut dyn Store, dead_letters: Vec<DeadLetterChange>) -> Outcome {
    store.commit(Commit { dead_letters, ..Commit::default() })
}

fn keep(effect: u128, person: u128, at: i64) -> DeadLetterChange {
    DeadLetterChange::Keep(rows::letter(effect, person, at))
}

fn effects(store: &dyn Store) -> Result<Vec<u128>, StoreError> {
    let kept = store.reader()?.dead_letters(0, 9)?;
    Ok(kept.iter().map(|(_, row)| row.effect.0).collect())
}

pub(super) fn a_letter_is_kept_once(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    change(&mut *store, vec![keep(3, 1, 10), keep(2, 1, 10), keep(3, 7, 20)])?;
    assert_eq!(store.dead_letter(Id(3))?, Some(rows::letter(3, 1, 10)));
    drop(store);
    let mut store = open();
    assert_eq!(store.dead_letter(Id(2))?, Some(rows::letter(2, 1, 10)));
    let reader = store.reader()?;
    let page = reader.dead_letters(0, 1)?;
    let first = page.first().map_or(0, |(number, _)| *number);
    assert_eq!(reader.dead_letter(Id(3))?, Some((first, rows::letter(3, 1, 10))));
    assert_eq!(reader.dead_letters(first, 9)?.len(), 1);
    change(&mut *store, vec![DeadLetterChange::Drop(Id(3)), DeadLetterChange::Drop(Id(9))])?;
    assert_eq!((store.dead_letter(Id(3))?, reader.dead_letter(Id(3))?), (None, None));
    assert_eq!(reader.counts()?.dead_letters, 1);
    Ok(())
}

pub(super) fn letters_are_forgotten(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    change(&mut *store, vec![keep(1, 1, 10), keep(2, 1, 50)])?;
    store.tidy(109)?;
    assert_eq!(effects(&*store)?, [1, 2]);
    store.tidy(110)?;
    assert_eq!(effects(&*store)?, [2]);
    assert_eq!(store.dead_letter(Id(1))?, None);
    Ok(())
}

pub(super) fn the_oldest_are_crowded_out(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let crowded = |store: &mut dyn Store, room| {
        store.dead_letters_crowded_out(room).map(|ids| ids.iter().map(|id| id.0).collect::<Vec<_>>())
    };
    assert_eq!(crowded(&mut *store, 0)?, []);
    change(&mut *store, vec![keep(3, 1, 10), keep(1, 1, 10), keep(2, 1, 10)])?;
    assert_eq!((crowded(&mut *store, 3)?, crowded(&mut *store, 2)?), (vec![], vec![3]));
    assert_eq!(crowded(&mut *store, 0)?.len(), 3);
    change(&mut *store, vec![DeadLetterChange::Drop(Id(3))])?;
    assert_eq!(crowded(&mut *store, 2)?, []);
    Ok(())
}

/// What was to one of them before they became one is still theirs.
pub(super) fn letters_of_two_who_were_one(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let alias = |absorbed, into, at| {
        let into = Id(into);
        AliasRow { absorbed: Id(absorbed), survivor: into, into, at, until: 1_000 }
    };
    change(&mut *store, vec![keep(1, 1, 10), keep(2, 2, 10), keep(9, 9, 60)])?;
    store.commit(Commit { joins: vec![alias(1, 2, 50)], ..Commit::default() })?;
    change(&mut *store, vec![keep(3, 2, 50)])?;
    store.commit(Commit { joins: vec![alias(2, 4, 70)], ..Commit::default() })?;
    change(&mut *store, vec![keep(4, 4, 80)])?;
    assert_eq!(effects(&*store)?, [1, 2, 9, 3, 4]);
    store.commit(Commit {
        parted: vec![Id(1)],
        dead_letters: vec![DeadLetterChange::Part { person: Id(4), since: 50 }, keep(5, 4, 90)],
        ..Commit::default()
    })?;
    drop(store);
    let mut store = open();
    assert_eq!(effects(&*store)?, [1, 2, 9, 5]);
    assert_eq!((store.dead_letter(Id(3))?, store.dead_letter(Id(4))?), (None, None));
    Ok(())
}
