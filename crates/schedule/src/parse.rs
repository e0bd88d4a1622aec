//! Which of the two spellings a text is in.

use crate::{Problem, cron, moments, rule};
use filrouge_plan::Schedule;
use jiff::civil::DateTime;

/// What `text` means: five fields of cron, or `RRULE:…` of RFC 5545. `from` is the first moment that counts; rounds
/// of an interval and a count are counted from it.
///
/// # Errors
/// When the text is in neither spelling, or says something that is not understood.
pub fn parse(text: &str, from: Option<DateTime>) -> Result<Schedule, Problem> {
    let mut schedule = match text.strip_prefix("RRULE:") {
        Some(rule) => rule::parse(rule, text.len() - rule.len(), from)?,
        None if text.contains('=') => {
            return Err(Problem::new(0..text.len(), "this is neither cron nor a recurrence rule")
                .help("a recurrence rule begins with `RRULE:`"));
        }
        None => cron::parse(text)?,
    };
    schedule.from = from.map(moments::millis);
    Ok(schedule)
}
