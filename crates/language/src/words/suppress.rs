//! `suppress`: holds messages back while a condition holds.

use super::channel::WhenFull;
use super::journey::Journey;
use super::purpose::Purpose;
use crate::kinds::{Condition, Name, Ref, Text};
use crate::word::word;

word! {
    /// Holds messages back while a condition holds: no advertising while a complaint is open.
    pub struct Suppress = "suppress" since "0.1" {
        /// The name of the rule.
        arg name: One<Name>,
        /// The condition, over the profile.
        prop while_: One<Condition>,
        /// What becomes of the messages; they are skipped, where nothing is said.
        prop then: Opt<WhenFull>,
        /// Why.
        leaf description: Opt<Text>,
        /// Purposes whose messages it holds back; all that a person may withdraw from, when none is named.
        leaf purposes: Many<Ref<Purpose>>,
        /// Journeys whose messages leave all the same.
        leaf except: Many<Ref<Journey>>,
    }
}
