//! `inputs` fences: what happens to one person, in the words of a `test`, with two more of the page's own.
//!
//! `provider fails via=email` says what becomes of messages from there on, `identify plan=pro` what becomes known
//! of the person. Both stand on a line of their own, outside of moments.

use crate::prelude::Completed;
use crate::project::sources_of;
use crate::spec::report;
use crate::{Fence, Section, TODAY};
use filrouge_compile::{Analysis, analyse_on, lower};
use filrouge_plan::scenario::{Act, ActKind, Fate, Scenario};
use filrouge_plan::{Bundle, Place};
use std::sync::Arc;

/// The path under which the inputs of a page are compiled.
pub const INPUTS_FILE: &str = "inputs.kdl";

/// Name of the test that the inputs become.
const WHOLE: &str = "inputs";

/// A project and what happens to a person of it; or what is wrong with them.
pub(crate) fn with_inputs(
    section: &Section,
    project: &Fence,
    journey: &str,
    inputs: &str,
) -> Result<(Arc<Bundle>, Scenario), String> {
    let mut sources = sources_of(project, section, Completed::Fragments);
    sources.add(INPUTS_FILE, as_tests(inputs, journey));
    let analysis = analyse_on(sources, Some(TODAY));
    let found = scenario(inputs, &analysis).zip(analysis.checked.as_ref());
    let (scenario, checked) = found.ok_or_else(|| report(&analysis))?;
    Ok((Arc::new(lower(checked, &analysis.sources, None)), scenario))
}

/// The inputs as tests of `journey`: the whole, and one for each `identify`, from which its values are taken.
fn as_tests(inputs: &str, journey: &str) -> String {
    let kept = inputs.lines().map(|line| if own(line).is_some() { blank(line) } else { line.to_owned() });
    let whole: Vec<String> = kept.collect();
    let known = numbered(inputs).filter_map(|(number, line)| {
        let fields = line.trim().strip_prefix("identify ")?;
        Some(test(
            &number.to_string(),
            journey,
            &format!("given {{ profile {fields} }}\nat \"2026-01-01T00:00\""),
        ))
    });
    test(WHOLE, journey, &whole.join("\n")) + &known.collect::<String>()
}

fn test(name: &str, journey: &str, acts: &str) -> String {
    format!("test \"{name}\" journey={journey} {{\n{acts}\n}}\n")
}

fn own(line: &str) -> Option<&str> {
    let line = line.trim();
    (line.starts_with("identify ") || line.starts_with("provider ")).then_some(line)
}

fn blank(line: &str) -> String {
    " ".repeat(line.len())
}

/// Lines with their numbers in the file that the tests become.
fn numbered(inputs: &str) -> impl Iterator<Item = (usize, &str)> {
    (2..).zip(inputs.lines())
}

/// The scenario of the inputs, the page's own words among its acts.
fn scenario(inputs: &str, analysis: &Analysis) -> Option<Scenario> {
    let tests = &analysis.checked.as_ref()?.model().tests;
    let mut whole = Scenario::clone(tests.iter().find(|test| test.name == WHOLE)?);
    let line_of = |place: Place| {
        let span = filrouge_source::Span::new(filrouge_source::FileId(place.file), place.start, place.end);
        analysis.sources.positions(span).map_or(0, |(start, _)| start.line as usize)
    };
    let mut acts: Vec<(usize, Act)> = whole.acts.drain(..).map(|act| (line_of(act.place), act)).collect();
    for (number, line) in numbered(inputs) {
        let Some(kind) = own(line).and_then(|line| act(line, number, tests)) else { continue };
        let behind = acts.iter().position(|(line, _)| *line > number).unwrap_or(acts.len());
        acts.insert(behind, (number, Act { place: whole.place, kind }));
    }
    whole.acts = acts.into_iter().map(|(_, act)| act).collect();
    Some(whole)
}

fn act(line: &str, number: usize, tests: &[Arc<Scenario>]) -> Option<ActKind> {
    if line.starts_with("identify ") {
        let known = tests.iter().find(|test| test.name == number.to_string())?.given.clone();
        return Some(ActKind::Identify { identifiers: known.identifiers, profile: known.profile });
    }
    let mut words = line.split_whitespace().skip(1);
    let fate = match words.next()? {
        "sends" => Fate::Sent,
        "fails" => Fate::Failed,
        "vanishes" => Fate::Unknown,
        _ => return None,
    };
    let channel = words.next().and_then(|word| word.strip_prefix("via=")).map(str::to_owned);
    Some(ActKind::Provider { channel, fate })
}
