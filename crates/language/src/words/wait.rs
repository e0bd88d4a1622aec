//! `wait`: lets time pass.

use crate::kinds::{Duration, LocalTime, Name, Weekday};
use crate::word::{part, word};

word! {
    /// Lets time pass: for a while, or until a time of day.
    ///
    /// `1d` is a day of the person's calendar, `24h` is elapsed time.
    pub struct Wait = "wait" since "0.1" {
        /// The name of the step.
        arg name: One<Name>,
        /// How long.
        prop for_: Opt<Duration>,
        /// The next time that the person's clock shows this.
        prop until: Opt<LocalTime>,
        /// Only on this day of the week, or on those of a line of several.
        either weekday: Many<Weekday>,
        /// People who wait keep their due time when the wait changes.
        child keep_timers: Opt<KeepTimers>,
        /// The name that the step had before.
        prop was: Opt<Name>,
    }
    one_of { for_, until }
}

part! {
    /// People who wait keep their due time when the wait changes.
    pub struct KeepTimers = "keep-timers" {}
}
