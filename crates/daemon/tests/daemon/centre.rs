//! The page on which people decide, and what is owed to whoever presses a link.

use super::client::{Answer, call};
use super::running::{Running, eventually, running};
use serde_json::{Value as Json, json};

/// The path of the person's page, from the message that a journey sent.
fn page_of(running: &Running) -> String {
    let message = running.endpoint.wait_for(1).remove(0);
    let text = message["text"].as_str().unwrap();
    let (_, rest) = text.split_once("/p/").unwrap_or_else(|| panic!("no link in {text}"));
    format!("/p/{}", rest.split_whitespace().next().unwrap())
}

fn get(running: &Running, path: &str) -> Answer {
    call(running.address(), "GET", path, &[("accept-language", "en")], b"")
}

/// The values of the hidden fields of a page.
fn hidden(page: &str) -> Vec<(String, String)> {
    let fields = page.split("<input type=\"hidden\" name=\"").skip(1);
    let one = |field: &str| {
        let (name, rest) = field.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split('"').next().unwrap().to_owned())
    };
    fields.map(one).collect()
}

fn post(running: &Running, path: &str, pairs: &[(String, String)]) -> Answer {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(pairs);
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    call(running.address(), "POST", path, &headers, body.finish().as_bytes())
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn granted(running: &Running, channel: &str) -> Json {
    let person = running.admin("GET", "/admin/v1/person?person=u1", &Json::Null).json();
    let consents = person["people"][0]["consents"].as_array().cloned().unwrap();
    let own = consents.into_iter().find(|one| one["purpose"] == "marketing" && one["channel"] == channel);
    own.unwrap()["granted"].clone()
}

async fn with_page() -> (Running, String) {
    let running = running("Your choices: {{ preferences_url }} end").await;
    running.grant("u1");
    running.cart("u1", "c1");
    let page = page_of(&running);
    (running, page)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_saved_refusal_is_a_refusal_and_a_saved_grant_a_grant() {
    let (running, page) = with_page().await;
    let shown = get(&running, &page);
    assert_eq!(shown.status, 200, "{shown:?}");
    for (name, value) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(shown.header(name), Some(value));
    }
    assert!(shown.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    assert_eq!(shown.header("set-cookie"), None);
    let mut form = hidden(&shown.body);
    assert!(form.contains(&pair("was:marketing:hook", "1")), "{form:?}");
    form.push(pair("do", "save"));
    let saved = post(&running, &page, &form);
    assert_eq!(saved.status, 303, "{saved:?}");
    assert_eq!(granted(&running, "hook"), json!(false));
    let again = get(&running, saved.header("location").unwrap());
    let form = hidden(&again.body);
    assert!(
        form.contains(&pair("was:marketing:hook", "0")) && again.body.contains("Refused on"),
        "{}",
        again.body
    );
    let form: Vec<_> = form.into_iter().chain([pair("on:marketing:hook", "1"), pair("do", "save")]).collect();
    assert_eq!(post(&running, &page, &form).status, 303);
    assert_eq!(granted(&running, "hook"), json!(true));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_no_page_made_can_refuse_and_grants_nothing() {
    let (running, page) = with_page().await;
    let refusal = [pair("was:marketing:hook", "1"), pair("do", "save")];
    assert_eq!(post(&running, &page, &refusal).status, 303);
    assert_eq!(granted(&running, "hook"), json!(false));
    let grant = [pair("was:marketing:hook", "0"), pair("on:marketing:hook", "1"), pair("do", "save")];
    let told = post(&running, &page, &grant);
    assert!(told.header("location").unwrap().contains("told=old"), "{told:?}");
    assert_eq!(granted(&running, "hook"), json!(false));
    assert_eq!(post(&running, "/p/forged", &grant).status, 404);
    assert_eq!(get(&running, "/p/forged").status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_refused_by_one_button_and_has_a_receipt() {
    let (running, page) = with_page().await;
    assert_eq!(post(&running, &page, &[pair("do", "none")]).status, 303);
    assert_eq!(granted(&running, "hook"), json!(false));
    let list = get(&running, &format!("{page}/receipts")).body;
    let path =
        list.split("href=\"").find_map(|part| part.split('"').next().filter(|path| path.ends_with(".json")));
    let receipt = get(&running, path.unwrap());
    let json = receipt.json();
    assert_eq!(json["event"]["event_state"], "refused");
    assert_eq!(json["event"]["consent_method"], "preference-centre");
    assert_eq!(json["pii_processing"]["lawful_basis"], "eu-gdpr:A6-1-a");
    assert!(receipt.header("content-disposition").unwrap().starts_with("attachment"));
    assert_eq!(get(&running, &format!("{page}/receipts/{}", "0".repeat(32))).status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn obligation_11_one_click_withdraws_and_only_a_click() {
    let running = running("Bonjour").await;
    running.grant("u1");
    running.cart("u1", "c1");
    let link = running.endpoint.wait_for(1)[0]["unsubscribe"].as_str().unwrap().to_owned();
    let path = link.split_once("/u/").map(|(_, token)| format!("/u/{token}")).unwrap();
    for (method, purpose) in
        [("GET", ""), ("HEAD", ""), ("OPTIONS", ""), ("GET", "prefetch"), ("PUT", ""), ("DELETE", "")]
    {
        call(running.address(), method, &path, &[("sec-purpose", purpose)], b"");
        assert_eq!(granted(&running, "hook"), json!(true), "{method} {purpose}");
    }
    let clicked = call(running.address(), "POST", &path, &[], b"List-Unsubscribe=One-Click");
    assert_eq!((clicked.status, clicked.header("location"), clicked.header("set-cookie")), (200, None, None));
    assert_eq!(granted(&running, "hook"), json!(false));
    running.grant("u1");
    assert_eq!(call(running.address(), "POST", &path, &[], b"").status, 200, "without a body as well");
    eventually("it is withdrawn again", || granted(&running, "hook") == json!(false));
    assert_eq!(call(running.address(), "POST", "/u/unknown", &[], b"").status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_confirms_what_waits_by_its_button_alone() {
    let running = running("Confirm here: {{ confirm_url }} end").await;
    running.grant("u1");
    running.cart("u1", "c1");
    let text = running.endpoint.wait_for(1)[0]["text"].as_str().unwrap().to_owned();
    let token = text.split_once("/c/").unwrap().1.split_whitespace().next().unwrap().to_owned();
    let path = format!("/c/{token}");
    let state =
        || running.admin("GET", "/admin/v1/person?person=u1", &Json::Null).json()["people"][0].clone();
    assert!(state()["ledger"].as_array().unwrap().iter().all(|one| one["state"] == "pending"), "{}", state());
    let shown = get(&running, &path);
    assert_eq!(shown.status, 200, "{shown:?}");
    assert!(
        shown.body.contains("Confirm your request") && shown.body.contains("Marketing"),
        "{}",
        shown.body
    );
    for method in ["HEAD", "OPTIONS", "PUT"] {
        call(running.address(), method, &path, &[], b"");
    }
    assert_eq!(post(&running, &path, &[]).status, 200, "a form that showed nothing confirms nothing");
    assert!(state()["ledger"].as_array().unwrap().iter().all(|one| one["state"] == "pending"), "{}", state());
    assert_eq!(post(&running, &path, &hidden(&shown.body)).status, 200);
    let last = state()["ledger"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["state"], &last["evidence"]), (&json!("granted"), &json!("confirm-link")), "{last}");
    assert_eq!(last["proof"]["method"], "double-opt-in");
    assert!(get(&running, &path).body.contains("Nothing waits"));
    let another: String = token.chars().skip(1).chain(['A']).collect();
    assert_eq!(get(&running, &format!("/c/{another}")).status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signals_of_a_consent_tool_refuse_what_they_are_mapped_to() {
    let running = running("Confirm here: {{ confirm_url }}").await;
    let told = json!({ "userId": "u1", "gpp": "DBABLA~BVVVVVVVVWA.YA" });
    let answer = running.track("/v1/signals", &told);
    assert_eq!(
        (answer.status, answer.json()["purposes"].clone()),
        (200, json!({ "marketing": false })),
        "{answer:?}"
    );
    let person = running.admin("GET", "/admin/v1/person?person=u1", &Json::Null).json();
    let entry = person["people"][0]["ledger"][0].clone();
    assert_eq!(entry["proof"]["signal"]["version"], "GPP 1, usnat 1", "{person}");
    assert_eq!(running.track("/v1/signals", &json!({ "userId": "u1", "gpp": "DBABLA~!" })).status, 400);
    assert_eq!(running.track("/v1/signals", &json!({ "gpp": "DBABLA~BVVVVVVVVWA.YA" })).status, 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operator_makes_a_link_and_it_is_written_down() {
    let (running, _) = with_page().await;
    let body = json!({ "person": "u1", "by": "support" });
    let made = running.admin("POST", "/admin/v1/subjects/link", &body).json();
    let path = format!("/p/{}", made["link"].as_str().unwrap().split_once("/p/").unwrap().1);
    assert_eq!(get(&running, &path).status, 200);
    let deeds = std::fs::read_to_string(running.root.path().join("data/deeds.jsonl")).unwrap();
    let person = made["person"].as_str().unwrap();
    assert!(
        deeds.lines().any(|line| line.contains("subjects/link") && line.contains(r#""about":1"#)),
        "{deeds}"
    );
    assert!(!deeds.contains(person), "whose it is stands in the log, where an erasure reaches it: {deeds}");
    assert_eq!(
        running.admin("POST", "/admin/v1/subjects/link", &json!({ "person": "nobody", "by": "x" })).status,
        404
    );
    assert_eq!(running.admin("GET", "/admin/v1/notices/abc", &Json::Null).status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn obligation_8_a_message_holds_no_pixel_and_no_address_counts_opens() {
    let (running, page) = with_page().await;
    let text = running.endpoint.wait_for(1)[0]["text"].as_str().unwrap().to_owned();
    assert!(text.starts_with("Your choices: http") && text.ends_with(" end"), "{text}");
    assert!(text.contains(&page) && !text.contains("filrouge.invalid"), "{text}");
    for path in ["/o/x", "/open", "/pixel.gif", "/t/x", "/c/x", "/click", "/v1/pixel"] {
        assert!(matches!(get(&running, path).status, 404 | 405), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_banner_is_made_of_the_plan_and_small() {
    let running = running("Bonjour").await;
    let script = get(&running, "/v1/banner.js");
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(script.header("access-control-allow-origin"), Some("*"));
    assert!(
        script.body.contains("\"name\":\"marketing\"") && script.body.len() < 10_240,
        "{}",
        script.body.len()
    );
}
