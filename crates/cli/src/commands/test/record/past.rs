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

/// Inputs of one person that are read at most, give or take a page: a test of more would not be read by anybody.
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
    told_until(last, |after| {
        let path = format!("/admin/v1/history?person={person}&after={after}&limit=1000");
        read(ask(daemon, Method::GET, &path, None)?.body)
    })
}

/// A life from its beginning, page by page, up to the input `last`: one that is cut off at either end would be another.
fn told_until(
    last: Id,
    mut page: impl FnMut(i64) -> Result<History, Failure>,
) -> Result<Vec<Happened>, Failure> {
    let (mut inputs, mut after) = (Vec::new(), 0);
    loop {
        let History { inputs: told, next, .. } = page(after)?;
        let is_there = told.iter().any(|happened| happened.id == last);
        inputs.extend(told.into_iter().map(happened));
        match next.filter(|_| !is_there) {
            None => return Ok(inputs),
            Some(_) if inputs.len() >= MOST => return Err(too_long()),
            Some(next) => after = next,
        }
    }
}

fn too_long() -> Failure {
    let why = format!(
        "more than {MOST} things happened to this person before it, and a test tells a life from its beginning; record the \
         same decision about somebody who came later, or tell by hand what it hangs on, as `filrouge why` shows it"
    );
    Failure::new("this decision cannot be recorded", why)
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

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_machine::InputKind;

    /// The page of a life of `length` inputs behind the one numbered `after`, as a daemon tells it.
    fn page(length: i64, after: i64) -> History {
        let end = length.min(after + 1_000);
        let told = |number: i64| api::Happened {
            number,
            id: Id(number.unsigned_abs().into()),
            person: Id(7),
            at: number,
            plan: String::new(),
            source: String::new(),
            kind: InputKind::Timer { timer: Id(1) },
            fields: Vec::new(),
        };
        let next = (end == after + 1_000).then_some(end);
        History {
            version: api::VERSION,
            person: Id(7),
            inputs: (after + 1..=end).map(told).collect(),
            next,
            masked: vec![],
        }
    }

    #[test]
    fn a_life_of_thousands_is_read_from_its_beginning_and_no_further_than_the_decision() {
        let mut asked = Vec::new();
        let told = told_until(Id(3_000), |after| {
            asked.push(after);
            Ok(page(9_000, after))
        });
        let numbers: Vec<i64> = told.unwrap().iter().map(|happened| happened.input.at).collect();
        assert_eq!((numbers, asked), ((1..=3_000).collect(), vec![0, 1_000, 2_000]));
    }

    #[test]
    fn one_that_is_not_kept_is_looked_for_to_the_end() {
        let told = told_until(Id(0), |after| Ok(page(2_500, after)));
        assert_eq!(told.unwrap().len(), 2_500);
    }

    #[test]
    fn a_life_that_is_too_long_is_refused_and_never_cut() {
        let told = told_until(Id(30_000), |after| Ok(page(40_000, after)));
        let why = told.unwrap_err().to_string();
        assert!(why.contains("more than 20000 things") && why.contains("somebody who came later"), "{why}");
        assert_eq!(told_until(Id(20_000), |after| Ok(page(40_000, after))).unwrap().len(), 20_000);
    }
}
