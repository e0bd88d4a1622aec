//! What no test met, in words.

use crate::known::Known;
use filrouge_picture::Line;
use filrouge_simulate::coverage::{JourneyCoverage, Kind, Point};
use serde_json::{Value as Json, json};

pub(super) fn missed(known: &Known<'_>, coverage: &JourneyCoverage) -> Vec<Json> {
    let told = |point: &Point| {
        let stands = known.line(Some(&Line { file: point.file.clone(), line: point.line }));
        json!({ "text": text(known, point), "stands": stands })
    };
    coverage
        .missed()
        .map(told)
        .filter(|point| point.get("stands").is_some_and(|own| !own.is_null()))
        .collect()
}

fn text(known: &Known<'_>, Point { kind, name, step, .. }: &Point) -> String {
    let step = step.as_deref().unwrap_or_default();
    let word = |key: &str| known.word(key);
    match kind {
        Kind::Enter => word("miss_enter").to_owned(),
        Kind::Step => format!("{step}: {}", word("miss_step")),
        Kind::Arm => format!("{step}: {} {name}", word("miss_arm")),
        Kind::Timeout => format!("{step}: {}", word("miss_timeout")),
        Kind::Outcome if name == "held" => {
            format!("{step}: {} {}", word("miss_outcome"), word("outcome_held"))
        }
        Kind::Outcome => format!("{step}: {} {}", word("miss_outcome"), word("outcome_sent")),
        Kind::Refusal => format!("{step}: {}", word("miss_refusal")),
        Kind::Exit => format!("{} {name}", word("miss_exit")),
        Kind::Goal => format!("{} {name}", word("miss_goal")),
    }
}
