//! What a daemon knows of a decision.

use crate::admin::ask;
use crate::arguments::Daemon;
use crate::exit::Failure;
use crate::why::encoded;
use filrouge_daemon::api::{self, History};
use filrouge_explain::Decision as Explained;
use filrouge_machine::{Decision, Id, Input, Verdict};
use filrouge_simulate::record::{Happened, Past};
use reqwest::Method;
use serde_json::Value;

/// Inputs of one person that are read at most: a test of more would not be read by anybody.
const MOST: usize = 20_000;

/// Asks for the decision, for what happened until then and for what was decided because of it.
pub fn fetch(daemon: &Daemon, decision: &str, journey: Option<&str>) -> Result<Past, Failure> {
    let (person, explained) = one(daemon, decision)?;
    let (number, decision) = (explained.number, decision_of(explained));
    let inputs = inputs(daemon, person, decision.input)?;
    let decisions = decisions(daemon, person, number)?;
    let journey = journey.map_or_else(|| journey_of(&decision), str::to_owned);
    Ok(Past { decision, journey, person, inputs, decisions })
}

/// The journey of a decision; the first one when it is about several.
fn journey_of(decision: &Decision) -> String {
    match &decision.verdict {
        Verdict::PassedBy { journeys } => journeys.first().cloned().unwrap_or_default(),
        _ => decision.journey.clone(),
    }
}

fn one(daemon: &Daemon, decision: &str) -> Result<(Id, Explained), Failure> {
    let path = format!("/admin/v1/why?decision={}", encoded(decision));
    let body = ask(daemon, Method::GET, &path, None)?.body;
    let found = body.pointer("/people/0/decisions/0").cloned().unwrap_or_default();
    let explained: Explained = read(found)?;
    Ok((explained.person, explained))
}

/// Inputs up to the one that led to the decision.
fn inputs(daemon: &Daemon, person: Id, last: Id) -> Result<Vec<Happened>, Failure> {
    let (mut inputs, mut after) = (Vec::new(), 0);
    loop {
        let path = format!("/admin/v1/history?person={person}&after={after}&limit=1000");
        let page: History = read(ask(daemon, Method::GET, &path, None)?.body)?;
        inputs.extend(page.inputs.into_iter().map(happened));
        match page.next {
            _ if inputs.iter().any(|it: &Happened| it.input.id == last) => return Ok(inputs),
            None => return Ok(inputs),
            Some(_) if inputs.len() >= MOST => {
                return Err(Failure::new(
                    "this decision cannot be recorded",
                    format!("more than {MOST} things happened to this person before it"),
                ));
            }
            Some(next) => after = next,
        }
    }
}

fn happened(told: api::Happened) -> Happened {
    let api::Happened { id, person, at, plan, kind, fields, .. } = told;
    Happened { person, input: Input { id, at, kind }, plan, fields }
}

/// Decisions up to the one of this number, the first first.
fn decisions(daemon: &Daemon, person: Id, number: i64) -> Result<Vec<Decision>, Failure> {
    let (mut decisions, mut before) = (Vec::new(), Some(number.saturating_add(1)));
    while let Some(end) = before {
        let path = format!("/admin/v1/why?person={person}&before={end}&limit=500");
        let body = ask(daemon, Method::GET, &path, None)?.body;
        let page = body.pointer("/people/0/decisions").cloned().unwrap_or_default();
        decisions.extend(read::<Vec<Explained>>(page)?.into_iter().map(decision_of));
        before = body.pointer("/people/0/next").and_then(Value::as_i64);
    }
    decisions.reverse();
    Ok(decisions)
}

/// The decision without its explanation.
fn decision_of(explained: Explained) -> Decision {
    let Explained { id, at, input, plan, journey, instance, step, verdict, origin, .. } = explained;
    let (policy, conditions) = (None, Vec::new());
    Decision {
        id,
        at,
        input,
        plan,
        journey,
        instance,
        step,
        verdict,
        origin: origin.address,
        policy,
        conditions,
    }
}

fn read<T: serde::de::DeserializeOwned>(body: Value) -> Result<T, Failure> {
    serde_json::from_value(body)
        .map_err(|error| Failure::new("the daemon answers in a form that this version does not read", error))
}
