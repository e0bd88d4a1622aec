//! Secrets that a plan names and that are not there: told at the start, by the status, and before a plan that would need them
//! takes effect. Otherwise the first message would tell.

use crate::Refusal;
use crate::api::Unset;
use filrouge_connect::Secrets;
use filrouge_explain::locate;
use filrouge_plan::{Bundle, Plan, Secret};
use serde_json::{Value as Json, json};

/// What a reload is refused for.
const SECRET_UNSET: &str = "secret-unset";

/// Where a daemon looks secrets up, and which ones it needs.
#[derive(Clone)]
pub(crate) struct Needed {
    pub(crate) secrets: Secrets,
    /// Nothing leaves for real: nobody needs the secrets of connectors.
    pub(crate) dev: bool,
}

impl Needed {
    /// What is not there of all that `plan` names.
    pub(crate) fn unset(&self, plan: &Plan) -> Vec<Unset> {
        self.missing(plan).map(|(part, _, reason)| Unset { part, reason }).collect()
    }

    /// Tells the operator at the start what is not there.
    pub(crate) fn warn(&self, plan: &Plan) {
        for Unset { part, reason } in self.unset(plan) {
            tracing::error!(part, reason, "a secret is not there");
        }
    }

    /// Refuses `next` when it names a secret that is not there, unless the plan that runs names it too: what was missing
    /// before is no reason to hold back something else.
    pub(crate) fn guard(&self, active: &Plan, next: &Bundle) -> Result<(), Refusal> {
        let known: Vec<&Secret> = active.secrets().into_iter().map(|(_, secret)| secret).collect();
        let fresh = self.missing(&next.plan).filter(|(_, secret, _)| !known.contains(secret));
        let found: Vec<Json> = fresh.map(|(part, _, reason)| finding(&part, &reason, next)).collect();
        if found.is_empty() { Ok(()) } else { Err(refusal(&found)) }
    }

    fn missing<'a>(&'a self, plan: &'a Plan) -> impl Iterator<Item = (String, &'a Secret, String)> {
        let needed =
            plan.secrets().into_iter().filter(|(part, _)| !self.dev || !part.starts_with("connector/"));
        needed
            .filter_map(|(part, secret)| Some((part, secret, self.secrets.reveal(secret).err()?.to_string())))
    }
}

fn finding(part: &str, reason: &str, next: &Bundle) -> Json {
    let place = locate(part, next);
    json!({
        "rule": SECRET_UNSET,
        "severity": "error",
        "message": format!("{}: {reason}", part.replacen('/', " ", 1)),
        "file": place.as_ref().map(|at| &at.file),
        "span": place.as_ref().map(|at| at.span),
        "labels": [],
        "help": "set it for the daemon, then `filrouge reload`; a file is read at each use, a variable at the start of the process",
        "fixes": [],
    })
}

fn refusal(found: &[Json]) -> Refusal {
    let text = |finding: &Json, name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    let told = |finding: &Json| {
        format!("error[{SECRET_UNSET}]: {}\n  help: {}", text(finding, "message"), text(finding, "help"))
    };
    let human: Vec<String> = found.iter().map(told).collect();
    Refusal { diagnostics_json: json!({ "version": 1, "diagnostics": found }), human: human.join("\n") }
}
