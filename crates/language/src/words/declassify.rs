//! `declassify`: why what is made of data says less than the data.

use super::project::Owner;
use super::purpose::Purpose;
use crate::kinds::{Ref, Text, closed};
use crate::word::part;

part! {
    /// Why the value of a trait, or membership in a segment, says less than the data that it is made of.
    pub struct Declassify = "declassify" {
        /// What makes it say less.
        arg method: One<Method>,
        /// In how large a group each person is at least, for `k-anonymous`.
        prop k: Opt<u32>,
        /// Why that is enough.
        prop reason: One<Text>,
        /// Purposes that it is opened for; with none, nothing of the limits of the data is left.
        either for_: Many<Ref<Purpose>>,
        /// Who judged so: an owner of the project.
        prop approver: Opt<Ref<Owner>>,
    }
}

closed! {
    /// What makes data say less.
    pub enum Method: "a way to make data say less" {
        /// Nobody can be told from at least `k` others.
        KAnonymous = "k-anonymous",
        /// A number over many people or many acts.
        Aggregated = "aggregated",
        /// A wider range in place of the value: a decade in place of a date.
        Generalised = "generalised",
        /// Chance was mixed in.
        Randomised = "randomised",
        /// Somebody looked at it, and says why it tells nothing of the kind.
        Judged = "judged",
    }
}
