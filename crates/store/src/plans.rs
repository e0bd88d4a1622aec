//! People of another plan than the active one. It is asked at each start and after each reload, and must cost nothing where
//! there are none: the index by plan says who they are.

use crate::SqliteStore;
use crate::rows::{self, bytes};
use filrouge_host::StoreError;
use filrouge_machine::Id;
use rusqlite::params;

/// People for whom something is pending or not, of the plan of this number: a stretch of the index.
type Stretch = (bool, i64);

/// So many stretches are read side by side. Where there are more, everybody is looked at.
const SIDE_BY_SIDE: usize = 8;

/// The plan of the next stretch. To compare both columns at once would read the whole stretch: SQLite seeks its beginning.
const NEXT: &str = "SELECT plan FROM person INDEXED BY person_plan
    WHERE pending = ?1 AND plan > ?2 ORDER BY plan LIMIT 1";

/// People of a stretch. Whoever became one with somebody else is not met any more.
const OF_STRETCH: &str = "SELECT id FROM person INDEXED BY person_plan
    WHERE pending = ?1 AND plan = ?2 AND id > ?3 AND NOT EXISTS (SELECT 1 FROM alias WHERE absorbed = person.id)
    ORDER BY id LIMIT ?4";

const OF_ALL: &str = "SELECT id FROM person
    WHERE id > ?1 AND plan IS NOT ?2 AND pending >= ?3
        AND NOT EXISTS (SELECT 1 FROM alias WHERE absorbed = person.id)
    ORDER BY id LIMIT ?4";

impl SqliteStore {
    /// In the order of their ids.
    pub(crate) fn people_of_other_plans(
        &self,
        plan: &str,
        everybody: bool,
        after: Option<Id>,
        limit: usize,
    ) -> Result<Vec<Id>, StoreError> {
        let sql = "SELECT number FROM plan WHERE hash = ?1";
        let number: Option<i64> = self.database.one(sql, [plan], |row| row.get(0))?;
        let stretches = self.stretches(number, everybody)?;
        let after = after.map(bytes).map_or_else(Vec::new, |id| id.to_vec());
        if stretches.len() > SIDE_BY_SIDE {
            let params = params![after, number, !everybody, rows::limit(limit)];
            return self.database.all(OF_ALL, params, |row| rows::id(row, 0));
        }
        let mut people: Vec<Id> = Vec::new();
        for (pending, plan) in stretches {
            let params = params![pending, plan, after, rows::limit(limit)];
            people.extend(self.database.all(OF_STRETCH, params, |row| rows::id(row, 0))?);
        }
        people.sort_unstable();
        people.truncate(limit);
        Ok(people)
    }

    /// Stretches of other plans than the one of this number, one more than are read side by side at most.
    fn stretches(&self, plan: Option<i64>, everybody: bool) -> Result<Vec<Stretch>, StoreError> {
        let mut found = Vec::new();
        for pending in [true, false].into_iter().filter(|pending| *pending || everybody) {
            let mut last = i64::MIN;
            while found.len() <= SIDE_BY_SIDE
                && let Some(next) = self.database.one(NEXT, params![pending, last], |row| row.get(0))?
            {
                found.extend((Some(next) != plan).then_some((pending, next)));
                last = next;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests;
