//! `segment`: people who have something in common.

use super::declassify::Declassify;
use crate::kinds::{Condition, Name, Text};
use crate::word::word;

word! {
    /// People for whom a condition holds, at any time.
    pub struct Segment = "segment" since "0.1" {
        /// The name of the segment.
        arg name: One<Name>,
        /// The condition, over the profile.
        prop when: One<Condition>,
        /// Who they are.
        leaf description: Opt<Text>,
        /// What makes membership say less than the data that decides it.
        child declassify: Opt<Declassify>,
    }
}
