//! What `POST /admin/v1/positions` answers.

use filrouge_machine::EntryRefusal;
use schemars::JsonSchema;
use serde::Serialize;

/// What became of several positions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Positions {
    /// Version of this document.
    pub version: u32,
    /// How many people stand now where they stood.
    pub taken: usize,
    /// How many of the positions were handed over before; then nothing has happened now.
    pub again: usize,
    /// Whom the rules of their journey did not let in.
    pub turned_away: Vec<TurnedAway>,
    /// What does not fit the plan. When there is anything, nobody was put anywhere.
    pub misplaced: Vec<Misplaced>,
}

/// Somebody who was not let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TurnedAway {
    /// The place of the position in the list, from 0.
    pub position: usize,
    /// Why.
    pub reason: EntryRefusal,
}

/// A position that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Misplaced {
    /// The place of the position in the list, from 0.
    pub position: usize,
    /// What is wrong with it.
    pub reason: String,
}
