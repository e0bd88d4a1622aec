//! `filrouge subject`: what people may ask about their data.

mod copies;
mod told;

use crate::admin::{Answer, ask, show};
use crate::arguments::{Asked, Daemon, HoldSubject, ObjectionScope, Reasoned, SubjectAction, TaskSaid};
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use crate::why::encoded;
use reqwest::Method;
use serde_json::{Map, Value, json};

const PATH: &str = "/admin/v1/subjects";

/// Asks the daemon, and tells what came of it.
pub fn run(daemon: &Daemon, action: &SubjectAction, terminal: &Terminal) -> Outcome {
    match action {
        SubjectAction::Export(export) => copies::export(daemon, export, terminal),
        SubjectAction::Download { id, copies, by } => copies::download(daemon, id, copies, by, terminal),
        SubjectAction::Rectify(rectify) => {
            let fields = fields(&rectify.set)?;
            open(daemon, "rectify", &rectify.asked, &json!({ "fields": fields }), terminal)
        }
        SubjectAction::Erase(asked) => open(daemon, "erase", asked, &json!({}), terminal),
        SubjectAction::Restrict(asked) => open(daemon, "restrict", asked, &json!({}), terminal),
        SubjectAction::Object(object) => {
            let scope = match object.scope {
                ObjectionScope::Marketing => "marketing",
                ObjectionScope::Interests => "interests",
            };
            open(daemon, "object", &object.asked, &json!({ "scope": scope }), terminal)
        }
        SubjectAction::Hold(hold) => self::hold(daemon, hold, terminal),
        SubjectAction::List { all, person } => list(daemon, *all, person.as_deref(), terminal),
        SubjectAction::Show { id } => {
            let answer = ask(daemon, Method::GET, &format!("{PATH}/{}", encoded(id)), None)?;
            show(daemon, &answer, terminal, told::one)
        }
        SubjectAction::Identify { id, method, by } => {
            act(daemon, id, &json!({ "act": "identify", "method": method, "by": by }), terminal)
        }
        SubjectAction::Extend(said) => reasoned(daemon, "extend", said, terminal),
        SubjectAction::Uphold(said) => reasoned(daemon, "uphold", said, terminal),
        SubjectAction::Override(said) => reasoned(daemon, "override", said, terminal),
        SubjectAction::End(said) => reasoned(daemon, "end", said, terminal),
        SubjectAction::Refuse(said) => reasoned(daemon, "refuse", said, terminal),
        SubjectAction::Link { person, by } => {
            let body = json!({ "person": person, "by": by });
            let answer = ask(daemon, Method::POST, &format!("{PATH}/link"), Some(&body))?;
            show(daemon, &answer, terminal, told::link)
        }
        SubjectAction::Notice { hash } => {
            let path = format!("/admin/v1/notices/{}", encoded(hash));
            show(daemon, &ask(daemon, Method::GET, &path, None)?, terminal, told::notice)
        }
        SubjectAction::Confirm(task) => settle(daemon, "confirm", task, terminal),
        SubjectAction::Fail(task) => settle(daemon, "fail", task, terminal),
        SubjectAction::Retry { id, task, by } => {
            act(daemon, id, &json!({ "act": "retry", "task": task, "by": by }), terminal)
        }
    }
}

fn open(daemon: &Daemon, kind: &str, asked: &Asked, more: &Value, terminal: &Terminal) -> Outcome {
    let answer = opened(daemon, kind, asked, more)?;
    show(daemon, &answer, terminal, told::one)
}

/// A new request, as the daemon has taken it.
fn opened(daemon: &Daemon, kind: &str, asked: &Asked, more: &Value) -> Result<Answer, Failure> {
    let mut body = json!({
        "kind": kind, "person": asked.person, "by": asked.by, "identity": asked.identity,
        "received": asked.received, "reason": asked.reason,
    });
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    ask(daemon, Method::POST, PATH, Some(&body))
}

fn hold(daemon: &Daemon, hold: &HoldSubject, terminal: &Terminal) -> Outcome {
    let body = json!({
        "kind": "hold", "person": hold.person, "by": hold.by, "until": hold.until, "approver": hold.approver,
        "reason": hold.reason,
    });
    let answer = ask(daemon, Method::POST, PATH, Some(&body))?;
    show(daemon, &answer, terminal, told::one)
}

fn reasoned(daemon: &Daemon, word: &str, said: &Reasoned, terminal: &Terminal) -> Outcome {
    act(daemon, &said.id, &json!({ "act": word, "reason": said.reason, "by": said.by }), terminal)
}

fn settle(daemon: &Daemon, word: &str, task: &TaskSaid, terminal: &Terminal) -> Outcome {
    let said = &task.said;
    let body = json!({ "act": word, "task": task.task, "note": said.note, "by": said.by });
    act(daemon, &said.id, &body, terminal)
}

fn act(daemon: &Daemon, id: &str, body: &Value, terminal: &Terminal) -> Outcome {
    let answer = ask(daemon, Method::POST, &format!("{PATH}/{}", encoded(id)), Some(body))?;
    show(daemon, &answer, terminal, told::one)
}

fn list(daemon: &Daemon, all: bool, person: Option<&str>, terminal: &Terminal) -> Outcome {
    let query = match person {
        Some(person) => format!("?person={}", encoded(person)),
        None if all => "?all=1&limit=1000".to_owned(),
        None => String::new(),
    };
    let answer = ask(daemon, Method::GET, &format!("{PATH}{query}"), None)?;
    show(daemon, &answer, terminal, told::list)?;
    Ok(Exit::Clean)
}

/// `name=value` by name: JSON where it is, a text otherwise, nothing where nothing stands.
fn fields(given: &[String]) -> Result<Map<String, Value>, Failure> {
    let field = |text: &String| {
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| Failure::new(format!("`{text}` is no correction"), "write `--set FIELD=VALUE`"))?;
        let value = match value {
            "" => Value::Null,
            value => match serde_json::from_str(value) {
                Ok(json @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_))) => json,
                _ => Value::String(value.to_owned()),
            },
        };
        Ok((name.to_owned(), value))
    };
    given.iter().map(field).collect()
}
