//! Everything that CI runs, in the order in which it fails fastest.

use crate::repository::{Outcome, root};
use crate::{generate, layers, setup, suites, tidy};
use std::process::Command;
use std::thread::{self, JoinHandle};
use std::time::Instant;

/// Steps that are commands of cargo, before the tests.
const CARGO: &[&[&str]] = &[
    &["fmt", "--all", "--check"],
    &["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"],
];

/// Runs every step; stops at the first that fails. What the tests need beside Rust is fetched while the compiler works.
pub fn run() -> Outcome {
    let started = Instant::now();
    for step in [layers::check, tidy::check, || generate::run(&["--check"])] {
        println!("{}", step()?);
    }
    let setup = thread::spawn(setup::run);
    for arguments in CARGO {
        cargo(arguments)?;
    }
    println!("{}", suites::run(|| fetched(setup))?);
    cargo(&["test", "--quiet", "--workspace", "--doc"])?;
    deny()?;
    Ok(format!("check: all is well, after {} s", started.elapsed().as_secs()))
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

/// Licences and sources, where `cargo-deny` is installed; building it would take longer than all the rest.
fn deny() -> Result<(), Vec<String>> {
    let installed = Command::new("cargo").args(["deny", "--version"]).output();
    if installed.is_ok_and(|run| run.status.success()) {
        return cargo(&["deny", "--log-level", "error", "check", "licenses", "bans", "sources"]);
    }
    println!("cargo deny is not installed: licences and sources were not checked");
    Ok(())
}
