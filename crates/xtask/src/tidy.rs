//! Hygiene as a test.

use crate::repository::{Outcome, files, root, text};

/// The longest file, its tests included.
const LONGEST_FILE: usize = 500;
/// The longest line of code, in characters; text in strings and tables of tests may be longer.
const LONGEST_LINE: usize = 140;
/// Rooms without IO, clock, chance or iteration in arbitrary order.
const PURE: &[&str] = &[
    "source",
    "report",
    "syntax",
    "expression",
    "template",
    "schedule",
    "language",
    "model",
    "check",
    "plan",
    "compile",
    "lsp",
    "machine",
    "change",
    "explain",
    "picture",
    "simulate",
    "backtest",
    "site",
    "centre",
];
/// The attribute that switches the bans of clippy.toml on.
const BAN: &str = "#![deny(clippy::disallowed_methods, clippy::disallowed_types)]";

/// Checks every file of the repository.
pub fn check() -> Outcome {
    let files = files()?;
    let code = files.iter().filter(|file| file.ends_with(".rs"));
    let mut problems: Vec<String> = code.clone().flat_map(|file| source(file)).collect();
    problems.extend(PURE.iter().filter_map(|room| pure(room)));
    problems.extend(
        files
            .iter()
            .filter(|file| file.ends_with(".snap"))
            .map(|file| format!("{file}: snapshots stand inline")),
    );
    problems.extend(files.iter().flat_map(|file| foreign(file)));
    if problems.is_empty() { Ok(format!("tidy: {} files", files.len())) } else { Err(problems) }
}

fn source(file: &str) -> Vec<String> {
    let text = text(file);
    let mut problems = Vec::new();
    if text.lines().count() > LONGEST_FILE {
        problems.push(format!("{file}: {} lines, more than {LONGEST_FILE}", text.lines().count()));
    }
    if !is_test_module(file) && !text.trim_start().starts_with("//!") {
        problems.push(format!("{file}: begins without a module doc (`//!`)"));
    }
    // A line with a text or an escape in it cannot always be broken.
    let is_long = |line: &str| line.chars().count() > LONGEST_LINE && !line.contains(['"', '%']);
    let long = text.lines().zip(1..).filter(|(line, _)| is_long(line));
    problems
        .extend(long.map(|(_, at): (_, usize)| format!("{file}:{at}: more than {LONGEST_LINE} characters")));
    problems
}

/// The tests of a module, in a file of their own below it: the module's doc is theirs.
fn is_test_module(file: &str) -> bool {
    file.contains("/src/") && (file.ends_with("/tests.rs") || file.contains("/tests/"))
}

fn pure(room: &str) -> Option<String> {
    let file = format!("crates/{room}/src/lib.rs");
    let root = text(&file);
    (!root.is_empty() && !root.contains(BAN)).then(|| format!("{file}: a pure crate says `{BAN}`"))
}

/// Paths of one machine have no place in the repository.
fn foreign(file: &str) -> Vec<String> {
    let home = std::env::var("HOME").map(|home| format!("{home}/"));
    let marks = home.into_iter().chain([format!("{}/", root().display())]);
    let text = text(file);
    let found = marks.filter(|mark| text.contains(mark.as_str()));
    found.map(|mark| format!("{file}: mentions `{mark}`")).collect()
}
