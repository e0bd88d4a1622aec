//! Requests of people about their data, from the call to the last file.

use super::client::Answer;
use super::project;
use super::running::{Running, config, eventually, running};
use super::schemas::follows;
use filrouge_daemon::Daemon;
use serde_json::{Value as Json, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PATH: &str = "/admin/v1/subjects";

fn open(running: &Running, kind: &str, person: &str, more: &Json) -> Answer {
    let mut body = json!({ "kind": kind, "person": person, "by": "dpo" });
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    running.admin("POST", PATH, &body)
}

fn ask(running: &Running, kind: &str, person: &str) -> Json {
    let answer = open(running, kind, person, &json!({ "identity": "account" }));
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

fn act(running: &Running, id: &str, body: &Json) -> Answer {
    running.admin("POST", &format!("{PATH}/{id}"), body)
}

fn id_of(answer: &Json) -> String {
    answer["request"]["id"].as_str().unwrap().to_owned()
}

fn identify(running: &Running, traits: &Json) {
    let call = json!({ "messageId": format!("{traits}"), "userId": traits["user_id"], "traits": traits });
    assert_eq!(running.track("/v1/identify", &call).status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn obligation_15_a_person_gets_all_that_is_known_and_nothing_of_anybody_else() {
    let running = running("hello").await;
    identify(&running, &json!({ "user_id": "u1", "first_name": "Léa" }));
    identify(&running, &json!({ "user_id": "NEIGHBOUR", "first_name": "Ada" }));
    for user in ["u1", "NEIGHBOUR"] {
        running.grant(user);
        running.cart(user, &format!("cart-of-{user}"));
    }
    running.endpoint.wait_for(2);
    let id = id_of(&ask(&running, "export", "u1"));
    let copy = running.admin("GET", &format!("{PATH}/{id}/export"), &Json::Null);
    let text = copy.body.clone();
    assert!(text.contains("cart-of-u1") && text.contains("user_id"), "{text}");
    assert!(!text.contains("NEIGHBOUR") && !text.contains("Ada") && !text.contains("\"dpo\""), "{text}");
    let copy = copy.json();
    let errors = super::schemas::errors("subject-export", &copy);
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(copy["profile"]["consents"][0]["granted"], true);
    assert_eq!(copy["messages"].as_array().unwrap().len(), 1);
    assert!(
        copy["recipients"].as_array().unwrap().iter().any(|service| service["messages"] == 1),
        "{copy:#}"
    );
    assert!(
        copy["decisions"]
            .as_array()
            .unwrap()
            .iter()
            .all(|told| !told["sentence"].as_str().unwrap().is_empty())
    );
    assert_eq!(copy["requests"][0]["id"], id.as_str());
    let read = |language: &str| {
        let path = format!("{PATH}/{id}/export?format=html&language={language}");
        running.admin("GET", &path, &Json::Null).body
    };
    let (english, french) = (read("en"), read("fr"));
    assert!(english.contains("<html lang=\"en\">") && english.contains("cart-of-u1"), "{english}");
    assert!(french.contains("<html lang=\"fr\">") && french.contains("Vos données"), "{french}");
    assert!(english.contains("<td>came in</td>") && french.contains("<td>entre</td>"), "{french}");
    assert!(!french.contains("{&quot;"), "what happened is told in words: {french}");
    assert!(french.contains("Cart Updated (cart_id: cart-of-u1, value: 30.5)"), "{french}");
    assert!(!english.contains("NEIGHBOUR") && !english.contains("<script"));
    let handed = act(&running, &id, &json!({ "act": "hand-over", "by": "dpo" })).json();
    assert_eq!(handed["request"]["state"], "done");
    follows("subjects", &running.admin("GET", &format!("{PATH}?all=1"), &Json::Null).json());
    assert_eq!(super::schemas::errors("subjects", &handed), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_done_before_it_is_sure_who_asks() {
    let running = running("hello").await;
    running.grant("u1");
    running.cart("u1", "c1");
    let first = open(&running, "erase", "u1", &json!({})).json();
    let copy = open(&running, "export", "u1", &json!({})).json();
    assert_eq!(first["request"]["state"], "waits-for-identity");
    assert_eq!(first["days_left"].as_i64().map(|days| (27..=31).contains(&days)), Some(true));
    assert_eq!(running.admin("GET", &format!("{PATH}/{}/export", id_of(&copy)), &Json::Null).status, 403);
    let hand = json!({ "act": "hand-over", "by": "dpo" });
    assert_eq!(act(&running, &id_of(&copy), &hand).status, 403);
    assert_eq!(running.status()["people"], 1);
    assert_eq!(running.status()["requests"]["open"], 2);
    for (body, status) in [
        (json!({ "act": "identify", "by": "dpo" }), 400),
        (json!({ "act": "identify", "method": "document" }), 400),
        (json!({ "act": "dance", "by": "dpo" }), 400),
        (json!({ "act": "end", "reason": "x", "by": "dpo" }), 409),
        (json!({ "act": "confirm", "task": "connector/fax", "by": "dpo" }), 404),
    ] {
        assert_eq!(act(&running, &id_of(&first), &body).status, status, "{body}");
    }
    for (kind, person, more, status) in [
        ("erase", "nobody", json!({ "identity": "account" }), 404),
        ("dance", "u1", json!({}), 400),
        ("rectify", "u1", json!({ "fields": { "shoe_size": 44 } }), 422),
        ("rectify", "u1", json!({ "identity": "account" }), 422),
        ("hold", "u1", json!({ "until": 1, "approver": "counsel" }), 422),
        ("hold", "u1", json!({ "until": i64::MAX, "approver": "dpo" }), 422),
    ] {
        assert_eq!(open(&running, kind, person, &more).status, status, "{kind} {person} {more}");
    }
    let sure = json!({ "act": "identify", "method": "document", "by": "dpo" });
    assert_eq!(act(&running, &id_of(&first), &sure).json()["request"]["state"], "working");
    assert_eq!(running.status()["people"], 0);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Files of the data folder that hold a word.
fn places(folder: &Path, word: &str) -> Vec<String> {
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
    };
    files(folder).into_iter().filter(holds).map(|path| path.display().to_string()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_an_erasure_no_file_of_the_data_folder_holds_a_word_of_the_person() {
    let running = running("waits").await;
    let words = ["sentinel-user", "Sentinel-Name", "sentinel-cart", "sentinel-aside", "sentinel-evidence"];
    identify(&running, &json!({ "user_id": "sentinel-user", "first_name": "Sentinel-Name" }));
    let consent = json!({
        "userId": "sentinel-user", "purpose": "marketing", "granted": true, "evidence": "sentinel-evidence",
    });
    assert_eq!(running.track("/v1/consent", &consent).status, 200);
    running.cart("sentinel-user", "sentinel-cart");
    let unknown =
        json!({ "userId": "sentinel-user", "event": "Unknown", "properties": { "note": "sentinel-aside" } });
    assert_eq!(running.track("/v1/track", &unknown).status, 200);
    running.grant("other");
    running.cart("other", "other-cart");
    // What is asked brings all of it into the file.
    let known = running.admin("GET", "/admin/v1/person?person=sentinel-user", &Json::Null).json();
    let person = known["people"][0]["person"].as_str().unwrap().to_owned();
    let data = running.root.path().join("data");
    for word in words {
        assert_eq!(places(&data, word), Vec::<String>::new(), "{word}, while they are there");
    }
    let erased = ask(&running, "erase", "sentinel-user");
    assert_eq!(erased["request"]["tasks"][0]["state"], "done", "{erased:#}");
    for word in words {
        assert_eq!(places(&data, word), Vec::<String>::new(), "{word}");
    }
    assert_eq!(places(&data, "other-cart"), Vec::<String>::new());
    let deeds = fs::read_to_string(data.join("deeds.jsonl")).unwrap();
    assert!(!deeds.contains(&person), "{deeds}");
    // Whoever asks again is told of the same request.
    let again = open(&running, "erase", &person, &json!({ "identity": "account" })).json();
    assert_eq!(again["request"]["id"], erased["request"]["id"]);
    // Whoever asks by a name that is known still is told that it was done, and nothing else; that they asked stands among the deeds.
    let id = erased["request"]["id"].as_str().unwrap();
    for call in ["why", "person", "history"] {
        for name in [person.as_str(), "sentinel-user", "Sentinel-USER", "user_id=sentinel-user"] {
            let told = running.admin("GET", &format!("/admin/v1/{call}?person={name}"), &Json::Null);
            assert!(
                told.status == 410 && told.body.contains("they were erased on"),
                "{call} {name}: {}",
                told.body
            );
            assert!(told.body.contains(&format!("at the request `{id}`")), "{call} {name}: {}", told.body);
            assert!(!told.body.to_lowercase().contains("sentinel"), "{}", told.body);
        }
        let nobody = running.admin("GET", &format!("/admin/v1/{call}?person=sentinel-user2"), &Json::Null);
        assert_eq!(nobody.status, 404, "{call}: {}", nobody.body);
    }
    let deeds = fs::read_to_string(data.join("deeds.jsonl")).unwrap();
    assert_eq!(deeds.matches("that somebody was erased").count(), 12, "{deeds}");
    let Running { daemon, root, .. } = running;
    daemon.stop().await;
    for word in words {
        assert_eq!(places(&root.path().join("data"), word), Vec::<String>::new(), "{word}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daemon_on_a_restored_backup_serves_nobody_who_was_erased_since() {
    let running = running("hello").await;
    running.grant("u1");
    running.cart("u1", "c1");
    running.endpoint.wait_for(1);
    let root = running.root.path().to_owned();
    let (data, out, new) = (root.join("data"), root.join("out"), root.join("new"));
    filrouge_store::backup(&data, &out, 1, &mut |_, _| {}).unwrap();
    let request = id_of(&ask(&running, "erase", "u1"));
    let Running { daemon, root: folder, endpoint } = running;
    daemon.stop().await;
    filrouge_store::restore(&out, &new, false, Some(&data.join("erasures.jsonl"))).unwrap();
    let config = filrouge_daemon::Config { data: new.clone(), ..config(&root) };
    let daemon = Daemon::start(config, Arc::new(project::folder(&root, "hello"))).await.unwrap();
    let running = Running { daemon, root: folder, endpoint };
    assert_eq!(running.admin("GET", "/admin/v1/person?person=u1", &Json::Null).status, 410);
    assert_eq!(running.status()["people"], 0);
    let known = running.admin("GET", &format!("{PATH}/{request}"), &Json::Null).json();
    assert_eq!(known["request"]["tasks"][0]["state"], "done", "{known:#}");
    eventually("no file holds a word", || places(&new, "u1@example.com").is_empty());
    // Whoever comes again with the old consent is not written to.
    running.cart("u1", "c2");
    let decided = running.why("u1");
    assert!(decided.iter().any(|told| told["verdict"]["limited"]["kind"] == "suppression"), "{decided:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_only_stored_is_in_no_list_for_others() {
    let running = running("hello").await;
    for user in ["u1", "u2"] {
        running.grant(user);
    }
    let export = |query: &str| running.admin("GET", &format!("/admin/v1/export{query}"), &Json::Null).body;
    assert!(export("").contains("u1") && export("").contains("u2"));
    let request = id_of(&ask(&running, "restrict", "u1"));
    assert!(!export("").contains("u1") && export("").contains("u2"));
    assert!(export("?person=u1").contains("u1"), "the person themselves may have it");
    running.cart("u1", "c1");
    assert_eq!(running.endpoint.calls().len(), 0);
    let ended = act(&running, &request, &json!({ "act": "end", "reason": "settled", "by": "dpo" }));
    assert_eq!(ended.json()["request"]["state"], "ended");
    assert!(export("").contains("u1"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_days_that_are_left_are_told_and_measured() {
    let running = running("hello").await;
    running.grant("u1");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let day = 86_400_000;
    let received = i64::try_from(now.as_millis()).unwrap() - 40 * day;
    let late = open(&running, "export", "u1", &json!({ "received": received, "identity": "account" })).json();
    assert!(late["days_left"].as_i64().is_some_and(|days| days < -8), "{late}");
    let status = running.status();
    assert_eq!(status["requests"]["open"], 1);
    assert_eq!(status["requests"]["days_left"], late["days_left"]);
    let metrics = super::client::call(running.address(), "GET", "/metrics", &[], b"");
    let metrics = metrics.body;
    assert!(metrics.contains("filrouge_requests_open 1"), "{metrics}");
    let left = metrics.lines().find(|line| line.starts_with("filrouge_request_seconds_left ")).unwrap();
    assert!(left.contains(" -"), "{left}");
    let more = json!({ "act": "extend", "reason": "many accounts", "by": "dpo" });
    let extended = act(&running, &id_of(&late), &more).json();
    assert!(extended["days_left"].as_i64().is_some_and(|days| days > 40), "{extended}");
    assert_eq!(act(&running, &id_of(&late), &more).status, 409);
}
