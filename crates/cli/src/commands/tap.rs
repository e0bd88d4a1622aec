//! `filrouge tap`: decisions as they are taken.

use crate::admin::follow;
use crate::arguments::{Daemon, Output};
use crate::exit::{Exit, Outcome};
use crate::terminal::Terminal;
use crate::why::{decision, encoded};
use serde_json::Value;

/// Prints what is decided until the daemon stops; `wanted` is what it is to be asked for.
pub fn run(daemon: &Daemon, wanted: &[(&str, Option<String>)], terminal: &Terminal) -> Outcome {
    let given = wanted.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let query: Vec<String> = given.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    follow(daemon, &format!("/admin/v1/tap?{}", query.join("&")), |line| match daemon.format {
        Output::Json => terminal.say(line),
        Output::Human => terminal.print(&told(line, terminal)),
    })?;
    terminal.remark(&terminal.told("the daemon has stopped\n"));
    Ok(Exit::Clean)
}

fn told(line: &str, terminal: &Terminal) -> String {
    let Ok(value) = serde_json::from_str::<Value>(line) else { return format!("{line}\n") };
    match value.get("missed").and_then(Value::as_u64) {
        Some(groups) => terminal.told(&format!("(too slow: {groups} groups of decisions were not shown)\n")),
        None => format!("{}\n", decision(&value, &terminal.look())),
    }
}
