//! `source`: where events come from.

use super::secret::Secret;
use crate::kinds::{Name, Text, closed};
use crate::word::word;

word! {
    /// Where events come from.
    pub struct Source = "source" since "0.1" {
        /// The name of the source.
        arg name: One<Name>,
        /// How events arrive.
        prop kind: One<SourceKind>,
        /// What it is for.
        leaf description: Opt<Text>,
        /// The key that clients present.
        child write_key: One<Secret>,
    }
}

closed! {
    /// How events arrive.
    pub enum SourceKind: "a kind of source" {
        /// Over HTTP, in the form of the Segment tracking API.
        Http = "http",
    }
}
