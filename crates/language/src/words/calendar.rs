//! `calendar`: days and hours at which something is open.

use crate::kinds::{Date, LocalTime, YearDay, Name, Text, Timezone, Weekday};
use crate::word::{part, word};

word! {
    /// Days and hours at which something is open: opening hours, and holidays.
    pub struct Calendar = "calendar" since "0.1" {
        /// The name of the calendar.
        arg name: One<Name>,
        /// The zone of its days and hours; the person's, where nothing is said.
        prop timezone: Opt<Timezone>,
        /// What it is.
        leaf description: Opt<Text>,
        /// Hours at which it is open; every hour, where nothing is said.
        child open: Many<Open>,
        /// A day on which it is closed all day.
        child closed: Many<Closed>,
    }
}

part! {
    /// Hours at which it is open.
    pub struct Open = "open" {
        /// Days of the week on which they begin; every day, when none is named.
        arg weekday: Many<Weekday>,
        /// When they begin.
        prop from: One<LocalTime>,
        /// When they end; not later than the beginning means the next day.
        prop to: One<LocalTime>,
    }
}

part! {
    /// A day, or days, on which it is closed all day.
    pub struct Closed = "closed" {
        /// The day, or the first of several.
        arg day: Opt<Date>,
        /// The last day, when there are several.
        prop to: Opt<Date>,
        /// A day of every year.
        prop yearly: Opt<YearDay>,
    }
    one_of { day, yearly }
}
