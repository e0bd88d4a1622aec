//! Why a message does not leave, or not yet.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a message, or one channel for it, was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SkipReason {
    /// The person never granted the purpose on this channel.
    NoConsent,
    /// The person refused it, withdrew it or objected to it.
    Refused,
    /// The consent is too old.
    ConsentExpired,
    /// The purpose does not permit this channel.
    NotPermitted,
    /// The person has no address on this channel.
    NoAddress,
    /// The person has had as many messages as the cap allows.
    Cap,
    /// There is no moment within a month, or within the time of the cap, at which the message may leave.
    NoRoom,
    /// It waited longer than its author allows.
    TooLate,
    /// A rule of the project holds such messages back while a condition holds.
    Suppressed,
    /// The person is in a holdout.
    Holdout,
    /// The journey, the channel, its connector or the project was paused before the message had left.
    Paused,
    /// The template could not be rendered.
    Template,
    /// A value that the service would be told is missing.
    MissingValue,
    /// A value cannot stand in the path of the question: it is empty, or leads back.
    NoPath,
    /// The provider refused it for good.
    Failed,
    /// No channel of the list could carry it.
    NoChannel,
    /// The person left the journey first.
    Left,
    /// The person asked that their data be stored and nothing else.
    Restricted,
    /// A legal hold is on the person's data: marketing rests.
    OnHold,
    /// The contact point is one of somebody who was erased, and who has not agreed since.
    Erased,
}

impl SkipReason {
    /// Every reason.
    pub const ALL: [Self; 20] = [
        Self::NoConsent,
        Self::Refused,
        Self::ConsentExpired,
        Self::NotPermitted,
        Self::NoAddress,
        Self::Cap,
        Self::NoRoom,
        Self::TooLate,
        Self::Suppressed,
        Self::Holdout,
        Self::Paused,
        Self::Template,
        Self::MissingValue,
        Self::NoPath,
        Self::Failed,
        Self::NoChannel,
        Self::Left,
        Self::Restricted,
        Self::OnHold,
        Self::Erased,
    ];

    /// The word for it, as conditions read it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoConsent => "no-consent",
            Self::Refused => "refused",
            Self::ConsentExpired => "consent-expired",
            Self::NotPermitted => "not-permitted",
            Self::NoAddress => "no-address",
            Self::Cap => "cap",
            Self::NoRoom => "no-room",
            Self::TooLate => "too-late",
            Self::Suppressed => "suppressed",
            Self::Holdout => "holdout",
            Self::Paused => "paused",
            Self::Template => "template",
            Self::MissingValue => "missing-value",
            Self::NoPath => "no-path",
            Self::Failed => "failed",
            Self::NoChannel => "no-channel",
            Self::Left => "left",
            Self::Restricted => "restricted",
            Self::OnHold => "on-hold",
            Self::Erased => "erased",
        }
    }
}

/// Why a message waits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HoldReason {
    /// It is night for the person.
    #[default]
    QuietHours,
    /// No window of the channel is open.
    Window,
    /// The calendar of the channel is closed.
    Closed,
    /// A cap is full.
    Cap,
    /// A rule of the project holds such messages back while a condition holds.
    Suppressed,
    /// The journey, the channel, its connector or the project is paused.
    Paused,
    /// The best hour of the person is still to come.
    BestTime,
}

impl HoldReason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::QuietHours,
        Self::Window,
        Self::Closed,
        Self::Cap,
        Self::Suppressed,
        Self::Paused,
        Self::BestTime,
    ];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::QuietHours => "quiet-hours",
            Self::Window => "window",
            Self::Closed => "closed",
            Self::Cap => "cap",
            Self::Suppressed => "suppressed",
            Self::Paused => "paused",
            Self::BestTime => "best-time",
        }
    }
}

/// Why a message is not sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NotResent {
    /// It may not leave.
    Refused {
        /// Why.
        reason: SkipReason,
    },
    /// It may not leave now.
    NotNow {
        /// Why.
        reason: HoldReason,
        /// Until when, in milliseconds since 1970; then it may be asked for again.
        until: i64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use schemars::schema_for;

    /// The words of a closed set, as its schema has them.
    fn published(schema: schemars::Schema) -> Vec<String> {
        let schema = schema.to_value();
        let words = schema["oneOf"].as_array().unwrap().iter();
        words.map(|word| word["const"].as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_reason_is_among_all_with_the_word_that_records_have() {
        let skips: Vec<_> = SkipReason::ALL.iter().map(|reason| reason.word()).collect();
        assert_eq!(skips, published(schema_for!(SkipReason)));
        let holds: Vec<_> = HoldReason::ALL.iter().map(|reason| reason.word()).collect();
        assert_eq!(holds, published(schema_for!(HoldReason)));
    }
}
