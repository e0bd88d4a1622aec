//! `trait`: something that is computed over what a person did.

use super::declassify::Declassify;
use super::event::Event;
use crate::kinds::{Condition, Duration, Expression, FieldName, Key, Ref, Text, closed};
use crate::word::word;

word! {
    /// Something that is computed over what a person did, and always up to date.
    pub struct Trait = "trait" since "0.1" {
        /// The name: conditions and templates read it as `profile.NAME`.
        arg name: One<FieldName>,
        /// What is computed.
        arg kind: One<TraitKind>,
        /// The event that it is computed over; the first one of a sequence.
        prop on: Opt<Ref<Event>>,
        /// What must have held, for `held`.
        prop when: Opt<Condition>,
        /// What is taken of each event.
        prop of: Opt<Expression>,
        /// Which of these events count.
        prop where_: Opt<Condition>,
        /// The event that must follow, in a sequence.
        prop then: Opt<Ref<Event>>,
        /// How long an event counts; in a sequence, how soon the second one must follow.
        prop within: Opt<Duration>,
        /// How long no event must have come, or how long the condition must have held.
        prop for_: Opt<Duration>,
        /// How late an event may come and still count from when it happened.
        prop late: Opt<Duration>,
        /// The category of personal data; that of the field in `of`, where nothing is said.
        prop category: Opt<Key>,
        /// What it tells.
        leaf description: Opt<Text>,
        /// What makes the value say less than the data that it is made of.
        child declassify: Opt<Declassify>,
    }
    one_of { on, when }
}

closed! {
    /// What a trait computes.
    pub enum TraitKind: "a kind of trait" {
        /// How many events.
        Count = "count",
        /// The sum of their values.
        Sum = "sum",
        /// The least value.
        Min = "min",
        /// The greatest value.
        Max = "max",
        /// The mean value.
        Average = "average",
        /// The value of the first event.
        First = "first",
        /// The value of the last event.
        Last = "last",
        /// How many different values.
        Distinct = "distinct",
        /// The value that came most often.
        MostFrequent = "most-frequent",
        /// Whether one event came, and another one after it.
        Sequence = "sequence",
        /// Whether no event came for some time.
        Absence = "absence",
        /// Whether a condition has held for some time.
        Held = "held",
    }
}
