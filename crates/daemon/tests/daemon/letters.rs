//! Messages that did not arrive.

use super::running::{Running, eventually, running};
use super::schemas::follows;
use serde_json::{Value as Json, json};
use std::time::Duration;

const PATH: &str = "/admin/v1/dead-letters";

fn letters(running: &Running) -> Vec<Json> {
    let answer = running.admin("GET", PATH, &Json::Null).json();
    follows("dead-letters", &answer);
    answer["dead_letters"].as_array().cloned().unwrap()
}

/// A service that has refused the message of `u1`, and the letter.
async fn refused() -> (Running, Json) {
    refused_with("hello").await
}

async fn refused_with(text: &str) -> (Running, Json) {
    let running = running(text).await;
    running.endpoint.script.lock().unwrap().push((400, ""));
    running.grant("u1");
    running.cart("u1", "c1");
    eventually("the letter is kept", || !letters(&running).is_empty());
    let letter = letters(&running).remove(0);
    (running, letter)
}

fn resend(running: &Running, letter: &Json, words: &Json) -> (u16, Json) {
    let mut wish = json!({ "ids": [letter["id"]], "by": "mia" });
    let members = words.as_object().cloned().unwrap_or_default();
    wish.as_object_mut().unwrap().extend(members);
    let answer = running.admin("POST", PATH, &wish);
    if answer.status == 200 {
        follows("dead-letters", &answer.json());
    }
    (answer.status, answer.json())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_service_refused_is_listed_without_a_word_and_arrives_once_when_it_is_mended() {
    let (running, letter) = refused().await;
    assert_eq!(
        (&letter["unknown"], &letter["connector"], &letter["channel"]),
        (&json!(false), &json!("crm"), &json!("hook"))
    );
    assert!(letter["reason"].as_str().unwrap().contains("400"), "{letter}");
    let words = ["to", "subject", "text", "html", "person"];
    assert!(words.iter().all(|word| letter.get(word).is_none()), "{letter}");
    assert_eq!(running.status()["dead_letters"], 1);
    let shown =
        running.admin("GET", &format!("{PATH}/{}", letter["id"].as_str().unwrap()), &Json::Null).json();
    follows("dead-letters", &shown);
    assert_eq!((shown["text"].as_str(), shown["purpose"].as_str()), (Some("hello"), Some("marketing")));
    assert!(shown.get("to").is_none());
    let words = json!({ "text": "hello again" });
    let (one, two) = std::thread::scope(|scope| {
        let ask = || resend(&running, &letter, &words);
        let other = scope.spawn(ask);
        (ask(), other.join().unwrap())
    });
    let sent = |answer: &(u16, Json)| answer.1["resent"].as_array().unwrap().len();
    assert_eq!((one.0, two.0, sent(&one) + sent(&two)), (200, 200, 1), "{one:?} {two:?}");
    let taken = running.endpoint.wait_for(1);
    assert_eq!(taken[0]["text"], "hello again");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(running.endpoint.taken().len(), 1);
    assert_eq!((letters(&running).len(), &running.status()["dead_letters"]), (0, &json!(0)));
    let told = running.why("u1");
    let resent = told.iter().find(|it| it["verdict"]["resent"]["by"] == "mia").unwrap();
    let source = resent.to_string();
    assert!(
        source.contains("welcome.kdl") && source.contains("send hello"),
        "the line that sent it: {source}"
    );
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_withdrawn_since_gets_nothing_and_the_letter_stays() {
    let (running, letter) = refused().await;
    let withdrawn = json!({ "userId": "u1", "purpose": "marketing", "granted": false, "evidence": "form" });
    assert_eq!(running.track("/v1/consent", &withdrawn).status, 200);
    let (status, answer) = resend(&running, &letter, &json!({}));
    assert_eq!((status, &answer["refused"][0]["reason"]), (200, &json!("refused")), "{answer}");
    assert!(answer["refused"][0]["decision"].is_string());
    assert_eq!((letters(&running).len(), running.endpoint.taken().len()), (1, 0));
    let dropped = running.admin("DELETE", PATH, &json!({ "all": true })).json();
    follows("dead-letters", &dropped);
    assert_eq!((&dropped["dropped"][0], letters(&running).len()), (&letter["id"], 0));
    let (_, gone) = resend(&running, &letter, &json!({}));
    assert_eq!(gone["refused"][0]["reason"], "gone");
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_says_too_little_is_told_what_is_missing() {
    let running = running("hello").await;
    let how = "say which letters, and who asks: `{\"ids\": [\"…\"], \"by\": \"…\"}` or `{\"all\": true, \"by\": \"…\"}`";
    for (asked, reason) in [
        (json!({}), how),
        (json!({ "by": "mia" }), how),
        (json!({ "all": true, "by": "mia\nroot" }), "`by` says in one line who asks"),
        (json!({ "all": true, "by": "mia", "text": "x" }), "new words are for one letter: name its id"),
    ] {
        let answer = running.admin("POST", PATH, &asked);
        assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some(reason)), "{asked}");
    }
    let answer = running.admin("POST", PATH, &json!({ "all": true, "by": "mia" }));
    assert_eq!((answer.status, &answer.json()["resent"]), (200, &json!([])));
    let unknown = running.admin("GET", &format!("{PATH}/00000000000000000000000000000000"), &Json::Null);
    assert_eq!(unknown.status, 404);
    assert_eq!(running.admin("GET", &format!("{PATH}/zz"), &Json::Null).status, 400);
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_words_keep_the_link_by_which_the_person_withdraws() {
    let (running, letter) = refused_with("hello unsubscribe-link.filrouge.invalid").await;
    let (status, answer) = resend(&running, &letter, &json!({ "text": "bye" }));
    assert_eq!(status, 400, "{answer}");
    assert!(
        answer["error"].as_str().unwrap().contains("keep `unsubscribe-link.filrouge.invalid`"),
        "{answer}"
    );
    let words = json!({ "text": "bye unsubscribe-link.filrouge.invalid" });
    assert_eq!(resend(&running, &letter, &words).0, 200);
    let text = running.endpoint.wait_for(1)[0]["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("bye http") && !text.contains("invalid"), "{text}");
    running.daemon.stop().await;
}
