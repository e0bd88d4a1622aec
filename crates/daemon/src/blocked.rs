//! A plan that has no place for people inside, or that no share of the people can live under, told as the compiler tells a mistake:
//! with the place in the text.

use crate::Refusal;
use filrouge_change::{Change, Changes, Obstacle};
use filrouge_explain::{Passage, locate};
use filrouge_plan::Bundle;
use serde_json::{Value as Json, json};

/// What a change is told as for which a plan is refused.
const PEOPLE_INSIDE: Kind = Kind { rule: "people-inside", before: "people stand here in the plan that runs" };

/// What something is told as for which no share of the people can live under a plan.
const NOT_FOR_A_SHARE: Kind = Kind { rule: "not-for-a-share", before: "here in the plan that runs" };

/// The refusal of `next`, where `active` runs.
pub(crate) fn blocked(changes: &Changes, active: &Bundle, next: &Bundle) -> Refusal {
    let of = |change: &'_ Change| {
        Blocked::of(PEOPLE_INSIDE, &change.address, &change.sentence, change.help.as_deref(), (active, next))
    };
    refused(changes.refused().map(of).collect())
}

/// The refusal of `next` for a share of the people, where `active` runs.
pub(crate) fn not_for_a_share(obstacles: &[Obstacle], active: &Bundle, next: &Bundle) -> Refusal {
    let of = |obstacle: &Obstacle| {
        let Obstacle { address, sentence, help } = obstacle;
        Blocked::of(NOT_FOR_A_SHARE, address, sentence, Some(help), (active, next))
    };
    refused(obstacles.iter().map(of).collect())
}

fn refused(all: Vec<Blocked>) -> Refusal {
    let diagnostics: Vec<Json> = all.iter().map(Blocked::json).collect();
    let human: Vec<String> = all.iter().map(Blocked::human).collect();
    Refusal { diagnostics_json: json!({ "version": 1, "diagnostics": diagnostics }), human: human.join("\n") }
}

/// How something is told.
#[derive(Clone, Copy)]
struct Kind {
    rule: &'static str,
    /// What its place in the plan that runs is.
    before: &'static str,
}

/// One thing that is in the way, and where it stands.
struct Blocked {
    kind: Kind,
    sentence: String,
    help: Option<String>,
    /// In the new text: the part itself or, when it is gone, the nearest part around it.
    now: Option<Passage>,
    /// In the text of the plan that runs.
    before: Option<Passage>,
}

impl Blocked {
    fn of(
        kind: Kind,
        address: &str,
        sentence: &str,
        help: Option<&str>,
        (active, next): (&Bundle, &Bundle),
    ) -> Self {
        let now = around(address).find_map(|address| locate(address, next));
        let (sentence, help) = (sentence.to_owned(), help.map(str::to_owned));
        Self { kind, sentence, help, now, before: locate(address, active) }
    }

    fn json(&self) -> Json {
        let place = self.now.as_ref().or(self.before.as_ref());
        let now = self.now.iter().map(|at| label(at, ""));
        let before = self.before.iter().map(|at| label(at, self.kind.before));
        json!({
            "rule": self.kind.rule,
            "severity": "error",
            "message": self.sentence,
            "file": place.map(|at| &at.file),
            "span": place.map(|at| at.span),
            "labels": now.chain(before).collect::<Vec<_>>(),
            "help": self.help,
            "fixes": [],
        })
    }

    fn human(&self) -> String {
        let mut told = format!("error[{}]: {}", self.kind.rule, self.sentence);
        if let Some(at) = &self.now {
            told += &format!("\n  --> {}", line(at));
        }
        if let Some(at) = &self.before {
            told += &format!("\n  in the plan that runs: {}", line(at));
        }
        if let Some(help) = &self.help {
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
