//! Rows as they were written: what the file has encrypted, in the clear.

use crate::database::Database;
use crate::rows::Kept;
use filrouge_audit::{Place, Shelf};
use filrouge_host::{
    DeadLetterRow, DecisionRow, Identifier, InputRow, OutboxRow, QuarantineRow, RequestRow, StoreError,
};
use filrouge_machine::Id;

type Opened<T> = Result<T, StoreError>;

impl Database {
    /// The body of a row that the log was told of, by its number there, or of one that stands at `place`.
    pub(crate) fn body(
        &self,
        owner: Option<Id>,
        seq: Option<i64>,
        place: Place,
        body: Vec<u8>,
    ) -> Opened<Vec<u8>> {
        match seq {
            Some(seq) => self.of_person(owner, Place::record(seq.unsigned_abs()), &body),
            None if self.plain => Ok(body),
            None => self.of_person(owner, place, &body),
        }
    }

    /// What a person's key opens.
    pub(crate) fn of_person(&self, owner: Option<Id>, place: Place, sealed: &[u8]) -> Opened<Vec<u8>> {
        let opened = self.subject(owner)?.open_at(place, sealed);
        opened.map_err(|error| StoreError::unreadable("a row", error))
    }

    /// What the key of the house opens.
    fn of_house(&self, place: Place, sealed: Vec<u8>) -> Opened<Vec<u8>> {
        if self.plain {
            return Ok(sealed);
        }
        let opened = self.keys()?.house().and_then(|house| house.open_at(place, &sealed));
        opened.map_err(|error| StoreError::unreadable("a row", error))
    }

    pub(crate) fn open_state(&self, person: Id, body: Vec<u8>) -> Opened<Vec<u8>> {
        self.body(Some(person), None, Place::of(Shelf::Person, person.0), body)
    }

    /// A message is encrypted for whom it was queued.
    pub(crate) fn open_message(&self, Kept { owner, row }: Kept<OutboxRow>) -> Opened<OutboxRow> {
        let body = self.body(Some(owner), None, Place::of(Shelf::Message, row.effect.0), row.body)?;
        Ok(OutboxRow { body, ..row })
    }

    pub(crate) fn open_letter(&self, row: DeadLetterRow) -> Opened<DeadLetterRow> {
        let place = Place::of(Shelf::Letter, row.effect.0);
        let body = self.body(Some(row.person), None, place, row.body)?;
        Ok(DeadLetterRow { body, ..row })
    }

    pub(crate) fn open_decision(&self, (row, seq): (DecisionRow, Option<i64>)) -> Opened<DecisionRow> {
        let body = self.body(Some(row.person), seq, Place::of(Shelf::Decision, row.id.0), row.body)?;
        Ok(DecisionRow { body, ..row })
    }

    pub(crate) fn open_input(
        &self,
        (number, row, seq): (i64, InputRow, Option<i64>),
    ) -> Opened<(i64, InputRow)> {
        let body = self.body(row.person, seq, Place::of(Shelf::Input, row.id.0), row.body)?;
        Ok((number, InputRow { body, ..row }))
    }

    pub(crate) fn open_quarantined(&self, row: Aside) -> Opened<QuarantineRow> {
        let Aside { id, at, source, reason, payload } = row;
        let reason = self.of_house(Place::of(Shelf::Reason, id.0), reason)?;
        let reason = String::from_utf8(reason).map_err(|error| StoreError::unreadable("a row", error))?;
        let payload = self.of_house(Place::of(Shelf::Quarantine, id.0), payload)?;
        Ok(QuarantineRow { id, at, source, reason, payload })
    }

    pub(crate) fn open_request(&self, row: RequestRow) -> Opened<RequestRow> {
        let body = self.of_house(Place::of(Shelf::Request, row.id.0), row.body)?;
        Ok(RequestRow { body, ..row })
    }

    /// What stands for a value by which people are looked up.
    pub(crate) fn name_of(&self, value: &str) -> Opened<[u8; 16]> {
        let name = self.keys()?.house().map(|house| house.name(value));
        name.map_err(|error| StoreError::unreadable("a name", error))
    }

    pub(crate) fn open_name(&self, person: Id, row: Name) -> Opened<Identifier> {
        let value = self.of_person(Some(person), name_place(row.value), &row.sealed)?;
        let value = String::from_utf8(value).map_err(|error| StoreError::unreadable("a name", error))?;
        Ok(Identifier { name: row.name, value })
    }
}

/// What could not be understood, as the file has it.
pub(crate) struct Aside {
    pub id: Id,
    pub at: i64,
    pub source: String,
    pub reason: Vec<u8>,
    pub payload: Vec<u8>,
}

/// A name by which a person is known, as the file has it.
pub(crate) struct Name {
    pub value: [u8; 16],
    pub name: String,
    pub sealed: Vec<u8>,
}

/// Where a name is kept, by what stands for its value.
pub(crate) fn name_place(value: [u8; 16]) -> Place {
    Place::of(Shelf::Name, u128::from_be_bytes(value))
}
