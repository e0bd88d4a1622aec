//! What the audit log is told of a commit.

use super::{Commit, DecisionRow, InputRow};
use filrouge_audit::{Fact, Facts, Kind, Salt};
use filrouge_machine::Id;
use serde::{Deserialize, Serialize};

/// What the audit log is told of a commit, in the order in which it happened. A store that keeps a log writes it with the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRows {
    /// When the records are written, in milliseconds since 1970.
    pub at: i64,
    /// Hash of the plan that runs.
    pub plan: String,
    /// What keys of new people are drawn from. A store that keeps a log puts chance here before it writes the commit down, so
    /// that what is written again after a crash is the same.
    pub salt: Salt,
    /// The records. Those of inputs are in the order of the inputs, those of decisions in the order of the decisions: so rows
    /// are found without an index.
    pub records: Vec<RecordRow>,
}

/// A record: facts in the clear, and which row is its body. In the log the body is encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordRow {
    /// What it is about.
    pub kind: Kind,
    /// Its body.
    pub of: RowOf,
    /// What everybody may read. Nothing in it is an identifier of a person.
    pub facts: Facts,
}

/// The body of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowOf {
    /// An input of the same commit, by its place in the list.
    Input(u32),
    /// A decision of the same commit, likewise.
    Decision(u32),
    /// Its own.
    Act {
        /// About whom.
        person: Option<Id>,
        /// What was done, as JSON.
        #[serde(with = "serde_bytes")]
        body: Vec<u8>,
    },
}

/// What somebody did who is none of the people: an operator, or the daemon for one. The audit log has it as a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// [`Kind::Act`], [`Kind::Right`] or [`Kind::Key`].
    pub kind: Kind,
    /// What was done, in one word; everybody may read it.
    pub what: String,
    /// To whom, when it was to one person: their key seals the body.
    pub about: Option<Id>,
    /// By whom and how, as JSON; it is encrypted.
    pub body: Vec<u8>,
}

impl Commit {
    /// Adds an input, and tells the log of it, when there is something to tell.
    pub(crate) fn record_input(&mut self, row: InputRow, told: Option<(Kind, Facts)>) {
        let of = RowOf::Input(place(self.inputs.len()));
        self.inputs.push(row);
        self.audit.records.extend(told.map(|(kind, facts)| RecordRow { kind, of, facts }));
    }

    /// Adds a decision, likewise.
    pub(crate) fn record_decision(&mut self, row: DecisionRow, told: Option<Facts>) {
        let of = RowOf::Decision(place(self.decisions.len()));
        self.decisions.push(row);
        self.audit.records.extend(told.map(|facts| RecordRow { kind: Kind::Decision, of, facts }));
    }

    /// Tells the log of an act.
    pub(crate) fn record_act(&mut self, act: Noted) {
        let Noted { kind, what, about, body } = act;
        let (of, facts) = (RowOf::Act { person: about, body }, Facts::from([(Fact::What, what)]));
        self.audit.records.push(RecordRow { kind, of, facts });
    }

    /// Says when the records are written, and under which plan; nothing when there are none.
    pub(crate) fn date_audit(&mut self, at: i64, plan: &str) {
        if !self.audit.records.is_empty() {
            plan.clone_into(&mut self.audit.plan);
            self.audit.at = at;
        }
    }
}

fn place(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
