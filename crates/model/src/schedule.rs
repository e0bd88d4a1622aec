//! The text of a schedule, read.

use crate::expression::Literal;
use crate::linker::Linker;
use crate::rules::invalid_schedule::InvalidSchedule;
use filrouge_language::kinds::DateTime;
use filrouge_plan::Schedule;
use filrouge_source::Span;
use jiff::civil;

/// What the text of the literal at `at` means; what is wrong with it is a finding.
pub(crate) fn link(
    text: &str,
    at: Span,
    from: Option<&DateTime>,
    linker: &mut Linker<'_>,
) -> Option<Schedule> {
    let problem = match filrouge_schedule::parse(text, from.and_then(local)) {
        Ok(schedule) => return Some(schedule),
        Err(problem) => problem,
    };
    let place = Literal::new(linker.sources, at, text).span(problem.at);
    linker.push(InvalidSchedule { problem: problem.message, help: problem.help, place });
    None
}

fn local(moment: &DateTime) -> Option<civil::DateTime> {
    let (date, time) = (moment.date, moment.time);
    let byte = |number: u8| i8::try_from(number).ok();
    let (year, month, day) = (i16::try_from(date.year).ok()?, byte(date.month)?, byte(date.day)?);
    civil::DateTime::new(year, month, day, byte(time.hour)?, byte(time.minute)?, byte(time.second)?, 0).ok()
}
