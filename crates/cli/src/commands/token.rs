//! `filrouge token`: who may call the admin API, and what they may.

use crate::admin::{Answer, ask, show};
use crate::arguments::{CreateToken, Daemon, TokenAction};
use crate::exit::Outcome;
use crate::moment::shown;
use crate::terminal::Terminal;
use crate::why::encoded;
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/admin/v1/tokens";

/// Lists, makes or revokes.
pub fn run(daemon: &Daemon, action: Option<TokenAction>, terminal: &Terminal) -> Outcome {
    match action.unwrap_or(TokenAction::List) {
        TokenAction::List => {
            let answer = ask(daemon, Method::GET, PATH, None)?;
            show(daemon, &answer, terminal, list)
        }
        TokenAction::Create(wanted) => create(daemon, &wanted, terminal),
        TokenAction::Revoke { id } => {
            let answer = ask(daemon, Method::DELETE, &format!("{PATH}?id={}", encoded(&id)), None)?;
            show(daemon, &answer, terminal, |answer, _| {
                format!("`{}` is worthless from now on\n", answer.text("/revoked/name"))
            })
        }
    }
}

fn create(daemon: &Daemon, wanted: &CreateToken, terminal: &Terminal) -> Outcome {
    let CreateToken { name, role, everything, days } = wanted;
    let body = json!({ "name": name, "roles": role, "everything": everything, "days": days });
    let answer = ask(daemon, Method::POST, PATH, Some(&body))?;
    show(daemon, &answer, terminal, |answer, terminal| {
        let until = shown(answer.body.pointer("/token/expires_at"));
        format!(
            "{}\nvalid until {until}; it is told once, and kept as a hash\n",
            terminal.paint("1", answer.text("/secret"))
        )
    })
}

fn list(answer: &Answer, terminal: &Terminal) -> String {
    let tokens = answer.body.pointer("/tokens").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if tokens.is_empty() {
        return "no token was made; `filrouge token create NAME --role ROLE` makes one\n".to_owned();
    }
    tokens.iter().map(|token| one(token, terminal)).collect()
}

fn one(token: &Value, terminal: &Terminal) -> String {
    let text = |name: &str| token.get(name).and_then(Value::as_str).unwrap_or_default();
    let roles: Vec<&str> = token
        .get("roles")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let may = if roles.is_empty() { "everything".to_owned() } else { roles.join(", ") };
    let ends = match token.get("revoked_at") {
        None | Some(Value::Null) => format!("until {}", shown(token.get("expires_at"))),
        revoked => format!("revoked {}", shown(revoked)),
    };
    let used = shown(token.get("last_used_at"));
    format!("{}  {}  {may}  {ends}, last used {used}\n", terminal.paint("1", text("id")), text("name"))
}
