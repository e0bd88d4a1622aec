//! What operators did and saw: one line of JSON each, on the disk before the answer leaves. It names tokens, and holds no value that
//! was seen. Whom it was about stands in the audit log, sealed for them, where an erasure destroys it; a line says so itself only as
//! long as the log could not be written.

use super::Holder;
use filrouge_audit::Kind;
use filrouge_host::Noted;
use filrouge_machine::Id;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The file that is written.
const FILE: &str = "deeds.jsonl";
/// A longer file is set aside under the moment at which that happens.
const LONGEST: u64 = 16 * 1024 * 1024;

/// Something that an operator did or saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deed {
    /// Version of this line.
    version: u32,
    /// When, in milliseconds since 1970.
    at: i64,
    /// The name of the token.
    token: String,
    /// The purpose that was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    /// The call: its method and its route.
    call: String,
    /// Whom it was about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    people: Vec<Id>,
    /// How many people it was about, where the audit log says whom.
    #[serde(default, skip_serializing_if = "is_none")]
    about: usize,
    /// Categories of data and identifiers that were shown.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    saw: BTreeSet<String>,
}

impl Deed {
    /// A call by `holder`.
    pub(crate) fn of(holder: &Holder, call: &str, at: i64) -> Self {
        let (token, purpose) = (holder.name.clone(), holder.purpose.clone());
        Self {
            version: 1,
            at,
            token,
            purpose,
            call: call.to_owned(),
            people: Vec::new(),
            about: 0,
            saw: BTreeSet::new(),
        }
    }

    /// The same for the audit log: a record for each person, sealed with their key; the call is for everybody to read, all else
    /// is sealed.
    pub(crate) fn noted(&self) -> Vec<Noted> {
        let alone = |person: &Id| (Some(*person), Self { people: vec![*person], ..self.clone() });
        let mut deeds: Vec<_> = self.people.iter().map(alone).collect();
        if deeds.is_empty() {
            deeds.push((None, self.clone()));
        }
        let noted = |(about, deed): (Option<Id>, Self)| {
            let body = serde_json::to_vec(&deed).unwrap_or_default();
            Noted { kind: Kind::Act, what: deed.call, about, body }
        };
        deeds.into_iter().map(noted).collect()
    }

    /// Whether it names somebody.
    pub(crate) const fn names(&self) -> bool {
        !self.people.is_empty()
    }

    /// The same without their ids: the audit log has them.
    pub(crate) fn unnamed(self) -> Self {
        Self { about: self.about.max(self.people.len()), people: Vec::new(), ..self }
    }

    /// The same, with what was shown of whom.
    pub(crate) fn saw(self, people: Vec<Id>, saw: BTreeSet<String>) -> Self {
        Self { people, saw, ..self }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
const fn is_none(count: &usize) -> bool {
    *count == 0
}

/// The record of what operators did and saw.
#[derive(Debug)]
pub(crate) struct Deeds {
    folder: PathBuf,
    file: Mutex<File>,
}

impl Deeds {
    /// Opens the record in the data folder.
    pub(crate) fn open_in(folder: &Path) -> io::Result<Self> {
        Ok(Self { folder: folder.to_owned(), file: Mutex::new(open(folder)?) })
    }

    /// Writes it down; on the disk when this returns. Blocks.
    pub(crate) fn record(&self, deed: &Deed) -> io::Result<()> {
        let mut line = serde_json::to_vec(deed)?;
        line.push(b'\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if file.metadata()?.len() > LONGEST {
            let aside = format!("deeds-{}.jsonl", deed.at);
            fs::rename(self.folder.join(FILE), self.folder.join(aside))?;
            *file = open(&self.folder)?;
        }
        file.write_all(&line)?;
        file.sync_data()
    }

    /// Deeds that name somebody, in every file: the log did not have them, or an earlier version wrote them.
    pub(crate) fn named(&self) -> io::Result<Vec<Deed>> {
        let texts = self.files()?.into_iter().map(fs::read_to_string).collect::<io::Result<Vec<_>>>()?;
        let deeds = texts.iter().flat_map(|text| text.lines()).filter_map(read);
        Ok(deeds.filter(Deed::names).collect())
    }

    /// Takes the ids of people out of the lines of these deeds, which the log has. Each file is there whole or as it was.
    pub(crate) fn forget_names(&self, told: &[Deed]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        for path in self.files()? {
            let text = fs::read_to_string(&path)?;
            if !text.lines().filter_map(read).any(|deed| told.contains(&deed)) {
                continue;
            }
            let draft = path.with_extension("new");
            let mut new =
                OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&draft)?;
            for line in text.lines() {
                writeln!(new, "{}", unnamed(line, told))?;
            }
            new.sync_all()?;
            fs::rename(draft, path)?;
        }
        File::open(&self.folder)?.sync_all()?;
        *file = open(&self.folder)?;
        Ok(())
    }

    fn files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let name = entry?.file_name();
            let is_one =
                name.to_str().is_some_and(|name| name.starts_with("deeds") && name.ends_with(".jsonl"));
            files.extend(is_one.then(|| self.folder.join(name)));
        }
        Ok(files)
    }
}

fn read(line: &str) -> Option<Deed> {
    serde_json::from_str(line).ok()
}

/// A line without ids; one that a crash has cut off stays as it is, for it names nobody whole.
fn unnamed(line: &str, told: &[Deed]) -> String {
    let deed = read(line).filter(|deed| told.contains(deed)).map(Deed::unnamed);
    deed.and_then(|deed| serde_json::to_string(&deed).ok()).unwrap_or_else(|| line.to_owned())
}

fn open(folder: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).mode(0o600).open(folder.join(FILE))
}

#[cfg(test)]
mod tests {
    use super::super::Rights;
    use super::*;

    #[test]
    fn what_was_seen_is_told_without_a_value() {
        let folder = tempfile::tempdir().unwrap();
        let deeds = Deeds::open_in(folder.path()).unwrap();
        let holder = Holder {
            token: None,
            name: "desk".into(),
            rights: Rights::Roles(vec!["support".into()]),
            purpose: Some("orders".into()),
        };
        let seen = BTreeSet::from(["user.contact.email".to_owned()]);
        deeds.record(&Deed::of(&holder, "GET /admin/v1/person", 5).saw(vec![Id(7)], seen)).unwrap();
        deeds.record(&Deed::of(&holder, "POST /admin/v1/pause", 6)).unwrap();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(deeds.named().unwrap().len(), 1);
        assert_eq!(
            lines,
            [
                "{\"version\":1,\"at\":5,\"token\":\"desk\",\"purpose\":\"orders\",\"call\":\"GET /admin/v1/person\",\
                 \"people\":[\"00000000000000000000000000000007\"],\"saw\":[\"user.contact.email\"]}",
                "{\"version\":1,\"at\":6,\"token\":\"desk\",\"purpose\":\"orders\",\"call\":\"POST /admin/v1/pause\"}",
            ]
        );
        let named = deeds.named().unwrap();
        deeds.forget_names(&named).unwrap();
        deeds.record(&Deed::of(&holder, "POST /admin/v1/resume", 7)).unwrap();
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert_eq!(text.lines().count(), 3);
        let first = "\"call\":\"GET /admin/v1/person\",\"about\":1,\"saw\":[\"user.contact.email\"]}";
        assert!(text.lines().next().unwrap().ends_with(first), "{text}");
        assert_eq!(deeds.named().unwrap(), []);
    }
}
