//! What bodies are of.

use schemars::JsonSchema;
use serde::Serialize;

/// What a body is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The key of a person, under the root key.
    Key,
    /// The state of a person.
    Person,
    /// A name by which a person is known.
    Name,
    /// A message or a question that waits.
    Message,
    /// A message that did not arrive.
    DeadLetter,
    /// A request of a person, with what services are asked for it.
    Request,
    /// Something that could not be understood.
    Quarantine,
    /// Something that happened.
    Input,
    /// A decision.
    Decision,
    /// Something that somebody did, for the audit log.
    Act,
    /// A plan that was active.
    Plan,
    /// The plan of a share.
    Release,
    /// A record of the journal that the file does not have yet.
    Record,
}

/// The bodies of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bodies {
    /// The kind.
    pub kind: Kind,
    /// How many were opened and read.
    pub opened: u64,
    /// How many nobody opens any more, because their person was erased with the key: that is as it should be.
    pub erased: u64,
    /// How many should open and do not.
    pub damaged: u64,
}

impl Bodies {
    pub(super) const fn of(kind: Kind) -> Self {
        Self { kind, opened: 0, erased: 0, damaged: 0 }
    }
}

impl Kind {
    /// Whether it is a record that stays behind whoever it is about.
    pub(super) const fn outlives_its_key(self) -> bool {
        matches!(self, Self::Input | Self::Decision | Self::Act)
    }

    /// What to do about one that does not open.
    pub(super) const fn way_out(self) -> &'static str {
        match self {
            Self::Input | Self::Decision | Self::Act | Self::Quarantine => {
                "no journey hangs on it: when its words are needed, keep a copy of the whole directory, and restore a backup"
            }
            _ => "keep a copy of the whole directory, then restore a backup",
        }
    }
}
