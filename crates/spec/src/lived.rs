//! The tests that stand in a page are lived.

use crate::FENCE_FILE;
use filrouge_compile::{Analysis, lower};
use filrouge_machine::Ready;
use filrouge_plan::Bundle;
use filrouge_simulate::{Failure, run};
use std::fmt::Write;
use std::sync::Arc;

/// Lives every test of a project that holds together.
///
/// # Errors
/// When an expectation is not met.
pub fn live(analysis: &Analysis) -> Result<(), String> {
    let Some(checked) = &analysis.checked else { return Ok(()) };
    let bundle: Arc<Bundle> = Arc::new(lower(checked, &analysis.sources, None));
    let ready = Ready::new(bundle).map_err(|error| error.to_string())?;
    let mut broken = String::new();
    for test in &checked.model().tests {
        run(&ready, test).iter().for_each(|failure| describe(&test.name, failure, analysis, &mut broken));
    }
    if broken.is_empty() { Ok(()) } else { Err(broken) }
}

fn describe(test: &str, failure: &Failure, analysis: &Analysis, out: &mut String) {
    let line =
        analysis.sources.find(FENCE_FILE).map_or(0, |(_, file)| file.lines().line_of(failure.place.start));
    let Failure { expected, actual, .. } = failure;
    let _ =
        writeln!(out, "  {FENCE_FILE}:{line}: `{test}` fails: expected {expected}; {}", actual.join("; "));
}
