//! Positions as calls, and what the daemon answers to them.

use crate::commands::import::lines::{BYTES, MESSAGES, Parcel};
use crate::commands::import::source::Source;
use crate::commands::import::wire::Wire;
use crate::exit::Failure;
use reqwest::StatusCode;
use serde::Serialize;
use serde_json::{Map, Value};
use std::io;

/// A line that does not fit.
#[derive(Debug, Serialize)]
pub struct Mistake {
    pub line: u64,
    pub reason: String,
}

/// A call, the lines of its positions, and lines among them that are none.
pub struct Call {
    pub parcel: Parcel,
    lines: Vec<u64>,
    pub unreadable: Vec<Mistake>,
}

/// What became of a call.
pub struct Answer {
    body: Value,
    lines: Vec<u64>,
}

impl Call {
    /// The next positions of a file, for `path`; none at the end.
    pub fn next(source: &mut Source, path: &'static str) -> io::Result<Option<Self>> {
        let (mut positions, mut bytes, mut lines, mut unreadable) = (Vec::new(), 0, Vec::new(), Vec::new());
        while positions.len() < MESSAGES && bytes < BYTES {
            let Some(text) = source.next()? else { break };
            let line = source.place().line;
            match text.and_then(|text| position(&text)) {
                Ok(None) => {}
                Ok(Some(text)) => {
                    bytes += text.len();
                    positions.push(text);
                    lines.push(line);
                }
                Err(reason) => unreadable.push(Mistake { line, reason }),
            }
        }
        if positions.is_empty() && unreadable.is_empty() {
            return Ok(None);
        }
        let body = format!(r#"{{"positions":[{}]}}"#, positions.join(","));
        let parcel = Parcel { path, body, messages: positions.len() as u64, end: source.place() };
        Ok(Some(Self { parcel, lines, unreadable }))
    }

    /// What the daemon answers.
    pub async fn hand_over(self, wire: &Wire) -> Result<Answer, Failure> {
        let response = wire.post(&self.parcel).await?;
        let status = response.status();
        let body: Value = serde_json::from_str(&response.text().await?).unwrap_or_default();
        let is_told = status == StatusCode::UNPROCESSABLE_ENTITY && body.get("misplaced").is_some();
        if status.is_success() || is_told {
            return Ok(Answer { body, lines: self.lines });
        }
        let reason = body.get("error").and_then(Value::as_str).unwrap_or_default().to_owned();
        Err(Failure::new(format!("the daemon refused ({})", status.as_u16()), reason))
    }
}

impl Answer {
    /// A number of it.
    pub fn count(&self, name: &str) -> u64 {
        self.body.get(name).and_then(Value::as_u64).unwrap_or(0)
    }

    /// What it tells of single positions, by their lines.
    pub fn told(&self, list: &str) -> impl Iterator<Item = Mistake> {
        let all = self.body.get(list).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        all.iter().filter_map(|one| {
            let position = usize::try_from(one.get("position")?.as_u64()?).ok()?;
            let reason = one.get("reason")?.as_str()?.to_owned();
            Some(Mistake { line: *self.lines.get(position)?, reason })
        })
    }
}

/// One object of JSON, always written alike; nothing for an empty line.
fn position(line: &[u8]) -> Result<Option<String>, String> {
    let text = std::str::from_utf8(line).map_err(|error| error.to_string())?.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let read: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| format!("it is no JSON object: {error}"))?;
    Ok(Some(Value::Object(read).to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_none_are_told_and_a_position_is_always_written_alike() {
        let mut source = Source::of("{\"b\":1, \"a\":2}\n\n[]\n{\"a\":2,\"b\":1}\n");
        let call = Call::next(&mut source, "/").unwrap().unwrap();
        assert_eq!(call.parcel.body, r#"{"positions":[{"a":2,"b":1},{"a":2,"b":1}]}"#);
        assert_eq!((&call.lines[..], call.unreadable[0].line, call.parcel.end.line), (&[1, 4][..], 3, 4));
        assert!(Call::next(&mut source, "/").unwrap().is_none());
    }
}
