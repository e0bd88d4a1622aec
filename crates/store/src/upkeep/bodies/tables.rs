//! The tables that have bodies.

use super::{Kind, Opening, Owner, Table};
use crate::database::Database;
use crate::rows::{self, Kept, bytes};
use crate::{erase, letters, release};
use filrouge_audit::Place;
use filrouge_host::{Body, StoreError};
use filrouge_machine::Id;
use rusqlite::{Result, Row};

/// Rows of a moment at which nothing can have happened hold a number and no body.
const COUNTED: [&str; 12] = [
    "audit_key",
    "person",
    "identifier",
    "outbox",
    "dead_letter",
    "request",
    "quarantine",
    "input WHERE at > -9000000000000000000",
    "decision WHERE at > -9000000000000000000",
    "act",
    "plan WHERE body IS NOT NULL",
    "meta WHERE key = 'release'",
];

/// How many bodies there are.
pub(super) fn count(database: &Database) -> std::result::Result<u64, StoreError> {
    let mut all = 0;
    for table in COUNTED {
        let sql = format!("SELECT count(*) FROM {table}");
        all += database.one(&sql, [], |row| row.get::<_, i64>(0))?.unwrap_or(0).unsigned_abs();
    }
    Ok(all)
}

/// Keys first: what they lock is not told of again.
pub(super) fn open(opening: &mut Opening<'_>) -> std::result::Result<(), StoreError> {
    of_people(opening)?;
    of_the_house(opening)?;
    of_the_record(opening)?;
    of_plans(opening)
}

fn of_people(opening: &mut Opening<'_>) -> std::result::Result<(), StoreError> {
    opening.table(&Table {
        kind: Kind::Key,
        name: "audit_key",
        sql: "SELECT person, sealed FROM audit_key",
        key: 0,
        row: owned,
        owner: |_| Owner::House,
        open: |database, (person, sealed), _| {
            let key = database.keys()?.root.unwrap(&sealed, &bytes(person));
            key.map(drop).map_err(|error| StoreError::unreadable("a key", error))
        },
    })?;
    opening.table(&Table {
        kind: Kind::Person,
        name: "person",
        sql: "SELECT id, body FROM person",
        key: 0,
        row: owned,
        owner: |(person, _)| Owner::Person(Some(*person)),
        open: |database, (person, body), read| read(Body::State(&database.open_state(person, body)?)),
    })?;
    opening.table(&Table {
        kind: Kind::Name,
        name: "identifier",
        sql: "SELECT name, value, sealed, person FROM identifier",
        key: 1,
        row: |row| Ok((rows::id(row, 3)?, rows::name(row)?)),
        owner: |(person, _)| Owner::Person(Some(*person)),
        open: |database, (person, name), _| database.open_name(person, name).map(drop),
    })?;
    opening.table(&Table {
        kind: Kind::Message,
        name: "outbox",
        sql: "SELECT effect, person, connector, state, attempt, body, person FROM outbox",
        key: 0,
        row: rows::outbox,
        owner: |Kept { owner, .. }| Owner::Person(Some(*owner)),
        open: |database, row, read| read(Body::Outgoing(&database.open_message(row)?.body)),
    })?;
    opening.table(&Table {
        kind: Kind::DeadLetter,
        name: "dead_letter",
        sql: letters::ALL,
        key: 0,
        row: letters::row,
        owner: |(_, letter)| Owner::Person(Some(letter.person)),
        open: |database, (_, letter), read| read(Body::Letter(&database.open_letter(letter)?.body)),
    })
}

fn of_the_house(opening: &mut Opening<'_>) -> std::result::Result<(), StoreError> {
    opening.table(&Table {
        kind: Kind::Request,
        name: "request",
        sql: erase::REQUEST,
        key: 0,
        row: erase::request,
        owner: |_| Owner::House,
        open: |database, (_, request), read| read(Body::Request(&database.open_request(request)?.body)),
    })?;
    opening.table(&Table {
        kind: Kind::Quarantine,
        name: "quarantine",
        sql: "SELECT number, id, at, source, reason, payload FROM quarantine",
        key: 0,
        row: rows::quarantine,
        owner: |_| Owner::House,
        open: |database, (_, aside), _| database.open_quarantined(aside).map(drop),
    })
}

fn of_the_record(opening: &mut Opening<'_>) -> std::result::Result<(), StoreError> {
    opening.table(&Table {
        kind: Kind::Input,
        name: "input",
        sql: "SELECT input.number, id, person, input.at, coalesce(plan.hash, ''), source, input.body, seq
              FROM input LEFT JOIN plan ON plan.number = input.plan WHERE input.at > -9000000000000000000",
        key: 0,
        row: rows::input,
        owner: |(_, input, _)| Owner::Person(input.person),
        open: |database, row, read| {
            let (_, input) = database.open_input(row)?;
            read(Body::Input(&input.source, &input.body))
        },
    })?;
    opening.table(&Table {
        kind: Kind::Decision,
        name: "decision",
        sql: "SELECT number, id, person, at, body, seq FROM decision WHERE at > -9000000000000000000",
        key: 0,
        row: rows::decision,
        owner: |(decision, _)| Owner::Person(Some(decision.person)),
        open: |database, row, read| read(Body::Decision(&database.open_decision(row)?.body)),
    })?;
    opening.table(&Table {
        kind: Kind::Act,
        name: "act",
        sql: "SELECT seq, person, body FROM act",
        key: 0,
        row: act,
        owner: |(_, person, _)| Owner::Person(*person),
        open: |database, (seq, person, body), read| {
            read(Body::Act(&database.of_person(person, Place::record(seq), &body)?))
        },
    })
}

fn of_plans(opening: &mut Opening<'_>) -> std::result::Result<(), StoreError> {
    opening.table(&Table {
        kind: Kind::Plan,
        name: "plan",
        sql: "SELECT hash, at, body, passage FROM plan WHERE body IS NOT NULL",
        key: 0,
        row: rows::plan,
        owner: |_| Owner::House,
        open: |_, plan, read| read(Body::Plan(&plan)),
    })?;
    opening.table(&Table {
        kind: Kind::Release,
        name: "meta",
        sql: "SELECT key, value FROM meta WHERE key = 'release'",
        key: 0,
        row: |row| row.get::<_, Vec<u8>>(1),
        owner: |_| Owner::House,
        open: |_, kept, read| read(Body::Release(&release::decode(&kept)?)),
    })
}

/// `person, body`
fn owned(row: &Row<'_>) -> Result<(Id, Vec<u8>)> {
    Ok((rows::id(row, 0)?, row.get(1)?))
}

/// `seq, person, body`
fn act(row: &Row<'_>) -> Result<(u64, Option<Id>, Vec<u8>)> {
    let person: Option<[u8; 16]> = row.get(1)?;
    let person = person.map(|bytes| Id(u128::from_be_bytes(bytes)));
    Ok((row.get::<_, i64>(0)?.unsigned_abs(), person, row.get(2)?))
}
