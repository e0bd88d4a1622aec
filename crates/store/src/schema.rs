//! The tables.

/// Marks a file as ours: `FLRG`.
pub(crate) const APPLICATION: i32 = 0x464c_5247;

/// Names by which people are known: what stands for the value, and the value, encrypted for the person.
macro_rules! names {
    () => {
        "CREATE TABLE identifier (
            value BLOB NOT NULL, name TEXT NOT NULL, person BLOB NOT NULL, sealed BLOB NOT NULL,
            PRIMARY KEY (value, name)
        ) WITHOUT ROWID;
        CREATE INDEX identifier_person ON identifier (person);"
    };
}

/// Version of the tables; a file of a greater one is refused.
pub(crate) const FORMAT: i32 = 14;

/// What a new file gets.
pub(crate) const NEW: [&str; 10] = [
    TABLES,
    ALIASES,
    APPROVALS,
    DEAD_LETTERS,
    FOUND,
    RIGHTS,
    AUDIT,
    "DROP TABLE identifier;",
    names!(),
    IN_ORDER,
];

/// What a file of format 10 had.
#[cfg(test)]
pub(crate) const BEFORE: [&str; 7] = [TABLES, ALIASES, APPROVALS, DEAD_LETTERS, FOUND, RIGHTS, AUDIT];

/// What each format added to the one before it, from the second on.
pub(crate) const STEPS: [&str; 13] = [
    ALIASES,
    STANDING,
    APPROVALS,
    HISTORY,
    PENDING,
    DEAD_LETTERS,
    FOUND,
    RIGHTS,
    AUDIT,
    SEALED,
    TIMERS,
    IN_ORDER,
    SHARED,
];

/// The format that lists what older ones had indexes for.
pub(crate) const LISTS_SINCE: i32 = 8;

/// Ids are 16 bytes, times are milliseconds since 1970, bodies are opaque. An outbox row's state is 0 when it waits,
/// 1 when it is in flight, 2 when it is in flight and recalled, 3 when it may have left since a backup was made of it.
const TABLES: &str = "
CREATE TABLE plan (
    number INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, at INTEGER, body BLOB, passage BLOB
);
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE input (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL, person BLOB, at INTEGER NOT NULL, plan INTEGER NOT NULL,
    source TEXT NOT NULL, body BLOB NOT NULL
);
CREATE TABLE seen (id BLOB PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX seen_until ON seen (until);
CREATE TABLE person (
    id BLOB PRIMARY KEY, plan INTEGER NOT NULL, body BLOB NOT NULL, pending INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX person_plan ON person (pending, plan, id);
CREATE TABLE standing (
    journey TEXT NOT NULL, step TEXT NOT NULL, drained TEXT NOT NULL, people INTEGER NOT NULL,
    PRIMARY KEY (journey, step, drained)
) WITHOUT ROWID;
INSERT INTO meta (key, value) VALUES ('counted', 1);
CREATE TABLE identifier (
    value TEXT NOT NULL, name TEXT NOT NULL, person BLOB NOT NULL, PRIMARY KEY (value, name)
) WITHOUT ROWID;
CREATE INDEX identifier_person ON identifier (person);
CREATE TABLE timer (
    due INTEGER NOT NULL, id BLOB NOT NULL, person BLOB NOT NULL, PRIMARY KEY (due, id)
) WITHOUT ROWID;
CREATE TABLE outbox (
    effect BLOB PRIMARY KEY, person BLOB NOT NULL, connector TEXT NOT NULL, state INTEGER NOT NULL,
    at INTEGER NOT NULL, attempt INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE INDEX outbox_connector ON outbox (connector, at, effect) WHERE state = 0;
CREATE INDEX outbox_in_flight ON outbox (effect) WHERE state > 0;
CREATE TABLE decision (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL, person BLOB NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL
);
CREATE TABLE quarantine (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, at INTEGER NOT NULL, source TEXT NOT NULL,
    reason TEXT NOT NULL, payload BLOB NOT NULL
);
";

/// What format 2 added: whom people became one with.
const ALIASES: &str = "
CREATE TABLE alias (
    absorbed BLOB PRIMARY KEY, survivor BLOB NOT NULL, into_person BLOB NOT NULL, at INTEGER NOT NULL,
    until INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX alias_survivor ON alias (survivor);
CREATE INDEX alias_into ON alias (into_person);
CREATE INDEX alias_until ON alias (until);
";

/// What format 3 added to the tables of an older file: who is inside. Nobody knows yet, and nobody was counted.
const STANDING: &str = "
ALTER TABLE plan ADD COLUMN passage BLOB;
ALTER TABLE person ADD COLUMN inside INTEGER NOT NULL DEFAULT 1;
CREATE INDEX person_inside ON person (id) WHERE inside > 0;
CREATE TABLE standing (
    journey TEXT NOT NULL, step TEXT NOT NULL, drained TEXT NOT NULL, people INTEGER NOT NULL,
    PRIMARY KEY (journey, step, drained)
) WITHOUT ROWID;
";

/// What format 4 added: approvals that are or were waited for.
const APPROVALS: &str = "
CREATE TABLE approval (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, person BLOB NOT NULL, at INTEGER NOT NULL,
    closed INTEGER
);
CREATE INDEX approval_open ON approval (number) WHERE closed IS NULL;
CREATE INDEX approval_closed ON approval (closed) WHERE closed IS NOT NULL;
";

/// What format 5 added: a way to what one person did. Of inputs that concern everybody it knows nothing.
const HISTORY: &str = "
CREATE INDEX input_person ON input (person) WHERE person IS NOT NULL;
";

/// What format 6 added: a way to people by their plan, since whoever is inside or has a timer is told of a new one at once;
/// and the order of what is due at the same moment, so that a crowd is not sorted anew for each group of it.
const PENDING: &str = "
DROP INDEX person_inside;
ALTER TABLE person RENAME COLUMN inside TO pending;
UPDATE person SET pending = 1 WHERE pending = 0 AND id IN (SELECT person FROM timer);
CREATE INDEX person_plan ON person (pending, plan, id);
DROP INDEX timer_due;
CREATE INDEX timer_due ON timer (due, id, person);
DROP INDEX outbox_waiting;
CREATE INDEX outbox_waiting ON outbox (at, effect) WHERE state = 0;
DROP INDEX outbox_connector;
CREATE INDEX outbox_connector ON outbox (connector, at, effect) WHERE state = 0;
";

/// What format 7 added: messages that did not arrive.
const DEAD_LETTERS: &str = "
CREATE TABLE dead_letter (
    number INTEGER PRIMARY KEY AUTOINCREMENT, effect BLOB NOT NULL UNIQUE, person BLOB NOT NULL, instance BLOB NOT NULL,
    connector TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL, unknown INTEGER NOT NULL, reason TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX dead_letter_until ON dead_letter (until);
CREATE INDEX dead_letter_person ON dead_letter (person);
";

/// What format 8 added: lists that find decisions and inputs. They take the place of indexes.
const FOUND: &str = "
CREATE TABLE found (place INTEGER PRIMARY KEY, entries BLOB NOT NULL);
";

/// What format 9 added: requests of people, and contact points of those who were erased, as keyed hashes.
const RIGHTS: &str = "
CREATE TABLE request (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB NOT NULL UNIQUE, person BLOB NOT NULL, open INTEGER NOT NULL,
    due INTEGER, body BLOB NOT NULL
);
CREATE INDEX request_person ON request (person);
CREATE INDEX request_open ON request (due) WHERE open = 1;
CREATE TABLE suppressed (hash BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
";

/// What format 10 added: the audit log. Rows of which it knows have their number in it, and an encrypted body.
const AUDIT: &str = "
CREATE TABLE audit (first INTEGER PRIMARY KEY, entries BLOB NOT NULL);
CREATE TABLE audit_tile (
    level INTEGER NOT NULL, place INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (level, place)
) WITHOUT ROWID;
CREATE TABLE audit_key (person BLOB PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE act (seq INTEGER PRIMARY KEY, person BLOB, body BLOB NOT NULL);
ALTER TABLE input ADD COLUMN seq INTEGER;
ALTER TABLE decision ADD COLUMN seq INTEGER;
CREATE INDEX input_seq ON input (seq) WHERE seq IS NOT NULL;
CREATE INDEX decision_seq ON decision (seq) WHERE seq IS NOT NULL;
";

/// The format whose rows are encrypted.
pub(crate) const SEALED_SINCE: i32 = 11;

/// What format 11 added: bodies are encrypted, and names are found by keyed hashes. Rows of an older file are encrypted once its
/// keys are at hand; until then the mark says that they stand in the clear.
const SEALED: &str = concat!(
    "ALTER TABLE identifier RENAME TO identifier_clear;
     DROP INDEX identifier_person;
     INSERT INTO meta (key, value) VALUES ('in_the_clear', 0);",
    names!()
);

/// What format 12 changed: timers stand in their order, and nowhere else.
const TIMERS: &str = "
ALTER TABLE timer RENAME TO timer_before;
CREATE TABLE timer (
    due INTEGER NOT NULL, id BLOB NOT NULL, person BLOB NOT NULL, PRIMARY KEY (due, id)
) WITHOUT ROWID;
INSERT INTO timer (due, id, person) SELECT due, id, person FROM timer_before ORDER BY due, id;
DROP TABLE timer_before;
";

/// What format 13 does without: rows are written in the order of their records, and found by halving.
const IN_ORDER: &str = "
DROP INDEX input_seq;
DROP INDEX decision_seq;
";

/// Format 14 may hold the plan of a share, in `meta`. A version that knows nothing of it must not run the file: it would let everybody
/// live under the other plan.
const SHARED: &str = "";

/// What an older file has no use for any more, once its rows are listed.
pub(crate) const LISTED: &str = "
DROP INDEX decision_id;
DROP INDEX decision_person;
DROP INDEX input_person;
DROP INDEX outbox_waiting;
DROP INDEX IF EXISTS outbox_person;
";
