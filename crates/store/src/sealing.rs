//! Adding to the audit log: in the transaction that writes the rows, which get their bodies encrypted.
//!
//! What is written follows from the commits, the keys and the log so far, so that a transaction that comes about a second time,
//! from the journal, writes the same bytes.

use crate::keys::{self, Keys, NOBODY};
use crate::write::Writing;
use filrouge_audit::{Bundle, FULL, Header, Salt, Subject, Tile, Tree, digest_of};
use filrouge_host::{AuditRows, DecisionRow, InputRow, RecordRow, RowOf};
use filrouge_machine::Id;
use rusqlite::{Connection, OptionalExtension as _, Result, params};
use std::sync::Arc;

/// What the log is told of one commit of a layer, and where the rows of that commit begin.
#[derive(Default)]
pub(crate) struct Audited {
    pub rows: AuditRows,
    pub inputs: usize,
    pub decisions: usize,
}

/// A body as its row has it, and its number in the log, when the log was told of it.
pub(crate) struct Sealed {
    pub seq: Option<i64>,
    pub body: Vec<u8>,
}

/// The bodies of the rows that are written; none for a row of which the log was told nothing.
#[derive(Default)]
pub(crate) struct Seals {
    pub inputs: Vec<Option<Sealed>>,
    pub decisions: Vec<Option<Sealed>>,
}

/// The end of the log, as the file has it and as this transaction moves it.
#[derive(Default)]
pub(crate) struct End(Option<(Tree, i64)>);

impl End {
    /// Nothing that is remembered is to be trusted.
    pub(crate) fn forget(&mut self) {
        self.0 = None;
    }

    fn resume(&mut self, file: &Connection) -> Result<&mut (Tree, i64)> {
        let known = match self.0.take() {
            Some(known) => known,
            None => read(file)?,
        };
        Ok(self.0.insert(known))
    }
}

/// Size and last moment of the log, as they stand in the file.
pub(crate) const END: &str = "SELECT value FROM meta WHERE key = 'audit_end'";

pub(crate) const TILE: &str = "SELECT hashes FROM audit_tile WHERE level = ?1 AND place = ?2";

fn read(file: &Connection) -> Result<(Tree, i64)> {
    let end: Option<Vec<u8>> = file.prepare_cached(END)?.query_row([], |row| row.get(0)).optional()?;
    let (size, at) = end.as_deref().and_then(end_of).unwrap_or((0, i64::MIN));
    let tile = |level: u8, place: u64| {
        let mut statement = file.prepare_cached(TILE).ok()?;
        let hashes: Vec<u8> = statement.query_row(params![level, place as i64], |row| row.get(0)).ok()?;
        Some(hashes.as_chunks().0.to_vec())
    };
    let tree = Tree::resumed(size, tile).ok_or(rusqlite::Error::IntegralValueOutOfRange(0, size as i64))?;
    Ok((tree, at))
}

/// Size and last moment, as they are kept.
pub(crate) fn end_of(bytes: &[u8]) -> Option<(u64, i64)> {
    let (size, rest) = bytes.split_first_chunk()?;
    Some((u64::from_be_bytes(*size), i64::from_be_bytes(rest.try_into().ok()?)))
}

/// What a transaction adds to the log.
struct Adding<'a> {
    file: &'a Connection,
    keys: &'a Keys,
    end: &'a mut End,
    /// The entries that are not written yet: from record `first` on, and at most to the end of a bundle.
    bundle: Bundle,
    first: u64,
    full: Vec<Tile>,
    /// Whose record came last, and their key: records of one person mostly follow each other.
    met: Option<(Id, Arc<Subject>)>,
}

impl Writing<'_> {
    /// Adds records to the log, and gives back the bodies of their rows.
    pub(crate) fn seal(
        &mut self,
        audits: &[Audited],
        inputs: &[InputRow],
        decisions: &[DecisionRow],
    ) -> Result<Seals> {
        let mut seals = Seals::default();
        seals.inputs.resize_with(inputs.len(), || None);
        seals.decisions.resize_with(decisions.len(), || None);
        if audits.iter().all(|audit| audit.rows.records.is_empty()) {
            return Ok(seals);
        }
        let keys = self.keys()?;
        let first = self.end.resume(self.transaction)?.0.size();
        let mut adding = Adding {
            file: self.transaction,
            keys: &keys,
            end: self.end,
            bundle: Bundle::default(),
            first,
            full: Vec::new(),
            met: None,
        };
        for audit in audits {
            adding.commit(audit, inputs, decisions, &mut seals)?;
        }
        adding.write()?;
        Ok(seals)
    }
}

impl Adding<'_> {
    fn commit(
        &mut self,
        audit: &Audited,
        inputs: &[InputRow],
        decisions: &[DecisionRow],
        seals: &mut Seals,
    ) -> Result<()> {
        for record in &audit.rows.records {
            match &record.of {
                RowOf::Input(place) => {
                    let place = audit.inputs + *place as usize;
                    let (Some(row), Some(seal)) = (inputs.get(place), seals.inputs.get_mut(place)) else {
                        continue;
                    };
                    *seal = Some(self.add(&audit.rows, record, row.person, &row.body)?);
                }
                RowOf::Decision(place) => {
                    let place = audit.decisions + *place as usize;
                    let (Some(row), Some(seal)) = (decisions.get(place), seals.decisions.get_mut(place))
                    else {
                        continue;
                    };
                    *seal = Some(self.add(&audit.rows, record, Some(row.person), &row.body)?);
                }
                RowOf::Act { person, body } => {
                    let Sealed { seq, body } = self.add(&audit.rows, record, *person, body)?;
                    let sql = "INSERT INTO act (seq, person, body) VALUES (?1, ?2, ?3)";
                    let person = person.map(crate::rows::bytes);
                    self.file.prepare_cached(sql)?.execute(params![seq, person, body])?;
                }
            }
        }
        Ok(())
    }

    /// Adds one record, and encrypts its body.
    fn add(
        &mut self,
        audit: &AuditRows,
        record: &RecordRow,
        person: Option<Id>,
        body: &[u8],
    ) -> Result<Sealed> {
        let subject = self.meet(person.unwrap_or(NOBODY), &audit.salt)?;
        let (tree, last) = self.end.resume(self.file)?;
        let seq = tree.size();
        *last = audit.at.max(*last);
        let header = Header {
            kind: record.kind,
            seq,
            at: *last,
            tag: person.map_or([0; 16], |_| subject.tag(seq)),
            plan: first_bytes(&audit.plan),
            facts: record.facts.clone(),
        };
        let body = subject.seal(seq, body).map_err(keys::refused)?;
        tree.push(self.bundle.push(&header, &digest_of(&body)), |tile| self.full.push(tile));
        if tree.size().is_multiple_of(FULL as u64) {
            self.write_entries()?;
        }
        Ok(Sealed { seq: Some(seq as i64), body })
    }

    /// The key of the one whose record comes.
    fn meet(&mut self, person: Id, salt: &Salt) -> Result<Arc<Subject>> {
        if let Some((known, subject)) = &self.met
            && *known == person
        {
            return Ok(Arc::clone(subject));
        }
        let subject = self.keys.of_person(self.file, person, salt)?;
        self.met = Some((person, Arc::clone(&subject)));
        Ok(subject)
    }

    /// Writes the entries since the last time.
    fn write_entries(&mut self) -> Result<()> {
        let size = self.end.resume(self.file)?.0.size();
        if size > self.first {
            let sql = "INSERT INTO audit (first, entries) VALUES (?1, ?2)";
            self.file.prepare_cached(sql)?.execute(params![self.first as i64, self.bundle.bytes()])?;
            self.bundle.clear();
            self.first = size;
        }
        Ok(())
    }

    /// Writes the last entries, the tiles that changed and the end of the log.
    fn write(mut self) -> Result<()> {
        self.write_entries()?;
        let (tree, last) = self.end.resume(self.file)?;
        for tile in self.full.into_iter().chain(tree.partial()) {
            put(self.file, &tile)?;
        }
        let end = [tree.size().to_be_bytes(), last.to_be_bytes()].concat();
        let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES ('audit_end', ?1)";
        self.file.prepare_cached(sql)?.execute([end]).map(|_| ())
    }
}

fn put(file: &Connection, tile: &Tile) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO audit_tile (level, place, hashes) VALUES (?1, ?2, ?3)";
    file.prepare_cached(sql)?
        .execute(params![tile.level, tile.index as i64, tile.hashes.concat()])
        .map(|_| ())
}

/// The first bytes of a hash that is written in hexadecimal digits; zeros when it is none.
fn first_bytes(hash: &str) -> [u8; 8] {
    hash.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(0).to_be_bytes()
}
