//! The official Segment clients.

use crate::shell::{Talker, client};
use serde_json::{Value, json};
use std::time::Duration;

/// A running client.
pub struct Segment(Talker);

impl Segment {
    /// The Python client.
    pub fn python(host: &str, key: &str) -> Self {
        Self::start("segment_client.py", &[host, key])
    }

    /// The Python client, compressing its requests.
    pub fn python_gzip(host: &str, key: &str) -> Self {
        Self::start("segment_client.py", &[host, key, "gzip"])
    }

    /// The Node client.
    pub fn node(host: &str, key: &str) -> Self {
        Self::start("segment_client.mjs", &[host, key])
    }

    fn start(script: &str, arguments: &[&str]) -> Self {
        let mut command = client(script);
        command.args(arguments);
        Self(Talker::start(command))
    }

    /// Says who a person is.
    pub fn identify(&mut self, user: &str, traits: Value) {
        self.0.say(&json!(["identify", user, traits]));
    }

    /// Says what a person did.
    pub fn track(&mut self, user: &str, event: &str, properties: Value) {
        self.0.say(&json!(["track", user, event, properties]));
    }

    /// Waits until all was delivered, and asserts that the client saw no error.
    pub fn flush(&mut self) {
        self.0.say(&json!(["flush"]));
        let answer = self.0.hear(Duration::from_secs(30)).expect("the client answers");
        assert_eq!(answer["errors"], json!([]), "the client reported errors");
    }
}
