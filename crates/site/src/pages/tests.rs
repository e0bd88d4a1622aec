//! The tests, and what they met.

use super::{Page, missed};
use crate::known::Known;
use crate::{Test, links};
use filrouge_simulate::coverage::JourneyCoverage;
use serde_json::{Value as Json, json};

pub(super) fn page(known: &Known<'_>) -> Page {
    let all = known.project.tests;
    let failed = all.iter().filter(|test| !test.passed).count();
    let (passed, coverage) = (all.len() - failed, known.project.coverage);
    let summary = format!(
        "{passed} {}, {failed} {}. {} {} % ({}/{}).",
        known.word("passed"),
        known.word("failed"),
        known.word("coverage"),
        coverage.percent,
        coverage.met,
        coverage.of
    );
    let journey = |own: &JourneyCoverage| {
        json!({
            "name": own.journey, "url": links::journey(&own.journey),
            "percent": own.percent(), "met": own.met, "of": own.of, "missed": missed::missed(known, own),
        })
    };
    let about = json!({
        "summary": summary,
        "journeys": coverage.journeys.iter().map(journey).collect::<Vec<_>>(),
        "tests": all.iter().map(|own| test(known, own)).collect::<Vec<_>>(),
    });
    Page::new("tests.html", "tests", known.word("tests"), about)
}

/// The tests of one journey.
pub(super) fn of(known: &Known<'_>, journey: &str) -> Vec<Json> {
    let own = known.project.tests.iter().filter(|test| test.scenario.journey == journey);
    own.map(|own| test(known, own)).collect()
}

fn test(known: &Known<'_>, test: &Test<'_>) -> Json {
    let journey = &test.scenario.journey;
    json!({
        "name": test.scenario.name,
        "verdict": known.word(if test.passed { "passed" } else { "failed" }),
        "journey": links::link(journey, &links::journey(journey)),
        "stands": known.line(test.line.as_ref()),
    })
}
