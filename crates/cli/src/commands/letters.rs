//! `filrouge dead-letters`: messages that did not arrive.

use super::quarantine::{choice, members};
use crate::admin::{Answer, ask, show};
use crate::arguments::{Daemon, LetterAction, Resend};
use crate::exit::{Failure, Outcome};
use crate::moment;
use crate::terminal::Terminal;
use filrouge_report::render::harmless;
use reqwest::Method;
use serde_json::Value;
use std::fs;
use std::path::Path;

const PATH: &str = "/admin/v1/dead-letters";

/// Lists, shows, sends again or drops.
pub fn run(daemon: &Daemon, action: Option<LetterAction>, terminal: &Terminal) -> Outcome {
    match action.unwrap_or(LetterAction::List) {
        LetterAction::List => {
            let answer = ask(daemon, Method::GET, PATH, None)?;
            show(daemon, &answer, terminal, list)
        }
        LetterAction::Show { id } => {
            let answer = ask(daemon, Method::GET, &format!("{PATH}/{id}"), None)?;
            show(daemon, &answer, terminal, whole)
        }
        LetterAction::Resend(wish) => {
            let answer = ask(daemon, Method::POST, PATH, Some(&wished(wish)?))?;
            show(daemon, &answer, terminal, resent)
        }
        LetterAction::Drop { id } => {
            let answer = ask(daemon, Method::DELETE, PATH, Some(&choice(&id)))?;
            show(daemon, &answer, terminal, |answer, _| {
                format!("{} dropped\n", members(answer, "/dropped").len())
            })
        }
    }
}

fn wished(wish: Resend) -> Result<Value, Failure> {
    let Resend { id, subject, text, html, by } = wish;
    let mut body = choice(&id);
    let words = [
        ("subject", subject),
        ("text", text.as_deref().map(read).transpose()?),
        ("html", html.as_deref().map(read).transpose()?),
        ("by", Some(by)),
    ];
    for (name, value) in words {
        if let (Some(value), Some(members)) = (value, body.as_object_mut()) {
            members.insert(name.to_owned(), Value::String(value));
        }
    }
    Ok(body)
}

fn read(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("`{}` cannot be read", file.display()), error))
}

fn list(answer: &Answer, terminal: &Terminal) -> String {
    let rows = members(answer, "/dead_letters");
    if rows.is_empty() {
        return "no message is known to be lost\n".to_owned();
    }
    let shown: Vec<String> = rows.iter().map(|row| one(row, terminal)).collect();
    let more = match answer.body.get("next") {
        None | Some(Value::Null) => "",
        Some(_) => "there are more: send or drop these first\n",
    };
    let help = "`filrouge dead-letters show ID` tells one, `filrouge dead-letters resend ID|all` sends again what may leave now, \
                `filrouge dead-letters drop ID|all` drops";
    format!("{}\n{more}{help}\n", shown.join("\n"))
}

/// Words of a message are made of what people told, which a terminal must not obey.
fn word(row: &Value, member: &str) -> String {
    harmless(row.get(member).and_then(Value::as_str).unwrap_or(""))
}

fn one(row: &Value, terminal: &Terminal) -> String {
    let text = |member: &str| word(row, member);
    let doubt = if row.get("unknown") == Some(&Value::Bool(true)) { "; it may have arrived" } else { "" };
    format!(
        "{}  {}  {} › {}  {} over `{}`\n  {}{doubt}\n",
        terminal.paint("1", &text("id")),
        moment::shown(row.get("at")),
        text("journey"),
        text("step"),
        text("channel"),
        text("connector"),
        text("reason"),
    )
}

fn whole(answer: &Answer, terminal: &Terminal) -> String {
    let letter = answer.body.get("dead_letter").unwrap_or(&Value::Null);
    let mut out = one(letter, terminal);
    out.push_str(&format!("  kept until {}\n", moment::shown(letter.get("until"))));
    for name in ["person", "purpose", "template", "locale", "subject"] {
        match &*word(&answer.body, name) {
            "" => {}
            value => out.push_str(&format!("  {name:<10}{value}\n")),
        }
    }
    for name in ["text", "html"] {
        match &*word(&answer.body, name) {
            "" => {}
            words => out.push_str(&format!(
                "\n{} {}\n",
                terminal.paint("1", &format!("{name}:")),
                words.trim_end()
            )),
        }
    }
    out
}

fn resent(answer: &Answer, _: &Terminal) -> String {
    let refused = members(answer, "/refused");
    let sent = members(answer, "/resent").len();
    let mut out = format!("{sent} sent again, {} refused\n", refused.len());
    for row in refused {
        let text = |member: &str| row.get(member).and_then(Value::as_str).unwrap_or("");
        let until = row.get("until").filter(|until| !until.is_null());
        let until = until.map_or_else(String::new, |until| format!(" until {}", moment::shown(Some(until))));
        out.push_str(&format!("  {}  {}{until}\n", text("id"), text("reason")));
    }
    out
}
