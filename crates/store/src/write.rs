//! One commit, one transaction.

use crate::found::{Found, Way};
use crate::keys::{Keys, NOBODY};
use crate::opened::name_place;
use crate::release;
use crate::rows::bytes;
use crate::sealing::{Audited, End, Sealed};
use crate::{SqliteStore, failure};
use filrouge_audit::{Place, Salt, Shelf};
use filrouge_host::{
    AliasRow, ApprovalChange, Commit, DecisionRow, Identifier, InputRow, OutboxChange, PersonRow, PlanRow,
    QuarantineChange, QuarantineRow, ReleaseChange, StoreError,
};
use filrouge_machine::Id;
use filrouge_plan::Standing;
use rusqlite::{Params, Result, Transaction, TransactionBehavior, params};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

impl SqliteStore {
    /// Writes `commit`, all or nothing; it is on the disk on return.
    pub(crate) fn write(&mut self, commit: &Commit) -> std::result::Result<(), StoreError> {
        self.transact(|writing| writing.all(commit))
    }

    /// What `write` does, all or nothing.
    pub(crate) fn transact(
        &mut self,
        write: impl FnOnce(&mut Writing<'_>) -> Result<()>,
    ) -> std::result::Result<(), StoreError> {
        let behaviour = TransactionBehavior::Immediate;
        let outcome = self.database.connection.transaction_with_behavior(behaviour).and_then(|transaction| {
            let found = Found::default();
            let (plans, end, keys) = (&mut self.plans, &mut self.end, self.database.keys.clone());
            let mut writing = Writing {
                transaction: &transaction,
                plans,
                found,
                end,
                keys,
                salt: [0; 32],
                destroyed: BTreeMap::new(),
            };
            write(&mut writing)?;
            writing.found.write(&transaction)?;
            transaction.commit()
        });
        outcome.map_err(|error| {
            // A number that was given in a transaction that is no more means nothing.
            self.plans.clear();
            self.end.forget();
            self.database.keys.iter().for_each(|keys| keys.forget(None));
            failure::explain(&self.database.path, &error)
        })
    }
}

/// A transaction in the making.
pub(crate) struct Writing<'a> {
    pub(crate) transaction: &'a Transaction<'a>,
    plans: &'a mut HashMap<String, i64>,
    /// What is to find the rows that are added.
    pub(crate) found: Found,
    /// The end of the audit log, and what encrypts bodies.
    pub(crate) end: &'a mut End,
    pub(crate) keys: Option<Arc<Keys>>,
    /// What keys of new people are drawn from, when the log was told of nothing of theirs.
    pub(crate) salt: Salt,
    /// Bodies of records that were destroyed, by why.
    pub(crate) destroyed: BTreeMap<&'static str, u64>,
}

impl Writing<'_> {
    fn all(&mut self, commit: &Commit) -> Result<()> {
        self.salt = commit.audit.salt;
        commit.plan.iter().try_for_each(|plan| self.plan(plan))?;
        let audit = Audited { rows: commit.audit.clone(), ..Audited::default() };
        let seals = self.seal(&[audit], &commit.inputs, &commit.decisions)?;
        commit.inputs.iter().zip(seals.inputs).try_for_each(|(row, seal)| self.input(row, seal))?;
        commit.seen.iter().try_for_each(|(id, until)| self.seen(*id, *until))?;
        self.recount(commit.recount)?;
        commit.standing.iter().try_for_each(|(at, change)| self.standing(at, *change))?;
        commit.people.iter().try_for_each(|(id, row)| self.person(*id, row))?;
        commit.forgotten.iter().try_for_each(|known| self.forget(known))?;
        commit.identifiers.iter().try_for_each(|(known, person)| self.identifier(known, *person))?;
        commit.timers.iter().try_for_each(|(person, change)| self.timer(*person, *change))?;
        commit.outbox.iter().try_for_each(|change| self.outbox(change))?;
        commit.decisions.iter().zip(seals.decisions).try_for_each(|(row, seal)| self.decision(row, seal))?;
        commit.approvals.iter().try_for_each(|change| self.approve(*change))?;
        commit.quarantine.iter().try_for_each(|change| self.quarantine(change))?;
        commit.joins.iter().try_for_each(|alias| self.join(alias))?;
        commit.parted.iter().try_for_each(|person| self.part(*person))?;
        commit.dead_letters.iter().try_for_each(|change| self.dead_letter(change))?;
        self.rights(&commit.rights)?;
        commit.release.iter().try_for_each(|change| self.release(change))?;
        self.tell_destroyed()
    }

    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<()> {
        self.change(sql, params).map(|_| ())
    }

    /// The same; the number of rows that it changed.
    pub(crate) fn change(&self, sql: &str, params: impl Params) -> Result<usize> {
        self.transaction.prepare_cached(sql)?.execute(params)
    }

    /// The number by which rows name the plan `hash`.
    fn number(&mut self, hash: &str) -> Result<i64> {
        if let Some(number) = self.plans.get(hash) {
            return Ok(*number);
        }
        self.run("INSERT INTO plan (hash) VALUES (?1) ON CONFLICT (hash) DO NOTHING", [hash])?;
        let sql = "SELECT number FROM plan WHERE hash = ?1";
        let number = self.transaction.prepare_cached(sql)?.query_row([hash], |row| row.get(0))?;
        self.plans.insert(hash.to_owned(), number);
        Ok(number)
    }

    pub(crate) fn plan(&mut self, plan: &PlanRow) -> Result<()> {
        let number = self.keep_plan(plan)?;
        self.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('active_plan', ?1)", [number])
    }

    pub(crate) fn keep_plan(&mut self, plan: &PlanRow) -> Result<i64> {
        let number = self.number(&plan.hash)?;
        self.run(
            "UPDATE plan SET at = ?2, body = ?3, passage = ?4 WHERE number = ?1",
            params![number, plan.at, plan.body, plan.passage],
        )?;
        Ok(number)
    }

    pub(crate) fn release(&mut self, change: &ReleaseChange) -> Result<()> {
        let ReleaseChange::Runs(row) = change else {
            return self.run("DELETE FROM meta WHERE key IN ('release_plan', 'release')", []);
        };
        let number = self.keep_plan(&row.plan)?;
        let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES ('release_plan', ?1), ('release', ?2)";
        self.run(sql, params![number, release::encode(row)?])
    }

    pub(crate) fn input(&mut self, row: &InputRow, sealed: Option<Sealed>) -> Result<()> {
        let plan = self.number(&row.plan)?;
        let sql =
            "INSERT INTO input (id, person, at, plan, source, body, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let person = row.person.map(bytes);
        let owner = row.person.unwrap_or(NOBODY);
        let Sealed { seq, body } =
            self.sealed(sealed, owner, Place::of(Shelf::Input, row.id.0), &row.body)?;
        self.run(sql, params![bytes(row.id), person, row.at, plan, row.source, body, seq])?;
        let number = self.transaction.last_insert_rowid();
        row.person.into_iter().for_each(|person| self.found.add(Way::History, person, number));
        Ok(())
    }

    pub(crate) fn seen(&self, id: Id, until: i64) -> Result<()> {
        self.run("INSERT OR REPLACE INTO seen (id, until) VALUES (?1, ?2)", params![bytes(id), until])
    }

    pub(crate) fn recount(&self, recount: bool) -> Result<()> {
        if recount {
            self.run("DELETE FROM standing", [])?;
            self.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('counted', 1)", [])?;
        }
        Ok(())
    }

    pub(crate) fn standing(&self, at: &Standing, change: i64) -> Result<()> {
        let drained = at.drained.as_deref().unwrap_or_default();
        let sql = "INSERT INTO standing (journey, step, drained, people) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (journey, step, drained) DO UPDATE SET people = people + excluded.people";
        self.run(sql, params![at.journey, at.step, drained, change])?;
        let gone = "DELETE FROM standing WHERE journey = ?1 AND step = ?2 AND drained = ?3 AND people = 0";
        self.run(gone, params![at.journey, at.step, drained])
    }

    pub(crate) fn person(&mut self, id: Id, row: &PersonRow) -> Result<()> {
        let plan = self.number(&row.plan)?;
        let body = self.seal_for(id, Place::of(Shelf::Person, id.0), &row.body)?;
        // Nearly always the rest is as it was, and then the index by plan need not be touched.
        let sql = "UPDATE person SET body = ?3 WHERE id = ?1 AND plan = ?2 AND pending = ?4";
        if self.change(sql, params![bytes(id), plan, body, row.pending])? > 0 {
            return Ok(());
        }
        let sql = "INSERT INTO person (id, plan, body, pending) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (id) DO UPDATE
                   SET plan = excluded.plan, body = excluded.body, pending = excluded.pending";
        self.run(sql, params![bytes(id), plan, body, row.pending])
    }

    pub(crate) fn identifier(&self, known: &Identifier, person: Id) -> Result<()> {
        let value = self.house(|house| Ok(house.name(&known.value)))?;
        let sealed = self.seal_for(person, name_place(value), known.value.as_bytes())?;
        let sql = "INSERT OR REPLACE INTO identifier (value, name, person, sealed) VALUES (?1, ?2, ?3, ?4)";
        self.run(sql, params![value, known.name, bytes(person), sealed])
    }

    pub(crate) fn forget(&self, known: &Identifier) -> Result<()> {
        let value = self.house(|house| Ok(house.name(&known.value)))?;
        self.run("DELETE FROM identifier WHERE value = ?1 AND name = ?2", params![value, known.name])
    }

    /// Whatever leads to the absorbed leads to the survivor; timers and messages are led there when they are read.
    pub(crate) fn join(&self, alias: &AliasRow) -> Result<()> {
        let [absorbed, survivor] = [alias.absorbed, alias.survivor].map(bytes);
        self.run("UPDATE alias SET survivor = ?2 WHERE survivor = ?1", params![absorbed, survivor])?;
        self.lead_names(alias.absorbed, alias.survivor)?;
        let sql = "INSERT OR REPLACE INTO alias (absorbed, survivor, into_person, at, until)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        self.run(sql, params![absorbed, survivor, bytes(alias.into), alias.at, alias.until])
    }

    /// Whoever had become one with `person` before is one with them again.
    pub(crate) fn part(&self, person: Id) -> Result<()> {
        self.run("DELETE FROM alias WHERE absorbed = ?1", [bytes(person)])?;
        let sql = "WITH RECURSIVE below (id) AS (
                       SELECT absorbed FROM alias WHERE into_person = ?1
                       UNION SELECT alias.absorbed FROM alias JOIN below ON alias.into_person = below.id)
                   UPDATE alias SET survivor = ?1 WHERE absorbed IN below";
        self.run(sql, [bytes(person)])
    }

    fn outbox(&self, change: &OutboxChange) -> Result<()> {
        match change {
            OutboxChange::Queue { effect, person, connector, at, body } => {
                let body = self.seal_for(*person, Place::of(Shelf::Message, effect.0), body)?;
                let sql = "INSERT INTO outbox (effect, person, connector, state, at, attempt, body)
                           VALUES (?1, ?2, ?3, 0, ?4, 0, ?5) ON CONFLICT (effect) DO NOTHING";
                self.run(sql, params![bytes(*effect), bytes(*person), connector, at, body])
            }
            OutboxChange::Recall(effect) => {
                self.run("DELETE FROM outbox WHERE effect = ?1 AND state = 0", [bytes(*effect)])?;
                self.run("UPDATE outbox SET state = 2 WHERE effect = ?1", [bytes(*effect)])
            }
            OutboxChange::Claim { effect, attempt } => {
                let sql = "UPDATE outbox SET state = 1, attempt = ?2 WHERE effect = ?1";
                self.run(sql, params![bytes(*effect), attempt])
            }
            OutboxChange::Wait { effect, at, attempt } => {
                let sql = "UPDATE outbox SET state = 0, at = ?2, attempt = ?3 WHERE effect = ?1";
                self.run(sql, params![bytes(*effect), at, attempt])
            }
            OutboxChange::Address { effect, person } => self.address(*effect, *person),
            OutboxChange::Remove(effect) => {
                self.run("DELETE FROM outbox WHERE effect = ?1", [bytes(*effect)])
            }
        }
    }

    pub(crate) fn decision(&mut self, row: &DecisionRow, sealed: Option<Sealed>) -> Result<()> {
        let sql = "INSERT INTO decision (id, person, at, body, seq) VALUES (?1, ?2, ?3, ?4, ?5)";
        let place = Place::of(Shelf::Decision, row.id.0);
        let Sealed { seq, body } = self.sealed(sealed, row.person, place, &row.body)?;
        self.run(sql, params![bytes(row.id), bytes(row.person), row.at, body, seq])?;
        let number = self.transaction.last_insert_rowid();
        self.found.add(Way::Decision, row.id, number);
        self.found.add(Way::Decided, row.person, number);
        Ok(())
    }

    pub(crate) fn approve(&self, change: ApprovalChange) -> Result<()> {
        match change {
            ApprovalChange::Open { approval, person, at } => {
                let sql = "INSERT INTO approval (id, person, at) VALUES (?1, ?2, ?3)
                           ON CONFLICT (id) DO UPDATE SET person = excluded.person, closed = NULL";
                self.run(sql, params![bytes(approval), bytes(person), at])
            }
            ApprovalChange::Close { approval, at } => {
                self.run("UPDATE approval SET closed = ?2 WHERE id = ?1", params![bytes(approval), at])
            }
        }
    }

    pub(crate) fn quarantine(&self, change: &QuarantineChange) -> Result<()> {
        match change {
            QuarantineChange::Add(QuarantineRow { id, at, source, reason, payload }) => {
                let sql =
                    "INSERT INTO quarantine (id, at, source, reason, payload) VALUES (?1, ?2, ?3, ?4, ?5)
                           ON CONFLICT (id) DO NOTHING";
                let reason = self.seal_at_home(Place::of(Shelf::Reason, id.0), reason.as_bytes())?;
                let payload = self.seal_at_home(Place::of(Shelf::Quarantine, id.0), payload)?;
                self.run(sql, params![bytes(*id), at, source, reason, payload])
            }
            QuarantineChange::Drop(id) => self.run("DELETE FROM quarantine WHERE id = ?1", [bytes(*id)]),
        }
    }
}
