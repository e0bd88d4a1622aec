//! What `filrouge init ci` writes is read by the services' own parsers, and every command in it is run.

use crate::repository::Repository;
use crate::shell::{client, root};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

const CART: &str = "journeys/cart-abandonment/journey.kdl";

/// A repository with a workflow on `main`, and a change of it on another branch.
fn with_workflow(service: &str, from: &str, to: &str) -> Repository {
    let repository = Repository::new();
    let install = "command -v filrouge";
    let written = repository.filrouge(&["init", "ci", service, "--install", install]);
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    std::fs::copy(repository.recording(), repository.0.path().join("recording.ndjson")).unwrap();
    repository.commit("the workflow, and a recording");
    // What is compared with is what a clone of a service has.
    repository.git(&["update-ref", "refs/remotes/origin/main", "main"]);
    repository.git(&["checkout", "--quiet", "-b", "change"]);
    repository.edit(CART, from, to);
    repository.commit("a change");
    repository
}

/// Runs words as a runner does, with `filrouge` on the path.
fn shell(repository: &Repository, words: &str, environment: &[(&str, &str)]) -> Output {
    let bin = Path::new(env!("CARGO_BIN_EXE_filrouge")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", words]).current_dir(repository.0.path());
    bash.env("PATH", path)
        .env("PROJECT", ".")
        .env("EVENTS", "recording.ndjson")
        .envs(environment.iter().copied())
        .output()
        .unwrap()
}

fn read(mut reader: Command, file: &Path) -> Value {
    let run = reader.arg(file).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    serde_json::from_slice(&run.stdout).unwrap()
}

/// Exit code of each step of the workflow that runs something here.
fn github(repository: &Repository, approved: &str) -> Vec<(String, i32)> {
    let workflow =
        read(client("read_workflow.mjs"), &repository.0.path().join(".github/workflows/filrouge.yml"));
    assert_eq!(workflow["errors"], serde_json::json!([]));
    let environment =
        [("GITHUB_STEP_SUMMARY", "summary.md"), ("BASE", "origin/main"), ("APPROVED", approved)];
    let steps = workflow["steps"].as_array().unwrap().iter();
    // The comment needs GitHub itself.
    let here = steps.filter(|step| step["run"] != "" && step["name"] != "Comment");
    here.map(|step| {
        let ran = shell(repository, step["run"].as_str().unwrap(), &environment);
        (step["name"].as_str().unwrap().to_owned(), ran.status.code().unwrap())
    })
    .collect()
}

fn steps(codes: [i32; 6]) -> Vec<(String, i32)> {
    let names = ["Install", "Check", "Layout", "Test", "Backtest", "Plan"];
    names.into_iter().map(str::to_owned).zip(codes).collect()
}

#[test]
fn the_workflow_of_github_passes_a_good_change_and_stops_a_bad_one() {
    let good = with_workflow("github", "re-entry after=\"7d\"", "re-entry after=\"8d\"");
    assert_eq!(github(&good, "false"), steps([0, 0, 0, 0, 0, 0]));
    let summary = good.read("summary.md");
    assert!(summary.contains("### Filrouge plan") && summary.contains("forward-only"), "{summary}");
    assert!(summary.contains("### filrouge backtest"), "{summary}");
    std::fs::remove_file(good.0.path().join("recording.ndjson")).unwrap();
    assert_eq!(github(&good, "false"), steps([0; 6]), "without a recording and a daemon nothing is lived");
    std::fs::remove_file(good.0.path().join("filrouge.lock")).unwrap();
    assert_eq!(github(&good, "false"), steps([0, 1, 0, 0, 0, 1]), "a project without its lock");

    let bad = with_workflow("github", "=cart-reminder {", "=cart-remindr {");
    assert_eq!(github(&bad, "false"), steps([0, 1, 0, 1, 1, 1]));

    let grave = with_workflow("github", "wait first-pause", "wait breather");
    assert_eq!(github(&grave, "false"), steps([0, 0, 0, 0, 0, 1]));
    assert_eq!(github(&grave, "true"), steps([0, 0, 0, 0, 0, 0]), "somebody gave the label");
}

/// Exit code of a job, line by line as the runner does: the first that fails ends it.
fn gitlab(repository: &Repository, job: &str) -> i32 {
    let file = repository.0.path().join(".gitlab/filrouge.yml");
    let jobs = read(client("read_pipeline.py"), &file);
    let lines = ["before_script", "script"].into_iter().flat_map(|part| jobs[job][part].as_array().unwrap());
    // The one line that needs the service itself.
    let here = lines.map(|line| {
        line.as_str().unwrap().replace(
            "git fetch --quiet origin \"$CI_MERGE_REQUEST_TARGET_BRANCH_NAME\"",
            "git fetch --quiet . main",
        )
    });
    shell(repository, &here.collect::<Vec<_>>().join("\n"), &[]).status.code().unwrap()
}

#[test]
fn the_pipeline_of_gitlab_reports_and_marks_what_asks_for_a_yes() {
    let good = with_workflow("gitlab", "re-entry after=\"7d\"", "re-entry after=\"8d\"");
    assert_eq!((gitlab(&good, "filrouge"), gitlab(&good, "filrouge-plan")), (0, 0));
    assert!(good.read("plan.md").contains("forward-only"));
    assert_eq!(gitlab(&good, "filrouge-backtest"), 0);
    assert!(good.read("backtest.md").contains("### filrouge backtest"));
    assert!(good.read("test.xml").contains("<testsuites"));
    assert_eq!(good.read("gl-code-quality-report.json").trim(), "[]");

    let grave = with_workflow("gitlab", "wait first-pause", "wait breather");
    assert_eq!((gitlab(&grave, "filrouge"), gitlab(&grave, "filrouge-plan")), (0, 3));
    let bad = with_workflow("gitlab", "=cart-reminder {", "=cart-remindr {");
    assert_eq!((gitlab(&bad, "filrouge"), gitlab(&bad, "filrouge-plan")), (1, 1));
}

#[test]
fn the_hooks_of_pre_commit_run() {
    let commits = root().join("target/e2e/venv/bin/pre-commit");
    assert!(commits.exists(), "run `cargo xtask setup`");
    let hooks = |repository: &Repository| {
        let words = format!("{} run --all-files", commits.display());
        let cache = repository.0.path().join(".cache");
        shell(repository, &words, &[("PRE_COMMIT_HOME", cache.to_str().unwrap())])
    };
    let good = with_workflow("pre-commit", "re-entry after=\"7d\"", "re-entry after=\"8d\"");
    let ran = hooks(&good);
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{told}");
    assert!(told.contains("filrouge backtest"), "{told}");
    let bad = with_workflow("pre-commit", "=cart-reminder {", "=cart-remindr {");
    let told = String::from_utf8(hooks(&bad).stdout).unwrap();
    assert!(told.contains("no template is called `cart-remindr`"), "{told}");
}

#[test]
fn a_workflow_that_is_there_is_left_as_it_is() {
    let repository = Repository::new();
    assert!(repository.filrouge(&["init", "ci", "gitlab"]).status.success());
    let before = repository.read(".gitlab/filrouge.yml");
    assert!(before.contains("command -v filrouge"), "{before}");
    let again = repository.filrouge(&["init", "ci", "gitlab", "--branch", "other"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(repository.read(".gitlab/filrouge.yml"), before);
}
