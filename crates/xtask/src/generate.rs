//! What is made from the code: the published schemas, and the pages of rules and words.

mod checks;
mod editors;
mod language;
mod rules;
mod schemas;

use crate::repository::{Outcome, files, root};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Texts by path, relative to the repository's root.
type Generated = BTreeMap<String, String>;

/// Folders in which every page is generated.
const OWN_FOLDERS: &[&str] = &["docs/language/", "docs/rules/"];

/// Said on top of each page.
const MARK: &str = "<!-- Written by `cargo xtask generate`. -->\n";

/// Writes everything; with `--check`, says what would change.
pub fn run(words: &[&str]) -> Outcome {
    let generated = all();
    let stale = stale(&generated, &files()?);
    match words {
        [] => write(&generated, &stale),
        ["--check"] => check(&generated, &stale),
        _ => Err(vec!["cargo xtask generate [--check]".to_owned()]),
    }
}

fn all() -> Generated {
    let mut generated = Generated::new();
    generated.extend(schemas::schemas());
    generated.extend(rules::pages());
    generated.extend(language::pages());
    generated.extend(editors::files());
    generated.extend([checks::page()]);
    generated
}

/// Pages of rules and words that are gone.
fn stale(generated: &Generated, files: &[String]) -> Vec<String> {
    let own = files.iter().filter(|file| OWN_FOLDERS.iter().any(|folder| file.starts_with(folder)));
    own.filter(|file| !generated.contains_key(*file)).cloned().collect()
}

fn write(generated: &Generated, stale: &[String]) -> Outcome {
    let mut problems = Vec::new();
    let mut attempt = |file: &str, done: std::io::Result<()>| {
        problems.extend(done.err().map(|error| format!("{file}: {error}")));
    };
    for (file, text) in generated {
        attempt(file, write_file(&root().join(file), text));
    }
    for file in stale {
        attempt(file, fs::remove_file(root().join(file)));
    }
    if problems.is_empty() { Ok(format!("generate: {} files", generated.len())) } else { Err(problems) }
}

fn write_file(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn check(generated: &Generated, stale: &[String]) -> Outcome {
    let differs = |(file, text): &(&String, &String)| {
        fs::read_to_string(root().join(file)).ok().as_deref() != Some(text.as_str())
    };
    let mut problems: Vec<_> = generated
        .iter()
        .filter(differs)
        .map(|(file, _)| format!("{file}: out of date; run `cargo xtask generate`"))
        .collect();
    problems.extend(stale.iter().map(|file| format!("{file}: nothing is behind it any more")));
    if problems.is_empty() {
        Ok(format!("generate: {} files up to date", generated.len()))
    } else {
        Err(problems)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_generated_is_the_same_each_time() {
        assert_eq!(all(), all());
    }

    #[test]
    fn a_page_of_a_rule_that_is_gone_is_stale_and_other_files_are_not() {
        let generated = all();
        let files = ["docs/rules/gone.md", "docs/rules/README.md", "docs/tour.md", "schema/events.kdl"];
        let files = files.map(str::to_owned);
        assert_eq!(stale(&generated, &files), ["docs/rules/gone.md"]);
    }

    #[test]
    fn each_page_is_in_its_index() {
        let generated = all();
        for folder in OWN_FOLDERS {
            let index = &generated[&format!("{folder}README.md")];
            for page in generated.keys().filter_map(|file| file.strip_prefix(folder)) {
                assert!(page == "README.md" || index.contains(&format!("({page})")), "{folder}{page}");
            }
        }
    }
}
