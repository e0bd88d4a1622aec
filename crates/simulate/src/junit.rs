//! Results as continuous integration reads them: `JUnit` XML.

use crate::document::{Lived, Lives, Test, Tests, Unmet};
use std::fmt::Write;
use std::time::Duration;

/// The report: a suite per journey, in the order of the text, a case per test. `took` says how long each test ran. A
/// project that was refused is one case with an error.
#[must_use]
pub fn junit(tests: &Tests, took: &[Duration]) -> String {
    let timed: Vec<(&Test, Duration)> =
        tests.tests.iter().zip(took.iter().copied().chain(std::iter::repeat(Duration::ZERO))).collect();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let errors = usize::from(tests.refused.is_some());
    let properties = tests.lives.as_ref().map_or(&[][..], |lives| &lives.properties);
    let _ = writeln!(out, "<testsuites name=\"filrouge\" {}>", counts(&timed, errors, properties));
    if let Some(refused) = tests.refused {
        out.push_str(&refusal(refused));
    }
    let mut journeys: Vec<&str> = Vec::new();
    for (test, _) in &timed {
        if !journeys.contains(&test.journey.as_str()) {
            journeys.push(&test.journey);
        }
    }
    out.extend(journeys.into_iter().map(|journey| suite(journey, &timed)));
    out.extend(tests.lives.iter().map(lives));
    out.push_str("</testsuites>\n");
    out
}

fn refusal(errors: usize) -> String {
    let errors = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
    let message = format!("the project has {errors}; `filrouge check` shows them");
    format!(
        "  <testsuite name=\"check\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\" time=\"0.000\">\n    \
         <testcase name=\"the project compiles\" classname=\"check\" time=\"0.000\">\n      \
         <error message=\"{}\" type=\"refused\"/>\n    </testcase>\n  </testsuite>\n",
        escaped(&message)
    )
}

fn suite(journey: &str, timed: &[(&Test, Duration)]) -> String {
    let own: Vec<_> = timed.iter().filter(|(test, _)| test.journey == journey).copied().collect();
    let cases: String = own.iter().map(|(test, took)| case(test, *took)).collect();
    let (journey, counts) = (escaped(journey), counts(&own, 0, &[]));
    format!("  <testsuite name=\"{journey}\" {counts} skipped=\"0\">\n{cases}  </testsuite>\n")
}

/// A suite of the properties, a case for each.
fn lives(lives: &Lives) -> String {
    let cases: String = lives.properties.iter().map(property).collect();
    let counts = counts(&[], 0, &lives.properties);
    format!("  <testsuite name=\"always\" {counts} skipped=\"0\">\n{cases}  </testsuite>\n")
}

fn property(lived: &Lived) -> String {
    let (file, line) = place(&lived.place);
    let head = format!(
        "    <testcase name=\"{}\" classname=\"always\" file=\"{}\" line=\"{line}\" time=\"0.000\"",
        escaped(&lived.property),
        escaped(file),
    );
    match &lived.broken {
        None => format!("{head}/>\n"),
        Some(broken) => {
            let told = escaped(&format!("{}{}", told(&broken.failure), broken.test)).replace("&#10;", "\n");
            let message = escaped(&broken.failure.expected);
            format!(
                "{head}>\n      <failure message=\"{message}\" type=\"broken\">{}</failure>\n    </testcase>\n",
                told.trim_end()
            )
        }
    }
}

fn counts(timed: &[(&Test, Duration)], errors: usize, properties: &[Lived]) -> String {
    let broken = properties.iter().filter(|lived| lived.broken.is_some()).count();
    let failures = timed.iter().filter(|(test, _)| !test.passed).count() + broken;
    let took: Duration = timed.iter().map(|(_, took)| *took).sum();
    let tests = timed.len() + errors + properties.len();
    format!(
        "tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" time=\"{:.3}\"",
        took.as_secs_f64()
    )
}

fn case(test: &Test, took: Duration) -> String {
    let (file, line) = place(&test.place);
    let head = format!(
        "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{line}\" time=\"{:.3}\"",
        escaped(&test.name),
        escaped(&test.journey),
        escaped(file),
        took.as_secs_f64()
    );
    match test.failures.first() {
        None => format!("{head}/>\n"),
        Some(first) => format!("{head}>\n{}    </testcase>\n", failure(first, &test.failures)),
    }
}

/// Readers show one failure per case: it tells of all.
fn failure(first: &Unmet, all: &[Unmet]) -> String {
    let more = match all.len() {
        1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    let message = escaped(&format!("{}{more}", first.expected));
    let told: String = all.iter().map(told).collect();
    let told = escaped(told.trim_end()).replace("&#10;", "\n");
    format!("      <failure message=\"{message}\" type=\"unmet\">{told}</failure>\n")
}

fn told(unmet: &Unmet) -> String {
    let mut out = format!("{}\nexpected: {}\n", unmet.place, unmet.expected);
    if unmet.actual.is_empty() {
        out.push_str("actual: nothing\n");
    }
    for actual in &unmet.actual {
        let _ = writeln!(out, "actual: {actual}");
    }
    out.push('\n');
    out
}

/// File and line of `file:line:column`.
fn place(place: &str) -> (&str, &str) {
    let mut parts = place.rsplitn(3, ':');
    let (_, line, file) = (parts.next(), parts.next(), parts.next());
    (file.unwrap_or(place), line.unwrap_or("1"))
}

/// Text for XML 1.0; characters that it cannot hold become `\u{fffd}`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push('\t'),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            letter if letter < ' ' => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(name: &str, failures: Vec<Unmet>) -> Test {
        let passed = failures.is_empty();
        Test { name: name.into(), journey: "cart".into(), place: "a.kdl:3:1".into(), passed, failures }
    }

    #[test]
    fn a_report_tells_all_failures_of_a_case_and_escapes_what_xml_cannot_hold() {
        let unmet = |line: u8, expected: &str| Unmet {
            place: format!("a.kdl:{line}:5"),
            expected: expected.into(),
            actual: vec![],
            decisions: vec![],
        };
        let failed = test("a < b & \"c\" \u{1}", vec![unmet(4, "`x` sends"), unmet(5, "an exit")]);
        let tests = Tests { tests: vec![test("fine", vec![]), failed], ..Tests::default() };
        let took = [Duration::from_millis(12), Duration::from_millis(30)];
        insta::assert_snapshot!(junit(&tests, &took), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="filrouge" tests="2" failures="1" errors="0" time="0.042">
          <testsuite name="cart" tests="2" failures="1" errors="0" time="0.042" skipped="0">
            <testcase name="fine" classname="cart" file="a.kdl" line="3" time="0.012"/>
            <testcase name="a &lt; b &amp; &quot;c&quot; �" classname="cart" file="a.kdl" line="3" time="0.030">
              <failure message="`x` sends (and 1 more)" type="unmet">a.kdl:4:5
        expected: `x` sends
        actual: nothing

        a.kdl:5:5
        expected: an exit
        actual: nothing</failure>
            </testcase>
          </testsuite>
        </testsuites>
        "#);
    }

    #[test]
    fn a_refused_project_is_an_error() {
        let tests = Tests { refused: Some(2), ..Tests::default() };
        insta::assert_snapshot!(junit(&tests, &[]), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="filrouge" tests="1" failures="0" errors="1" time="0.000">
          <testsuite name="check" tests="1" failures="0" errors="1" skipped="0" time="0.000">
            <testcase name="the project compiles" classname="check" time="0.000">
              <error message="the project has 2 errors; `filrouge check` shows them" type="refused"/>
            </testcase>
          </testsuite>
        </testsuites>
        "#);
    }
}
