//! What the calls of `/admin/v1/tokens` take and answer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An answer about tokens: to `GET`, to `POST` and to `DELETE`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum TokensAnswer {
    /// Which there are.
    Listed(Tokens),
    /// One that was made.
    Created(CreatedToken),
    /// One that was revoked.
    Revoked(RevokedToken),
}

/// What a new token is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedToken {
    /// What it is called in the record.
    pub name: String,
    /// Roles of the plan.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Whether it may do everything, whatever the plan says.
    #[serde(default)]
    pub everything: bool,
    /// For how many days, 366 at the most.
    pub days: u32,
}

/// Every token, the first made first, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tokens {
    /// Version of this document.
    pub version: u32,
    /// The tokens.
    pub tokens: Vec<ListedToken>,
}

/// A token without its secret. Moments are in milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ListedToken {
    /// Identity.
    pub id: String,
    /// What it is called in the record.
    pub name: String,
    /// Roles of the plan; one that the plan does not have permits nothing.
    pub roles: Vec<String>,
    /// Whether it may do everything.
    pub everything: bool,
    /// When it was made.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<i64>,
}

/// A token that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CreatedToken {
    /// Version of this document.
    pub version: u32,
    /// The token.
    pub token: ListedToken,
    /// Its secret, which is told here and never again.
    pub secret: String,
}

/// A token that was revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RevokedToken {
    /// Version of this document.
    pub version: u32,
    /// The token.
    pub revoked: ListedToken,
}
