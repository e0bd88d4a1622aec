//! Time zones, from a database that is part of the program: every machine counts the same hours.

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// The zones of a project.
#[derive(Debug, Clone)]
pub(crate) struct Zones {
    database: TimeZoneDatabase,
    project: TimeZone,
}

impl Zones {
    /// The zones of a project whose own zone is `project`; none when there is no such zone.
    pub(crate) fn new(project: &str) -> Option<Self> {
        let database = TimeZoneDatabase::bundled();
        let project = database.get(project).ok()?;
        Some(Self { database, project })
    }

    /// The zone called `name`, or the project's when there is none.
    pub(crate) fn called(&self, name: Option<&str>) -> TimeZone {
        name.and_then(|name| self.database.get(name).ok()).unwrap_or_else(|| self.project.clone())
    }
}
