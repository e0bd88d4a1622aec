//! `wait`: lets time pass.

use crate::kinds::{Duration, LocalTime, MonthDay, Name, Offset, Until, Weekday, closed};
use crate::word::{part, word};

word! {
    /// Lets time pass: for a while, until a time of day or a date, or until a window opens.
    ///
    /// `1d` is a day of the person's calendar, `24h` is elapsed time.
    pub struct Wait = "wait" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// How long.
        prop for_: Opt<Duration>,
        /// The next time that the person's clock shows this, or the date that a field holds.
        prop until: Opt<Until>,
        /// How far before or behind the date of the field.
        prop offset: Opt<Offset>,
        /// At what time of that day.
        prop at_: Opt<LocalTime>,
        /// What happens when that moment is over. It must be said for every field.
        prop past: Opt<Instead>,
        /// What happens when the field is absent. It must be said for every field that may be.
        prop absent: Opt<Instead>,
        /// Only on this day of the week, or on those of a line of several.
        either weekday: Many<Weekday>,
        /// People who wait keep their due time when the wait changes.
        child keep_timers: Opt<KeepTimers>,
        /// Only on this day of the month, or on those of a line of several. A month that ends before it ends on it.
        either day: Many<MonthDay>,
        /// The times of day in which people go on.
        child window: Opt<Box<Window>>,
        /// How much longer at most: each person waits for a share of it.
        prop jitter: Opt<Duration>,
        /// The name that the step had before.
        prop was: Opt<Name>,
    }
    one_of { for_, until, window }
}

part! {
    /// Times of day in which people go on: at once in the window, else when it opens next.
    pub struct Window = "window" {
        /// When it opens; with the day, where nothing is said.
        prop from: Opt<LocalTime>,
        /// When it closes; with the day, where nothing is said.
        prop to: Opt<LocalTime>,
        /// Only on this day of the week, or on those of a line of several.
        either weekday: Many<Weekday>,
    }
}

closed! {
    /// What happens instead of a wait that has no end.
    pub enum Instead: "what happens instead" {
        /// The person goes on at once.
        Continue = "continue",
        /// The person goes on behind the next step.
        Skip = "skip",
        /// The person leaves the journey.
        Exit = "exit",
    }
}

part! {
    /// People who wait keep their due time when the wait changes.
    pub struct KeepTimers = "keep-timers" {}
}
