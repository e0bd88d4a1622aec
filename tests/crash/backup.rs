//! A backup of a daemon under load, restored elsewhere.

use crate::sink::{Request, request, say};
use crate::stage::{Daemon, Stage, WRITE_KEY};
use crate::wire::post;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// One that answers at once, or never, and counts the calls of each key.
#[derive(Default)]
struct Endpoint {
    is_silent: AtomicBool,
    calls: Mutex<BTreeMap<String, u32>>,
}

impl Endpoint {
    fn start() -> (Arc<Self>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let endpoint = Arc::new(Self::default());
        let serving = Arc::clone(&endpoint);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let endpoint = Arc::clone(&serving);
                thread::spawn(move || {
                    let Ok(Some(Request { key, .. })) = request(&stream) else { return };
                    *endpoint.calls.lock().unwrap().entry(key).or_default() += 1;
                    while endpoint.is_silent.load(Ordering::SeqCst) {
                        thread::sleep(Duration::from_millis(20));
                    }
                    let _ = say(&stream, "200 OK");
                });
            }
        });
        (endpoint, url)
    }

    fn count(&self) -> usize {
        self.calls.lock().unwrap().len()
    }

    fn most(&self) -> u32 {
        self.calls.lock().unwrap().values().copied().max().unwrap_or(0)
    }
}

/// A stage whose journey writes at once.
fn stage(url: &str) -> Stage {
    let project = include_str!("../garbage/project.kdl").replace("    wait pause for=\"1h\"\n", "");
    Stage::new(&project, &[("ENDPOINT_URL", url)])
}

fn order(address: &str, order: &str) -> bool {
    let body = json!({
        "writeKey": WRITE_KEY, "userId": order, "messageId": order, "event": "Order Placed",
        "properties": { "order_id": order },
    });
    post(address, "/v1/track", &body).is_ok_and(|answer| answer.status == 200)
}

fn filrouge(stage: &Stage, arguments: &[&str]) -> Output {
    stage.command(env!("CARGO_BIN_EXE_filrouge")).args(arguments).output().unwrap()
}

/// What a command prints as JSON; it must end well.
fn printed(stage: &Stage, arguments: &[&str]) -> Value {
    let output = filrouge(stage, &[arguments, &["--format", "json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn until(what: &str, done: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(30);
    while !done() {
        assert!(Instant::now() < end, "{what} never came");
        thread::sleep(Duration::from_millis(20));
    }
}

fn why(daemon: &Daemon, order: &str) -> String {
    daemon.ask(&format!("/admin/v1/why?person={order}")).to_string()
}

fn rests(daemon: &Daemon) -> bool {
    let outbox = &daemon.ask("/admin/v1/status")["outbox"];
    outbox["waiting"] == 0 && outbox["in_flight"] == 0
}

/// A daemon under load, of which a backup is made while some messages have left, some are under way and some wait. What
/// was acknowledged before the backup began, and what its manifest says.
fn backed_up(stage: &Stage, endpoint: &Endpoint) -> (Vec<String>, Value) {
    let daemon = stage.start();
    (0..20).for_each(|number| assert!(order(&daemon.address, &format!("sent-{number}"))));
    until("a message", || endpoint.count() == 20);
    until("an outcome", || rests(&daemon));
    endpoint.is_silent.store(true, Ordering::SeqCst);
    let (acknowledged, done) = (Mutex::new(Vec::new()), AtomicBool::new(false));
    let manifest = thread::scope(|scope| {
        scope.spawn(|| {
            for number in (0..).take_while(|_| !done.load(Ordering::SeqCst)) {
                let name = format!("order-{number}");
                assert!(order(&daemon.address, &name));
                acknowledged.lock().unwrap().push(name);
            }
        });
        until("some orders", || acknowledged.lock().unwrap().len() > 30);
        let before = acknowledged.lock().unwrap().clone();
        let manifest = printed(stage, &["backup", "data", "backup"]);
        done.store(true, Ordering::SeqCst);
        (before, manifest)
    });
    daemon.kill();
    fs::rename(stage.data(), stage.path("lost")).unwrap();
    endpoint.is_silent.store(false, Ordering::SeqCst);
    manifest
}

#[test]
fn a_backup_under_load_has_all_that_was_acknowledged_and_sends_nothing_again() {
    let (endpoint, url) = Endpoint::start();
    let stage = stage(&url);
    let (before, manifest) = backed_up(&stage, &endpoint);
    assert!(manifest["outbox"].as_u64().unwrap() > 30, "{manifest:#}");
    let called = endpoint.count();

    printed(&stage, &["restore", "backup", "data", "--no-erasures"]);
    assert_eq!(printed(&stage, &["store", "check", "data"])["sound"], true);
    let daemon = stage.start();
    for order in &before {
        let why = why(&daemon, order);
        assert!(why.contains("entered") && why.contains("restored from a backup"), "{order}: {why}");
    }
    assert!((0..20).all(|number| why(&daemon, &format!("sent-{number}")).contains("sent")));
    assert!(rests(&daemon));
    assert_eq!(endpoint.count(), called, "what was in the backup has left");
    assert!(order(&daemon.address, "new"));
    until("a new message", || endpoint.count() == called + 1);
    assert_eq!(endpoint.most(), 1);
    assert!(daemon.stop());
}

#[test]
fn with_resend_what_waited_in_the_backup_leaves() {
    let (endpoint, url) = Endpoint::start();
    let stage = stage(&url);
    let (before, _) = backed_up(&stage, &endpoint);
    printed(&stage, &["restore", "backup", "data", "--no-erasures", "--resend"]);
    let daemon = stage.start();
    until("the rest", || rests(&daemon));
    assert!(endpoint.count() >= 20 + before.len());
    assert!(before.iter().all(|order| !why(&daemon, order).contains("restored from a backup")));
    assert!(daemon.stop());
}

#[test]
fn a_backup_is_refused_that_is_not_what_was_written() {
    let (_, url) = Endpoint::start();
    let stage = stage(&url);
    let daemon = stage.start();
    assert!(order(&daemon.address, "one"));
    assert!(daemon.stop());
    printed(&stage, &["backup", "data", "backup"]);
    let told = |arguments: &[&str]| {
        let output = filrouge(&stage, arguments);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(told(&["backup", "data", "backup"]).contains("`backup` is there already"));
    assert!(told(&["restore", "backup", "data", "--no-erasures"]).contains("`data` is there already"));
    let file = stage.path("backup/filrouge.db");
    let mut bytes = fs::read(&file).unwrap();
    bytes[5_000] ^= 1;
    fs::write(&file, bytes).unwrap();
    assert!(
        told(&["restore", "backup", "other", "--no-erasures"])
            .contains("its content is not what was written")
    );
    assert!(!stage.path("other").exists(), "nothing is made of a backup that is not whole");
}
