//! What the calls of `/admin/v1/dead-letters` answer.

use super::Dropped;
use filrouge_machine::Id;
use schemars::JsonSchema;
use serde::Serialize;

/// An answer about dead letters: to `GET`, to `POST` and to `DELETE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum DeadLettersAnswer {
    /// What is kept.
    Listed(DeadLetters),
    /// One of them, with its words.
    Shown(Box<DeadLetterShown>),
    /// What was sent again.
    Resent(Resent),
    /// What was dropped.
    Dropped(Dropped),
}

/// A page of the dead letters, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DeadLetters {
    /// Version of this document.
    pub version: u32,
    /// The letters, without a word of theirs and without whom they were for.
    pub dead_letters: Vec<DeadLetter>,
    /// The value of `after` for the next page; absent on the last one.
    pub next: Option<i64>,
}

/// A message that did not arrive, or of which nobody knows whether it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DeadLetter {
    /// Its place among the dead letters.
    pub number: i64,
    /// Identity: the effect of the message.
    pub id: Id,
    /// When it became one, in milliseconds since 1970.
    pub at: i64,
    /// When it is forgotten, in milliseconds since 1970.
    pub until: i64,
    /// The journey that sent it.
    pub journey: String,
    /// The step that sent it.
    pub step: String,
    /// The channel.
    pub channel: String,
    /// The connector that carried it.
    pub connector: String,
    /// Why it is one.
    pub reason: String,
    /// Whether it may have arrived all the same.
    pub unknown: bool,
}

/// A dead letter with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DeadLetterShown {
    /// Version of this document.
    pub version: u32,
    /// The letter.
    pub dead_letter: DeadLetter,
    /// For whom it is.
    pub person: Id,
    /// Its purpose.
    pub purpose: String,
    /// The template.
    pub template: String,
    /// The language.
    pub locale: String,
    /// Subject or title.
    pub subject: Option<String>,
    /// Plain text body.
    pub text: Option<String>,
    /// HTML body.
    pub html: Option<String>,
}

/// What became of the wish to send letters again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Resent {
    /// Version of this document.
    pub version: u32,
    /// Letters that leave again, and are dead no more.
    pub resent: Vec<ResentLetter>,
    /// Letters that may not leave now. They stay.
    pub refused: Vec<RefusedLetter>,
}

/// A letter that leaves again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ResentLetter {
    /// The letter.
    pub id: Id,
    /// The message that leaves.
    pub effect: Id,
    /// The decision that lets it.
    pub decision: Id,
}

/// A letter that may not leave now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RefusedLetter {
    /// The letter.
    pub id: Id,
    /// Why, in the word that `why` and tests use; `gone` when there is no such letter.
    pub reason: String,
    /// Until when, in milliseconds since 1970, where that is known.
    pub until: Option<i64>,
    /// The decision that says so.
    pub decision: Option<Id>,
}
