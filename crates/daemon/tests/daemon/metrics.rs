//! What is counted of messages that did not leave.

use super::client::call;
use super::running::{Running, cart, eventually, running};
use serde_json::json;

/// The counters of `filrouge_withheld_total`, in the order in which they are told.
fn withheld(running: &Running) -> Vec<(String, u64)> {
    let text = call(running.address(), "GET", "/metrics", &[], b"").body;
    let lines = text.lines().filter_map(|line| line.strip_prefix("filrouge_withheld_total{"));
    let split = lines.map(|line| line.split_once("} ").unwrap_or_else(|| panic!("{line}")));
    split.map(|(labels, count)| (labels.to_owned(), count.parse().unwrap())).collect()
}

/// Those that are not 0.
fn counted(running: &Running) -> Vec<(String, u64)> {
    withheld(running).into_iter().filter(|(_, count)| *count > 0).collect()
}

fn labels(result: &str, reason: &str) -> String {
    format!("result=\"{result}\",reason=\"{reason}\"")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reason_is_counted_from_the_start() {
    let running = running("hello").await;
    let all = withheld(&running);
    assert!(all.iter().all(|(_, count)| *count == 0), "{all:?}");
    for (result, reason) in
        [("skipped", "no-consent"), ("held", "quiet-hours"), ("recalled", "left"), ("not-asked", "refused")]
    {
        assert!(all.iter().any(|(told, _)| *told == labels(result, reason)), "{result} {reason}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_holds_a_message_back_is_counted_by_its_reason() {
    let running = running("hello").await;
    running.cart("nobody-agreed", "c1");
    running.cart("nobody-agreed-either", "c2");
    assert_eq!(counted(&running), [(labels("skipped", "no-consent"), 2)]);
    running.grant("u1");
    let part = json!({ "part": "channel:hook", "by": "lea" });
    assert_eq!(running.admin("POST", "/admin/v1/pause", &part).status, 200);
    running.cart("u1", "c3");
    let wanted = [(labels("skipped", "no-consent"), 2), (labels("held", "paused"), 1)];
    assert_eq!(counted(&running), wanted);
    assert_eq!(running.admin("POST", "/admin/v1/resume", &part).status, 200);
    running.endpoint.wait_for(1);
    assert_eq!(counted(&running), wanted, "what leaves in the end is not counted again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_called_back_out_of_the_outbox_is_counted() {
    let running = running("rarely").await;
    let users: Vec<String> = (0..9).map(|number| format!("u{number}")).collect();
    users.iter().for_each(|user| running.grant(user));
    users.iter().for_each(|user| running.cart(user, user));
    let refusal =
        json!({ "userId": "u8", "purpose": "marketing", "granted": false, "evidence": "preferences" });
    assert_eq!(running.track("/v1/consent", &refusal).status, 200);
    let refused = (labels("recalled", "refused"), 1);
    eventually("the message is called back", || counted(&running).contains(&refused));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counters_do_not_grow_with_people_and_name_nobody() {
    let running = running("hello").await;
    let before = withheld(&running).len();
    for number in 0..20 {
        let mut event = cart(&format!("person-{number}"), &format!("basket-{number}"));
        event["context"] = json!({ "traits": { "email": "lea@example.com" } });
        assert_eq!(running.track("/v1/track", &event).status, 200);
    }
    assert_eq!(withheld(&running).len(), before);
    let text = call(running.address(), "GET", "/metrics", &[], b"").body;
    for personal in ["person-", "basket-", "lea@"] {
        assert!(!text.contains(personal), "{personal}: {text}");
    }
}
