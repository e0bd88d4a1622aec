//! What must be in the audit log, and what must be nowhere.

use crate::ground::Ground;
use crate::host::told;
use crate::look::Look;
use crate::telling::Judged;
use filrouge_audit::{Checkpoint, Fact, Kind};
use filrouge_host::{Accepted, Entry, StoreError};
use filrouge_machine::{Id, InputKind};
use filrouge_store::{AuditLog, verify};
use std::collections::{BTreeMap, BTreeSet};

/// How each word begins that only one person has: the number of a telephone.
const BEGINNING: &str = "+337";

/// Whoever remembers what was acknowledged, and what was erased.
#[derive(Default)]
pub struct Witness {
    /// Who told of a word.
    words: BTreeMap<String, Id>,
    /// Words of people who were erased.
    erased: BTreeSet<String>,
    /// Acts of which the log was told.
    noted: BTreeSet<String>,
    /// What was signed at the last look: the log only grows.
    signed: Option<Checkpoint>,
    read: Read,
}

/// What was read of the log. Its records stay as they are until something is forgotten or people are parted: until then only
/// new ones are read.
#[derive(Default)]
struct Read {
    records: u64,
    /// Their words, sorted.
    decisions: Vec<Vec<u8>>,
    noted: BTreeSet<String>,
}

/// What is wrong with a record.
struct Unsound(String);

impl From<StoreError> for Unsound {
    fn from(error: StoreError) -> Self {
        Self(told(error))
    }
}

/// What a look was about.
#[derive(Default)]
pub struct Looked {
    /// Records that were compared with decisions.
    pub records: usize,
    /// Words that were looked for in every file.
    pub words: usize,
}

/// A word that nobody else has.
pub fn word(seed: u64) -> String {
    format!("{BEGINNING}{:08}", seed % 100_000_000)
}

fn words_of(entry: &Entry) -> impl Iterator<Item = &str> {
    let fields = match entry {
        Entry::Input(ingest) => match &ingest.kind {
            InputKind::Identify(identify) => identify.fields.as_slice(),
            _ => &[],
        },
        Entry::Quarantine(_) => &[],
    };
    fields.iter().filter_map(|(_, value)| value.as_text()).filter(|text| text.starts_with(BEGINNING))
}

impl Witness {
    /// Something comes in: what is in it may be known again, whoever was erased.
    pub fn hear(&mut self, entries: &[Entry]) {
        for word in entries.iter().flat_map(words_of) {
            self.erased.remove(word);
        }
    }

    /// It was acknowledged.
    pub fn heard(&mut self, entries: &[Entry], accepted: &[Accepted]) {
        for (entry, accepted) in entries.iter().zip(accepted) {
            if let Accepted::Applied { person, .. } = accepted {
                self.words.extend(words_of(entry).map(|word| (word.to_owned(), *person)));
            }
        }
    }

    pub fn note(&mut self, act: String) {
        self.noted.insert(act);
    }

    /// Somebody is erased, with everybody who had become one with them.
    pub fn erase(&mut self, people: &BTreeSet<Id>) {
        let theirs = self.words.iter().filter(|(_, person)| people.contains(person));
        let theirs: BTreeSet<String> = theirs.map(|(word, _)| word.clone()).collect();
        self.words.retain(|word, _| !theirs.contains(word));
        self.erased.extend(theirs);
    }

    /// Whose words are whose is not known any more.
    pub fn forget(&mut self, people: [Id; 2]) {
        self.words.retain(|_, person| !people.contains(person));
    }

    /// The log is sound, it goes on from what was signed before, it has each decision and each act, and no word of the erased
    /// is in it or anywhere else.
    pub fn look(&mut self, ground: &Ground, look: &Look) -> Judged<Looked> {
        let log = AuditLog::unlocked(ground.folder()).map_err(told)?;
        let verdict = verify(&log, self.signed.as_slice(), true).map_err(told)?;
        if !verdict.defects.is_empty() {
            return Err(format!("the audit log is not sound: {:?}", verdict.defects));
        }
        self.signed = Some(log.checkpoint().map_err(told)?.0);
        let records = self.read(&log, verdict.records, look)?;
        let words = if look.awaits_files()? { 0 } else { self.search(ground, look)? };
        Ok(Looked { records, words })
    }

    /// The next look reads the whole log again.
    pub fn read_again(&mut self) {
        self.read = Read::default();
    }

    fn read(&mut self, log: &AuditLog, records: u64, look: &Look) -> Judged<usize> {
        let Read { mut decisions, mut noted, records: known } = std::mem::take(&mut self.read);
        log.records_from(known, |seq, record| {
            if record.header.kind == Kind::Act {
                noted.extend(record.header.fact(Fact::What).map(str::to_owned));
            }
            let Some(body) = record.body else { return Ok(()) };
            self.says_nothing(&body)
                .map_err(|word| Unsound(format!("record {seq} tells {word} of the erased")))?;
            if record.header.kind == Kind::Decision {
                decisions.push(body);
            }
            Ok(())
        })
        .map_err(|Unsound(why)| why)?;
        decisions.sort_unstable();
        self.compare(&decisions, &noted, look)?;
        self.read = Read { records, decisions, noted };
        Ok(usize::try_from(records - known).unwrap_or(0))
    }

    fn compare(&self, decisions: &[Vec<u8>], noted: &BTreeSet<String>, look: &Look) -> Judged {
        if let Some(act) = self.noted.difference(noted).next() {
            return Err(format!("the log has nothing of {act}"));
        }
        let (is, should) = (decisions.len(), look.decisions());
        if decisions == should {
            return Ok(());
        }
        let missing = should.iter().find(|body| !decisions.iter().any(|own| own == *body));
        let missing = missing.map(|body| String::from_utf8_lossy(body));
        Err(format!("the log has {is} decisions and should have {}; it has not {missing:?}", should.len()))
    }

    fn search(&self, ground: &Ground, look: &Look) -> Judged<usize> {
        if self.erased.is_empty() {
            return Ok(0);
        }
        for body in look.bodies() {
            self.says_nothing(body).map_err(|word| format!("a row has {word} of the erased"))?;
        }
        for (name, bytes) in ground.files()? {
            self.says_nothing(&bytes).map_err(|word| format!("`{name}` has {word} of the erased"))?;
        }
        Ok(self.erased.len())
    }

    /// Or the word that stands there.
    fn says_nothing(&self, bytes: &[u8]) -> Result<(), String> {
        // What follows a plus sign: few places, so that whole files can be read.
        for rest in bytes.split(|byte| *byte == b'+').skip(1) {
            let word = rest.get(..11).and_then(|digits| str::from_utf8(digits).ok());
            let word = word.map(|digits| format!("+{digits}")).filter(|word| self.erased.contains(word));
            if let Some(word) = word {
                return Err(word);
            }
        }
        Ok(())
    }
}
