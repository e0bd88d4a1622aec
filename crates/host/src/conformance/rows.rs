//! Rows that the cases write.

use crate::{DeadLetterRow, DecisionRow, InputRow, OutboxChange, PersonRow, PlanRow, QuarantineRow};
use filrouge_machine::{Id, TimerChange};
use filrouge_plan::Standing;

pub(super) fn plan(hash: &str, at: i64) -> PlanRow {
    let passage = format!("passage to {hash}").into_bytes();
    PlanRow { hash: hash.to_owned(), at, body: format!("body of {hash}").into_bytes(), passage }
}

pub(super) fn input(id: u128, person: Option<Id>) -> InputRow {
    InputRow {
        id: Id(id),
        person,
        at: 1_000 + i64::try_from(id).unwrap_or(0),
        plan: "p1".to_owned(),
        source: "site".to_owned(),
        body: b"{}".to_vec(),
    }
}

pub(super) fn state(plan: &str, body: &[u8]) -> PersonRow {
    PersonRow { plan: plan.to_owned(), pending: false, body: body.to_vec() }
}

pub(super) fn set(person: u128, timer: u128, at: i64) -> (Id, TimerChange) {
    (Id(person), TimerChange::Set { timer: Id(timer), at })
}

pub(super) fn cancel(person: u128, timer: u128, due: i64) -> (Id, TimerChange) {
    (Id(person), TimerChange::Cancel { timer: Id(timer), due })
}

pub(super) fn queue(effect: u128, connector: &str, at: i64) -> OutboxChange {
    OutboxChange::Queue {
        effect: Id(effect),
        person: Id(1),
        connector: connector.to_owned(),
        at,
        body: format!("message {effect}").into_bytes(),
    }
}

pub(super) fn decision(id: u128, person: u128) -> DecisionRow {
    DecisionRow { number: 0, id: Id(id), person: Id(person), at: 5, body: format!("why {id}").into_bytes() }
}

pub(super) fn quarantined(id: u128, reason: &str) -> QuarantineRow {
    QuarantineRow {
        id: Id(id),
        at: 7,
        source: "site".to_owned(),
        reason: reason.to_owned(),
        payload: vec![0, 255, b'x'],
    }
}

/// A dead letter of the connector `mail`, kept for 100 milliseconds.
pub(super) fn letter(effect: u128, person: u128, at: i64) -> DeadLetterRow {
    DeadLetterRow {
        effect: Id(effect),
        person: Id(person),
        instance: Id(8),
        connector: "mail".to_owned(),
        at,
        until: at + 100,
        unknown: effect.is_multiple_of(2),
        reason: format!("status {effect}"),
        body: format!("message {effect}").into_bytes(),
    }
}

/// Somebody who walks by the present definition.
pub(super) fn at(journey: &str, step: &str) -> Standing {
    Standing { journey: journey.to_owned(), step: step.to_owned(), drained: None }
}
