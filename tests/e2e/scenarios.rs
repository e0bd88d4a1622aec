//! What a growth team relies on, end to end.

use crate::client::Segment;
use crate::daemon::{Daemon, Stage, WRITE_KEY};
use crate::mail::MailServer;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// An address where nobody listens.
const NOWHERE: &str = "http://127.0.0.1:9/";

fn started() -> (MailServer, Stage, Daemon) {
    let mail = MailServer::start();
    let stage = Stage::new(&mail.url(), NOWHERE);
    let daemon = stage.run();
    (mail, stage, daemon)
}

fn consent(daemon: &Daemon, user: &str, granted: bool) {
    let body = json!({
        "userId": user, "purpose": "marketing", "channel": "email", "granted": granted, "evidence": "e2e",
    });
    let (status, answer) = daemon.post("/v1/consent", &body);
    assert_eq!(status, 200, "{answer}");
}

fn cart(id: &str) -> Value {
    json!({ "cart_id": id, "value": 80.0 })
}

/// Every decision about a person, as the admin API tells it.
fn why(daemon: &Daemon, user: &str) -> String {
    let (status, answer) = daemon.admin(Method::GET, &format!("/admin/v1/why?person={user}"));
    assert_eq!(status, 200, "{answer}");
    answer.to_string()
}

#[test]
fn a_cart_left_behind_brings_an_email_after_its_wait_and_why_shows_the_line() {
    let (mail, stage, daemon) = started();
    let mut segment = Segment::python(&daemon.url, WRITE_KEY);
    segment.identify("lea", json!({ "email": "lea@example.com", "first_name": "Léa" }));
    segment.flush();
    consent(&daemon, "lea", true);
    segment.track("lea", "Cart Updated", cart("c1"));
    segment.flush();

    mail.silent_for(Duration::from_millis(1_200));
    let message = mail.next();
    assert_eq!(message["to"], json!(["lea@example.com"]));
    assert_eq!(message["headers"]["Subject"], "Léa, votre panier c1");
    assert_eq!(message["headers"]["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
    assert!(message["html"].as_str().unwrap().contains("Votre panier c1 vous attend."));
    assert!(message["text"].as_str().unwrap().contains("Votre panier c1 vous attend."));

    let shown = stage.filrouge(&["why", "lea", "--url", &daemon.url]).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("send reminder via=email template=cart-reminder"), "{shown}");
    assert!(shown.contains("event.value >= 20.0") && shown.contains("80"), "{shown}");
}

#[test]
fn without_consent_nothing_is_sent_and_why_says_so() {
    let (mail, _stage, daemon) = started();
    let mut segment = Segment::python_gzip(&daemon.url, WRITE_KEY);
    segment.identify("tom", json!({ "email": "tom@example.com" }));
    segment.track("tom", "Cart Updated", cart("c2"));
    segment.flush();
    mail.silent_for(Duration::from_secs(4));
    assert!(why(&daemon, "tom").contains("no-consent"));
}

#[test]
fn a_withdrawal_during_the_wait_stops_the_email() {
    let (mail, _stage, daemon) = started();
    let mut segment = Segment::node(&daemon.url, WRITE_KEY);
    segment.identify("ana", json!({ "email": "ana@example.com" }));
    segment.flush();
    consent(&daemon, "ana", true);
    segment.track("ana", "Cart Updated", cart("c3"));
    segment.flush();
    consent(&daemon, "ana", false);
    mail.silent_for(Duration::from_secs(4));
    let told = why(&daemon, "ana");
    assert!(told.contains(r#""exited":{"reason":"withdrawn"}"#), "{told}");
}

#[test]
fn the_one_click_link_of_a_message_withdraws_for_good() {
    let (mail, _stage, daemon) = started();
    let mut segment = Segment::python(&daemon.url, WRITE_KEY);
    segment.identify("eva", json!({ "email": "eva@example.com" }));
    segment.flush();
    consent(&daemon, "eva", true);
    segment.track("eva", "Cart Updated", cart("c4"));
    segment.flush();
    let header = mail.next()["headers"]["List-Unsubscribe"].as_str().unwrap().to_owned();
    let link = header.trim_matches(['<', '>', ' ']).to_owned();
    let path = link.find("/u/").map(|at| link[at..].to_owned()).expect("a link of the daemon");
    let one_click = crate::daemon::client()
        .post(format!("{}{path}", daemon.url))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("List-Unsubscribe=One-Click");
    assert_eq!(crate::daemon::send(one_click).0, 200);
    segment.track("eva", "Cart Updated", cart("c5"));
    segment.flush();
    mail.silent_for(Duration::from_secs(4));
    assert!(why(&daemon, "eva").contains("one-click"));
}

#[test]
fn a_reload_in_the_middle_changes_the_text_and_loses_nobody() {
    let (mail, stage, daemon) = started();
    let mut segment = Segment::node(&daemon.url, WRITE_KEY);
    for user in ["r1", "r2", "r3"] {
        segment.identify(user, json!({ "email": format!("{user}@example.com") }));
        segment.flush();
        consent(&daemon, user, true);
    }
    for user in ["r1", "r2", "r3"] {
        segment.track(user, "Cart Updated", cart(user));
    }
    segment.flush();
    let before = daemon.until("a plan", |status| status["plan"]["active"].is_string());
    stage.edit("filrouge.kdl", "votre panier {{ entry.cart_id }}", "panier {{ entry.cart_id }} toujours là");
    daemon.until("the reload", |status| status["plan"]["active"] != before["plan"]["active"]);

    let mut subjects: Vec<String> =
        (0..3).map(|_| mail.next()["headers"]["Subject"].as_str().unwrap().to_owned()).collect();
    subjects.sort();
    assert_eq!(subjects, ["r1", "r2", "r3"].map(|user| format!("Bonjour, panier {user} toujours là")));
    mail.silent_for(Duration::from_secs(2));
}

#[test]
fn a_refused_edit_leaves_the_running_plan_and_tells_the_mistake() {
    let (_mail, stage, daemon) = started();
    stage.edit("filrouge.kdl", "template=cart-reminder", "template=cart-remindr");
    let (status, answer) = daemon.admin(Method::POST, "/admin/v1/reload");
    assert_eq!(status, 422, "{answer}");
    assert!(answer.to_string().contains("unresolved-name"), "{answer}");
    let shown = daemon.until("the refusal", |status| status.to_string().contains("unresolved-name"));
    assert!(shown["plan"]["active"].is_string());
    assert_eq!(shown["plan"]["in_step"], false);
}

#[test]
fn a_daemon_that_was_killed_sends_what_it_had_promised() {
    let (mail, stage, daemon) = started();
    let mut segment = Segment::python(&daemon.url, WRITE_KEY);
    segment.identify("kai", json!({ "email": "kai@example.com" }));
    segment.flush();
    consent(&daemon, "kai", true);
    segment.track("kai", "Cart Updated", cart("c6"));
    segment.flush();
    daemon.kill();
    let daemon = stage.run();
    assert_eq!(mail.next()["to"], json!(["kai@example.com"]));
    mail.silent_for(Duration::from_secs(2));
    assert!(daemon.stop(), "the daemon stops well when it is asked to");
}

#[test]
fn an_undeclared_event_is_set_aside_alone_and_can_be_listed() {
    let (mail, stage, daemon) = started();
    let mut segment = Segment::python(&daemon.url, WRITE_KEY);
    segment.identify("ida", json!({ "email": "ida@example.com" }));
    segment.flush();
    consent(&daemon, "ida", true);
    segment.track("ida", "Cart Updatd", json!({}));
    segment.track("ida", "Cart Updated", cart("c7"));
    segment.flush();
    assert_eq!(mail.next()["to"], json!(["ida@example.com"]));
    let listed = stage.filrouge(&["quarantine", "--url", &daemon.url, "list"]).output().unwrap();
    assert!(String::from_utf8_lossy(&listed.stdout).contains("Cart Updatd"), "{listed:?}");
}

#[test]
fn a_mailbox_that_says_later_is_tried_again_and_one_that_says_never_is_not() {
    let (mail, stage, daemon) = started();
    let mut segment = Segment::python(&daemon.url, WRITE_KEY);
    for (user, email) in [("lou", "lou@later.example"), ("max", "max@refused.example")] {
        segment.identify(user, json!({ "email": email }));
        segment.flush();
        consent(&daemon, user, true);
        segment.track(user, "Cart Updated", cart(user));
    }
    segment.flush();
    assert_eq!(mail.next()["to"], json!(["lou@later.example"]));
    mail.silent_for(Duration::from_secs(3));
    assert!(why(&daemon, "max").contains("failed"));
    sent_again(&mail, &stage, &daemon);
}

/// The address is corrected, and what the mailbox refused is sent again, with another subject.
fn sent_again(mail: &MailServer, stage: &Stage, daemon: &Daemon) {
    let letters = |more: &[&str]| {
        let words = [&["dead-letters", "--url", &daemon.url], more].concat();
        let ran = stage.filrouge(&words).env("USER", "mia").output().unwrap();
        assert!(ran.status.success(), "{ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    };
    let listed = letters(&[]);
    let id = listed.split(' ').next().unwrap();
    assert!(!listed.contains("max@") && letters(&["show", id]).contains("subject"), "{listed}");
    let mut segment = Segment::python(&daemon.url, WRITE_KEY);
    segment.identify("max", json!({ "email": "max@example.com" }));
    segment.flush();
    assert_eq!(letters(&["resend", id, "--subject", "Once more"]), "1 sent again, 0 refused\n");
    assert_eq!(mail.next()["to"], json!(["max@example.com"]));
    assert_eq!(letters(&[]), "no message is known to be lost\n");
    let told = stage.filrouge(&["why", "max", "--url", &daemon.url]).output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("message goes out again over email: mia asked for it"), "{told}");
}
