//! A lowered condition: typed, resolved to slots, ready to be evaluated without allocation.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A lowered expression. Equal programs mean the same whatever their layout was in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Program {}
