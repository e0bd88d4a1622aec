//! A decision of production becomes a test of the project.

use crate::daemon::{Daemon, Stage};
use crate::mail::MailServer;
use reqwest::Method;
use serde_json::{Value, json};
use std::fs::OpenOptions;
use std::io::Write;
use std::process::Output;

fn consent(daemon: &Daemon, user: &str) {
    let body = json!({
        "userId": user, "purpose": "marketing", "channel": "email", "granted": true, "evidence": "e2e",
    });
    assert_eq!(daemon.post("/v1/consent", &body).0, 200);
}

fn identify(daemon: &Daemon, user: &str, traits: &Value) {
    let body = json!({ "messageId": format!("{user} is known"), "userId": user, "traits": traits });
    assert_eq!(daemon.post("/v1/identify", &body).0, 200);
}

fn cart(daemon: &Daemon, user: &str, cart: &str) {
    let properties = json!({ "cart_id": cart, "value": 80.0 });
    let body =
        json!({ "messageId": cart, "userId": user, "event": "Cart Updated", "properties": properties });
    assert_eq!(daemon.post("/v1/track", &body).0, 200);
}

/// The id of the decision about `user` whose verdict is of this kind.
fn decision(daemon: &Daemon, user: &str, kind: &str) -> String {
    let (_, answer) = daemon.admin(Method::GET, &format!("/admin/v1/why?person={user}"));
    let decisions = answer["people"][0]["decisions"].as_array().unwrap();
    let found = decisions.iter().find(|one| !one["verdict"][kind].is_null() || one["verdict"] == kind);
    found.unwrap_or_else(|| panic!("no {kind}: {answer:#}"))["id"].as_str().unwrap().to_owned()
}

fn record(stage: &Stage, daemon: &Daemon, decision: &str, more: &[&str]) -> Output {
    let mut arguments = vec!["test", "project", "--record", decision, "--url", &daemon.url];
    arguments.extend(more);
    stage.filrouge(&arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn put_in(stage: &Stage, block: &str) {
    let mut file = OpenOptions::new().append(true).open(stage.file("filrouge.kdl")).unwrap();
    file.write_all(format!("\n{block}").as_bytes()).unwrap();
}

#[test]
fn a_recorded_email_is_a_test_that_passes_and_fails_when_the_journey_changes() {
    let mail = MailServer::start();
    let stage = Stage::new(&mail.url(), "http://127.0.0.1:9/");
    let daemon = stage.run();
    identify(&daemon, "lea", &json!({ "email": "lea@shop.example", "first_name": "Léa" }));
    consent(&daemon, "lea");
    cart(&daemon, "lea", "c1");
    assert_eq!(mail.next()["to"], Value::from(vec!["lea@shop.example"]));

    let queued = decision(&daemon, "lea", "queued");
    let recorded = record(&stage, &daemon, &queued, &[]);
    let (block, told) = (text(&recorded.stdout), text(&recorded.stderr));
    println!("{block}\n{told}");
    assert_eq!(recorded.status.code(), Some(0), "{block}\n{told}");
    assert!(told.contains("the project passes it"), "{told}");
    assert!(block.contains("expect send=reminder channel=email") && block.contains("cart_id=c1"), "{block}");
    for secret in ["lea@shop.example", "Léa", "user_id=lea"] {
        assert!(!block.contains(secret) && !told.contains(secret), "{secret}: {block}");
    }
    let revealed = text(&record(&stage, &daemon, &queued, &["--reveal"]).stdout);
    assert!(revealed.contains("lea@shop.example") && revealed.contains("Léa"), "{revealed}");

    put_in(&stage, &block);
    assert!(stage.filrouge(&["test", "project"]).output().unwrap().status.success());
    stage.edit("filrouge.kdl", "event.value >= 20.0", "event.value >= 100.0");
    let after = stage.filrouge(&["test", "project"]).output().unwrap();
    assert_eq!(after.status.code(), Some(1), "{}", text(&after.stdout));

    let other = record(&stage, &daemon, &queued, &["-o", "recorded.kdl"]);
    assert_eq!(other.status.code(), Some(3), "{}", text(&other.stderr));
    let file = std::fs::read_to_string(stage.folder.path().join("recorded.kdl")).unwrap();
    assert!(
        file.contains("under another plan") && text(&other.stderr).contains("under another plan"),
        "{file}"
    );
}

#[test]
fn a_refusal_is_recorded_with_its_reason_and_what_no_test_can_state_is_said() {
    let mail = MailServer::start();
    let stage = Stage::new(&mail.url(), "http://127.0.0.1:9/");
    let daemon = stage.run();
    identify(&daemon, "tom", &json!({ "email": "tom@shop.example" }));
    cart(&daemon, "tom", "c2");
    daemon.until("the refusal", |status| status["decisions"].as_u64() >= Some(4));
    let block = record(&stage, &daemon, &decision(&daemon, "tom", "skipped"), &[]);
    assert_eq!(block.status.code(), Some(0), "{}\n{}", text(&block.stdout), text(&block.stderr));
    assert!(
        text(&block.stdout).contains("expect refused=reminder reason=no-consent"),
        "{}",
        text(&block.stdout)
    );

    consent(&daemon, "tom");
    let granted = record(&stage, &daemon, &decision(&daemon, "tom", "granted"), &[]);
    assert_eq!((granted.status.code(), text(&granted.stdout).as_str()), (Some(3), ""));
    assert!(text(&granted.stderr).contains("no `expect` can state it"), "{}", text(&granted.stderr));
    let missing = record(&stage, &daemon, &"0".repeat(32), &[]);
    assert_eq!(missing.status.code(), Some(2), "{}", text(&missing.stderr));
}

/// So many things happen before the one that matters: several pages of history, and of decisions.
const LONG: usize = 3_000;

#[test]
fn a_life_of_thousands_of_inputs_is_recorded_from_its_beginning() {
    let mail = MailServer::start();
    let stage = Stage::new(&mail.url(), "http://127.0.0.1:9/");
    let daemon = stage.run();
    identify(&daemon, "lea", &json!({ "email": "lea@shop.example", "first_name": "Léa" }));
    consent(&daemon, "lea");
    let numbers: Vec<usize> = (0..LONG).collect();
    for some in numbers.chunks(500) {
        let small = |number: &usize| {
            let cart = format!("small {number}");
            let properties = json!({ "cart_id": cart, "value": 1.0 });
            json!({ "type": "track", "messageId": cart, "userId": "lea", "event": "Cart Updated", "properties": properties })
        };
        let batch: Vec<Value> = some.iter().map(small).collect();
        assert_eq!(daemon.post("/v1/batch", &json!({ "batch": batch })).0, 200);
    }
    cart(&daemon, "lea", "c1");
    mail.next();
    let recorded = record(&stage, &daemon, &decision(&daemon, "lea", "queued"), &[]);
    let (block, told) = (text(&recorded.stdout), text(&recorded.stderr));
    assert_eq!(recorded.status.code(), Some(0), "{told}");
    assert!(told.contains("the project passes it"), "{told}");
    assert_eq!(block.matches("event \"Cart Updated\"").count(), LONG + 1);
    assert!(block.contains("small 0\"") && block.contains("cart_id=c1"), "{told}");
}

/// A journey that the API starts, beside the cart's.
const INVOICES: &str = r#"
journey invoices {
    purpose shipping
    enter api key="entry.order_id" {
        order_id string
        sum decimal
    }
    wait pause for="1h"
    send notice via=webhook template=invoice
}
template invoice { text "Facture {{ entry.order_id }}"; }
"#;

#[test]
fn what_the_api_started_is_started_in_the_test_also_of_another_journey() {
    let mail = MailServer::start();
    let stage = Stage::new(&mail.url(), "http://127.0.0.1:9/");
    put_in(&stage, INVOICES);
    let daemon = stage.run();
    identify(&daemon, "lea", &json!({ "email": "lea@shop.example", "first_name": "Léa" }));
    consent(&daemon, "lea");
    for order in ["o1", "o2"] {
        let asked = json!({ "userId": "lea", "fields": { "order_id": order, "sum": 12.5 } });
        assert_eq!(daemon.order("/admin/v1/journeys/invoices/start", &asked).0, 200);
    }
    cart(&daemon, "lea", "c1");
    mail.next();
    let recorded = record(&stage, &daemon, &decision(&daemon, "lea", "queued"), &[]);
    let (block, told) = (text(&recorded.stdout), text(&recorded.stderr));
    assert_eq!(recorded.status.code(), Some(0), "{block}\n{told}");
    for order in ["o1", "o2"] {
        assert!(block.contains(&format!("start journey=invoices order_id={order} sum=12.5")), "{block}");
    }
}
