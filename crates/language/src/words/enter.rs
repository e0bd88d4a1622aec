//! `enter`: what starts a journey.

use super::event::Event;
use super::segment::Segment;
use crate::kinds::{Condition, Duration, Expression, Ref, closed};
use crate::word::{part, word};

word! {
    /// What starts a journey, for whom, and how often.
    pub struct Enter = "enter" since "0.1" {
        /// The event that starts it.
        prop on: Opt<Ref<Event>>,
        /// The segment that people come into when it starts.
        prop segment: Opt<Ref<Segment>>,
        /// The segment that people leave when it starts.
        prop left: Opt<Ref<Segment>>,
        /// Which of these events do, or whom of these people.
        prop where_: Opt<Condition>,
        /// What tells instances of one person apart: one journey for each order.
        prop key: Opt<Expression>,
        /// Whether a person may come again; never, where nothing is said.
        child re_entry: Opt<ReEntry>,
        /// People inside are held to this entry when it changes.
        child requalify: Opt<Requalify>,
    }
    one_of { on, segment, left }
}

part! {
    /// Whether a person may come again with the same key.
    pub struct ReEntry = "re-entry" {
        /// When, in a word.
        arg mode: Opt<ReEntryMode>,
        /// How long after the last entry.
        prop after: Opt<Duration>,
    }
    one_of { mode, after }
}

closed! {
    /// When a person may come again.
    pub enum ReEntryMode: "a re-entry" {
        /// Once in a lifetime.
        Never = "never",
        /// As soon as the last instance has ended.
        AfterExit = "after-exit",
        /// At every event; the instance that still runs ends first, as `re-entered`.
        Every = "every",
    }
}

part! {
    /// People inside are held to this entry when it changes.
    pub struct Requalify = "requalify" {}
}
