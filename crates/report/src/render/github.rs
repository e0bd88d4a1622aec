//! Findings as workflow commands, which GitHub shows beside the lines of a pull request.

use super::platform::{Platform, shortened, told};
use crate::{Finding, Severity};
use filrouge_source::Position;

/// The platform shows this many of each kind per step and drops the rest in silence.
const MOST_SHOWN: usize = 10;
/// The platform cuts longer messages.
const LONGEST_MESSAGE: usize = 4_096;

/// The findings as workflow commands, the heaviest first, with a last line about those that the platform would drop.
#[must_use]
pub fn github(platform: &Platform<'_>) -> String {
    let mut out = String::new();
    let mut left = 0;
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        // One notice is kept for the sentence about the rest.
        let most = if severity == Severity::Note { MOST_SHOWN - 1 } else { MOST_SHOWN };
        let found = platform.found.iter().map(|found| found.finding);
        let of_kind = found.filter(|finding| finding.rule.severity == severity);
        out.extend(of_kind.take(most).map(|finding| command(finding, platform)));
        left += platform.count(severity).saturating_sub(most);
    }
    if left > 0 {
        out.push_str(&format!("::notice::{left} more findings are not shown here, run `filrouge check`\n"));
    }
    out
}

fn command(finding: &Finding, platform: &Platform<'_>) -> String {
    let level = match finding.rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = place(finding, platform);
    properties.push(format!("title={}", property(finding.rule.slug)));
    let message = shortened(&told(finding), LONGEST_MESSAGE);
    format!("::{level} {}::{}\n", properties.join(","), escaped(&message))
}

fn place(finding: &Finding, platform: &Platform<'_>) -> Vec<String> {
    let Some(span) = finding.span() else { return Vec::new() };
    let file = format!("file={}", property(&platform.path(span)));
    match platform.sources.positions(span) {
        Some((from, to)) => [vec![file], lines(from, to)].concat(),
        None => vec![file],
    }
}

/// Columns are left out over several lines: the platform would misread them.
fn lines(from: Position, to: Position) -> Vec<String> {
    let mut properties = vec![format!("line={}", from.line)];
    if from.line == to.line {
        properties.push(format!("col={}", from.column));
    }
    properties.push(format!("endLine={}", to.line));
    if from.line == to.line {
        properties.push(format!("endColumn={}", to.column));
    }
    properties
}

fn escaped(message: &str) -> String {
    message.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
