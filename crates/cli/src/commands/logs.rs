//! `filrouge logs`: what a running daemon logs.

use crate::admin::{Answer, ask, show};
use crate::arguments::Daemon;
use crate::exit::Outcome;
use crate::terminal::Terminal;
use reqwest::Method;
use serde_json::json;

/// Prints what is logged, after changing it to `filter` if there is one, for so many seconds if there are any.
pub fn run(daemon: &Daemon, filter: Option<&str>, seconds: Option<u64>, terminal: &Terminal) -> Outcome {
    let wanted = filter.map(|filter| json!({ "filter": filter, "seconds": seconds }));
    let method = if wanted.is_some() { Method::PUT } else { Method::GET };
    let answer = ask(daemon, method, "/admin/v1/logs", wanted.as_ref())?;
    show(daemon, &answer, terminal, human)
}

fn human(answer: &Answer, _: &Terminal) -> String {
    let filter = answer.text("/filter");
    match answer.number("/seconds") {
        0 => format!("logs: {filter}\n"),
        seconds => format!("logs: {filter}, for {seconds} s\n"),
    }
}
