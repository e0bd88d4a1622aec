//! Recorded events under the old and the new source.

use super::Shell;
use insta::assert_snapshot;
use std::fs;

/// Two people with consent and one without, who open accounts on three days.
const RECORDING: &str = r#"{"type":"consent","userId":"lea@example.com","purpose":"news","granted":true,"evidence":"form","timestamp":"2026-05-01T08:00:00Z"}
{"type":"track","userId":"lea@example.com","event":"Account Created","timestamp":"2026-05-01T08:00:01Z"}
{"type":"track","userId":"tom@example.com","event":"Account Created","timestamp":"2026-05-02T08:00:00Z"}
{"type":"consent","userId":"eva@example.com","purpose":"news","granted":true,"evidence":"form","timestamp":"2026-05-03T08:00:00Z"}
{"type":"track","userId":"eva@example.com","event":"Account Created","timestamp":"2026-05-03T08:00:01Z"}
{"type":"track","userId":"eva@example.com","event":"Account Closed","timestamp":"2026-05-03T08:00:02Z"}
"#;

/// A project under git that sends at once in its commit, and to everybody by another purpose in the folder.
fn shell() -> Shell {
    let shell = Shell::with_project();
    fs::write(shell.0.path().join("events.ndjson"), RECORDING).unwrap();
    shell.run(
        "cd shop && git init -q && git add -A && git -c user.name=Test -c user.email=test@example.com commit -qm first \
         && sed -i 's/basis consent;/basis legitimate-interest;/' filrouge.kdl",
    );
    shell
}

#[test]
fn a_change_is_lived_with_recorded_events() {
    assert_snapshot!(shell().run("filrouge backtest shop --events events.ndjson | grep -v '^old plan'"), @r"
    6 lines, 2026-05-01T08:00:00Z to 2026-05-03T08:00:01Z
    1 line not understood: 1 by the old plan, 1 by the new
      line 6: the event `Account Closed` is not declared

    messages                old       new
      welcome  email          2         3  +1
      all                     2         3  +1
      1 day with another number of messages

    people                old       new
      known                 3         3
      get messages          2         3  +1
      1 get messages and got none before
      1 get another number of messages, these included

    journeys: no difference

    kept back                            old       new
      welcome  skipped no-consent          1         0  -1

    assumed
      nobody is in a journey when the recording begins
      every message is answered `sent` after 1 s
      no `fetch` is answered, so its timeout decides; no `approve` is answered, so its timeout decides
      timers go on until 2026-05-10T08:00:01Z; days are those of Europe/Paris
    ");
}

#[test]
fn a_limit_that_is_exceeded_fails_with_a_sentence() {
    let shell = shell();
    let told = shell.run("filrouge backtest shop --events - --limit-contacts 0 --limit-change 100 < events.ndjson | tail -2; exit 0");
    assert_snapshot!(told, @r"
    too much: 1 person would get messages and got none before; 0 are allowed (--limit-contacts)
    within the limit: 1 message more or less than the 2 before, 50 %; 100 % are allowed (--limit-change)
    ");
    let script = "filrouge backtest shop --events events.ndjson --limit-contacts 0 > /dev/null";
    assert_eq!(shell.run(script), "exit 1");
    assert_eq!(shell.run(&script.replace("contacts 0", "contacts 1")), "");
}

#[test]
fn a_comment_a_document_a_picture_and_people_go_into_files() {
    let shell = shell();
    let told = shell.run(
        "filrouge backtest shop --events events.ndjson --format markdown=comment.md --format json=out.json --chart days.svg \
         --people people.ndjson && grep -v sub comment.md; cat people.ndjson && head -2 days.svg",
    );
    assert_snapshot!(told, @r#"
    ### filrouge backtest: 2 → 3 messages

    6 lines, 3 people. People who get messages: 2 → 3; 1 got none before, 0 get none any more, 1 get another number.

    ![Messages per day under the old and the new plan](days.svg)

    | journey | channel | old | new | |
    |---|---|--:|--:|--:|
    | welcome | email | 2 | 3 | +1 |
    | **all** |  | 2 | 3 | +1 |

    <details><summary>What else differs</summary>

    | journey | what | old | new | |
    |---|---|--:|--:|--:|
    | welcome | skipped no-consent | 1 | 0 | -1 |

    </details>

    <details><summary>Days that differ</summary>

    | day | messages | old | new | |
    |---|---|--:|--:|--:|
    | 2026-05-02 | welcome, email | 0 | 1 | +1 |

    </details>

    1 line not understood: 1 by the old plan, 1 by the new.

    - line 6: the event `Account Closed` is not declared

    {"person":"3ccf232b41737b5adfe3916430a82e91","line":3,"old":0,"new":1}
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 260" role="img" aria-labelledby="title description">
    <title id="title">Messages a day under the old and the new plan</title>
    "#);
    let document = fs::read_to_string(shell.0.path().join("out.json")).unwrap();
    let schema =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/backtest.schema.json"))
            .unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let errors: Vec<String> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn the_old_source_may_be_a_bundle() {
    let shell = shell();
    shell.run("git -C shop stash -q && filrouge build shop -o built && git -C shop stash pop -q");
    let told = |against: &str| {
        shell.run(&format!("filrouge backtest shop --events events.ndjson --format json {against}"))
    };
    let by_commit = told("");
    assert!(by_commit.contains(r#""only_new":1"#), "{by_commit}");
    assert_eq!(told("--against built/plan.json"), by_commit);
    assert_eq!(told("--jobs 1"), by_commit);
}

#[test]
fn what_cannot_be_lived_is_told() {
    let shell = shell();
    fs::write(shell.0.path().join("foreign.ndjson"), "{\"type\":\"track\",\"userId\":1}\n").unwrap();
    fs::write(shell.0.path().join("empty.ndjson"), "\n").unwrap();
    let mut told = String::new();
    for wrong in [
        "--events none.ndjson",
        "--events empty.ndjson",
        "--events foreign.ndjson",
        "--events events.ndjson --against v9",
        "--events events.ndjson --source shop",
        "--events events.ndjson --since soon",
        "--events events.ndjson --format markdown --format json",
        "",
    ] {
        told.push_str(&shell.run(&format!("filrouge backtest shop {wrong}")).replace("\n\n", "\n"));
        told.push('\n');
    }
    assert_snapshot!(told, @r"
    error: `none.ndjson` cannot be read: No such file or directory (os error 2)
    exit 2
    error: there is nothing to live: the recording has no line
    exit 2
    error: there is nothing to live: no line is understood, line 1: `email` is not a valid email
    exit 2
    error: --against: git knows no commit `v9` here; a shallow clone has to fetch it first: `git fetch origin v9`
    exit 2
    error: --source: the project has no source `shop`, but `site`
    exit 2
    error: invalid value 'soon' for '--since <MOMENT|TIME>': a moment is written `2026-05-01` or `2026-05-01T08:00:00Z`, a time `30d`
    For more information, try '--help'.
    exit 2
    error: --format: two formats cannot share standard output; give one a file, as in `markdown=comment.md`
    exit 2
    error: the following required arguments were not provided:
      --events <FILE>
    Usage: filrouge backtest --events <FILE> <DIR>
    For more information, try '--help'.
    exit 2
    ");
}
