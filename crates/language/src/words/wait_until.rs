//! `wait-until`: waits for the first of several things.

use super::event::Event;
use super::step::Step;
use super::wait::KeepTimers;
use crate::kinds::{Condition, Duration, LocalTime, MonthDay, Name, Offset, Ref, Until, Weekday, closed};
use crate::word::{choice, part, word};

word! {
    /// Waits for the first of several things. Of two at the same moment, the one above wins.
    pub struct WaitUntil = "wait-until" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// The name that the step had before.
        prop was: Opt<Name>,
        /// What happens when nothing came in time.
        child timeout: Opt<Timeout>,
        /// People who wait keep their timeout when it changes.
        child keep_timers: Opt<KeepTimers>,
        /// What is waited for.
        rest arms: Several<Arm>,
    }
}

choice! {
    /// Something that is waited for.
    pub enum Arm as "the arms" { OnArm, WhenArm, Reset }
}

part! {
    /// Waits for an event.
    pub struct OnArm = "on" {
        /// The name of the arm.
        arg name: One<Name>,
        /// The event.
        prop event: One<Ref<Event>>,
        /// Which of these events.
        prop where_: Opt<Condition>,
        /// How many of them it takes; one, where nothing is said.
        prop times: Opt<u32>,
        /// What happens then; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}

part! {
    /// Starts the time of the timeout anew.
    pub struct Reset = "reset" {
        /// Its name.
        arg name: One<Name>,
        /// The event.
        prop event: One<Ref<Event>>,
        /// Which of these events.
        prop where_: Opt<Condition>,
    }
}

part! {
    /// Waits until something holds for the person.
    pub struct WhenArm = "when" {
        /// The name of the arm.
        arg name: One<Name>,
        /// What must hold.
        prop condition: One<Condition>,
        /// What happens when it holds on arrival; people go on at once, where nothing is said.
        prop already: Opt<Already>,
        /// What happens then; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
}

part! {
    /// What happens when nothing came in time.
    pub struct Timeout = "timeout" {
        /// How long is waited.
        prop after: Opt<Duration>,
        /// Until when at the latest: the next time that the person's clock shows this, or the date that a field holds.
        prop until: Opt<Until>,
        /// How far before or behind the date of the field.
        prop offset: Opt<Offset>,
        /// At what time of that day.
        prop at_: Opt<LocalTime>,
        /// Only on this day of the week, or on those of a line of several.
        either weekday: Many<Weekday>,
        /// Only on this day of the month, or on those of a line of several.
        either day: Many<MonthDay>,
        /// How much longer at most: each person waits for a share of it.
        prop jitter: Opt<Duration>,
        /// What happens then; nothing means to go on behind the step.
        rest steps: Many<Step>,
    }
    one_of { after, until }
}

closed! {
    /// What happens when a condition holds on arrival.
    pub enum Already: "what a condition does that holds already" {
        /// It ends the wait at once.
        Continue = "continue",
        /// It must cease to hold before it counts.
        WaitForChange = "wait-for-change",
    }
}
