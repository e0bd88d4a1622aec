//! `retain`: how long something is kept, and what happens then.

use crate::kinds::{Duration, closed};
use crate::word::part;

part! {
    /// How long something is kept.
    pub struct Retain = "retain" {
        /// How long.
        arg period: One<Duration>,
        /// What the period counts from.
        prop since: Opt<Since>,
        /// What happens at its end; erasing, where nothing is said.
        prop then: Opt<Then>,
    }
}

closed! {
    /// What a period of retention counts from.
    pub enum Since: "a start of retention" {
        /// When the data came in.
        Collection = "collection",
        /// The last act of the person.
        LastActivity = "last-activity",
        /// The last order or invoice.
        LastPurchase = "last-purchase",
        /// The withdrawal of the consent.
        Withdrawal = "withdrawal",
    }
}

closed! {
    /// What happens at the end of a period of retention.
    pub enum Then: "an end of retention" {
        /// The data is removed.
        Erase = "erase",
        /// What identifies the person is removed.
        Anonymise = "anonymise",
        /// The data is moved out of everyday reach.
        Archive = "archive",
    }
}
