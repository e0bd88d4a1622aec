//! The whole log, looked through.

use super::AuditLog;
use super::bodies::Bodies;
use filrouge_audit::{
    Checkpoint, Defect, Destroyed, Flaw, Hash, Tile, Tiles as _, Walk, digest_of, split, unaccounted,
};
use filrouge_host::StoreError;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many records there are.
    pub records: u64,
    /// The hash over them.
    pub root: Hash,
    /// Bodies that were compared with their records; none when that was not asked for.
    pub bodies: Option<u64>,
    /// Records whose bodies are not there any more.
    pub erased: u64,
    /// All that is wrong.
    pub defects: Vec<Defect>,
}

/// Looks through all records of a log: their numbers, their times, the tree over them, and the checkpoints, whose signatures the
/// caller has verified. With `bodies` also whether each body that is kept is the one of its record.
///
/// # Errors
/// When the file cannot be read.
pub fn verify(log: &AuditLog, checkpoints: &[Checkpoint], bodies: bool) -> Result<Verdict, StoreError> {
    log.hold()?;
    let (size, _) = log.end()?;
    let mut looking = Looking::of(log, checkpoints);
    log.each(|entry| looking.entry(entry, bodies))?;
    if let Some(failure) = looking.failure {
        return Err(failure);
    }
    let partial: Vec<Tile> = looking.walk.tree().partial().collect();
    for tile in partial {
        looking.walk.compare(&tile, &log.tile(tile.level, tile.index)?);
    }
    let Looking { mut walk, compared, missing, told, .. } = looking;
    unaccounted(&missing, &told).into_iter().for_each(|at| walk.tell(at, Flaw::Missing));
    let erased = missing.len() as u64;
    let (records, root) = (walk.tree().size(), walk.tree().root());
    if records != size {
        walk.tell(records.min(size), Flaw::Number(size));
    }
    Ok(Verdict { records, root, bodies: bodies.then_some(compared), erased, defects: walk.end() })
}

struct Looking<'a> {
    log: &'a AuditLog,
    walk: Walk,
    failure: Option<StoreError>,
    bodies: Bodies,
    compared: u64,
    /// Records whose bodies are not there.
    missing: Vec<u64>,
    /// What the log tells of bodies that were destroyed.
    told: Vec<Destroyed>,
}

impl<'a> Looking<'a> {
    fn of(log: &'a AuditLog, checkpoints: &[Checkpoint]) -> Self {
        let (missing, told) = (Vec::new(), Vec::new());
        let (walk, bodies) = (Walk::new(checkpoints), Bodies::default());
        Self { log, walk, failure: None, bodies, compared: 0, missing, told }
    }

    fn entry(&mut self, entry: &[u8], bodies: bool) {
        let at = self.walk.tree().size();
        let mut full = Vec::new();
        let header = self.walk.entry(entry, |tile| full.push(tile));
        self.told.extend(header.as_ref().and_then(Destroyed::told));
        for tile in full {
            let kept = self.log.tile(tile.level, tile.index);
            self.keep(kept).into_iter().for_each(|kept| self.walk.compare(&tile, &kept));
        }
        if bodies {
            self.body(at, entry);
        }
    }

    fn body(&mut self, at: u64, entry: &[u8]) {
        let sealed = self.bodies.next(&self.log.database, at);
        let Some(sealed) = self.keep(sealed) else { return };
        match (sealed, split(entry)) {
            (None, _) => self.missing.push(at),
            (Some((_, body)), Ok((_, digest))) if digest_of(&body) == *digest => self.compared += 1,
            _ => self.walk.tell(at, Flaw::Body),
        }
    }

    /// What was read; the first failure ends the walk with an error.
    fn keep<T>(&mut self, read: Result<T, StoreError>) -> Option<T> {
        read.map_err(|error| self.failure.get_or_insert(error).clone()).ok()
    }
}
