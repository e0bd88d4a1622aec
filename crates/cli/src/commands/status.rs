//! `filrouge status`: what a running daemon does.

use crate::admin::{Answer, ask, show};
use crate::arguments::Daemon;
use crate::exit::Outcome;
use crate::moment;
use crate::terminal::Terminal;
use reqwest::Method;

/// Prints the status.
pub fn run(daemon: &Daemon, terminal: &Terminal) -> Outcome {
    let answer = ask(daemon, Method::GET, "/admin/v1/status", None)?;
    show(daemon, &answer, terminal, human)
}

fn human(answer: &Answer, terminal: &Terminal) -> String {
    let in_step = answer.body.pointer("/plan/in_step") == Some(&true.into());
    let disk = if in_step {
        terminal.paint("32", "the project on the disk is active")
    } else {
        terminal.paint("31;1", "the project on the disk is not active: `filrouge reload` says why")
    };
    format!(
        "health      {}\n\
         plan        {}\n\
         \x20           {disk}\n\
         attempt     {} by {}, {}\n\
         people      {}\n\
         timers      {}\n\
         outbox      {} waiting, {} in flight\n\
         quarantine  {}\n",
        answer.text("/health/state"),
        answer.text("/plan/active"),
        answer.text("/plan/last_attempt/result"),
        answer.text("/plan/last_attempt/trigger"),
        moment::shown(answer.body.pointer("/plan/last_attempt/at")),
        answer.number("/people"),
        answer.number("/timers"),
        answer.number("/outbox/waiting"),
        answer.number("/outbox/in_flight"),
        answer.number("/quarantine"),
    )
}
