//! Findings as `JUnit` XML, for continuous integration that knows nothing else.

use super::platform::{Found, Platform, told};
use crate::Severity;

/// A case for each finding: an error is a failure, everything else a case that passes and says something. A clean project is one
/// case that passes, as readers take an empty report for a run that did not happen.
#[must_use]
pub fn junit(platform: &Platform<'_>) -> String {
    let failures = platform.count(Severity::Error);
    let mut cases: String = platform.found.iter().map(|found| case(found, platform)).collect();
    if platform.found.is_empty() {
        cases = "    <testcase name=\"the project has no findings\" classname=\"check\" time=\"0.000\"/>\n"
            .to_owned();
    }
    let counts = format!("tests=\"{}\" failures=\"{failures}\" errors=\"0\"", platform.found.len().max(1));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"filrouge\" {counts} time=\"0.000\">\n  \
         <testsuite name=\"check\" {counts} skipped=\"0\" time=\"0.000\">\n{cases}  </testsuite>\n</testsuites>\n"
    )
}

fn case(found: &Found<'_>, platform: &Platform<'_>) -> String {
    let finding = found.finding;
    let (file, line) = match finding.span() {
        Some(span) => {
            let line = platform.sources.positions(span).map_or(1, |(from, _)| from.line);
            (platform.path(span), line)
        }
        None => (platform.home(), 1),
    };
    let text = format!("{file}:{line}: {}", told(finding));
    let inner = match finding.rule.severity {
        Severity::Error => format!(
            "<failure message=\"{}\" type=\"{}\">{}</failure>",
            attribute(&finding.message),
            finding.rule.slug,
            content(&text)
        ),
        _ => format!("<system-out>{}</system-out>", content(&text)),
    };
    // Names of a suite are told apart by place: one rule may be broken often.
    let name = format!("{} at {file}:{line}", finding.rule.slug);
    format!(
        "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{line}\" time=\"0.000\">\n      {inner}\n    \
         </testcase>\n",
        attribute(&name),
        finding.rule.slug,
        attribute(&file)
    )
}

fn attribute(text: &str) -> String {
    content(text).replace('\n', "&#10;").replace('"', "&quot;")
}

/// Text for XML 1.0; characters that it cannot hold become `\u{fffd}`.
fn content(text: &str) -> String {
    let held = |letter: char| match letter {
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        letter if letter < ' ' && !matches!(letter, '\n' | '\t') => '\u{fffd}',
        letter => letter,
    };
    let text: String = text.chars().map(held).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
