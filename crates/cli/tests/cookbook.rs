//! Every project of the cookbook checks, keeps its tests and is laid out.

#![expect(clippy::expect_used, reason = "helpers of tests fail as tests do")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// So many journeys there are at least.
const LEAST_JOURNEYS: usize = 40;

/// Without anything in the environment: a test needs no secret and reaches nobody.
#[test]
fn every_project_of_the_cookbook_checks_passes_its_tests_and_is_laid_out() {
    for project in projects() {
        for verb in [&["check", "--locked"][..], &["test"], &["fmt", "--check"]] {
            let output = Command::new(env!("CARGO_BIN_EXE_filrouge"))
                .args(verb)
                .env_clear()
                .current_dir(&project)
                .output()
                .expect("the binary starts");
            let told = String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{verb:?} in {}:\n{told}", project.display());
        }
    }
}

#[test]
fn each_journey_of_the_cookbook_has_a_happy_test_and_one_at_the_edge() {
    let texts = texts();
    let journeys: Vec<_> = texts.iter().flat_map(|text| names(text, "journey ")).collect();
    let lonely: Vec<_> = journeys.iter().filter(|name| tests_of(name, &texts) < 2).collect();
    assert_eq!(lonely, Vec::<&&str>::new());
    assert!(journeys.len() >= LEAST_JOURNEYS, "{} journeys", journeys.len());
}

fn cookbook() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/cookbook")
}

fn projects() -> Vec<PathBuf> {
    let entries = fs::read_dir(cookbook()).expect("the cookbook").filter_map(Result::ok);
    let mut projects: Vec<_> =
        entries.map(|entry| entry.path()).filter(|path| path.join("filrouge.kdl").exists()).collect();
    projects.sort();
    projects
}

fn texts() -> Vec<String> {
    let folders = projects().into_iter().map(|project| project.join("journeys"));
    let files = folders.flat_map(|folder| fs::read_dir(folder).expect("journeys").filter_map(Result::ok));
    files.map(|file| fs::read_to_string(file.path()).expect("a text")).collect()
}

/// The names that follow a word at the beginning of a line.
fn names<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
    let lines = text.lines().filter_map(|line| line.strip_prefix(word));
    lines.filter_map(|rest| rest.split_whitespace().next()).collect()
}

fn tests_of(journey: &str, texts: &[String]) -> usize {
    let about = format!("journey={journey}");
    let lines = texts.iter().flat_map(|text| text.lines());
    lines
        .filter(|line| line.starts_with("test ") && line.split_whitespace().any(|word| word == about))
        .count()
}
