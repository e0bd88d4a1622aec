//! The lines of a file as calls: many messages in one, a consent in one of its own.

use super::table::Table;
use filrouge_machine::Id;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::io::{self, BufRead, Read as _};

/// Messages in a call.
const MESSAGES: usize = 100;
/// Bytes in a call; the daemon takes 512 KB.
const BYTES: usize = 384 * 1024;
/// The longest line; the daemon takes messages of 32 KB.
const LONGEST: u64 = 64 * 1024;

/// A place in a file: behind a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Lines before it.
    pub line: u64,
    /// Bytes before it.
    pub offset: u64,
}

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

/// Where lines come from.
pub enum Source<R> {
    /// Each is an object of JSON.
    Json(R),
    /// Each is a row of a table.
    Table(Box<Table<R>>),
}

/// A file, line by line.
pub struct Lines<R> {
    source: Source<R>,
    place: Place,
    /// A consent that ended a call of other messages.
    held: Option<Parcel>,
    unreadable: (u64, Option<String>),
}

/// A line that was found and the place behind it, or why it is none; nothing at the end.
pub type Found = Option<(Place, Result<Vec<u8>, String>)>;

/// What a line is.
enum Line {
    Message(String),
    Consent(String),
    Nothing,
}

impl<R: BufRead> Lines<R> {
    /// Reads from here on; `place` is where this is.
    pub fn new(source: Source<R>, place: Place) -> Self {
        Self { source, place, held: None, unreadable: (0, None) }
    }

    /// Behind the last line that was read.
    pub const fn place(&self) -> Place {
        self.place
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
        let (mut messages, mut bytes, mut end) = (Vec::new(), 0, self.place);
        while messages.len() < MESSAGES && bytes < BYTES {
            let Some(line) = self.line()? else { break };
            match line {
                Line::Message(text) => {
                    bytes += text.len();
                    messages.push(text);
                    end = self.place;
                }
                Line::Consent(body) => {
                    self.held = Some(Parcel { path: "/v1/consent", body, messages: 1, end: self.place });
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
        let found = match &mut self.source {
            Source::Json(reader) => json(reader, self.place)?,
            Source::Table(table) => table.next()?,
        };
        let Some((place, text)) = found else { return Ok(None) };
        self.place = place;
        Ok(Some(text.and_then(|text| read(&text)).unwrap_or_else(|reason| {
            self.unreadable.0 += 1;
            self.unreadable.1.get_or_insert(format!("line {}: {reason}", self.place.line));
            Line::Nothing
        })))
    }
}

/// The line behind `place`.
fn json(reader: &mut impl BufRead, place: Place) -> io::Result<Found> {
    let mut bytes = Vec::new();
    let mut length = reader.by_ref().take(LONGEST).read_until(b'\n', &mut bytes)? as u64;
    if length == 0 {
        return Ok(None);
    }
    let whole = bytes.ends_with(b"\n") || length < LONGEST;
    if !whole {
        length += reader.skip_until(b'\n')? as u64;
    }
    let behind = Place { line: place.line + 1, offset: place.offset + length };
    let text = if whole { Ok(bytes) } else { Err(format!("it is longer than {LONGEST} bytes")) };
    Ok(Some((behind, text)))
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

    fn parcels(text: &str) -> (Vec<Parcel>, Lines<&[u8]>) {
        let mut lines = Lines::new(Source::Json(text.as_bytes()), Place::default());
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
        assert_eq!((lines.place().offset, lines.unreadable().0), (text.len() as u64, 0));
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
        assert_eq!((count, lines.place().line), (3, 5));
        assert!(first.unwrap().starts_with("line 1: it is no JSON object"));
    }
}
