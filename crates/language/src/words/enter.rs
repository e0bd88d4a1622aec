//! `enter`: what starts a journey.

use super::event::Event;
use super::segment::Segment;
use crate::kinds::{Condition, DateTime, Duration, Expression, Field, FieldName, LocalTime, Name, Offset, Ref, Text, closed};
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
        /// Who asks for it: somebody outside, or another journey.
        arg by: Opt<Caller>,
        /// The date of the profile that starts it.
        prop date: Opt<FieldName>,
        /// How long before the date, or after it: `-3d`, `7d`.
        prop offset: Opt<Offset>,
        /// At what time of that day.
        prop at_: Opt<LocalTime>,
        /// How often the date comes again; once, where nothing is said.
        prop every: Opt<Every>,
        /// When 29 February is kept in a year without one.
        prop leap: Opt<Leap>,
        /// What happens when the moment is over by the time the date is known.
        prop past: Opt<Past>,
        /// The schedule that starts it: five fields of cron, or a recurrence rule.
        prop schedule: Opt<Text>,
        /// Whom the schedule concerns; everybody, where nothing is said.
        prop for_: Opt<Ref<Segment>>,
        /// When the schedule starts: its first moment.
        prop from: Opt<DateTime>,
        /// Whose clock the schedule follows; the person's, where nothing is said.
        prop zone: Opt<Clock>,
        /// How much later than its moment a journey still starts; a day, where nothing is said.
        prop late: Opt<Duration>,
        /// Which of these events do, or whom of these people.
        prop where_: Opt<Condition>,
        /// What tells instances of one person apart: one journey for each order.
        prop key: Opt<Expression>,
        /// Whether a person may come again with the same key.
        child re_entry: Opt<Box<ReEntry>>,
        /// People inside are held to this entry when it changes.
        child requalify: Opt<Box<Requalify>>,
        /// Lets people in who are in the segment already when the journey becomes active.
        child backfill: Opt<Backfill>,
        /// How often a person may come, whatever the key.
        child limit: Opt<Box<Limit>>,
        /// A field that whoever asks for the journey gives, and its type.
        rest fields: Many<Field>,
    }
    one_of { on, segment, left, date, schedule, by }
}

part! {
    /// Lets people in who are in the segment already when the journey becomes active.
    pub struct Backfill = "backfill" {
        /// Its name. Each person is looked at once for each name.
        arg name: One<Name>,
        /// How long it takes until all are in.
        prop over: One<Duration>,
    }
}

part! {
    /// How often a person may come, whatever the key.
    pub struct Limit = "limit" {
        /// How many times.
        arg count: One<u32>,
        /// In what time.
        prop per: One<Duration>,
    }
}

closed! {
    /// Who asks for a journey.
    pub enum Caller: "who asks for it" {
        /// Somebody outside, over the administration's interface.
        Api = "api",
        /// Another journey.
        Called = "called",
    }
}

closed! {
    /// How often a date comes again.
    pub enum Every: "how often a date comes again" {
        /// Every year.
        Year = "year",
    }
}

closed! {
    /// When 29 February is kept in a year without one.
    pub enum Leap: "a day for 29 February" {
        /// The day before.
        Feb28 = "feb-28",
        /// The day after.
        Mar01 = "mar-01",
    }
}

closed! {
    /// What happens when the moment is over by the time the date is known.
    pub enum Past: "what happens when the moment is over" {
        /// Nobody comes in by it.
        Skip = "skip",
        /// The person comes in at once, as long as the date or the moment is of today.
        Enter = "enter",
    }
}

closed! {
    /// Whose clock counts.
    pub enum Clock: "whose clock counts" {
        /// The person's.
        Person = "person",
        /// The project's.
        Project = "project",
    }
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
