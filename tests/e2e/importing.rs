//! A file is handed to a daemon that is killed on the way.

use crate::daemon::{Daemon, Stage};
use serde_json::{Value, json};
use std::process::{Child, Stdio};

const PEOPLE: usize = 4_000;

/// One line a person, one of them consents and one consents without proof, one line is no message and one event is not declared.
fn lines() -> String {
    let person = |number: usize| {
        let email = format!("p{number}@shop.example");
        json!({ "type": "identify", "userId": format!("p{number}"), "traits": { "email": email } })
            .to_string()
    };
    let consent = json!({
        "type": "consent", "userId": "p7", "purpose": "marketing", "channel": "email", "granted": true,
        "evidence": "import of 2026", "timestamp": "2026-01-02T10:00:00Z", "url": "https://fair.example",
    });
    let unproved = json!({
        "type": "consent", "userId": "p8", "purpose": "marketing", "channel": "email", "granted": true,
        "evidence": "import of 2026",
    });
    let foreign = json!({ "type": "track", "userId": "p7", "event": "Door Opened" });
    let more = [consent.to_string(), unproved.to_string(), "no message".to_owned(), foreign.to_string()];
    (0..PEOPLE).map(person).chain(more).map(|line| line + "\n").collect()
}

fn import(stage: &Stage, url: &str) -> Child {
    let mut command = stage.filrouge(&["import", "people.ndjson", "--write-key-env", "SITE_WRITE_KEY"]);
    command.args(["--state", "people.state", "--format", "json", "--together", "2", "--url", url]);
    command.stdout(Stdio::piped()).spawn().unwrap()
}

fn told(import: Child) -> (Option<i32>, Value) {
    let output = import.wait_with_output().unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn a_table_of_a_spreadsheet_is_handed_over_and_goes_on_where_it_stopped() {
    let stage = Stage::new("smtp://127.0.0.1:9", "http://127.0.0.1:9/");
    let daemon = stage.run();
    let table =
        "Kundennummer;E-Mail;Vorname\r\n4711;lea@example.com;Léa\r\n4712;max@example.com;\r\n4713;kein\r\n";
    let file = stage.file("../people.csv");
    std::fs::write(&file, table).unwrap();
    let run = |more: &[&str]| {
        let mut command = stage.filrouge(&["import", "people.csv", "--write-key-env", "SITE_WRITE_KEY"]);
        command.args(["--state", "people.state", "--format", "json", "--url", &daemon.url]).args(more);
        command.output().unwrap()
    };
    let refused = run(&[]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("say with `--rows` what its rows are"));
    let rows = ["--rows", "identify", "--column", "Kundennummer=userId", "--column", "E-Mail=email"];
    let rows = [&rows[..], &["--column", "Vorname=first_name"]].concat();
    let told = |output: std::process::Output| serde_json::from_slice::<Value>(&output.stdout).unwrap();
    let first = told(run(&rows));
    assert_eq!(
        (&first["sent"], &first["unreadable"], &first["line"]),
        (&json!(2), &json!(1), &json!(3)),
        "{first}"
    );
    assert_eq!(first["first_unreadable"], "line 4: it has 2 columns, and the first line 3");
    std::fs::write(&file, format!("{table}4714;zoe@example.com;Zoé\r\n")).unwrap();
    let second = told(run(&rows));
    assert_eq!((&second["sent"], &second["line"]), (&json!(1), &json!(5)), "{second}");
    assert_eq!(people(&daemon), 3);
}

/// People on their way, and lines that do not fit.
fn positions(wrong: bool) -> String {
    let position = |number: usize, more: Value| {
        let mut line = json!({
            "userId": format!("p{number}"), "journey": "cart-abandonment", "step": "pause", "enteredAt": "2026-03-01T10:00:00Z",
            "dueAt": "2099-03-01T10:00:00Z", "fields": { "cart_id": format!("c{number}"), "value": 30 },
        });
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        line.to_string()
    };
    let mut lines: Vec<String> = (0..250).map(|number| position(number, json!({}))).collect();
    lines[1] = position(1, json!({ "dueAt": null, "arrivedAt": "2026-03-01T11:00:00Z" }));
    if wrong {
        lines[2] = position(2, json!({ "step": "reminder" }));
        lines[120] = "{".to_owned();
        lines[130] = position(130, json!({ "jouney": "cart" }));
        lines[140] = position(140, json!({ "fields": { "cart": "c" } }));
        lines[249] = position(249, json!({ "dueAt": "2020-01-01T00:00:00Z" }));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

#[test]
fn people_who_were_on_their_way_stand_where_they_stood_or_nobody_does() {
    let stage = Stage::new("smtp://127.0.0.1:9", "http://127.0.0.1:9/");
    let daemon = stage.run();
    let run = |file: &str| {
        let mut command = stage.filrouge(&["import", file, "--positions", "--format", "json"]);
        let output = command.args(["--state", "positions.state", "--url", &daemon.url]).output().unwrap();
        let tally: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        (output.status.code(), tally, String::from_utf8(output.stderr).unwrap())
    };
    let file = stage.file("../positions.ndjson");
    std::fs::write(&file, positions(true)).unwrap();
    let (code, tally, _) = run("positions.ndjson");
    let mistakes: Vec<(u64, &str)> = tally["mistakes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mistake| (mistake["line"].as_u64().unwrap(), mistake["reason"].as_str().unwrap()))
        .collect();
    let lines: Vec<u64> = mistakes.iter().map(|(line, _)| *line).collect();
    assert_eq!((code, &lines[..], people(&daemon)), (Some(1), &[3, 121, 131, 141, 250][..], 0), "{tally:#}");
    assert_eq!(mistakes[0].1, "nobody waits at `reminder`; people can stand at `pause`");
    assert!(mistakes[2].1.starts_with("`jouney` is not known"), "{tally:#}");
    assert_eq!(mistakes[4].1, "`dueAt` is before `enteredAt`");
    std::fs::write(&file, positions(false)).unwrap();
    let (code, tally, told) = run("positions.ndjson");
    assert_eq!((code, &tally["taken"], people(&daemon)), (Some(0), &json!(250), 250), "{tally:#} {told}");
    let (code, tally, _) = run("positions.ndjson");
    assert_eq!((code, &tally["taken"], &tally["line"]), (Some(0), &json!(0), &json!(250)), "{tally:#}");
    std::fs::remove_file(stage.file("../positions.state")).unwrap();
    let (code, tally, _) = run("positions.ndjson");
    assert_eq!((code, &tally["again"]), (Some(0), &json!(250)), "{tally:#}");
    let (_, person) = daemon.admin(reqwest::Method::GET, "/admin/v1/person?person=user_id%3Dp7");
    assert!(person.to_string().contains("4076042400000"), "{person:#}");
    // Whoever was due is on the way to the reminder: no consent, no message.
    let (_, why) = daemon.admin(reqwest::Method::GET, "/admin/v1/why?person=user_id%3Dp1");
    assert!(why.to_string().contains("no-consent"), "{why:#}");
    let (code, _, told) = run("-");
    assert_eq!(code, Some(2));
    assert!(told.contains("write them into a file"), "{told}");
}

fn people(daemon: &Daemon) -> u64 {
    daemon.admin(reqwest::Method::GET, "/admin/v1/status").1["people"].as_u64().unwrap()
}

#[test]
fn a_file_is_handed_over_once_although_the_daemon_is_killed_meanwhile() {
    let stage = Stage::new("smtp://127.0.0.1:9", "http://127.0.0.1:9/");
    let first = stage.run();
    let url = first.url.clone();
    std::fs::write(stage.file("../people.ndjson"), lines()).unwrap();
    let importing = import(&stage, &url);
    first.until("somebody is known", |status| status["people"].as_u64() > Some(100));
    first.kill();
    let second = stage.run_at(url.trim_start_matches("http://"));
    let (code, tally) = told(importing);
    assert_eq!((code, &tally["complete"]), (Some(1), &json!(true)), "{tally}");
    assert_eq!(tally["sent"], json!(PEOPLE + 3), "{tally}");
    assert_eq!(tally["not_counted"], json!(1), "{tally}");
    assert_eq!((&tally["set_aside"], &tally["unreadable"]), (&json!(1), &json!(1)), "{tally}");
    assert_eq!(people(&second), PEOPLE as u64);
    let (code, tally) = told(import(&stage, &url));
    assert_eq!((code, &tally["sent"], &tally["line"]), (Some(0), &json!(0), &json!(PEOPLE + 4)), "{tally}");
}
