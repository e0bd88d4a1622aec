//! People who were on their way elsewhere.

use super::client::Answer;
use super::running::{Running, running};
use super::schemas::{errors, follows};
use serde_json::{Value as Json, json};

const PATH: &str = "/admin/v1/positions";

/// Somebody who waits in the journey `welcome`.
fn position(user: &str, more: Json) -> Json {
    let mut position = json!({
        "userId": user, "journey": "welcome", "step": "pause", "enteredAt": "2026-01-02T10:00:00Z",
        "dueAt": "2099-01-02T10:00:00Z", "fields": { "cart_id": user, "value": 5 },
    });
    position.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    position
}

fn put(running: &Running, path: &str, positions: &[Json]) -> Answer {
    running.admin("POST", path, &json!({ "positions": positions }))
}

/// What is told of positions of a list, by their place in it.
fn told(answer: &Json, list: &str) -> Vec<(u64, String)> {
    let told = |one: &Json| (one["position"].as_u64().unwrap(), one["reason"].as_str().unwrap().to_owned());
    answer[list].as_array().unwrap().iter().map(told).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_of_positions_is_taken_whole_or_not_at_all() {
    let running = running("waits").await;
    let people = || running.status()["people"].as_u64();
    let checked = format!("{PATH}?check=true");
    let fitting = [position("u1", json!({})), position("u2", json!({}))];
    let wrong = [
        position("u1", json!({})),
        position("u2", json!({ "journey": "cart" })),
        position("u3", json!({ "step": "hello" })),
        position("u4", json!({ "enteredAt": null })),
        json!({ "userId": "u5", "journey": "welcome" }),
        position("u6", json!({ "fields": { "cart_id": "c", "valu": 1, "value": 1 } })),
    ];
    for path in [PATH, &checked] {
        let answer = put(&running, path, &wrong);
        follows("positions", &answer.json());
        let reasons = [
            (1, "there is no journey `cart`; the plan has `welcome`"),
            (2, "nobody waits at `hello`; people can stand at `pause`"),
            (3, "all members of a position are texts but `fields`, which is an object"),
            (
                4,
                "it has no `step`: a position has `userId` or another identifier, `journey`, `step`, `enteredAt`, `arrivedAt` or `dueAt`, \
                 `fields` and `messageId`",
            ),
            (5, "a field is not declared; the entry has `cart_id`, `value`"),
        ];
        assert_eq!(told(&answer.json(), "misplaced"), reasons.map(|(at, why)| (at, why.to_owned())));
        assert_eq!((answer.status, people()), (422, Some(0)));
    }
    assert_eq!((put(&running, &checked, &fitting).status, people()), (200, Some(0)), "it only looks");
    let taken = put(&running, PATH, &fitting).json();
    follows("positions", &taken);
    assert_eq!((&taken["taken"], &taken["again"], people()), (&json!(2), &json!(0), Some(2)));
    let again = put(&running, PATH, &fitting).json();
    assert_eq!((&again["taken"], &again["again"], people()), (&json!(0), &json!(2), Some(2)));
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_inside_already_is_turned_away_and_the_history_tells_the_place() {
    let running = running("waits").await;
    put(&running, PATH, &[position("u1", json!({}))]);
    let other = position("u1", json!({ "enteredAt": "2026-01-03T10:00:00Z" }));
    let answer = put(&running, PATH, &[other]).json();
    follows("positions", &answer);
    assert_eq!(told(&answer, "turned_away"), [(0, "already-inside".to_owned())]);
    assert_eq!(answer["taken"], 0);
    let history = running.admin("GET", "/admin/v1/history?person=u1", &Json::Null).json();
    follows("history", &history);
    let mut inputs = history["inputs"].as_array().unwrap().iter();
    let place = &inputs.find(|input| input["kind"]["start"].is_object()).unwrap()["kind"]["start"]["place"];
    assert_eq!(
        (&place["step"], &place["entered_at"]),
        (&json!("pause"), &json!(1_767_348_000_000_u64)),
        "{history:#}"
    );
    let why = running.admin("GET", "/admin/v1/why?person=u1", &Json::Null).json();
    assert_eq!(errors("why", &why), Vec::<String>::new());
    running.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_is_no_list_of_positions_is_refused() {
    let running = running("waits").await;
    let answer = running.admin("POST", PATH, &json!([]));
    let why = "the call is not a JSON object with `positions`, a list of objects";
    assert_eq!((answer.status, answer.json()["error"].as_str()), (400, Some(why)));
    running.daemon.stop().await;
}
