//! `filrouge test`: the project's tests on a virtual clock.

use crate::arguments::{Output, ProjectDir};
use crate::commands::check::counted;
use crate::exit::{Exit, Failure, Outcome};
use crate::project::{analysis, bundle, show};
use crate::terminal::Terminal;
use filrouge_compile::Analysis;
use filrouge_explain::{instant, sentence};
use filrouge_machine::Ready;
use filrouge_plan::scenario::Scenario;
use filrouge_plan::{Bundle, Place};
use filrouge_simulate as simulate;
use filrouge_simulate::document::{Test, Tests, VERSION};
use filrouge_source::{FileId, Sources, Span};
use std::sync::Arc;

/// A test that was run.
struct Ran<'a> {
    scenario: &'a Scenario,
    failures: Vec<simulate::Failure>,
}

/// Runs the tests whose name contains `only`.
pub fn run(project: &ProjectDir, only: Option<&str>, format: Output, terminal: &Terminal) -> Outcome {
    let (root, analysis) = analysis(project)?;
    let Some(bundle) = bundle(&root, &analysis) else {
        show(&analysis, terminal);
        return Ok(Exit::Found);
    };
    let ran = run_all(&analysis, bundle, only)?;
    match format {
        Output::Human => terminal.print(&human(&ran, &analysis.sources, terminal)),
        Output::Json => terminal.say(&json(&document(&ran, &analysis.sources))),
    }
    Ok(Exit::unless(ran.iter().any(|test| !test.failures.is_empty())))
}

fn run_all<'a>(analysis: &'a Analysis, bundle: Bundle, only: Option<&str>) -> Result<Vec<Ran<'a>>, Failure> {
    let ready =
        Ready::new(Arc::new(bundle)).map_err(|error| Failure::new("the plan cannot be run", error))?;
    let scenarios = analysis.checked.iter().flat_map(|checked| &checked.model().tests);
    let chosen = scenarios.filter(|scenario| only.is_none_or(|words| scenario.name.contains(words)));
    Ok(chosen.map(|scenario| Ran { scenario, failures: simulate::run(&ready, scenario) }).collect())
}

fn human(ran: &[Ran<'_>], sources: &Sources, terminal: &Terminal) -> String {
    let mut out: String = ran.iter().map(|test| report(test, sources, terminal)).collect();
    let failed = ran.iter().filter(|test| !test.failures.is_empty()).count();
    let passed = ran.len() - failed;
    let color = if failed == 0 { "32;1" } else { "31;1" };
    out.push_str(&terminal.paint(color, &format!("{passed} passed, {failed} failed\n")));
    if ran.is_empty() {
        out.push_str("there is no such test; a `test` block says what a journey must do\n");
    }
    out
}

fn report(test: &Ran<'_>, sources: &Sources, terminal: &Terminal) -> String {
    let Scenario { name, journey, .. } = test.scenario;
    if test.failures.is_empty() {
        return format!("{} {journey}: {name}\n", terminal.paint("32", "pass"));
    }
    let failures = test.failures.iter().map(|failure| unmet(failure, sources, terminal));
    format!("{} {journey}: {name}\n{}", terminal.paint("31;1", "FAIL"), failures.collect::<String>())
}

/// The line of the expectation, what was expected, what happened instead and what was decided on the way.
fn unmet(failure: &simulate::Failure, sources: &Sources, terminal: &Terminal) -> String {
    let bar = if terminal.style.unicode { "│" } else { "|" };
    let (place, line) = line(failure.place, sources);
    let mut out = format!("\n  {place}\n  {bar} {}\n", line.trim());
    out.push_str(&format!("  expected  {}\n", terminal.paint("32", &failure.expected)));
    let nothing = ["nothing".to_owned()];
    let actual = if failure.actual.is_empty() { &nothing[..] } else { &failure.actual };
    for (index, happened) in actual.iter().enumerate() {
        let label = if index == 0 { "actual    " } else { "          " };
        out.push_str(&format!("  {label}{}\n", terminal.paint("31", happened)));
    }
    if !failure.decisions.is_empty() {
        let count = counted(failure.decisions.len(), "decision", "decisions");
        out.push_str(&format!("  {count} since the last expectation:\n"));
    }
    for decision in &failure.decisions {
        let step = decision.step.as_deref().unwrap_or("");
        out.push_str(&format!(
            "    {}  {step}  {}\n",
            instant(decision.at),
            sentence(&decision.verdict, &terminal.look().zone)
        ));
    }
    out.push('\n');
    out
}

/// `file:line:column` of a place, and its first line.
fn line(place: Place, sources: &Sources) -> (String, String) {
    let span = Span::new(FileId(place.file), place.start, place.end);
    let at = sources.positions(span).map_or((1, 1), |(start, _)| (start.line, start.column));
    let text = sources.text(span).lines().next().unwrap_or("").to_owned();
    (format!("{}:{}:{}", sources.path(span), at.0, at.1), text)
}

fn json(tests: &Tests) -> String {
    // Nothing in it can fail to be written: its maps have names for keys.
    serde_json::to_string(tests).unwrap_or_default()
}

fn document(ran: &[Ran<'_>], sources: &Sources) -> Tests {
    let place = |place| line(place, sources).0;
    let tests = ran.iter().map(|test| Test::of(test.scenario, &test.failures, place)).collect();
    Tests { version: VERSION, tests }
}
