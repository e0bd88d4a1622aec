//! What a person types, and what they read.

#![expect(clippy::unwrap_used, reason = "a test that meets something unexpected fails")]

#[path = "sessions/adopting.rs"]
mod adopting;
#[path = "sessions/backtests.rs"]
mod backtests;
#[path = "sessions/french.rs"]
mod french;
#[path = "sessions/help.rs"]
mod help;
#[path = "sessions/locking.rs"]
mod locking;
#[path = "sessions/pictures.rs"]
mod pictures;
#[path = "sessions/results.rs"]
mod results;
#[path = "sessions/starting.rs"]
mod starting;

use insta::assert_snapshot;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A journey that names a template which is not declared.
const FAREWELL: &str = r#"journey farewell {
    purpose news
    enter on="Account Created" { re-entry never }
    send bye via=email template=welcom
}
"#;

/// A shell in a folder of its own.
struct Shell(TempDir);

impl Shell {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A shell beside a project `shop` that no pack of law judges.
    fn with_project() -> Self {
        let shell = Self::new();
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions/project");
        shell.run(&format!("cp -r {} shop && echo .filrouge/ > shop/.gitignore", project.display()));
        shell
    }

    /// A shell beside a project with one mistake.
    fn with_mistake() -> Self {
        let shell = Self::with_project();
        fs::write(shell.0.path().join("shop/farewell.kdl"), FAREWELL).unwrap();
        shell
    }

    /// Everything that `script` prints, and its exit code when that is not 0.
    fn run(&self, script: &str) -> String {
        let binary = Path::new(env!("CARGO_BIN_EXE_filrouge"));
        let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap());
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{script}")])
            .env_clear()
            .env("PATH", path)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        let mut told: String = told.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        if !output.status.success() {
            told.push_str(&format!("exit {}", output.status.code().unwrap_or(-1)));
        }
        let folder = self.0.path().canonicalize().unwrap();
        told.replace(&folder.display().to_string(), "DIR")
    }
}

#[test]
fn a_new_project_checks_and_passes_its_tests() {
    let shell = Shell::new();
    assert_snapshot!(shell.run("filrouge new shop && filrouge check shop && filrouge test shop"), @r#"
    A project is in shop.
      filrouge.kdl
      notice.md
      tests.kdl
      filrouge.lock

    filrouge check shop    find every mistake
    filrouge test shop     run its tests on a virtual clock
    filrouge dev shop      run it, with a mailbox in the browser
    ok: 2 files, 1 journey
    pass welcome: who agreed to news is welcomed, once
    pass welcome: who did not agree hears nothing
    2 passed, 0 failed
    "#);
}

#[test]
fn a_project_is_found_from_the_folders_inside_it() {
    let shell = Shell::with_project();
    assert_snapshot!(shell.run("mkdir -p shop/journeys/old && cd shop/journeys/old && filrouge check"), @"ok: 2 files, 1 journey");
}

#[test]
fn a_folder_that_holds_something_is_not_made_a_project() {
    let shell = Shell::with_project();
    assert_snapshot!(shell.run("filrouge new shop"), @r#"
    error: shop: the folder is not empty; give a new one
    exit 2
    "#);
}

#[test]
fn a_mistake_is_shown_to_people() {
    assert_snapshot!(Shell::with_mistake().run("filrouge check shop"), @r#"
    error unresolved-name

      × no template is called `welcom`
       ╭─[farewell.kdl:4:33]
     3 │     enter on="Account Created" { re-entry never }
     4 │     send bye via=email template=welcom
       ·                                 ───┬──
       ·                                    ╰── not declared
     5 │ }
       ╰────
      help: did you mean `welcome`? declared: `welcome`
      fix (unsafe): use the declared name
        -     send bye via=email template=welcom
        +     send bye via=email template=welcome
      filrouge explain unresolved-name

    1 error
    exit 1
    "#);
}

#[test]
fn a_mistake_is_shown_to_machines() {
    assert_snapshot!(Shell::with_mistake().run("filrouge check shop --format json"), @r#"
    {
      "version": 1,
      "diagnostics": [
        {
          "rule": "unresolved-name",
          "severity": "error",
          "message": "no template is called `welcom`",
          "file": "farewell.kdl",
          "span": {
            "start": 118,
            "end": 124,
            "line": 4,
            "column": 33,
            "end_line": 4,
            "end_column": 39
          },
          "labels": [
            {
              "file": "farewell.kdl",
              "span": {
                "start": 118,
                "end": 124,
                "line": 4,
                "column": 33,
                "end_line": 4,
                "end_column": 39
              },
              "text": "not declared"
            }
          ],
          "help": "did you mean `welcome`? declared: `welcome`",
          "fixes": [
            {
              "title": "use the declared name",
              "safety": "unsafe",
              "edits": [
                {
                  "file": "farewell.kdl",
                  "span": {
                    "start": 118,
                    "end": 124,
                    "line": 4,
                    "column": 33,
                    "end_line": 4,
                    "end_column": 39
                  },
                  "text": "welcome"
                }
              ]
            }
          ]
        }
      ]
    }
    exit 1
    "#);
}

#[test]
fn a_mistake_is_shown_to_github() {
    assert_snapshot!(Shell::with_mistake().run("filrouge check shop --format github"), @r#"
    ::error file=farewell.kdl,line=4,col=33,endLine=4,endColumn=39,title=unresolved-name::no template is called `welcom`%0Ahelp: did you mean `welcome`? declared: `welcome`
    exit 1
    "#);
}

#[test]
fn a_project_with_a_mistake_is_neither_built_nor_tested_nor_described() {
    let shell = Shell::with_mistake();
    for command in ["build shop -o out", "test shop", "manifest shop"] {
        let told = shell.run(&format!("filrouge {command}"));
        assert!(told.contains("unresolved-name") && told.ends_with("exit 1"), "{command}: {told}");
    }
    assert!(!shell.0.path().join("out").exists());
}

#[test]
fn a_page_is_printed_and_a_typo_is_led_to_it() {
    let shell = Shell::new();
    assert!(shell.run("filrouge explain unresolved-name").starts_with("# unresolved-name\n"));
    assert_snapshot!(shell.run("filrouge explain unresolved-nme"), @r#"
    error: no rule is called `unresolved-nme`: did you mean `unresolved-name`?
    exit 2
    "#);
    assert_snapshot!(shell.run("filrouge explain zzzzzzzz"), @r#"
    error: no rule is called `zzzzzzzz`: `filrouge explain` lists them
    exit 2
    "#);
}

#[test]
fn every_listed_rule_has_its_page() {
    let shell = Shell::new();
    let listed = shell.run("filrouge explain");
    let script = "filrouge explain | while read -r rule rest; do filrouge explain \"$rule\" > page || echo \"$rule\"; done";
    assert_eq!(shell.run(script), "");
    assert!(listed.lines().count() > 40, "{listed}");
}

#[test]
fn formatting_is_checked_done_and_then_at_rest() {
    let shell = Shell::with_project();
    fs::write(
        shell.0.path().join("shop/more.kdl"),
        "event   \"Signed Up\"   {\nretain   \"1d\" // short\n}\n",
    )
    .unwrap();
    shell.run("filrouge fmt shop/ > /dev/null; sed -i 's/retain/   retain/' shop/more.kdl");
    assert_snapshot!(
        shell.run("cd shop; filrouge fmt --check; echo $?; filrouge fmt; cat more.kdl; filrouge fmt --check"),
        @r#"
    more.kdl
    1 file would change
    1
    more.kdl
    1 file changed
    event "Signed Up" {
        retain "1d" // short
    }
    0 files would change
    "#
    );
}

#[test]
fn two_builds_give_the_same_bytes() {
    let shell = Shell::with_project();
    let script = "filrouge build shop -o one > /dev/null && cp -r shop elsewhere && \
                  filrouge build elsewhere -o two > /dev/null && diff -r one two && ls one";
    assert_snapshot!(shell.run(script), @r#"
    manifest.json
    plan.json
    "#);
}

#[test]
fn a_comment_changes_nothing_about_the_plan() {
    let shell = Shell::with_project();
    let told = shell.run(
        "filrouge build shop -o out | cut -d ' ' -f 2\n\
         sed -i '1i // a comment\\n' shop/filrouge.kdl\n\
         filrouge build shop -o out | cut -d ' ' -f 2",
    );
    let hashes: Vec<&str> = told.lines().collect();
    assert!(matches!(hashes.as_slice(), [one, two] if one == two && one.len() > 20), "{told}");
}

#[test]
fn a_failed_test_is_told_with_its_line() {
    let shell = Shell::with_project();
    shell.run("sed -i 's/to=\"lea@/to=\"eva@/' shop/tests.kdl");
    assert_snapshot!(shell.run("filrouge test shop"), @r#"
    FAIL welcome: who agreed to news is welcomed, once

      tests.kdl:7:5
      │ expect send=hello to="eva@example.com"
      expected  `hello` sends a message to `eva@example.com`, whose subject is `Bienvenue`
      actual    `hello` sent a message to `lea@example.com` over `email`, made from `welcome`, subject `Bienvenue`
                the provider took the message of `hello`
                the journey ended as `completed`
                the person came in
      4 decisions since the last expectation:
        2026-06-03 12:00:00 +02    came in
        2026-06-03 12:00:00 +02  hello  message goes out over email, in fr
        2026-06-03 12:00:00 +02  hello  the provider took the message
        2026-06-03 12:00:00 +02  hello  left: completed

    pass welcome: who did not agree hears nothing
    1 passed, 1 failed
    exit 1
    "#);
}

#[test]
fn an_exception_holds_up_to_its_last_day() {
    let shell = Shell::with_project();
    let badge = "event \"Badge Scanned\" {\n    badge string category=\"system.badge\"\n    retain \"13mo\"\n    \
                 waive unknown-category until=\"2026-06-30\" reason=\"Ours\"\n}\n";
    fs::write(shell.0.path().join("shop/badge.kdl"), badge).unwrap();
    let last = shell.run("filrouge check shop --on 2026-06-30");
    assert!(last.starts_with("ok:") && !last.contains("exit"), "{last}");
    let after = shell.run("filrouge check shop --on 2026-07-01");
    assert!(after.contains("unknown-category") && after.contains("expired-waive"), "{after}");
    assert!(after.ends_with("exit 1"), "{after}");
    assert!(shell.run("filrouge check shop --on tomorrow").ends_with("exit 2"));
}

#[test]
fn a_schema_that_takes_less_breaks_those_who_send_it() {
    let shell = Shell::with_project();
    let event =
        |words: &str| format!("event \"Badge Scanned\" {{\n    door enum {words}\n    retain \"13mo\"\n}}\n");
    let count = |ty: &str| format!("event \"Badge Scanned\" {{\n    doors {ty}\n    retain \"13mo\"\n}}\n");
    fs::write(shell.0.path().join("shop/badge.kdl"), event("north south")).unwrap();
    shell.run("cp -r shop next");
    assert_eq!(shell.run("filrouge schema diff shop next"), "0 changes, 0 breaking\n");
    fs::write(shell.0.path().join("next/badge.kdl"), event("north")).unwrap();
    let told = shell.run("filrouge schema diff shop next");
    assert!(told.starts_with("breaks") && told.contains("`door`") && told.ends_with("exit 1"), "{told}");
    let back = shell.run("filrouge schema diff next shop");
    assert!(back.starts_with("fits") && !back.contains("exit"), "{back}");
    fs::write(shell.0.path().join("shop/badge.kdl"), count("int min=1 max=9")).unwrap();
    fs::write(shell.0.path().join("next/badge.kdl"), count("string")).unwrap();
    let retyped = shell.run("filrouge schema diff shop next");
    assert!(retyped.contains("1 change, 1 breaking"), "another type takes its bounds along: {retyped}");
    assert!(shell.run("filrouge schema export shop -o out && ls out").contains("profile.json"));
}

#[test]
fn wrong_usage_ends_with_two() {
    let shell = Shell::with_project();
    assert_snapshot!(shell.run("filrouge chekc shop"), @r#"
    error: unrecognized subcommand 'chekc'

      tip: some similar subcommands exist: 'schema', 'check'

    Usage: filrouge [OPTIONS] <COMMAND>

    For more information, try '--help'.
    exit 2
    "#);
    assert_snapshot!(shell.run("filrouge check shop --format yaml"), @r#"
    error: invalid value 'yaml' for '--format <FORMAT[=FILE]>': no format has this name
      [formats: human, plain, json, json-lines, sarif, github, gitlab, junit, rdjson, markdown]

    For more information, try '--help'.
    exit 2
    "#);
    for wrong in
        ["", "check --no-such", "build shop", "run shop", "why", "check none", "check shop/filrouge.kdl"]
    {
        let told = shell.run(&format!("filrouge {wrong}"));
        assert!(told.ends_with("exit 2"), "{wrong}: {told}");
    }
}

#[test]
fn no_project_here_is_told_with_the_way_to_one() {
    assert_snapshot!(Shell::new().run("filrouge check"), @r#"
    error: no `filrouge.kdl` in `.` or a folder above it; `filrouge new DIR` starts a project
    exit 2
    "#);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let shell = Shell::new();
    assert_snapshot!(shell.run("{ filrouge explain; echo \"exit $?\" >&2; } | true"), @"exit 0");
    assert_snapshot!(shell.run("{ filrouge --help; echo \"exit $?\" >&2; } | true"), @"exit 0");
}

#[test]
fn colours_are_for_terminals_and_for_who_asks() {
    let shell = Shell::with_mistake();
    let coloured = |script: &str| shell.run(script).contains('\u{1b}');
    assert!(!coloured("filrouge check shop"));
    assert!(coloured("filrouge check shop --color always"));
    assert!(coloured("NO_COLOR=1 filrouge check shop --color always"));
    if shell.run("command -v script").contains("script") {
        assert!(coloured("TERM=xterm script -qec 'filrouge check shop' /dev/null"));
        assert!(!coloured("TERM=xterm NO_COLOR=1 script -qec 'filrouge check shop' /dev/null"));
    }
}

#[test]
fn a_narrow_terminal_gets_narrow_text() {
    let shell = Shell::with_mistake();
    assert_snapshot!(shell.run("COLUMNS=48 filrouge check shop"), @r#"
    error unresolved-name

      × no template is called `welcom`
       ╭─[farewell.kdl:4:33]
     3 │     enter on="Account Created" { re-entry never }
     4 │     send bye via=email template=welcom
       ·                                 ───┬──
       ·                                    ╰── not declared
     5 │ }
       ╰────
      help: did you mean `welcome`? declared:
            `welcome`
      fix (unsafe): use the declared name
        -     send bye via=email template=welcom
        +     send bye via=email template=welcome
      filrouge explain unresolved-name

    1 error
    exit 1
    "#);
    assert!(!shell.run("COLUMNS=0 filrouge check shop").is_empty());
    assert!(!shell.run("COLUMNS=1 filrouge check shop").is_empty());
}

#[test]
fn a_terminal_without_unicode_gets_plain_letters() {
    let told = Shell::with_mistake().run("LANG=fr_FR.ISO-8859-1 filrouge check shop");
    assert!(told.is_ascii(), "{told}");
}
