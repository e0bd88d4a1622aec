//! A daemon that runs, with everything around it.

use super::client::{Answer, basic, call};
use super::endpoint::{Endpoint, KEY};
use super::project;
use filrouge_daemon::{Config, Daemon, Error};
use serde_json::{Value as Json, json};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fs, thread};
use tempfile::TempDir;

pub const TOKEN: &str = "operator-token";
pub const WRITE_KEY: &str = "wk_site";

/// A daemon, its folders and the service that it sends to.
pub struct Running {
    pub daemon: Daemon,
    pub endpoint: Endpoint,
    pub root: TempDir,
}

/// Folders with secrets, and a service.
pub fn prepare() -> (TempDir, Endpoint) {
    let root = tempfile::tempdir().unwrap();
    let endpoint = Endpoint::start();
    fs::write(root.path().join("write-key"), WRITE_KEY).unwrap();
    fs::write(root.path().join("url"), &endpoint.url).unwrap();
    fs::write(root.path().join("slow-url"), "http://127.0.0.1:1/").unwrap();
    fs::write(root.path().join("signing"), KEY).unwrap();
    (root, endpoint)
}

/// The usual set-up below `root`.
pub fn config(root: &Path) -> Config {
    Config {
        secrets: root.to_owned(),
        admin_token: Some(TOKEN.into()),
        drain: Duration::from_secs(3),
        ..Config::new("127.0.0.1:0".parse().unwrap(), root.join("data"))
    }
}

/// A daemon that sends `text`.
pub async fn running(text: &str) -> Running {
    let (root, endpoint) = prepare();
    let compiler = project::folder(root.path(), text);
    let daemon = Daemon::start(config(root.path()), Arc::new(compiler)).await.unwrap();
    Running { daemon, endpoint, root }
}

/// A start that must fail.
pub async fn refused(config: Config, root: &Path, text: &str) -> Error {
    match Daemon::start(config, Arc::new(project::folder(root, text))).await {
        Ok(_) => panic!("the daemon started"),
        Err(error) => error,
    }
}

impl Running {
    pub fn address(&self) -> SocketAddr {
        self.daemon.address()
    }

    pub fn project(&self) -> PathBuf {
        self.root.path().join("project")
    }

    /// A call of the tracking API with the write key.
    pub fn track(&self, path: &str, body: &Json) -> Answer {
        let key = basic(WRITE_KEY);
        call(self.address(), "POST", path, &[("authorization", &key)], body.to_string().as_bytes())
    }

    /// A call of the operator.
    pub fn admin(&self, method: &str, path: &str, body: &Json) -> Answer {
        let token = format!("Bearer {TOKEN}");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        call(self.address(), method, path, &[("authorization", &token)], body.as_bytes())
    }

    pub fn status(&self) -> Json {
        self.admin("GET", "/admin/v1/status", &Json::Null).json()
    }

    pub fn quarantine(&self) -> Vec<Json> {
        let answer = self.admin("GET", "/admin/v1/quarantine", &Json::Null).json();
        answer["quarantine"].as_array().cloned().unwrap()
    }

    /// What was decided about a person, the latest first.
    pub fn why(&self, person: &str) -> Vec<Json> {
        let answer = self.admin("GET", &format!("/admin/v1/why?person={person}"), &Json::Null);
        answer.json()["people"][0]["decisions"].as_array().cloned().unwrap_or_else(|| panic!("{answer:?}"))
    }

    pub fn grant(&self, user: &str) {
        let body = json!({ "userId": user, "purpose": "marketing", "granted": true, "evidence": "form" });
        let answer = self.track("/v1/consent", &body);
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    pub fn cart(&self, user: &str, id: &str) {
        let answer = self.track("/v1/track", &cart(user, id));
        assert_eq!(answer.status, 200, "{answer:?}");
    }
}

/// A message by which a person comes into the journey.
pub fn cart(user: &str, id: &str) -> Json {
    json!({
        "messageId": id,
        "userId": user,
        "event": "Cart Updated",
        "properties": { "cart_id": id, "value": 30.5 },
    })
}

/// Waits until `holds`.
pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(20), "never: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}
