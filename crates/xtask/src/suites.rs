//! Every test of the workspace, two programs of tests at a time: many of them wait more than they compute.

use crate::repository::{Outcome, output, root};
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

/// Programs that run side by side. Each uses every core for its own tests already.
const LANES: usize = 2;

/// One program of tests.
struct Suite {
    name: String,
    program: PathBuf,
    /// The folder of its package, where `cargo test` would run it.
    folder: PathBuf,
}

/// Builds every program of tests, then runs `before`, then the programs.
pub fn run(before: impl FnOnce() -> Result<(), Vec<String>>) -> Outcome {
    let suites = build()?;
    before()?;
    let count = suites.len();
    let queue = Mutex::new(suites.into_iter());
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| work(&queue, &failed));
        }
    });
    let failed = failed.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    if failed.is_empty() { Ok(format!("tests: {count} programs passed")) } else { Err(failed) }
}

fn work(queue: &Mutex<impl Iterator<Item = Suite>>, failed: &Mutex<Vec<String>>) {
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    while let Some(suite) = next() {
        if let Err(problem) = suite.run()
            && let Ok(mut failed) = failed.lock()
        {
            failed.push(problem);
        }
    }
}

impl Suite {
    /// Runs the program and prints what it said, whole, so that two of them do not mix.
    fn run(&self) -> Result<(), String> {
        let started = Instant::now();
        let run = Command::new(&self.program)
            .current_dir(&self.folder)
            .env("CARGO_MANIFEST_DIR", &self.folder)
            .output();
        let run = run.map_err(|error| format!("{}: {error}", self.name))?;
        println!("{}", told(&self.name, &run, started.elapsed().as_secs_f32()));
        if run.status.success() { Ok(()) } else { Err(format!("{}: {}", self.name, run.status)) }
    }

    /// A line of `cargo test --message-format=json`, when it tells of a program of tests.
    fn read(line: &str) -> Option<Self> {
        let told: Value = serde_json::from_str(line).ok()?;
        let is_test = told.get("profile")?.get("test")?.as_bool()? && !is_bench(told.get("target")?);
        let program = PathBuf::from(told.get("executable")?.as_str()?);
        let folder = PathBuf::from(told.get("manifest_path")?.as_str()?).parent()?.to_owned();
        let source = PathBuf::from(told.get("target")?.get("src_path")?.as_str()?);
        let name = source.strip_prefix(root()).unwrap_or(&source).display().to_string();
        is_test.then_some(Self { name, program, folder })
    }
}

/// Benchmarks are built, so that they are linted, and not run.
fn is_bench(target: &Value) -> bool {
    target.get("kind").and_then(|kinds| kinds.get(0)).is_some_and(|kind| kind == "bench")
}

fn told(name: &str, run: &Output, seconds: f32) -> String {
    let (out, errors) = (String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));
    format!("     Running {name} ({seconds:.1} s)\n{out}{errors}")
}

fn build() -> Result<Vec<Suite>, Vec<String>> {
    println!("cargo test --workspace --no-run");
    let arguments = [
        "test",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--no-run",
        "--message-format=json-render-diagnostics",
    ];
    Ok(output("cargo", &arguments)?.lines().filter_map(Suite::read).collect())
}

#[cfg(test)]
mod tests {
    use super::Suite;

    #[test]
    fn a_program_of_tests_is_told_from_a_library() {
        let line = |kind: &str, test: bool| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/p/crates/a/Cargo.toml","target":{{"kind":["{kind}"],"src_path":"/p/crates/a/src/lib.rs"}},
                "profile":{{"test":{test}}},"executable":"/p/target/debug/deps/a-1"}}"#
            )
        };
        let suite = Suite::read(&line("lib", true)).map(|suite| suite.folder);
        assert_eq!(suite, Some("/p/crates/a".into()));
        assert!(Suite::read(&line("lib", false)).is_none());
        assert!(Suite::read(&line("bench", true)).is_none());
        assert!(Suite::read("no line of JSON").is_none());
    }
}
