//! What people agree to and refuse: how it was told, what proves it, and every record of it.
//!
//! The fields of a [`ConsentRecord`] are those of ISO/IEC TS 27560; `docs/privacy/consent.md` has the table.

use crate::grant::EVERY_CHANNEL;
use crate::{Consent, Id, Person};
use filrouge_plan::Period;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a decision was told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// In a way that has no word here; the evidence says more.
    #[default]
    Other,
    /// By a button or a box that was not ticked beforehand.
    Button,
    /// By refusing when asked.
    Reject,
    /// By a form.
    Form,
    /// In the preference centre.
    PreferenceCentre,
    /// By the link or the headers of a message.
    OneClick,
    /// By confirming what was asked for before.
    DoubleOptIn,
    /// By a word such as STOP in answer to a message.
    StopWord,
    /// By the signal of the browser, Global Privacy Control.
    Gpc,
    /// By a string of IAB Europe's framework.
    Tcf,
    /// By a string of IAB's Global Privacy Platform.
    Gpp,
    /// By the signals of Google's Consent Mode.
    ConsentMode,
    /// By a call of a client.
    Api,
    /// By a service, such as a complaint that a mail provider hands on.
    Webhook,
    /// From a file with decisions that were made elsewhere.
    Import,
    /// By an objection or another request of the person's that somebody of the team entered.
    Request,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 16] = [
        Self::Other,
        Self::Button,
        Self::Reject,
        Self::Form,
        Self::PreferenceCentre,
        Self::OneClick,
        Self::DoubleOptIn,
        Self::StopWord,
        Self::Gpc,
        Self::Tcf,
        Self::Gpp,
        Self::ConsentMode,
        Self::Api,
        Self::Webhook,
        Self::Import,
        Self::Request,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Button => "button",
            Self::Reject => "reject",
            Self::Form => "form",
            Self::PreferenceCentre => "preference-centre",
            Self::OneClick => "one-click",
            Self::DoubleOptIn => "double-opt-in",
            Self::StopWord => "stop-word",
            Self::Gpc => "gpc",
            Self::Tcf => "tcf",
            Self::Gpp => "gpp",
            Self::ConsentMode => "consent-mode",
            Self::Api => "api",
            Self::Webhook => "webhook",
            Self::Import => "import",
            Self::Request => "request",
        }
    }

    /// The method that a word of evidence names; [`Self::Other`] for any other words.
    #[must_use]
    pub fn of(evidence: &str) -> Self {
        Self::ALL.into_iter().find(|method| method.word() == evidence).unwrap_or_default()
    }

    /// Whether a machine repeats it with everything that the person does, without a new act of theirs.
    #[must_use]
    pub const fn is_signal(self) -> bool {
        matches!(self, Self::Gpc | Self::Tcf | Self::Gpp | Self::ConsentMode)
    }
}

/// What proves a decision, beside its words of evidence. Nothing in it is invented: what was not told is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proof {
    /// How it was told.
    #[serde(default)]
    pub method: Method,
    /// The text that the person was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeShown>,
    /// The screen or the address of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screen: Option<String>,
    /// The network address, cut to /24 or /48.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// What the browser or the program calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// The country, in two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The source that told it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When it came in, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at: Option<i64>,
    /// When the person acted by their own account, for a decision that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acted_at: Option<i64>,
    /// The signal of a consent tool that told it, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<SignalSeen>,
}

/// A signal of a consent tool, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignalSeen {
    /// The string, or its states as JSON.
    pub text: String,
    /// The standard that it is written by, and its version.
    pub version: String,
    /// The tool that wrote it, by its number in the list of IAB Europe, and the tool's version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
}

/// The text that a person was shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NoticeShown {
    /// Its file in the project.
    pub id: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of the text, in hex.
    pub sha256: String,
    /// The language in which it was shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Where a person stands with a purpose on a channel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentState {
    /// Nothing is known, or it holds no longer. It counts as a refusal where consent is asked for.
    #[default]
    Unset,
    /// Agreed, and not confirmed yet.
    Pending,
    /// Agreed.
    Granted,
    /// Refused, withdrawn or objected to.
    Refused,
}

impl ConsentState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Unset, Self::Pending, Self::Granted, Self::Refused];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unset => "unset",
            Self::Pending => "pending",
            Self::Granted => "granted",
            Self::Refused => "refused",
        }
    }
}

/// One entry of a person's ledger: a decision, what proves it, and what it changed. Entries are never changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConsentRecord {
    /// Identity of the entry.
    pub id: Id,
    /// The purpose.
    pub purpose: String,
    /// The channel; empty for every channel of the purpose.
    pub channel: String,
    /// The state to which the decision led; `unset` for one that does not count.
    pub state: ConsentState,
    /// Why it does not count, if it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignored: Option<Ignored>,
    /// When the decision was made, in milliseconds since 1970.
    pub at: i64,
    /// Where it was made, in words.
    pub evidence: String,
    /// What proves it.
    pub proof: Proof,
    /// The input that brought it.
    pub input: Id,
    /// The entry about the same purpose and channel before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Id>,
}

/// Why a decision does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ignored {
    /// A newer decision is known.
    Older,
    /// It comes from a file or a consent tool, and nothing says when, and upon what, the person agreed.
    Unproved,
}

impl Ignored {
    /// Every reason.
    pub const ALL: [Self; 2] = [Self::Older, Self::Unproved];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Older => "older",
            Self::Unproved => "unproved",
        }
    }
}

/// A consent that waits for its confirmation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unconfirmed {
    /// When the person asked for it, in milliseconds since 1970.
    pub at: i64,
    /// Until when it can be confirmed.
    pub until: i64,
    /// The input that brought it.
    pub input: Id,
}

impl Consent {
    /// A decision in the words of `evidence` alone.
    #[must_use]
    pub fn said(purpose: &str, channel: Option<&str>, granted: bool, evidence: &str) -> Self {
        Self {
            purpose: purpose.to_owned(),
            channel: channel.map(ToOwned::to_owned),
            granted,
            evidence: evidence.to_owned(),
            proof: None,
        }
    }

    /// The same decision with what proves it.
    #[must_use]
    pub fn proved(self, proof: Proof) -> Self {
        Self { proof: Some(Box::new(proof)), ..self }
    }

    /// How it was told.
    #[must_use]
    pub fn method(&self) -> Method {
        self.proof.as_ref().map_or_else(|| Method::of(&self.evidence), |proof| proof.method)
    }

    /// Whether it is an agreement from a file or a consent tool that does not say when, and where or upon what text, the
    /// person gave it. For what a tool repeats with every page, only the text that was shown counts.
    #[must_use]
    pub fn is_unproved(&self) -> bool {
        if self.method().is_signal() {
            let shown = |proof: &Proof| proof.acted_at.is_some() && proof.notice.is_some();
            return self.granted && !self.proof.as_deref().is_some_and(shown);
        }
        let lacks_proof = self.proof.as_ref().is_none_or(|proof| {
            proof.acted_at.is_none() || (proof.notice.is_none() && proof.screen.is_none())
        });
        let says_nothing = lacks_proof || self.evidence.trim().is_empty();
        self.granted && self.method() == Method::Import && says_nothing
    }
}

/// Most entries of one person's ledger. Of more the oldest fall out; the decisions keep them.
pub(crate) const LONGEST_LEDGER: usize = 1_000;

impl Person {
    /// Where the person stands with `purpose` on `channel` at `now`; a consent ends `expires` after it was given.
    #[must_use]
    pub fn consent_state(
        &self,
        purpose: &str,
        channel: &str,
        expires: Option<Period>,
        now: i64,
        zone: &TimeZone,
    ) -> ConsentState {
        let of = |channel: &str| (purpose.to_owned(), channel.to_owned());
        let waits = |key: &(String, String)| self.unconfirmed.get(key).is_some_and(|asked| asked.until > now);
        let fact = self.consents.get(&of(channel));
        let fact = fact.or_else(|| self.consents.get(&of(EVERY_CHANNEL)).filter(|fact| !fact.granted));
        let ends = |at: i64| expires.map(|period| crate::moment::after(at, period, zone));
        match fact {
            Some(fact) if fact.granted && ends(fact.at).is_none_or(|end| end > now) => ConsentState::Granted,
            _ if waits(&of(channel)) => ConsentState::Pending,
            Some(fact) if !fact.granted => ConsentState::Refused,
            _ => ConsentState::Unset,
        }
    }

    /// The latest entry of the ledger that counts and is about `purpose`, and `channel` or every channel.
    #[must_use]
    pub fn last_record(&self, purpose: &str, channel: Option<&str>) -> Option<&ConsentRecord> {
        self.ledger.iter().rev().find(|record| {
            let is_about = channel.is_none_or(|own| record.channel == own || record.channel == EVERY_CHANNEL);
            record.ignored.is_none() && record.purpose == purpose && is_about
        })
    }
}
