//! Results for people.

use super::{Chosen, Ran};
use crate::commands::check::counted;
use crate::terminal::Terminal;
use filrouge_explain::{sentence, shown};
use filrouge_plan::Place;
use filrouge_plan::scenario::Scenario;
use filrouge_simulate as simulate;
use filrouge_simulate::coverage::{Coverage, JourneyCoverage};
use filrouge_source::{FileId, Sources, Span};

/// What came of each test, all failures with it, and a line that sums up.
pub fn results(ran: &[Ran<'_>], chosen: &Chosen<'_>, sources: &Sources, terminal: &Terminal) -> String {
    let mut out: String = ran.iter().map(|test| report(test, sources, terminal)).collect();
    let failed = ran.iter().filter(|test| !test.lived.failures.is_empty()).count();
    let passed = ran.len() - failed;
    let color = if failed == 0 { "32;1" } else { "31;1" };
    out.push_str(&terminal.paint(color, &terminal.told(&format!("{passed} passed, {failed} failed"))));
    if chosen.left_out > 0 {
        out.push_str(&terminal.told(&format!(", {} left out", chosen.left_out)));
    }
    out.push('\n');
    if ran.is_empty() {
        out.push_str(&terminal.told("there is no test yet; a `test` block says what a journey must do\n"));
    }
    out
}

fn report(test: &Ran<'_>, sources: &Sources, terminal: &Terminal) -> String {
    let Scenario { name, journey, .. } = test.scenario;
    if test.lived.failures.is_empty() {
        return format!("{} {journey}: {name}\n", terminal.paint("32", &terminal.told("pass")));
    }
    let failures = test.lived.failures.iter().map(|failure| unmet(failure, sources, terminal));
    format!(
        "{} {journey}: {name}\n{}",
        terminal.paint("31;1", &terminal.told("FAIL")),
        failures.collect::<String>()
    )
}

/// The line of the expectation, what was expected, what happened instead and what was decided on the way.
pub fn unmet(failure: &simulate::Failure, sources: &Sources, terminal: &Terminal) -> String {
    let bar = if terminal.style.unicode { "│" } else { "|" };
    let (place, line) = line(failure.place, sources);
    let (expected, actual) = (terminal.told("expected"), terminal.told("actual"));
    let width = expected.chars().count().max(actual.chars().count()) + 2;
    let wanted = terminal.paint("32", &terminal.told(&failure.expected));
    let mut out = format!("\n  {place}\n  {bar} {}\n  {expected:width$}{wanted}\n", line.trim());
    let nothing = ["nothing".to_owned()];
    let happened = if failure.actual.is_empty() { &nothing[..] } else { &failure.actual };
    for (index, happened) in happened.iter().enumerate() {
        let label = if index == 0 { actual.as_str() } else { "" };
        out.push_str(&format!("  {label:width$}{}\n", terminal.paint("31", &terminal.told(happened))));
    }
    out + &decided(failure, terminal) + "\n"
}

/// What was decided since the last expectation, or what broke a property.
fn decided(failure: &simulate::Failure, terminal: &Terminal) -> String {
    if failure.decisions.is_empty() {
        return String::new();
    }
    let count = counted(failure.decisions.len(), "decision", "decisions");
    let which = if failure.always { "that broke it" } else { "since the last expectation" };
    let mut out = terminal.told(&format!("  {count} {which}:\n"));
    for decision in &failure.decisions {
        let step = decision.step.as_deref().unwrap_or("");
        let said = terminal.told(&sentence(&decision.verdict, &failure.zone));
        out.push_str(&format!("    {}  {step}  {said}\n", shown(decision.at, &failure.zone)));
    }
    out
}

/// `file:line:column` of a place, and its first line.
pub fn line(place: Place, sources: &Sources) -> (String, String) {
    let span = Span::new(FileId(place.file), place.start, place.end);
    let at = sources.positions(span).map_or((1, 1), |(start, _)| (start.line, start.column));
    let text = sources.text(span).lines().next().unwrap_or("").to_owned();
    (format!("{}:{}:{}", sources.path(span), at.0, at.1), text)
}

/// What the tests met of each journey, and every part that they did not.
pub fn coverage(coverage: &Coverage, terminal: &Terminal) -> String {
    let Coverage { met, of, percent, journeys } = coverage;
    let sum = terminal.told(&format!("coverage: {percent}%, {met} of {of} parts"));
    let mut out = format!("\n{}\n", terminal.paint("1", &sum));
    let width = journeys.iter().map(|it| it.journey.chars().count()).max().unwrap_or(0);
    out.extend(journeys.iter().map(|journey| of_journey(journey, width, terminal)));
    out
}

fn of_journey(journey: &JourneyCoverage, width: usize, terminal: &Terminal) -> String {
    let JourneyCoverage { journey: name, met, of, .. } = journey;
    let color = if met == of { "32" } else { "33" };
    let percent = terminal.paint(color, &format!("{:>4}", format!("{}%", journey.percent())));
    let parts = terminal.told(&format!("{met} of {of}"));
    let mut out = format!("  {name:width$}  {percent}  {parts}\n");
    for point in journey.missed() {
        out.push_str(&format!("    {}:{}  {}\n", point.file, point.line, terminal.told(&point.told())));
    }
    out
}
