//! `always`: what must hold in every life of everybody. Like tests it is not part of the plan: the compiler makes it of
//! the same text, and it is looked at while a test runs.

use crate::{CapWindow, Period, Place, QuietHours};
use serde::{Deserialize, Serialize};

/// One property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Property {
    /// Where it stands.
    pub place: Place,
    /// What must hold.
    pub claim: Claim,
    /// What it is about.
    pub scope: Scope,
}

/// What a property is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// These journeys; every one when none is named.
    pub journeys: Vec<String>,
    /// Messages for these purposes; for all that a person may withdraw from when none is named.
    pub purposes: Vec<String>,
    /// Messages over these channels; over every one when none is named.
    pub channels: Vec<String>,
}

/// What must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Claim {
    /// No message leaves without a yes of the person to its purpose.
    Consent,
    /// No message leaves over a cap.
    Caps,
    /// No message leaves in these hours; in the quiet hours of its channel when absent.
    QuietHours(Option<QuietHours>),
    /// No message leaves while a rule that holds messages back holds for the person.
    Suppressed,
    /// No message leaves while the person is in this segment.
    Segment(String),
    /// No more messages than this leave in such a time.
    TooOften {
        /// How many may.
        most: u32,
        /// The time.
        per: CapWindow,
    },
    /// Nobody is in a journey for longer.
    TooLong(Period),
}

impl Claim {
    /// The word of the language for it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Consent => "never-sends-without-consent",
            Self::Caps => "never-sends-over-caps",
            Self::QuietHours(_) => "never-sends-in-quiet-hours",
            Self::Suppressed => "never-sends-to-suppressed",
            Self::Segment(_) => "never-sends-to-segment",
            Self::TooOften { .. } => "never-sends-too-often",
            Self::TooLong(_) => "never-stays-too-long",
        }
    }
}
