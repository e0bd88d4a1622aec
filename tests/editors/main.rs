//! What editors get: the grammar, snippets, queries and configurations of `editor-support`, by the engines of the editors.
//!
//! Each test is a script of Node, so that it runs what an editor runs. `cargo xtask setup` installs what they need; without
//! it they fail and say so.

#![expect(clippy::unwrap_used, reason = "a test that meets something unexpected fails")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn support() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().join("editor-support")
}

/// Runs the tests of some scripts, one after the other, with the binary that was built for this run.
fn scripts(names: &[&str]) {
    let support = support();
    assert!(
        support.join("node_modules").exists(),
        "the editors' tools are not installed: run `cargo xtask setup`"
    );
    let run = Command::new("node")
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(names.iter().map(|name| format!("test/{name}.test.mjs")))
        .current_dir(&support)
        .env("FILROUGE", env!("CARGO_BIN_EXE_filrouge"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{told}{}", String::from_utf8_lossy(&run.stderr));
    let passed = told.lines().any(|line| line.contains("pass ") && !line.ends_with("pass 0"));
    assert!(passed, "no test was run: {told}");
    let absent = told.lines().find(|line| line.contains("is installed, so"));
    absent.into_iter().for_each(|line| eprintln!("{}", line.trim()));
}

#[test]
fn what_the_extension_decides_without_an_editor() {
    scripts(&["logic"]);
}

/// These write the bundle, so they do not run beside each other.
#[test]
fn the_extension_is_packed_offline_and_runs() {
    scripts(&["package", "extension", "preview"]);
}

#[test]
fn the_server_and_the_editors_agree() {
    scripts(&["server"]);
}

#[test]
fn the_grammar_colours_real_journeys() {
    scripts(&["grammar"]);
}

#[test]
fn each_snippet_is_part_of_a_sound_project() {
    scripts(&["snippets"]);
}

#[test]
fn the_queries_fit_the_grammar_for_kdl() {
    scripts(&["queries"]);
}

#[test]
fn the_configuration_of_neovim_is_loaded() {
    scripts(&["neovim"]);
}
