//! The mail server.

use crate::shell::{Talker, client};
use serde_json::Value;
use std::time::Duration;

/// How long a message may take before a test gives up.
const PATIENCE: Duration = Duration::from_secs(20);

/// A real SMTP server on a port of its own.
pub struct MailServer {
    talker: Talker,
    port: u64,
}

impl MailServer {
    /// Starts one.
    pub fn start() -> Self {
        let talker = Talker::start(client("smtp_server.py"));
        let port = talker
            .hear(PATIENCE)
            .and_then(|line| line["port"].as_u64())
            .expect("the mail server says its port");
        Self { talker, port }
    }

    /// Its address, as a connector takes it.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The next message.
    pub fn next(&self) -> Value {
        self.talker.hear(PATIENCE).expect("no mail came")
    }

    /// Asserts that no message comes for this long.
    pub fn silent_for(&self, pause: Duration) {
        if let Some(mail) = self.talker.hear(pause) {
            panic!("no mail was expected: {mail}");
        }
    }
}
