//! Measurements: each is a module of the program `bench`, built in release mode.

use crate::repository::{Outcome, root};
use std::process::Command;

/// Runs the measurement that the first word names; `--json` is handed on.
pub fn run(words: &[&str]) -> Outcome {
    let names = names();
    match words {
        [name, rest @ ..] if names.iter().any(|known| known == name) => measure(name, rest),
        [] => Ok(names.join("\n")),
        [unknown, ..] => {
            Err(vec![format!("no measurement is called `{unknown}`; there are: {}", names.join(", "))])
        }
    }
}

fn names() -> Vec<String> {
    let folder = std::fs::read_dir(root().join("bench/src/bin/bench"));
    let files = folder.into_iter().flatten().flatten().map(|entry| entry.path());
    let mut names: Vec<String> =
        files.filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).collect();
    names.retain(|name| name != "main");
    names.sort();
    names
}

fn measure(name: &str, rest: &[&str]) -> Outcome {
    let status = Command::new("cargo")
        .args(["run", "--quiet", "--release", "--package", "filrouge-bench", "--", name])
        .args(rest)
        .current_dir(root())
        .status()
        .map_err(|error| vec![error.to_string()])?;
    if status.success() { Ok(String::new()) } else { Err(vec![format!("{name}: {status}")]) }
}
