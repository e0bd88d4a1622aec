//! What platforms are told of a project: read by their own validators, with no finding, one, and thirty thousand.

use crate::shell::{client, root};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// A project in a folder of a repository, and what `filrouge check` wrote about it.
struct Checked {
    folder: TempDir,
}

fn filrouge(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_filrouge"));
    command.current_dir(folder.path());
    command
}

impl Checked {
    /// A project with as many mistakes: names that nothing declares.
    fn with_mistakes(count: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("boutique été");
        assert!(filrouge(&folder).args(["new", "shop"]).output().unwrap().status.success());
        std::fs::rename(folder.path().join("shop"), &project).unwrap();
        let mut text = String::new();
        for number in 0..count {
            writeln!(text, "segment s{number} when=\"profile.nothing_{number} == 1\"").unwrap();
        }
        std::fs::write(project.join("segments.kdl"), text).unwrap();
        assert!(
            Command::new("git")
                .args(["init", "--quiet"])
                .current_dir(folder.path())
                .status()
                .unwrap()
                .success()
        );
        let checked = Self { folder };
        let forms = ["human", "sarif", "gitlab", "junit", "rdjson", "markdown"];
        let forms = forms.iter().flat_map(|form| ["--format".to_owned(), format!("{form}={form}.out")]);
        let run = filrouge(&checked.folder).args(["check", "boutique été"]).args(forms).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&run.stdout), "");
        assert_eq!(run.status.code(), Some(i32::from(count > 0)), "{run:?}");
        let counted = checked.read("human").matches("\n  × ").count();
        assert_eq!(counted, count, "{}", checked.read("human").get(..2_000).unwrap_or_default());
        checked
    }

    fn path(&self, form: &str) -> PathBuf {
        self.folder.path().join(format!("{form}.out"))
    }

    fn read(&self, form: &str) -> String {
        std::fs::read_to_string(self.path(form)).unwrap()
    }

    fn json(&self, form: &str) -> Value {
        serde_json::from_str(&self.read(form)).unwrap()
    }
}

/// Projects that are only looked at: without a mistake, with one, and with more than any platform shows.
fn looked_at() -> [(usize, &'static Checked); 3] {
    static ALL: LazyLock<[Checked; 3]> = LazyLock::new(|| COUNTS.map(Checked::with_mistakes));
    let [none, one, many] = &*ALL;
    [(COUNTS[0], none), (COUNTS[1], one), (COUNTS[2], many)]
}

const COUNTS: [usize; 3] = [0, 1, 30_000];

fn module(path: &str) -> PathBuf {
    // The same sign that the clients are there as everywhere.
    drop(client("segment_client.mjs"));
    root().join("target/e2e/node/node_modules").join(path)
}

fn sarif_errors(log: &Value) -> Vec<String> {
    let path = module("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    // One pattern of the published schema is no regular expression for whoever takes them strictly.
    let text = std::fs::read_to_string(path).unwrap().replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn sarif_follows_the_schema_of_its_standard_and_the_limits_of_github() {
    for (count, checked) in looked_at() {
        let log = checked.json("sarif");
        assert_eq!(sarif_errors(&log), Vec::<String>::new(), "{count}");
        let run = &log["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), count.min(25_000));
        let told = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
        assert_eq!(told.len(), usize::from(count > 25_000), "{told:?}");
        let prints =
            results.iter().map(|it| it["partialFingerprints"]["primaryLocationLineHash"].to_string());
        assert_eq!(
            prints.collect::<BTreeSet<_>>().len(),
            results.len(),
            "each finding has a fingerprint of its own"
        );
        let place = |it: &Value| it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone();
        assert!(results.iter().all(|it| place(it) == "boutique%20%C3%A9t%C3%A9/segments.kdl"));
    }
    let mut log = Checked::with_mistakes(1).json("sarif");
    log["runs"][0]["results"][0]["level"] = "terrible".into();
    assert!(!sarif_errors(&log).is_empty(), "the schema refuses what it does not know");
}

fn rdjson_is_valid(file: &Path) -> bool {
    let validator = module("@umbrelladocs/rdformat-validator/bin/rdformat-validator.js");
    let run = Command::new("node")
        .arg(validator)
        .args(["--strict", "--no-extra-fields", "--silent"])
        .arg(file)
        .output();
    run.unwrap().status.success()
}

#[test]
fn rdjson_is_taken_by_a_validator_of_its_format() {
    for (count, checked) in looked_at() {
        assert!(
            rdjson_is_valid(&checked.path("rdjson")),
            "{count}: {}",
            checked.read("rdjson").get(..500).unwrap_or_default()
        );
        assert_eq!(checked.json("rdjson")["diagnostics"].as_array().unwrap().len(), count);
    }
    let checked = Checked::with_mistakes(1);
    let wrong = checked.read("rdjson").replace("\"ERROR\"", "\"TERRIBLE\"");
    std::fs::write(checked.path("rdjson"), wrong).unwrap();
    assert!(!rdjson_is_valid(&checked.path("rdjson")), "the validator refuses what it does not know");
}

#[test]
fn junit_is_read_by_a_tool_that_knows_nothing_else() {
    for (count, checked) in looked_at() {
        let output = client("read_junit.py").arg(checked.path("junit")).output().unwrap();
        let read: Value = serde_json::from_slice(&output.stdout).unwrap();
        let cases = count.max(1);
        let wanted = serde_json::json!({ "cases": cases, "failed": count, "names": cases, "counted": count });
        assert_eq!(read, wanted, "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// What the documentation of GitLab asks of each issue: it drops those with a fingerprint that was there, and ignores a report
/// with a severity that it does not know.
#[test]
fn gitlab_finds_all_that_it_asks_for() {
    for (count, checked) in looked_at() {
        let issues = checked.json("gitlab");
        let issues = issues.as_array().unwrap();
        let prints: BTreeSet<&str> =
            issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        assert_eq!((issues.len(), prints.len()), (count, count));
        for issue in issues {
            assert!(
                ["info", "minor", "major", "critical", "blocker"]
                    .contains(&issue["severity"].as_str().unwrap())
            );
            assert!(
                issue["description"].as_str().unwrap().starts_with(issue["check_name"].as_str().unwrap())
            );
            assert_eq!(issue["location"]["path"], "boutique été/segments.kdl");
            assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() > 0);
        }
    }
}

#[test]
fn a_comment_fits_its_platform_and_says_what_it_leaves_out() {
    for (count, checked) in looked_at() {
        let comment = checked.read("markdown");
        assert!(comment.len() < 65_536, "{}", comment.len());
        assert_eq!(comment.contains("more are not shown here"), count > 1_000, "{count}");
    }
}

#[test]
fn a_fingerprint_outlives_moved_lines_and_another_name_of_the_file() {
    let prints = |checked: &Checked| -> Vec<String> {
        let issues = checked.json("gitlab");
        issues.as_array().unwrap().iter().map(|issue| issue["fingerprint"].to_string()).collect()
    };
    let checked = Checked::with_mistakes(3);
    let before = prints(&checked);
    let file = checked.folder.path().join("boutique été/segments.kdl");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(file.with_file_name("moved.kdl"), format!("// a remark\n\n{text}")).unwrap();
    std::fs::remove_file(file).unwrap();
    let run =
        filrouge(&checked.folder).args(["check", "boutique été", "--format", "gitlab=gitlab.out"]).status();
    assert_eq!(run.unwrap().code(), Some(1));
    assert_eq!(prints(&checked), before);
}
