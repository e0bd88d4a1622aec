//! Everything that CI runs, in the order in which it fails fastest.

use crate::repository::{Outcome, root};
use crate::{generate, layers, setup, suites, tidy};
use std::process::{Command, Output};
use std::thread::{self, JoinHandle};
use std::time::Instant;

/// Steps that are commands of cargo, before the tests.
const FORMAT: &[&str] = &["fmt", "--all", "--check"];
const LINT: &[&str] = &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"];

/// Runs every step; stops at the first that fails. What the tests need beside Rust is fetched while the compiler works.
pub fn run() -> Outcome {
    let started = Instant::now();
    for step in [layers::check, tidy::check, || generate::run(&["--check"])] {
        println!("{}", step()?);
    }
    let setup = thread::spawn(setup::run);
    cargo(FORMAT)?;
    if !lints_as_it_compiles() {
        cargo(LINT)?;
    }
    println!("{}", suites::run(|| fetched(setup))?);
    cargo(&["test", "--quiet", "--workspace", "--doc"])?;
    deny()?;
    Ok(format!("check: all is well, after {} s", started.elapsed().as_secs()))
}

/// Whether the compiler is the one of clippy, as `.ci/run` has it: then whatever is built is linted, and nothing is looked at twice.
fn lints_as_it_compiles() -> bool {
    std::env::var_os("RUSTC_WORKSPACE_WRAPPER").is_some_and(|wrapper| wrapper == "clippy-driver")
}

fn fetched(setup: JoinHandle<Outcome>) -> Result<(), Vec<String>> {
    let outcome = setup.join().map_err(|_| vec!["setup: ended before its time".to_owned()])?;
    outcome.map(|summary| println!("{summary}"))
}

fn cargo(arguments: &[&str]) -> Result<(), Vec<String>> {
    println!("cargo {}", arguments.join(" "));
    let status = Command::new("cargo").args(arguments).current_dir(root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(vec![format!("cargo {}: {status}", arguments.join(" "))]),
        Err(error) => Err(vec![format!("cargo: {error}")]),
    }
}

/// Licences, sources and advisories, by the `cargo-deny` that the setup has installed: building it would take longer than all
/// the rest.
fn deny() -> Result<(), Vec<String>> {
    let program = root().join("target/e2e/venv/bin/cargo-deny");
    let checked = |what: &[&str]| {
        let mut command = Command::new(&program);
        command.args(["--log-level", "error", "check"]).args(what).current_dir(root()).output()
    };
    println!("cargo deny check licenses bans sources");
    let run =
        checked(&["licenses", "bans", "sources"]).map_err(|error| vec![format!("cargo deny: {error}")])?;
    let said =
        |run: &Output| String::from_utf8_lossy(&[&run.stdout[..], &run.stderr[..]].concat()).into_owned();
    if !run.status.success() {
        return Err(vec![said(&run)]);
    }
    println!("cargo deny check advisories");
    let run = checked(&["advisories"]).map_err(|error| vec![format!("cargo deny: {error}")])?;
    if run.status.success() {
        return Ok(());
    }
    let said = said(&run);
    // Without a network to the database nobody knows; a finding is a failure.
    if said.contains("failed to fetch advisory database") {
        println!("the database of advisories cannot be fetched: advisories were not checked");
        return Ok(());
    }
    Err(vec![said])
}
