//! A journal that somebody touched while no daemon ran.

use crate::shell::{said, stage};
use crate::stage::{Daemon, Stage, WRITE_KEY};
use crate::wire::post;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

const RUN: [&str; 6] = ["run", "project", "--data", "data", "--listen", "127.0.0.1:0"];

fn order(daemon: &Daemon, order: &str) {
    let body = json!({
        "writeKey": WRITE_KEY, "userId": order, "messageId": order, "event": "Order Placed",
        "properties": { "order_id": order },
    });
    assert_eq!(post(&daemon.address, "/v1/track", &body).unwrap().status, 200);
}

/// A daemon took four orders and was killed.
fn killed() -> Stage {
    killed_behind_two().0
}

/// The same, and where the newest segment ended between the second order and the third.
fn killed_behind_two() -> (Stage, usize) {
    let stage = stage();
    let daemon = stage.start();
    (1..=2).for_each(|number| order(&daemon, &format!("order-{number}-")));
    let end = end(&fs::read(newest(&stage)).unwrap());
    (3..=4).for_each(|number| order(&daemon, &format!("order-{number}-")));
    daemon.kill();
    (stage, end)
}

/// Where what was written ends; behind it are the zeros of the room that was prepared.
fn end(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte != 0).unwrap().next_multiple_of(8)
}

/// The segment that was written last.
fn newest(stage: &Stage) -> PathBuf {
    let entries = fs::read_dir(stage.data().join("journal")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|is| is == "segment")).max().unwrap()
}

fn change(stage: &Stage, change: impl FnOnce(&mut Vec<u8>)) {
    let path = newest(stage);
    let mut bytes = fs::read(&path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

fn checked(stage: &Stage) -> Value {
    let told = said(stage, &["store", "check", "data", "--format", "json"]);
    let (document, exit) = told.split_once('\n').unwrap();
    let document: Value = serde_json::from_str(document).unwrap();
    assert_eq!(exit, if document["sound"] == true { "exit Some(0)" } else { "exit Some(1)" });
    document
}

fn is_known(daemon: &Daemon, order: &str) -> bool {
    daemon.ask(&format!("/admin/v1/why?person={order}")).to_string().contains("entered")
}

#[test]
fn an_altered_byte_is_refused_and_a_repair_is_a_way_out() {
    let (stage, third) = killed_behind_two();
    change(&stage, |bytes| bytes[third + 40] ^= 1);
    let refused = said(&stage, &RUN);
    assert!(refused.contains("is damaged at byte") && refused.ends_with("exit Some(2)"), "{refused}");
    assert!(
        refused.contains("or give up what stands behind the damage with `filrouge store repair`"),
        "{refused}"
    );
    assert_eq!(checked(&stage)["damages"][0]["part"], "journal");

    let repaired = said(&stage, &["store", "repair", "data"]);
    assert!(repaired.contains(".cut-1`") && repaired.ends_with("exit Some(0)"), "{repaired}");
    assert_eq!(checked(&stage)["sound"], true);
    let again = said(&stage, &["store", "repair", "data"]);
    assert!(again.starts_with("error: nothing in `DIR/data` needs a repair"), "{again}");

    let daemon = stage.start();
    assert!(is_known(&daemon, "order-1-") && is_known(&daemon, "order-2-"));
    order(&daemon, "order-5-");
    assert!(is_known(&daemon, "order-5-"));
    assert!(daemon.stop());
    assert_eq!(checked(&stage)["sound"], true);
}

#[test]
fn a_torn_end_is_cut_at_the_start_and_the_log_says_so() {
    let stage = killed();
    change(&stage, |bytes| {
        let end = end(bytes);
        bytes[end..end + 24].fill(7);
    });
    assert!(checked(&stage)["journal"]["torn"]["record"].is_u64());
    let daemon = stage.start();
    assert!(stage.log().contains("it was never acknowledged, and is cut"), "{}", stage.log());
    assert!((1..=4).all(|number| is_known(&daemon, &format!("order-{number}-"))));
    assert!(daemon.stop());
}

#[test]
fn a_journal_that_was_removed_is_missed() {
    let stage = killed();
    // What is in the file by now is told by the file alone.
    stage.start().stop();
    fs::remove_dir_all(stage.data().join("journal")).unwrap();
    let refused = said(&stage, &RUN);
    assert!(refused.contains("journal` is missing, and the store behind it ends at record"), "{refused}");
    assert_eq!(checked(&stage)["damages"][0]["part"], "journal");
    let repaired = said(&stage, &["store", "repair", "data"]);
    assert!(repaired.contains("repaired:"), "{repaired}");
    let daemon = stage.start();
    assert!((1..=4).all(|number| is_known(&daemon, &format!("order-{number}-"))));
    assert!(daemon.stop());
}

#[test]
fn a_folder_without_a_store_is_told_and_left_empty() {
    let stage = stage();
    fs::create_dir(stage.data()).unwrap();
    for action in ["check", "stats", "repair"] {
        let told = said(&stage, &["store", action, "data"]);
        assert_eq!(
            told,
            "error: there is no store in `DIR/data`; name the folder that a daemon got with `--data`\nexit Some(2)"
        );
    }
    assert_eq!(fs::read_dir(stage.data()).unwrap().count(), 0);
}
