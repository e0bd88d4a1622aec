//! What the signals of consent tools mean to the purposes of a project.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A signal in which a consent tool tells what somebody chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignalKind {
    /// The string of IAB Europe's Transparency and Consent Framework, 2.2 and later; alone, or in a string of the Global
    /// Privacy Platform.
    Tcf,
    /// The section for the United States (`usnat`) of IAB's Global Privacy Platform.
    Gpp,
    /// Google's Consent Mode, version 2.
    ConsentMode,
}

impl SignalKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Tcf, Self::Gpp, Self::ConsentMode];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tcf => "tcf",
            Self::Gpp => "gpp",
            Self::ConsentMode => "consent-mode",
        }
    }

    /// Everything that it says of a choice, in the order of its standard.
    #[must_use]
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Tcf => &TCF,
            Self::Gpp => &USNAT,
            Self::ConsentMode => &CONSENT_MODE,
        }
    }
}

const TCF: [&str; 13] = [
    "purpose-1",
    "purpose-2",
    "purpose-3",
    "purpose-4",
    "purpose-5",
    "purpose-6",
    "purpose-7",
    "purpose-8",
    "purpose-9",
    "purpose-10",
    "purpose-11",
    "special-feature-1",
    "special-feature-2",
];

const USNAT: [&str; 7] =
    ["sale", "sharing", "targeted-advertising", "sensitive-data", "known-child", "personal-data", "gpc"];

const CONSENT_MODE: [&str; 7] = [
    "ad_storage",
    "ad_user_data",
    "ad_personalization",
    "analytics_storage",
    "functionality_storage",
    "personalization_storage",
    "security_storage",
];

/// What each field of a signal means here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignalMap {
    /// The signal.
    pub kind: SignalKind,
    /// The purposes that a field decides about, sorted, by field.
    pub purposes: BTreeMap<String, Vec<String>>,
    /// Why a field means nothing here, by field.
    pub ignored: BTreeMap<String, String>,
}
