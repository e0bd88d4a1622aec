//! What is encrypted in the transaction that writes it.

use crate::keys::{Keys, refused};
use crate::opened::{Name, name_place};
use crate::rows::{self, bytes};
use crate::sealing::Sealed;
use crate::write::Writing;
use filrouge_audit::{House, Place, Shelf, Subject, Unreadable};
use filrouge_machine::Id;
use rusqlite::{OptionalExtension as _, Result, params};
use std::sync::Arc;

impl Writing<'_> {
    pub(crate) fn keys(&self) -> Result<Arc<Keys>> {
        self.keys.clone().ok_or_else(|| refused(Unreadable))
    }

    fn subject(&self, person: Id) -> Result<Arc<Subject>> {
        let keys = self.keys.as_ref().ok_or_else(|| refused(Unreadable))?;
        keys.of_person(self.transaction, person, &self.salt)
    }

    /// What the key of the house does.
    pub(crate) fn house<T>(
        &self,
        work: impl FnOnce(&House) -> std::result::Result<T, Unreadable>,
    ) -> Result<T> {
        let keys = self.keys.as_ref().ok_or_else(|| refused(Unreadable))?;
        keys.house().and_then(work).map_err(refused)
    }

    /// Something of a person, encrypted.
    pub(crate) fn seal_for(&self, person: Id, place: Place, text: &[u8]) -> Result<Vec<u8>> {
        self.subject(person)?.seal_at(place, text).map_err(refused)
    }

    /// Something that is nobody's, or outlives whose it is, encrypted.
    pub(crate) fn seal_at_home(&self, place: Place, text: &[u8]) -> Result<Vec<u8>> {
        self.house(|house| house.seal_at(place, text))
    }

    /// A row as the log has it, or encrypted for its own place when the log was told nothing of it.
    pub(crate) fn sealed(
        &self,
        known: Option<Sealed>,
        owner: Id,
        place: Place,
        body: &[u8],
    ) -> Result<Sealed> {
        known.map_or_else(|| Ok(Sealed { seq: None, body: self.seal_for(owner, place, body)? }), Ok)
    }

    /// Names of somebody who became one with `survivor` are theirs from now on, and open with their key.
    pub(crate) fn lead_names(&self, absorbed: Id, survivor: Id) -> Result<()> {
        let sql = "SELECT name, value, sealed FROM identifier WHERE person = ?1";
        let mut statement = self.transaction.prepare_cached(sql)?;
        let names: Vec<Name> = statement.query_map([bytes(absorbed)], rows::name)?.collect::<Result<_>>()?;
        for Name { value, name, sealed } in names {
            let place = name_place(value);
            let text = self.subject(absorbed)?.open_at(place, &sealed).map_err(refused)?;
            let sealed = self.seal_for(survivor, place, &text)?;
            let sql = "UPDATE identifier SET person = ?3, sealed = ?4 WHERE value = ?1 AND name = ?2";
            self.run(sql, params![value, name, bytes(survivor), sealed])?;
        }
        Ok(())
    }

    /// A message is somebody else's from now on, and opens with their key.
    pub(crate) fn address(&self, effect: Id, person: Id) -> Result<()> {
        let place = Place::of(Shelf::Message, effect.0);
        let sql = "SELECT person, body FROM outbox WHERE effect = ?1";
        let row = |row: &rusqlite::Row<'_>| Ok((rows::id(row, 0)?, row.get::<_, Vec<u8>>(1)?));
        let mut statement = self.transaction.prepare_cached(sql)?;
        let Some((before, body)) = statement.query_row([bytes(effect)], row).optional()? else {
            return Ok(());
        };
        let text = self.subject(before)?.open_at(place, &body).map_err(refused)?;
        let sql = "UPDATE outbox SET person = ?2, body = ?3 WHERE effect = ?1";
        self.run(sql, params![bytes(effect), bytes(person), self.seal_for(person, place, &text)?])
    }
}
