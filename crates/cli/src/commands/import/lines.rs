//! The lines of a file as calls: many messages in one, a consent in one of its own.

use super::source::{Place, Source};
use filrouge_machine::Id;
use serde_json::{Map, Value};
use std::io;

/// Messages in a call.
pub const MESSAGES: usize = 100;
/// Bytes in a call; the daemon takes 512 KB.
pub const BYTES: usize = 384 * 1024;
/// One call.
#[derive(Debug, PartialEq, Eq)]
pub struct Parcel {
    /// Where to.
    pub path: &'static str,
    /// JSON.
    pub body: String,
    /// Messages in it.
    pub messages: u64,
    /// Behind its last line.
    pub end: Place,
}

/// A file, line by line.
pub struct Lines {
    source: Source,
    /// A consent that ended a call of other messages.
    held: Option<Parcel>,
    unreadable: (u64, Option<String>),
}

/// What a line is.
enum Line {
    Message(String),
    Consent(String),
    Nothing,
}

impl Lines {
    /// The lines that `source` has still to give.
    pub const fn new(source: Source) -> Self {
        Self { source, held: None, unreadable: (0, None) }
    }

    /// Where they come from.
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// How many lines are no message, and what is wrong with the first of them.
    pub fn unreadable(&self) -> (u64, Option<String>) {
        self.unreadable.clone()
    }

    /// The next call; none at the end.
    pub fn next(&mut self) -> io::Result<Option<Parcel>> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        let (mut messages, mut bytes, mut end) = (Vec::new(), 0, self.source.place());
        while messages.len() < MESSAGES && bytes < BYTES {
            let Some(line) = self.line()? else { break };
            match line {
                Line::Message(text) => {
                    bytes += text.len();
                    messages.push(text);
                    end = self.source.place();
                }
                Line::Consent(body) => {
                    self.held =
                        Some(Parcel { path: "/v1/consent", body, messages: 1, end: self.source.place() });
                    break;
                }
                Line::Nothing => {}
            }
        }
        if messages.is_empty() {
            return Ok(self.held.take());
        }
        let body = format!(r#"{{"batch":[{}]}}"#, messages.join(","));
        Ok(Some(Parcel { path: "/v1/batch", body, messages: messages.len() as u64, end }))
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        let Some(text) = self.source.next()? else { return Ok(None) };
        Ok(Some(text.and_then(|text| read(&text)).unwrap_or_else(|reason| {
            self.unreadable.0 += 1;
            self.unreadable
                .1
                .get_or_insert(format!("{}: {reason}", self.source.named(self.source.place().line)));
            Line::Nothing
        })))
    }
}

/// A message of a line has the id that follows from the line: handed over again, it is known.
fn read(bytes: &[u8]) -> Result<Line, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?.trim();
    if text.is_empty() {
        return Ok(Line::Nothing);
    }
    let mut message: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| format!("it is no JSON object: {error}"))?;
    let id = || Value::String(format!("import-{}", Id::of(&["import", text])));
    message.entry("messageId").or_insert_with(id);
    let is_consent = message.get("type").is_some_and(|kind| kind == "consent");
    if is_consent {
        message.remove("type");
        // Whatever the file says: here it is a decision that was made elsewhere, and needs its proof.
        message.insert("method".to_owned(), Value::from("import"));
    }
    let text = Value::Object(message).to_string();
    Ok(if is_consent { Line::Consent(text) } else { Line::Message(text) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcels(text: &str) -> (Vec<Parcel>, Lines) {
        let mut lines = Lines::new(Source::of(text));
        let parcels = std::iter::from_fn(|| lines.next().unwrap()).collect();
        (parcels, lines)
    }

    #[test]
    fn messages_share_a_call_and_a_consent_has_one_of_its_own() {
        let text = "{\"type\":\"identify\",\"userId\":\"a\",\"messageId\":\"1\"}\n\n\
                    {\"type\":\"consent\",\"userId\":\"a\",\"purpose\":\"news\",\"messageId\":\"2\"}\n\
                    {\"type\":\"track\",\"userId\":\"a\",\"messageId\":\"3\"}";
        let (parcels, lines) = parcels(text);
        let told: Vec<_> = parcels.iter().map(|it| (it.path, it.messages, it.end.line)).collect();
        assert_eq!(told, [("/v1/batch", 1, 1), ("/v1/consent", 1, 3), ("/v1/batch", 1, 4)]);
        assert_eq!(parcels[1].body, r#"{"messageId":"2","method":"import","purpose":"news","userId":"a"}"#);
        assert_eq!((lines.source().place().offset, lines.unreadable().0), (text.len() as u64, 0));
    }

    #[test]
    fn a_line_without_an_id_has_always_the_same() {
        let (first, _) = parcels("{\"type\":\"identify\",\"userId\":\"a\"}\n");
        let (again, _) = parcels("\n  {\"type\":\"identify\",\"userId\":\"a\"}");
        assert_eq!(first[0].body, again[0].body);
        assert!(first[0].body.contains("\"messageId\":\"import-"), "{}", first[0].body);
    }

    #[test]
    fn a_line_that_is_no_message_is_counted_and_left_out() {
        let long = "x".repeat(70_000);
        let text = format!("[1]\n{{\"userId\":\"a\"}}\n{long}\n{{\"userId\":\"b\"}}\n{{");
        let (parcels, lines) = parcels(&text);
        assert_eq!((parcels.len(), parcels[0].messages, parcels[0].end.line), (1, 2, 4));
        let (count, first) = lines.unreadable();
        assert_eq!((count, lines.source().place().line), (3, 5));
        assert!(first.unwrap().starts_with("line 1: it is no JSON object"));
    }
}
