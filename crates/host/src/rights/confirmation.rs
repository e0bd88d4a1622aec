//! The word of a service about what it was asked for a person.

use filrouge_machine::Id;
use filrouge_plan::ask::AskedFor;

/// What a service says by a call of its own, which was proved to be its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// The source that took the call.
    pub source: String,
    /// The connector over which the service was asked.
    pub connector: String,
    /// What it was asked to do.
    pub right: AskedFor,
    /// What names the task: `task.id`, or a value that an answer of the service had, as `kept.job`.
    pub name: String,
    /// Its value; empty where the call names none.
    pub value: String,
    /// Whether the service says that it does not do it.
    pub refused: bool,
}

impl Confirmation {
    /// By what a second one is known.
    pub(crate) fn id(&self) -> Id {
        Id::of(&["confirmation", &self.connector, self.right.word(), &self.name, &self.value])
    }
}

/// What came of the word of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// The task is done, or is not done by the service.
    Heard,
    /// The task was done before by the same word.
    Before,
    /// No task waits for it.
    Unknown,
    /// A call to the service is under way whose answer may name the task: it should be said again.
    Early,
}

impl Confirmed {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Heard => "heard",
            Self::Before => "before",
            Self::Unknown => "unknown",
            Self::Early => "early",
        }
    }
}
