//! `holdout`: people who get no messages, to measure by.

use super::purpose::Purpose;
use crate::kinds::{Name, Ref, Share, Text};
use crate::word::word;

word! {
    /// People who get no messages, so that what messages bring about can be measured against them.
    pub struct Holdout = "holdout" since "0.1" {
        /// The name of the group.
        arg name: One<Name>,
        /// How many of all people are in it.
        prop share: One<Share>,
        /// What mixes the dice; another text draws other people. The name, where nothing is said.
        prop salt: Opt<Text>,
        /// What it is for.
        leaf description: Opt<Text>,
        /// Purposes whose messages are withheld; all that a person may withdraw from, when none is named.
        leaf purposes: Many<Ref<Purpose>>,
    }
}
