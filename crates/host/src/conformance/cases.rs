//! The cases.

use super::{Open, rows};
use crate::{
    APPROVAL_MEMORY, ApprovalChange, Commit, DeadLetterChange, Identifier, OutboxChange, OutboxRow,
    QuarantineChange, Store, StoreError,
};
use filrouge_machine::Id;
use filrouge_plan::Standing;

type Outcome = Result<(), StoreError>;

fn effects(rows: &[OutboxRow]) -> Vec<u128> {
    rows.iter().map(|row| row.effect.0).collect()
}

fn outbox(store: &mut dyn Store, changes: Vec<OutboxChange>) -> Outcome {
    store.commit(Commit { outbox: changes, ..Commit::default() })
}

pub(super) fn an_empty_store_holds_nothing(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    assert_eq!(store.active_plan()?, None);
    assert!(!store.seen(Id(1))?);
    assert_eq!(store.person(Id(1))?, None);
    assert_eq!(store.next_due()?, None);
    assert_eq!(store.next_sendable(None, 0)?, None);
    assert_eq!(store.in_flight()?, vec![]);
    assert_eq!(store.reader()?.counts()?.people, 0);
    Ok(())
}

pub(super) fn a_commit_is_there_after_opening_again(open: &mut Open<'_>) -> Outcome {
    let email = Identifier::new("email", "lea@example.com");
    let mut store = open();
    store.commit(Commit {
        plan: Some(rows::plan("p1", 1)),
        inputs: vec![rows::input(1, Some(Id(9))), rows::input(2, None)],
        seen: vec![(Id(1), 100)],
        recount: false,
        standing: vec![(rows::at("walk", "pause"), 2)],
        people: vec![(Id(9), rows::state("p1", b"state"))],
        identifiers: vec![(email.clone(), Id(9))],
        timers: vec![rows::set(9, 5, 50)],
        outbox: vec![rows::queue(7, "mail", 10)],
        decisions: vec![rows::decision(3, 9)],
        quarantine: vec![QuarantineChange::Add(rows::quarantined(4, "no such event"))],
        dead_letters: vec![DeadLetterChange::Keep(rows::letter(6, 9, 10))],
        ..Commit::default()
    })?;
    drop(store);
    let mut store = open();
    assert_eq!(store.active_plan()?, Some(rows::plan("p1", 1)));
    assert!(store.seen(Id(1))? && !store.seen(Id(2))?);
    assert_eq!(store.person(Id(9))?, Some(rows::state("p1", b"state")));
    assert_eq!(store.owner(&email)?, Some(Id(9)));
    assert_eq!(store.next_due()?, Some(50));
    assert_eq!(store.occupancy()?, Some([(rows::at("walk", "pause"), 2)].into()));
    assert_eq!(effects(&store.sendable(None, 10, 9)?), [7]);
    let reader = store.reader()?;
    let inputs: Vec<_> = reader.inputs(0, 9)?.into_iter().map(|(_, row)| row).collect();
    assert_eq!(inputs, [rows::input(1, Some(Id(9))), rows::input(2, None)]);
    assert_eq!(reader.decision(Id(3))?.map(|row| row.body), Some(b"why 3".to_vec()));
    assert_eq!(reader.quarantined_one(Id(4))?, Some(rows::quarantined(4, "no such event")));
    assert_eq!(reader.dead_letter(Id(6))?, Some((1, rows::letter(6, 9, 10))));
    Ok(())
}

pub(super) fn the_latest_plan_is_the_active_one(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    for (hash, at) in [("p1", 1), ("p2", 2), ("p1", 3)] {
        store.commit(Commit { plan: Some(rows::plan(hash, at)), ..Commit::default() })?;
    }
    assert_eq!(store.active_plan()?, Some(rows::plan("p1", 3)));
    assert_eq!(store.reader()?.plan("p2")?, Some(rows::plan("p2", 2)));
    assert_eq!(store.reader()?.plans()?, ["p1", "p2"]);
    Ok(())
}

pub(super) fn a_state_replaces_the_one_before(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    for (plan, body) in [("p1", b"one"), ("p2", b"two")] {
        store.commit(Commit { people: vec![(Id(1), rows::state(plan, body))], ..Commit::default() })?;
    }
    assert_eq!(store.person(Id(1))?, Some(rows::state("p2", b"two")));
    assert_eq!(store.reader()?.counts()?.people, 1);
    Ok(())
}

pub(super) fn timers_come_in_the_order_of_their_time(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let timers = vec![rows::set(1, 10, 30), rows::set(2, 11, 10), rows::set(3, 12, 20), rows::set(4, 13, 99)];
    store.commit(Commit { timers, ..Commit::default() })?;
    let due = |rows: Vec<crate::TimerRow>| rows.iter().map(|row| (row.timer.0, row.due)).collect::<Vec<_>>();
    assert_eq!(due(store.due(30, 9)?), [(11, 10), (12, 20), (10, 30)]);
    assert_eq!(due(store.due(30, 2)?), [(11, 10), (12, 20)]);
    assert_eq!(due(store.due(9, 9)?), []);
    assert_eq!(store.next_due()?, Some(10));
    Ok(())
}

pub(super) fn a_timer_set_again_moves(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let timers = vec![rows::set(1, 10, 30), rows::set(1, 11, 20), rows::cancel(1, 11, 20)];
    store.commit(Commit { timers, ..Commit::default() })?;
    let timers = vec![rows::cancel(1, 10, 30), rows::set(1, 10, 50)];
    store.commit(Commit { timers, ..Commit::default() })?;
    assert_eq!((store.next_due()?, store.due(99, 9)?.len()), (Some(50), 1));
    store.commit(Commit { timers: vec![rows::cancel(1, 10, 50)], ..Commit::default() })?;
    assert_eq!(store.next_due()?, None);
    Ok(())
}

pub(super) fn people_are_counted_where_they_stand(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    assert_eq!(store.occupancy()?, Some([].into()));
    let (pause, last) = (rows::at("walk", "pause"), rows::at("walk", "last"));
    let drained = Standing { drained: Some("p1".to_owned()), ..pause.clone() };
    let standing = vec![(pause.clone(), 3), (drained.clone(), 1), (last.clone(), 1)];
    store.commit(Commit { standing, ..Commit::default() })?;
    store.commit(Commit { standing: vec![(pause.clone(), -1), (last, -1)], ..Commit::default() })?;
    drop(store);
    let mut store = open();
    assert_eq!(store.occupancy()?, Some([(pause.clone(), 2), (drained, 1)].into()));
    let standing = vec![(pause.clone(), 7)];
    store.commit(Commit { recount: true, standing, ..Commit::default() })?;
    assert_eq!(store.occupancy()?, Some([(pause, 7)].into()));
    Ok(())
}

pub(super) fn a_claimed_message_is_in_flight(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let claim = OutboxChange::Claim { effect: Id(1), attempt: 1 };
    outbox(&mut *store, vec![rows::queue(1, "mail", 10), rows::queue(2, "mail", 20), claim])?;
    assert_eq!(effects(&store.sendable(None, 99, 9)?), [2]);
    drop(store);
    let mut store = open();
    let flying = store.in_flight()?;
    assert_eq!(effects(&flying), [1]);
    assert!(flying.iter().all(|row| row.in_flight && row.attempt == 1 && row.body == b"message 1"));
    outbox(&mut *store, vec![OutboxChange::Wait { effect: Id(1), at: 70, attempt: 1 }])?;
    assert_eq!(store.in_flight()?, vec![]);
    assert_eq!(effects(&store.sendable(None, 69, 9)?), [2]);
    assert_eq!(effects(&store.sendable(None, 70, 9)?), [2, 1]);
    outbox(&mut *store, vec![OutboxChange::Remove(Id(1)), OutboxChange::Remove(Id(2))])?;
    assert_eq!(store.outgoing(Id(1))?, None);
    assert_eq!(store.next_sendable(None, 0)?, None);
    Ok(())
}

pub(super) fn a_message_is_queued_once(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let claim = OutboxChange::Claim { effect: Id(1), attempt: 1 };
    outbox(&mut *store, vec![rows::queue(1, "mail", 10), claim, rows::queue(1, "hook", 5)])?;
    assert_eq!(effects(&store.sendable(None, 99, 9)?), []);
    assert_eq!(store.outgoing(Id(1))?.map(|row| row.connector), Some("mail".to_owned()));
    Ok(())
}

pub(super) fn a_recalled_message_never_leaves_again(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let claim = OutboxChange::Claim { effect: Id(2), attempt: 1 };
    outbox(&mut *store, vec![rows::queue(1, "mail", 10), rows::queue(2, "mail", 10), claim])?;
    outbox(&mut *store, vec![OutboxChange::Recall(Id(1)), OutboxChange::Recall(Id(2))])?;
    assert_eq!(store.outgoing(Id(1))?, None);
    assert_eq!(store.outgoing(Id(2))?.map(|row| (row.in_flight, row.recalled)), Some((true, true)));
    Ok(())
}

pub(super) fn messages_are_found_by_their_connector(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    outbox(
        &mut *store,
        vec![rows::queue(1, "mail", 10), rows::queue(2, "hook", 5), rows::queue(3, "mail", 7)],
    )?;
    assert_eq!(effects(&store.sendable(Some("mail"), 99, 9)?), [3, 1]);
    assert_eq!(effects(&store.sendable(Some("mail"), 99, 1)?), [3]);
    assert_eq!(effects(&store.sendable(None, 99, 9)?), [2, 3, 1]);
    assert_eq!(store.next_sendable(Some("mail"), 0)?, Some(7));
    assert_eq!(store.next_sendable(None, 0)?, Some(5));
    assert_eq!(store.next_sendable(None, 5)?, Some(7));
    assert_eq!(store.next_sendable(Some("mail"), 10)?, None);
    Ok(())
}

pub(super) fn ids_are_forgotten_when_they_expire(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    store.commit(Commit { seen: vec![(Id(1), 100), (Id(2), 200)], ..Commit::default() })?;
    store.tidy(100)?;
    assert!(!store.seen(Id(1))? && store.seen(Id(2))?);
    Ok(())
}

pub(super) fn decisions_come_latest_first_by_page(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let decisions =
        vec![rows::decision(1, 1), rows::decision(2, 2), rows::decision(3, 1), rows::decision(4, 1)];
    store.commit(Commit { decisions, ..Commit::default() })?;
    let reader = store.reader()?;
    let page = reader.decisions(Id(1), None, 2)?;
    assert_eq!(page.iter().map(|row| row.id.0).collect::<Vec<_>>(), [4, 3]);
    let rest = reader.decisions(Id(1), page.last().map(|row| row.number), 9)?;
    assert_eq!(rest.iter().map(|row| row.id.0).collect::<Vec<_>>(), [1]);
    Ok(())
}

pub(super) fn the_journal_keeps_the_order(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    for group in [[3, 1], [2, 5]] {
        let inputs = group.iter().map(|id| rows::input(*id, None)).collect();
        store.commit(Commit { inputs, ..Commit::default() })?;
    }
    let reader = store.reader()?;
    let first = reader.inputs(0, 3)?;
    assert_eq!(first.iter().map(|(_, row)| row.id.0).collect::<Vec<_>>(), [3, 1, 2]);
    let rest = reader.inputs(first.last().map_or(0, |(number, _)| *number), 9)?;
    assert_eq!(rest.iter().map(|(_, row)| row.id.0).collect::<Vec<_>>(), [5]);
    Ok(())
}

pub(super) fn approvals(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let asks = |id, person| ApprovalChange::Open { approval: Id(id), person: Id(person), at: 10 };
    let approvals = vec![asks(1, 7), asks(2, 8), asks(3, 7), asks(2, 9)];
    store.commit(Commit { approvals, ..Commit::default() })?;
    let approvals = vec![ApprovalChange::Close { approval: Id(1), at: 20 }];
    store.commit(Commit { approvals, ..Commit::default() })?;
    drop(store);
    let mut store = open();
    let reader = store.reader()?;
    let waiting = reader.approvals(0, 9)?;
    let shown: Vec<_> = waiting.iter().map(|(_, row)| (row.id.0, row.person.0)).collect();
    assert_eq!(shown, [(2, 9), (3, 7)]);
    let first = waiting.first().map_or(0, |(number, _)| *number);
    assert_eq!(reader.approvals(first, 9)?.len(), 1);
    assert_eq!(reader.approval(Id(1))?.and_then(|row| row.closed), Some(20));
    store.tidy(20 + APPROVAL_MEMORY)?;
    assert!(reader.approval(Id(1))?.is_some());
    store.tidy(21 + APPROVAL_MEMORY)?;
    assert_eq!(reader.approval(Id(1))?, None);
    assert!(reader.approval(Id(2))?.is_some());
    Ok(())
}

pub(super) fn quarantine_keeps_a_thing_once(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let add = |id, reason| QuarantineChange::Add(rows::quarantined(id, reason));
    store.commit(Commit {
        quarantine: vec![add(1, "first"), add(2, "other"), add(1, "again")],
        ..Commit::default()
    })?;
    let reader = store.reader()?;
    let kept = reader.quarantined(0, 9)?;
    assert_eq!(kept.iter().map(|(_, row)| row.reason.as_str()).collect::<Vec<_>>(), ["first", "other"]);
    assert_eq!(reader.quarantined(kept.first().map_or(0, |(number, _)| *number), 9)?.len(), 1);
    store.commit(Commit { quarantine: vec![QuarantineChange::Drop(Id(1))], ..Commit::default() })?;
    assert_eq!(reader.quarantined_one(Id(1))?, None);
    assert_eq!(reader.counts()?.quarantined, 1);
    Ok(())
}

pub(super) fn the_oldest_of_a_full_quarantine_are_crowded_out(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let crowded = |store: &mut dyn Store, room| {
        store.crowded_out(room).map(|ids| ids.iter().map(|id| id.0).collect::<Vec<_>>())
    };
    assert_eq!(crowded(&mut *store, 0)?, []);
    let add = |id| QuarantineChange::Add(rows::quarantined(id, "no"));
    store.commit(Commit { quarantine: vec![add(3), add(1), add(2)], ..Commit::default() })?;
    assert_eq!(crowded(&mut *store, 3)?, []);
    assert_eq!(crowded(&mut *store, 2)?, [3]);
    assert_eq!(crowded(&mut *store, 0)?.len(), 3);
    store.commit(Commit { quarantine: vec![QuarantineChange::Drop(Id(3))], ..Commit::default() })?;
    assert_eq!(crowded(&mut *store, 2)?, []);
    Ok(())
}

pub(super) fn carriers_are_the_connectors_of_what_waits(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    assert_eq!(store.carriers()?, Vec::<String>::new());
    outbox(
        &mut *store,
        vec![
            rows::queue(1, "mail", 10),
            rows::queue(2, "hook", 5),
            rows::queue(3, "mail", 7),
            rows::queue(4, "sms", 7),
            OutboxChange::Claim { effect: Id(4), attempt: 1 },
        ],
    )?;
    assert_eq!(store.carriers()?, ["hook", "mail"]);
    Ok(())
}

pub(super) fn a_reader_sees_what_was_committed(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    let reader = store.reader()?;
    let (email, id) = (Identifier::new("email", "x"), Identifier::new("user_id", "x"));
    store.commit(Commit {
        identifiers: vec![(email.clone(), Id(1)), (id.clone(), Id(1))],
        people: vec![(Id(1), rows::state("p1", b"state"))],
        inputs: vec![rows::input(1, Some(Id(1)))],
        outbox: vec![
            rows::queue(1, "mail", 1),
            rows::queue(2, "mail", 1),
            OutboxChange::Claim { effect: Id(2), attempt: 1 },
        ],
        timers: vec![rows::set(1, 5, 9)],
        ..Commit::default()
    })?;
    assert_eq!(reader.known_as("x")?, [Id(1)]);
    assert_eq!(reader.identifiers(Id(1))?, [email, id]);
    assert_eq!(reader.person(Id(1))?, Some(rows::state("p1", b"state")));
    let counts = reader.counts()?;
    let seen = (counts.people, counts.inputs, counts.timers, counts.waiting, counts.in_flight);
    assert_eq!(seen, (1, 1, 1, 1, 1));
    Ok(())
}

pub(super) fn a_store_works_on_after_recovery(open: &mut Open<'_>) -> Outcome {
    let mut store = open();
    store.commit(Commit { inputs: vec![rows::input(1, None)], ..Commit::default() })?;
    store.recover()?;
    store.commit(Commit { inputs: vec![rows::input(2, None)], ..Commit::default() })?;
    assert_eq!(store.reader()?.inputs(0, 9)?.len(), 2);
    Ok(())
}
