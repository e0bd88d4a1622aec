//! A plan that has no place for people inside, told as the compiler tells a mistake: with the place in the text.

use crate::Refusal;
use filrouge_change::{Change, Changes};
use filrouge_explain::{Passage, locate};
use filrouge_plan::Bundle;
use serde_json::{Value as Json, json};

/// What a change is told as for which a plan is refused.
const PEOPLE_INSIDE: &str = "people-inside";

/// The refusal of `next`, where `active` runs.
pub(crate) fn blocked(changes: &Changes, active: &Bundle, next: &Bundle) -> Refusal {
    let all: Vec<Blocked<'_>> = changes.refused().map(|change| Blocked::of(change, active, next)).collect();
    let diagnostics: Vec<Json> = all.iter().map(Blocked::json).collect();
    let human: Vec<String> = all.iter().map(Blocked::human).collect();
    Refusal { diagnostics_json: json!({ "version": 1, "diagnostics": diagnostics }), human: human.join("\n") }
}

/// One change, and where it stands.
struct Blocked<'a> {
    change: &'a Change,
    /// In the new text: the part itself or, when it is gone, the nearest part around it.
    now: Option<Passage>,
    /// In the text of the plan that runs.
    before: Option<Passage>,
}

impl<'a> Blocked<'a> {
    fn of(change: &'a Change, active: &Bundle, next: &Bundle) -> Self {
        let now = around(&change.address).find_map(|address| locate(address, next));
        Self { change, now, before: locate(&change.address, active) }
    }

    fn json(&self) -> Json {
        let place = self.now.as_ref().or(self.before.as_ref());
        let now = self.now.iter().map(|at| label(at, ""));
        let before = self.before.iter().map(|at| label(at, "people stand here in the plan that runs"));
        json!({
            "rule": PEOPLE_INSIDE,
            "severity": "error",
            "message": self.change.sentence,
            "file": place.map(|at| &at.file),
            "span": place.map(|at| at.span),
            "labels": now.chain(before).collect::<Vec<_>>(),
            "help": self.change.help,
            "fixes": [],
        })
    }

    fn human(&self) -> String {
        let mut told = format!("error[{PEOPLE_INSIDE}]: {}", self.change.sentence);
        if let Some(at) = &self.now {
            told += &format!("\n  --> {}", line(at));
        }
        if let Some(at) = &self.before {
            told += &format!("\n  in the plan that runs: {}", line(at));
        }
        if let Some(help) = &self.change.help {
            told += &format!("\n  help: {help}");
        }
        told
    }
}

/// An address and those of the parts around it, from the inside.
fn around(address: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(address), |address| Some(address.rsplit_once('/')?.0))
}

fn label(at: &Passage, text: &str) -> Json {
    json!({ "file": at.file, "span": at.span, "text": text })
}

fn line(at: &Passage) -> String {
    format!("{}:{}:{}", at.file, at.span.line, at.span.column)
}
