//! A record: what everybody may read of it, and the digest of what only its person's key opens.
//!
//! An entry of the log is the header and, behind it, the SHA-256 of the encrypted body. The body itself is kept elsewhere and
//! can be deleted.

use crate::facts::Facts;
use crate::hash::{Hash, sha256};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The layout that is written.
const VERSION: u8 = 1;

/// Bytes of the digest at the end of an entry.
pub const DIGEST: usize = 32;

/// Bytes of a header before its facts.
const FIXED: usize = 43;

/// Ties records of one person together for whoever has the person's key, and for nobody else; zeros for a record about nobody.
pub type Tag = [u8; 16];

/// What a record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Something that came in: an event, an identify, a timer.
    Input = 1,
    /// A decision, also one not to act.
    Decision = 2,
    /// What became of an effect.
    Outcome = 3,
    /// A consent that was given or withdrawn.
    Consent = 4,
    /// A right that a person exercised.
    Right = 5,
    /// An act of an operator.
    Act = 6,
    /// A plan that was taken or refused.
    Plan = 7,
    /// Something about keys: the log was made, the root key was changed, a person's key was destroyed.
    Key = 8,
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::Input,
        Self::Decision,
        Self::Outcome,
        Self::Consent,
        Self::Right,
        Self::Act,
        Self::Plan,
        Self::Key,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Decision => "decision",
            Self::Outcome => "outcome",
            Self::Consent => "consent",
            Self::Right => "right",
            Self::Act => "act",
            Self::Plan => "plan",
            Self::Key => "key",
        }
    }

    fn of(byte: u8) -> Result<Self, Garbled> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == byte).ok_or(Garbled)
    }
}

/// What a fact tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// What came in, or what was decided, in one word.
    What = 1,
    /// Address of the part of the plan that decided.
    Origin = 2,
    /// Why, in one word.
    Reason = 3,
    /// The purpose.
    Purpose = 4,
    /// The lawful basis of the purpose.
    Basis = 5,
    /// The channel.
    Channel = 6,
    /// The connector.
    Connector = 7,
    /// Where an input came from.
    Source = 8,
    /// Who acted.
    Actor = 9,
    /// The arm of an experiment.
    Arm = 10,
    /// How likely the arm was.
    Odds = 11,
    /// A hash in hexadecimal digits: of a plan, a key or a text.
    Hash = 12,
    /// The number of another record on which this one rests.
    Rests = 13,
    /// The version that wrote it.
    Engine = 14,
    /// How many.
    Count = 15,
}

impl Fact {
    pub(crate) const ALL: [Self; 15] = [
        Self::What,
        Self::Origin,
        Self::Reason,
        Self::Purpose,
        Self::Basis,
        Self::Channel,
        Self::Connector,
        Self::Source,
        Self::Actor,
        Self::Arm,
        Self::Odds,
        Self::Hash,
        Self::Rests,
        Self::Engine,
        Self::Count,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::What => "what",
            Self::Origin => "origin",
            Self::Reason => "reason",
            Self::Purpose => "purpose",
            Self::Basis => "basis",
            Self::Channel => "channel",
            Self::Connector => "connector",
            Self::Source => "source",
            Self::Actor => "actor",
            Self::Arm => "arm",
            Self::Odds => "odds",
            Self::Hash => "hash",
            Self::Rests => "rests-on",
            Self::Engine => "engine",
            Self::Count => "count",
        }
    }

    pub(crate) fn of(byte: u8) -> Result<Self, Garbled> {
        Self::ALL.into_iter().find(|fact| *fact as u8 == byte).ok_or(Garbled)
    }
}

/// What everybody may read of a record. It has no identifier of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// What it is about.
    pub kind: Kind,
    /// Its number: the place of its leaf in the tree.
    pub seq: u64,
    /// When it was written, in milliseconds since 1970; never before the record in front of it.
    pub at: i64,
    /// Whose it is.
    pub tag: Tag,
    /// The first eight bytes of the hash of the plan under which it was written; zeros without one.
    pub plan: [u8; 8],
    /// What is told in the clear.
    pub facts: Facts,
}

/// Bytes that are no record of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Garbled;

impl fmt::Display for Garbled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("these bytes are no record of the audit log, or of a newer version")
    }
}

impl std::error::Error for Garbled {}

impl Header {
    /// Its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(FIXED + 64);
        self.write(&mut bytes);
        bytes
    }

    /// Puts its bytes behind others.
    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend([VERSION, self.kind as u8]);
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.at.to_be_bytes());
        bytes.extend(self.tag);
        bytes.extend(self.plan);
        self.facts.write(bytes);
    }

    /// Reads bytes of [`Header::encode`], all of them.
    ///
    /// # Errors
    /// When they are none.
    pub fn decode(bytes: &[u8]) -> Result<Self, Garbled> {
        let mut rest = Reading(bytes);
        let [version, kind] = rest.take()?;
        if version != VERSION {
            return Err(Garbled);
        }
        let (kind, seq, at) = (Kind::of(kind)?, rest.take().map(u64::from_be_bytes)?, rest.take()?);
        let (at, tag, plan) = (i64::from_be_bytes(at), rest.take()?, rest.take()?);
        Ok(Self { kind, seq, at, tag, plan, facts: Facts::read(rest.0)? })
    }

    /// What it tells of `fact`.
    #[must_use]
    pub fn fact(&self, fact: Fact) -> Option<&str> {
        self.facts.iter().find(|(known, _)| *known == fact).map(|(_, text)| text)
    }
}

struct Reading<'a>(&'a [u8]);

impl Reading<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Garbled> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Garbled)?;
        self.0 = rest;
        Ok(*taken)
    }
}

/// What a log says of a body, encrypted as it is kept.
#[must_use]
pub fn digest_of(body: &[u8]) -> Hash {
    sha256(body)
}

/// An entry of the log.
#[must_use]
pub fn entry(header: &[u8], digest: &Hash) -> Vec<u8> {
    [header, digest.as_slice()].concat()
}

/// The header and the digest of an entry.
///
/// # Errors
/// When it is too short.
pub fn split(entry: &[u8]) -> Result<(&[u8], &Hash), Garbled> {
    entry.split_last_chunk::<DIGEST>().ok_or(Garbled)
}
