//! Who may do and see what.

use super::Stands;
use crate::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who may do and see what through the daemon.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Access {
    /// The roles, by name.
    pub roles: Vec<RoleOf>,
    /// The same as policies of Cedar. What they do not permit is refused.
    pub cedar: String,
}

/// A role, and where it is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleOf {
    /// What it may.
    pub role: Role,
    /// What it is for.
    pub description: Option<String>,
    /// Where it stands.
    pub stands: Stands,
}

impl Access {
    /// Whether nobody has a role: whoever has a token then has one for everything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.roles.is_empty()
    }
}
