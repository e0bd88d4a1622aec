//! Findings as Markdown: the summary of a job, or a comment.

use super::platform::{Found, Platform, shortened};
use crate::Severity;

/// GitHub takes a summary of a mebibyte, and comments of 65,536 characters.
const LONGEST: usize = 60_000;
/// Longer sentences make a table that nobody reads.
const LONGEST_MESSAGE: usize = 400;

/// The findings as a heading and a table, the heaviest first. What does not fit into a comment is counted in a last line.
#[must_use]
pub fn markdown(platform: &Platform<'_>) -> String {
    if platform.found.is_empty() {
        return "### filrouge check: nothing found\n".to_owned();
    }
    let mut out = format!(
        "### filrouge check: {}\n\n| | rule | place | finding |\n|---|---|---|---|\n",
        counts(platform)
    );
    let found = platform.by_weight();
    for (number, found_one) in found.iter().enumerate() {
        let row = row(found_one, platform);
        if out.len() + row.len() > LONGEST {
            out.push_str(&format!(
                "\n{} more are not shown here; run `filrouge check`.\n",
                found.len() - number
            ));
            break;
        }
        out.push_str(&row);
    }
    out
}

fn counts(platform: &Platform<'_>) -> String {
    let words = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")];
    let counted = words.map(|(severity, word)| (platform.count(severity), word)).into_iter();
    let parts = counted.filter(|(count, _)| *count > 0);
    parts
        .map(|(count, word)| format!("{count} {word}{}", if count == 1 { "" } else { "s" }))
        .collect::<Vec<_>>()
        .join(", ")
}

fn row(found: &Found<'_>, platform: &Platform<'_>) -> String {
    let finding = found.finding;
    let place = match finding.span() {
        Some(span) => {
            let line = platform.sources.positions(span).map_or(1, |(from, _)| from.line);
            format!("{}:{line}", platform.path(span))
        }
        None => String::new(),
    };
    let mut text = shortened(&finding.message, LONGEST_MESSAGE);
    if let Some(help) = &finding.help {
        text += &format!(" — {}", shortened(help, LONGEST_MESSAGE));
    }
    let mark = match finding.rule.severity {
        Severity::Error => "❌ error",
        Severity::Warning => "⚠️ warning",
        Severity::Note => "ℹ️ note",
    };
    format!("| {mark} | {} | {} | {} |\n", finding.rule.slug, cell(&place), cell(&text))
}

/// Words of an author as words: no cell ends early, no tag and no mention comes of them. What stands in backticks stays so.
fn cell(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('|', "\\|")
        .replace('@', "&#64;")
        .replace(['\n', '\r'], " ")
}
