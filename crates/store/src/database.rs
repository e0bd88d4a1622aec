//! A connection that names its file when something goes wrong.

use crate::failure;
use crate::keys::Keys;
use filrouge_host::StoreError;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use std::path::Path;
use std::sync::Arc;

/// A connection, and the file that it leads to.
pub(crate) struct Database {
    pub connection: Connection,
    pub path: Arc<Path>,
    /// What opens the bodies of rows.
    pub keys: Option<Arc<Keys>>,
    /// Whether it is used in step with the writer: then keys of people may be remembered.
    pub in_step: bool,
    /// Whether rows stand in the clear: an older version has written them, and this connection changes nothing.
    pub plain: bool,
}

impl Database {
    /// The first row of an answer.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        let row = || self.connection.prepare_cached(sql)?.query_row(params, map).optional();
        row().map_err(|error| self.explain(&error))
    }

    /// Every row of an answer.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let rows =
            || self.connection.prepare_cached(sql)?.query_map(params, map)?.collect::<rusqlite::Result<_>>();
        rows().map_err(|error| self.explain(&error))
    }

    /// Changes something.
    pub(crate) fn run(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        let run = || self.connection.prepare_cached(sql)?.execute(params);
        run().map_err(|error| self.explain(&error))
    }

    /// How SQLite goes about a question; a line each.
    #[cfg(test)]
    pub(crate) fn way(&self, sql: &str) -> Vec<String> {
        let mut statement =
            self.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a question");
        let zeros = rusqlite::params_from_iter(std::iter::repeat_n(0, statement.parameter_count()));
        let rows = statement.query_map(zeros, |row| row.get(3)).expect("a plan");
        rows.collect::<rusqlite::Result<_>>().expect("a plan")
    }

    pub(crate) fn explain(&self, error: &rusqlite::Error) -> StoreError {
        failure::explain(&self.path, error)
    }
}
