//! A call that a kill cut off may have been taken.

use crate::sink::{request, say};
use crate::stage::{Stage, WRITE_KEY};
use crate::wire::post;
use serde_json::json;
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn a_call_cut_off_by_a_kill_is_repeated_with_its_key_and_a_refusal_then_leaves_it_unknown() {
    let endpoint = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", endpoint.local_addr().unwrap());
    let stage =
        Stage::new(include_str!("project/filrouge.kdl"), &[("ENDPOINT_URL", &url), ("DESK_URL", &url)]);

    let daemon = stage.start();
    for (path, body) in [
        ("/v1/consent", json!({ "purpose": "news", "granted": true, "evidence": "crash" })),
        ("/v1/track", json!({ "event": "Order Placed", "properties": { "order_id": "o1" } })),
    ] {
        let mut body = body;
        body["writeKey"] = WRITE_KEY.into();
        body["userId"] = "u1".into();
        assert_eq!(post(&daemon.address, path, &body).unwrap().status, 200);
    }
    let (first, _) = endpoint.accept().unwrap();
    let key = request(&first).unwrap().expect("a whole call").key;
    daemon.kill();

    let daemon = stage.start();
    let (second, _) = endpoint.accept().unwrap();
    let again = request(&second).unwrap().expect("a whole call").key;
    assert_eq!(again, key, "a repeated call carries the same key");
    say(&second, "422 Unprocessable Content").unwrap();

    let end = Instant::now() + Duration::from_secs(10);
    let told = loop {
        let told = daemon.ask("/admin/v1/why?person=u1").to_string();
        if told.contains("the endpoint answered 422") || Instant::now() > end {
            break told;
        }
        thread::sleep(Duration::from_millis(50));
    };
    assert!(told.contains(r#""unknown":{"#) && !told.contains(r#""failed":{"#), "{told}");
}
