//! The outbox in the file.
//!
//! A row stays with whom it was queued for; whoever reads it is told who that is by now. So no index by people is needed, which
//! each message would have to be put into for the sake of the few people who become one.

use crate::SqliteStore;
use crate::ahead::{Parcel, Place};
use crate::database::Database;
use crate::rows::{self, Kept, bytes, id, limit};
use filrouge_host::{OutboxRow, StoreError};
use filrouge_machine::Id;
use rusqlite::{Row, params};

/// As it stands in the file.
const ROW: &str =
    "SELECT effect, person, connector, state, attempt, body, person, at FROM outbox WHERE effect = ?1";

/// With whom the person is by now.
macro_rules! led {
    ($which:literal) => {
        concat!(
            "SELECT effect, coalesce((SELECT survivor FROM alias WHERE absorbed = outbox.person), person), connector,
             state, attempt, body, person FROM outbox WHERE ",
            $which
        )
    };
}

/// The seek is to the very row: thousands may have come at one moment, and whoever only sought the moment would read all of
/// them for each group.
const BEHIND: &str = "SELECT at, effect FROM outbox
    WHERE state = 0 AND connector = ?1 AND (at, effect) > (?2, ?3) AND at <= ?4 ORDER BY at, effect LIMIT ?5";

const NEXT_CARRIER: &str =
    "SELECT connector FROM outbox WHERE state = 0 AND connector > ?1 ORDER BY connector LIMIT 1";

const FIRST: &str =
    "SELECT at FROM outbox WHERE state = 0 AND connector = ?1 AND at > ?2 ORDER BY at LIMIT 1";

fn parcel(row: &Row<'_>) -> rusqlite::Result<(i64, Kept<OutboxRow>)> {
    Ok((row.get(7)?, rows::outbox(row)?))
}

impl Database {
    /// Connectors over which messages wait to leave: one look for each, however many messages there are.
    pub(crate) fn waiting_over(&self) -> Result<Vec<String>, StoreError> {
        let mut found: Vec<String> = Vec::new();
        loop {
            let last = found.last().map_or("", String::as_str);
            let Some(next) = self.one(NEXT_CARRIER, [last], |row| row.get(0))? else { return Ok(found) };
            found.push(next);
        }
    }

    /// When the first message may leave that may not at `now`.
    pub(crate) fn first_to_leave(
        &self,
        connector: Option<&str>,
        now: i64,
    ) -> Result<Option<i64>, StoreError> {
        let mut first = None;
        for connector in self.one_or_all(connector)? {
            let own: Option<i64> = self.one(FIRST, params![connector, now], |row| row.get(0))?;
            first = first.into_iter().chain(own).min();
        }
        Ok(first)
    }

    fn one_or_all(&self, connector: Option<&str>) -> Result<Vec<String>, StoreError> {
        connector.map_or_else(|| self.waiting_over(), |connector| Ok(vec![connector.to_owned()]))
    }
}

impl SqliteStore {
    /// Messages that wait over one connector or all and may leave at `now`, behind one of them.
    pub(crate) fn waiting_behind(
        &self,
        connector: Option<&str>,
        after: Option<Place>,
        now: i64,
        most: usize,
    ) -> Result<Vec<Place>, StoreError> {
        let (at, effect) = after.map_or((i64::MIN, [0; 16]), |place| (place.at, bytes(place.effect)));
        let place = |row: &Row<'_>| Ok(Place { at: row.get(0)?, effect: id(row, 1)? });
        let mut places = Vec::new();
        for connector in self.database.one_or_all(connector)? {
            let params = params![connector, at, effect, now, limit(most)];
            places.extend(self.database.all(BEHIND, params, place)?);
        }
        places.sort_unstable_by_key(|place| (place.at, place.effect));
        places.truncate(most);
        Ok(places)
    }

    /// A message as it stands in the file, and when it may leave.
    pub(crate) fn parcel(&self, effect: Id) -> Result<Option<Parcel>, StoreError> {
        let Some((at, row)) = self.database.one(ROW, [bytes(effect)], parcel)? else { return Ok(None) };
        Ok(Some((at, self.database.open_message(row)?)))
    }

    /// A message, for whom it is by now.
    pub(crate) fn message(&self, effect: Id) -> Result<Option<OutboxRow>, StoreError> {
        let row = self.database.one(led!("effect = ?1"), [bytes(effect)], rows::outbox)?;
        row.map(|row| self.database.open_message(row)).transpose()
    }

    pub(crate) fn flying(&self) -> Result<Vec<OutboxRow>, StoreError> {
        let rows = self.database.all(led!("state > 0"), [], rows::outbox)?;
        rows.into_iter().map(|row| self.database.open_message(row)).collect()
    }
}

#[cfg(test)]
mod tests;
