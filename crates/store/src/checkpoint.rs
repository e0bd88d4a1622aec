//! One layer, one transaction.

use crate::SqliteStore;
use crate::ahead::{Layer, Map, Parcel};
use crate::rows::{bytes, state};
use crate::write::Writing;
use filrouge_audit::{Place, Shelf};
use filrouge_host::StoreError;
use filrouge_machine::Id;
use rusqlite::{Result, params};

impl SqliteStore {
    /// Brings a layer into the file, all or nothing, together with the number of its last record. One that is there is left
    /// as it is: a transaction whose end could not be told may have come about.
    pub(crate) fn checkpoint(&mut self, layer: &Layer) -> std::result::Result<(), StoreError> {
        if layer.upto <= self.database.journalled()? {
            return Ok(());
        }
        self.transact(|writing| writing.layer(layer))
    }
}

/// In the order of an index, rows cost less.
fn sorted<K: Ord, V>(rows: &Map<K, V>) -> Vec<(&K, &V)> {
    let mut rows: Vec<(&K, &V)> = rows.iter().collect();
    rows.sort_unstable_by_key(|(key, _)| *key);
    rows
}

impl Writing<'_> {
    fn layer(&mut self, layer: &Layer) -> Result<()> {
        self.salt = layer.salt;
        for (plan, is_active) in &layer.plans {
            if *is_active { self.plan(plan)? } else { self.keep_plan(plan).map(drop)? }
        }
        let seals = self.seal(&layer.audits, &layer.inputs, &layer.decisions)?;
        layer.inputs.iter().zip(seals.inputs).try_for_each(|(row, seal)| self.input(row, seal))?;
        sorted(&layer.seen).into_iter().try_for_each(|(id, until)| self.seen(*id, *until))?;
        self.recount(layer.recount)?;
        layer.standing.iter().try_for_each(|(at, change)| self.standing(at, *change))?;
        sorted(&layer.people).into_iter().try_for_each(|(id, row)| self.person(*id, row))?;
        for (known, person) in sorted(&layer.identifiers) {
            person.map_or_else(|| self.forget(known), |person| self.identifier(known, person))?;
        }
        self.timers(layer)?;
        sorted(&layer.outbox)
            .into_iter()
            .try_for_each(|(effect, parcel)| self.put(*effect, parcel.as_ref()))?;
        layer.decisions.iter().zip(seals.decisions).try_for_each(|(row, seal)| self.decision(row, seal))?;
        layer.approvals.iter().try_for_each(|change| self.approve(*change))?;
        layer.quarantine.iter().try_for_each(|change| self.quarantine(change))?;
        layer.joins.iter().try_for_each(|alias| self.join(alias))?;
        layer.parted.iter().try_for_each(|person| self.part(*person))?;
        layer.dead_letters.iter().try_for_each(|change| self.dead_letter(change))?;
        self.rights(&layer.rights)?;
        layer.release.iter().try_for_each(|change| self.release(change))?;
        self.tell_destroyed()?;
        let upto = i64::try_from(layer.upto).unwrap_or(i64::MAX);
        self.run("INSERT OR REPLACE INTO meta (key, value) VALUES ('journal', ?1)", [upto])
    }

    /// The last state of a message, however often it changed.
    fn put(&self, effect: Id, parcel: Option<&Parcel>) -> Result<()> {
        let Some((at, row)) = parcel else {
            return self.run("DELETE FROM outbox WHERE effect = ?1", [bytes(effect)]);
        };
        let sql = "INSERT OR REPLACE INTO outbox (effect, person, connector, state, at, attempt, body)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let body = self.seal_for(row.person, Place::of(Shelf::Message, effect.0), &row.body)?;
        let (effect, person) = (bytes(effect), bytes(row.person));
        self.run(sql, params![effect, person, row.connector, state(row), at, row.attempt, body])
    }
}
