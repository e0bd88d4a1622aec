//! `filrouge test`: the project's tests on a virtual clock.

mod at_once;
mod golden;
mod human;
mod lives;
mod record;

use crate::arguments::{Results as Format, Test as Options};
use crate::commands::check::counted;
use crate::exit::{Exit, Failure, Outcome};
use crate::project::{analysis, bundle};
use crate::since::Since;
use crate::terminal::Terminal;
use filrouge_compile::Analysis;
use filrouge_machine::Ready;
use filrouge_plan::Bundle;
use filrouge_plan::scenario::Scenario;
use filrouge_report::{Severity, render};
use filrouge_simulate::Lived;
use filrouge_simulate::coverage::{Coverage, Met, lcov};
use filrouge_simulate::document::{Test, Tests};
use filrouge_simulate::junit::junit;
use filrouge_source::Sources;
use lives::Searched;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// A test that was run.
pub struct Ran<'a> {
    scenario: &'a Scenario,
    lived: Lived,
    took: Duration,
}

/// The tests that were asked for.
pub struct Chosen<'a> {
    tests: Vec<&'a Scenario>,
    left_out: usize,
}

impl Chosen<'_> {
    fn leave_out(&mut self, known: impl Fn(&Scenario) -> bool) {
        let before = self.tests.len();
        self.tests.retain(|test| !known(test));
        self.left_out += before - self.tests.len();
    }
}

/// What came of everything that was asked for.
struct Results<'r> {
    ready: &'r Ready,
    ran: &'r [Ran<'r>],
    chosen: &'r Chosen<'r>,
    coverage: Option<Coverage>,
    searched: Option<Searched>,
}

/// Runs the tests that `options` choose.
pub fn run(options: &Options, terminal: &Terminal) -> Outcome {
    if let Some(decision) = &options.recording.record {
        return record::run(options, decision, terminal);
    }
    let (root, analysis) = analysis(&options.project)?;
    let Some(bundle) = bundle(&root, &analysis).map(Arc::new) else {
        refuse(&analysis, options.format, terminal);
        return Ok(Exit::Found);
    };
    let since = options.changed_since.as_deref().map(|name| Since::at(&root, name)).transpose()?;
    let mut chosen = choose(&analysis, options)?;
    if let Some(since) = &since {
        chosen.leave_out(|test| since.knows(test, &root, &bundle));
    }
    let ready =
        Ready::new(Arc::clone(&bundle)).map_err(|error| Failure::new("the plan cannot be run", error))?;
    let mut ran = at_once::run(&ready, &chosen.tests, options.jobs, terminal);
    if options.update_golden {
        golden::update(&ran, &root, terminal)?;
    } else {
        golden::compare(&mut ran, &root)?;
    }
    let coverage = wants_coverage(options).then(|| coverage(&bundle, &ran, options));
    let search = |lives| lives::run(&ready, &analysis, lives, options.seed, options.jobs);
    let searched = options.properties.map(search).transpose()?;
    let results = Results { ready: &ready, ran: &ran, chosen: &chosen, coverage, searched };
    results.print(&analysis.sources, options.format, terminal);
    let Results { coverage, searched, .. } = results;
    write_lcov(options.lcov.as_deref(), coverage.as_ref())?;
    let too_little = is_too_little(coverage.as_ref(), options.min_coverage, terminal);
    let broken = searched.is_some_and(|searched| searched.is_broken());
    let failed = ran.iter().any(|test| !test.lived.failures.is_empty());
    Ok(Exit::unless(too_little || broken || failed))
}

/// A project with errors has no tests to run. Its findings are for people; machines get their document all the same.
fn refuse(analysis: &Analysis, format: Format, terminal: &Terminal) {
    let findings = render::human(&analysis.findings, &analysis.sources, terminal.style);
    let refused = Some(analysis.findings.count(Severity::Error));
    let document = Tests { refused, ..Tests::default() };
    match format {
        Format::Human => return terminal.print(&findings),
        Format::Json => terminal.say(&json(&document)),
        Format::Junit => terminal.print(&junit(&document, &[])),
    }
    terminal.remark(&findings);
}

/// Filters that leave nothing are a slip of the pen, and would look like success.
fn choose<'a>(analysis: &'a Analysis, options: &Options) -> Result<Chosen<'a>, Failure> {
    let tests = analysis.checked.iter().flat_map(|checked| &checked.model().tests);
    let all: Vec<&Scenario> = tests.map(AsRef::as_ref).collect();
    let of_journey = |test: &Scenario| options.journey.is_empty() || options.journey.contains(&test.journey);
    let named = |test: &Scenario| options.only.as_ref().is_none_or(|words| test.name.contains(words));
    let tests: Vec<&Scenario> = all.iter().copied().filter(|test| of_journey(test) && named(test)).collect();
    if tests.is_empty() && (options.only.is_some() || !options.journey.is_empty()) {
        return Err(Failure::new(
            "no test fits",
            format!("the project has {}", counted(all.len(), "test", "tests")),
        ));
    }
    let left_out = all.len() - tests.len();
    Ok(Chosen { tests, left_out })
}

impl Results<'_> {
    fn print(&self, sources: &Sources, format: Format, terminal: &Terminal) {
        match format {
            Format::Human => {
                terminal.print(&human::results(self.ran, self.chosen, sources, terminal));
                terminal.print(&self.more(sources, terminal));
            }
            Format::Json => terminal.say(&json(&self.document(sources))),
            Format::Junit => {
                let took: Vec<Duration> = self.ran.iter().map(|test| test.took).collect();
                terminal.print(&junit(&self.document(sources), &took));
                terminal.remark(&self.more(sources, terminal));
            }
        }
    }

    /// For people, what was asked for besides.
    fn more(&self, sources: &Sources, terminal: &Terminal) -> String {
        let coverage = self.coverage.as_ref().map(|coverage| human::coverage(coverage, terminal));
        let searched = self.searched.as_ref().map(|searched| searched.told(self.ready, sources, terminal));
        coverage.into_iter().chain(searched).collect()
    }

    fn document(&self, sources: &Sources) -> Tests {
        let place = |place| human::line(place, sources).0;
        let tests =
            self.ran.iter().map(|test| Test::of(test.scenario, &test.lived.failures, place)).collect();
        let lives = self.searched.as_ref().map(|searched| searched.document(self.ready, sources));
        let (left_out, coverage) = (self.chosen.left_out, self.coverage.clone());
        Tests { left_out, tests, coverage, lives, ..Tests::default() }
    }
}

fn json(tests: &Tests) -> String {
    // Nothing in it can fail to be written: its maps have names for keys.
    serde_json::to_string(tests).unwrap_or_default()
}

const fn wants_coverage(options: &Options) -> bool {
    options.coverage || options.lcov.is_some() || options.min_coverage.is_some()
}

/// Of the journeys that the tests are about; of all, when no test was left out on purpose.
fn coverage(bundle: &Bundle, ran: &[Ran<'_>], options: &Options) -> Coverage {
    let mut met = Met::default();
    ran.iter().for_each(|test| met.join(test.lived.met.clone()));
    let all = options.only.is_none() && options.journey.is_empty();
    Coverage::of(bundle, &met, |journey| all || ran.iter().any(|test| test.scenario.journey == journey))
}

fn write_lcov(file: Option<&Path>, coverage: Option<&Coverage>) -> Result<(), Failure> {
    let (Some(file), Some(coverage)) = (file, coverage) else { return Ok(()) };
    std::fs::write(file, lcov(coverage)).map_err(|error| Failure::new(file.display(), error))
}

fn is_too_little(coverage: Option<&Coverage>, least: Option<u8>, terminal: &Terminal) -> bool {
    let (Some(coverage), Some(least)) = (coverage, least) else { return false };
    let percent = coverage.percent;
    let too_little = percent < usize::from(least);
    if too_little {
        terminal.complain(&Failure::new("coverage", format!("{percent}% is less than {least}%")));
    }
    too_little
}
