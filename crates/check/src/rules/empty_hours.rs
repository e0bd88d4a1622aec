//! Hours that leave no time for messages.

use crate::opening::{Part, parts};
use crate::week::Minute;
use filrouge_model::Model;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// Windows, quiet hours and opening hours of a channel that leave no time together.
    pub struct EmptyHours {
        channel: String,
        /// What is never there at once: `its windows`, `its quiet hours`, ``the calendar `office` ``.
        parts: Vec<String>,
        place: Span,
        others: Vec<Span>,
    }
    slug: "empty-hours", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("no message of the channel `{channel}` can ever leave: {} leave no time", spoken(parts)),
    at: place => "no minute of the week".to_owned(),
    also: [others => "together with this".to_owned()],
    help: Some("let the hours overlap: begin before the quiet hours do, end after them, or open on the same days".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for channel in model.channels.values() {
        if let Some(parts) = together(&parts(channel, model)) {
            let mut places = parts.iter().map(|part| part.place);
            let Some(place) = places.next() else { continue };
            findings.push(EmptyHours {
                channel: channel.name.value.to_string(),
                parts: parts.iter().map(|part| part.name.clone()).collect(),
                place,
                others: places.collect(),
            });
        }
    }
}

/// The fewest parts that leave no time together.
fn together<'m>(parts: &[Part<'m>]) -> Option<Vec<Part<'m>>> {
    let pairs = [[0, 1], [0, 2], [1, 2]].into_iter();
    let pairs = pairs.filter_map(|pair| pair.iter().map(|place| parts.get(*place).cloned()).collect());
    let all = (parts.len() > 2).then(|| parts.to_vec());
    pairs.chain(all).find(|parts: &Vec<Part<'_>>| !has_time(parts))
}

fn has_time(parts: &[Part<'_>]) -> bool {
    Minute::all().any(|minute| parts.iter().all(|part| part.is_open(minute)))
}

/// The names as they stand in a sentence; only the author's words are quoted.
fn spoken(parts: &[String]) -> String {
    match parts.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        _ => parts.concat(),
    }
}
