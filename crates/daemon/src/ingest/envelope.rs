//! What came in, as it came: one message with what the call around it said.

use filrouge_intake::{LONGEST_MESSAGE, Tracking, is_object};
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::RawValue;

/// Letters that are kept of a message that is too long.
const START: usize = 500;

/// One message as it came. This is also what the quarantine keeps, so that it can be read again later.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Envelope {
    /// The call: `track`, `identify`, …; a message of a batch carries its own.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) call: Option<String>,
    /// When the client sent it, as the client says.
    #[serde(default, rename = "sentAt", skip_serializing_if = "Option::is_none")]
    pub(crate) sent_at: Option<String>,
    /// The message.
    pub(crate) message: Box<RawValue>,
}

/// The outside of a call.
#[derive(Debug, Deserialize)]
struct Outside {
    #[serde(default)]
    batch: Option<Vec<Box<RawValue>>>,
    #[serde(default, rename = "sentAt")]
    sent_at: Option<Box<RawValue>>,
    #[serde(default, rename = "writeKey")]
    write_key: Option<Box<RawValue>>,
}

/// A call, taken apart.
#[derive(Debug)]
pub(super) struct Call {
    /// The write key in the body.
    pub(super) key: Option<String>,
    /// The messages.
    pub(super) messages: Vec<Envelope>,
}

impl Call {
    /// Takes `body` apart. `call` is nothing for a batch.
    pub(super) fn read(body: &[u8], call: Option<&str>) -> Result<Self, String> {
        let text = std::str::from_utf8(body)
            .map_err(|error| format!("the body is not UTF-8 at byte {}", error.valid_up_to()))?;
        // A list would be read as the members of a call, in order.
        if !is_object(text) {
            return Err("the body is not a JSON object".to_owned());
        }
        let outside: Outside = serde_json::from_str(text).map_err(|error| not_json(&error))?;
        let sent_at = outside.sent_at.as_deref().and_then(text_of);
        let key = outside.write_key.as_deref().and_then(text_of);
        let messages = match call {
            Some(_) => vec![raw(text)?],
            None => outside.batch.ok_or("a batch needs `batch`, a list of messages")?,
        };
        let envelope =
            |message| Envelope { call: call.map(str::to_owned), sent_at: sent_at.clone(), message };
        let messages = messages.into_iter().map(envelope).collect();
        Ok(Self { key, messages })
    }
}

impl Envelope {
    /// Whether the message is longer than a message may be.
    pub(crate) fn is_too_long(&self) -> bool {
        self.message.get().len() > LONGEST_MESSAGE
    }

    /// What came, for whoever types it against a plan.
    pub(crate) fn tracking(&self, received: i64) -> Tracking<'_> {
        let (call, sent_at) = (self.call.as_deref(), self.sent_at.as_deref());
        Tracking { call, sent_at, text: self.message.get(), received }
    }

    /// The bytes for the quarantine. Of a message that is too long only the start is kept: it can never be taken in.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        if self.is_too_long() {
            let start: String = self.message.get().chars().take(START).collect();
            return serde_json::to_vec(&json!({ "message": start, "cut": true })).unwrap_or_default();
        }
        serde_json::to_vec(self).unwrap_or_default()
    }
}

fn raw(text: &str) -> Result<Box<RawValue>, String> {
    serde_json::from_str(text).map_err(|error| not_json(&error))
}

fn text_of(raw: &RawValue) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}

/// The position is told; the text around it may be personal.
fn not_json(error: &serde_json::Error) -> String {
    format!("the body is not valid JSON at line {}, column {}", error.line(), error.column())
}
