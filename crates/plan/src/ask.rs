//! `ask`, lowered: the calls by which a service is asked to do what a person has a right to.

use crate::policy::is_false;
use crate::{Secret, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name under which what names a task is looked up.
pub const TASK: &str = "task.id";

/// A call by which a service is asked to do what a person has a right to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// What it is asked to do.
    pub right: AskedFor,
    /// The purpose whose refusal it tells, or the consent that is given anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// How it is called.
    pub method: Method,
    /// Below the address of the connector: its segments.
    pub path: Vec<Vec<Piece>>,
    /// Headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<Header>,
    /// Parameters of the address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, Filling)>,
    /// The body, by JSON Pointers (RFC 6901); no body where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<(String, Filling)>,
    /// Values of the answer that later calls need, and where they stand there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keep: Vec<(String, String)>,
    /// Status of an answer by which the service says that it has nothing of the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nobody_status: Vec<u32>,
    /// The same by what the answer says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nobody: Vec<Seen>,
    /// What the answer says when the service does not do it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Seen>,
    /// What the answer must say for it to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Awaited>,
    /// Whether somebody looks into it when nobody knows whether a call was taken.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unsure_by_hand: bool,
    /// Whether the answer confirms nothing: somebody does who has heard from the service.
    #[serde(default, skip_serializing_if = "is_false")]
    pub confirmed_by_hand: bool,
    /// Whether the answer confirms nothing: a call of the service does, which a source reads.
    #[serde(default, skip_serializing_if = "is_false")]
    pub confirmed_by_webhook: bool,
}

/// What a service can be asked to do by a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AskedFor {
    /// To correct what it has of a person.
    Rectify,
    /// To remove it.
    Erase,
    /// To keep it without using it.
    Restrict,
    /// To write to the person no more.
    Suppress,
    /// To write to the person again, who has agreed anew.
    Resume,
    /// To use it again, when a restriction has ended.
    Lift,
}

impl AskedFor {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rectify => "rectify",
            Self::Erase => "erase",
            Self::Restrict => "restrict",
            Self::Suppress => "suppress",
            Self::Resume => "resume",
            Self::Lift => "lift",
        }
    }
}

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Piece {
    /// As it is written.
    Text(String),
    /// A field of the person, as it is now.
    Profile(String),
    /// The same before it was corrected.
    Former(String),
    /// A value of an earlier answer.
    Kept(String),
    /// What names the task to the service, the same in each of its calls.
    Task,
}

impl Piece {
    /// The name under which its value is looked up; nothing for a text.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Text(_) => None,
            Self::Profile(name) => Some(format!("profile.{name}")),
            Self::Former(name) => Some(format!("former.{name}")),
            Self::Kept(name) => Some(format!("kept.{name}")),
            Self::Task => Some(TASK.to_owned()),
        }
    }
}

/// What stands in a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Filling {
    /// The same each time: a number or a truth value.
    Is(Value),
    /// A text of pieces. A single one keeps the type of its value.
    Text(Vec<Piece>),
}

impl Filling {
    /// Its pieces.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        match self {
            Self::Is(_) => &[],
            Self::Text(pieces) => pieces,
        }
    }
}

/// A header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// What stands in it, or before its secret.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The secret behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Secret>,
}

/// Something that an answer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// JSON Pointer of the place.
    pub at: String,
    /// What stands there; anything but null when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<Value>,
}

/// What an answer must say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Awaited {
    /// What it must say.
    pub seen: Seen,
    /// How long after an answer that does not say so the call is made again, in milliseconds.
    pub every_ms: u64,
}

impl Ask {
    /// Every piece that is a value.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let fillings = self.query.iter().chain(&self.body).flat_map(|(_, filling)| filling.pieces());
        self.path.iter().flatten().chain(fillings).filter(|piece| !matches!(piece, Piece::Text(_)))
    }
}
