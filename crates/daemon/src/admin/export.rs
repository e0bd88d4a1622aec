//! People, their decisions and what they did, as lines that an import takes.

use super::authorise::saw;
use super::eyes::{Eyes, MASK};
use super::former::Former;
use super::person::present;
use super::{LONGEST_PAGE, PAGE, parameter};
use crate::access::Holder;
use crate::answer::refusal;
use crate::app::App;
use axum::Extension;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use filrouge_host::{Handle, Happened, Known, StoreError};
use filrouge_machine::{ConsentRecord, Id, InputKind};
use filrouge_plan::{Bundle, Plan};
use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The header that says behind whom the next page begins; absent on the last one.
const NEXT: &str = "x-filrouge-next";
/// The header that names what is masked; absent when nothing is. Lines with masks cannot be imported.
const MASKED: &str = "x-filrouge-masked";
/// Inputs that are read at once.
const INPUTS: usize = 500;

/// What is asked for.
struct Wanted {
    person: Option<String>,
    after: Option<Id>,
    limit: usize,
    events: bool,
}

/// Answers `?person=` (as for `why`), or a page of everybody: `?after=` an id, `?limit=`. With `?events=1` what they did as well,
/// as far as it is kept. One line of JSON each, as `filrouge import` takes them.
pub(super) async fn export(
    State(app): State<Arc<App>>,
    Extension(holder): Extension<Holder>,
    RawQuery(query): RawQuery,
) -> Response {
    let given = |name: &str| parameter(query.as_deref(), name);
    let limit = given("limit").and_then(|text| text.parse().ok()).unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    let after = match given("after").map(|text| text.parse()).transpose() {
        Ok(after) => after,
        Err(_) => return refusal(StatusCode::BAD_REQUEST, "`after` is the id of a person"),
    };
    let wanted = Wanted { person: given("person"), after, limit, events: given("events").is_some() };
    let handle = app.handle.clone();
    let eyes = Eyes::of(holder, handle.active());
    match spawn_blocking(move || page(&handle, &wanted, eyes)).await {
        Ok(Ok(taken)) => shown(&app, taken).await.unwrap_or_else(|refused| refused),
        Ok(Err(error)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store could not be asked"),
    }
}

/// A page that was taken out.
struct Taken {
    text: String,
    people: Vec<Id>,
    next: Option<Id>,
    eyes: Eyes,
}

async fn shown(app: &Arc<App>, taken: Taken) -> Result<Response, Response> {
    let Taken { text, people, next, eyes } = taken;
    let masked = eyes.masked().join(", ");
    saw(app, eyes, "GET /admin/v1/export", people).await?;
    let mut response = lines(text, next);
    if let Some(masked) = HeaderValue::from_str(&masked).ok().filter(|masked| !masked.is_empty()) {
        response.headers_mut().insert(MASKED, masked);
    }
    Ok(response)
}

fn lines(text: String, next: Option<Id>) -> Response {
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    let next = next.and_then(|next| HeaderValue::from_str(&next.to_string()).ok());
    if let Some(next) = next {
        headers.insert(NEXT, next);
    }
    response
}

fn page(handle: &Handle, wanted: &Wanted, eyes: Eyes) -> Result<Taken, StoreError> {
    let people = match &wanted.person {
        Some(person) => handle.find(person)?,
        None => handle.people(wanted.after, wanted.limit)?,
    };
    let next = people.last().copied().filter(|_| wanted.person.is_none() && people.len() == wanted.limit);
    let mut export =
        Export { handle, bundle: handle.active(), former: Former::of(handle), text: String::new(), eyes };
    let mut told = Vec::new();
    for id in people {
        // What is only stored goes nowhere, unless that very person is asked for.
        let is_meant = wanted.person.is_some() || !is_restricted(handle, id)?;
        if is_meant {
            export.person(id, wanted.events)?;
            told.push(id);
        }
    }
    let Export { text, eyes, .. } = export;
    Ok(Taken { text, people: told, next, eyes })
}

fn is_restricted(handle: &Handle, id: Id) -> Result<bool, StoreError> {
    Ok(handle.known(id)?.is_some_and(|known| known.state.limits.restricted.is_some()))
}

/// An export under way.
struct Export<'h> {
    handle: &'h Handle,
    bundle: Arc<Bundle>,
    /// Plans under which inputs were applied.
    former: Former<'h>,
    text: String,
    eyes: Eyes,
}

impl Export<'_> {
    fn line(&mut self, line: &Json) {
        self.text.push_str(&line.to_string());
        self.text.push('\n');
    }

    fn person(&mut self, id: Id, events: bool) -> Result<(), StoreError> {
        let Some(Known { state, .. }) = self.handle.known(id)? else { return Ok(()) };
        let bundle = Arc::clone(&self.bundle);
        let plan = &bundle.plan;
        let known = self.identifiers(&state.identifiers);
        let names = latest(plan, &known);
        // Nobody could be told by nothing.
        let Some((strongest, value)) = names.first().cloned() else { return Ok(()) };
        for former in former(&names, &known) {
            self.line(&json!({ "type": "identify", "traits": former }));
        }
        let count = plan.profile.identifiers.len();
        let mut traits = present(&plan.profile.fields, state.profile.get(count..).unwrap_or_default());
        self.eyes.members(&plan.profile.fields, &mut traits);
        traits.extend(names.iter().map(|(name, value)| (name.clone(), json!(value))));
        self.line(&json!({ "type": "identify", "traits": traits }));
        for ((purpose, channel), fact) in &state.consents {
            let mut line = json!({
                "type": "consent", "purpose": purpose, "channel": channel, "granted": fact.granted,
                "evidence": fact.evidence, "timestamp": moment(fact.at),
            });
            proof_in(&mut line, state.ledger.iter().find(|record| record.input == fact.input));
            name_in(&mut line, &strongest, &value);
            self.line(&line);
        }
        if events { self.events(id, (&strongest, &value)) } else { Ok(()) }
    }

    fn events(&mut self, person: Id, (name, value): (&str, &str)) -> Result<(), StoreError> {
        let mut after = 0;
        loop {
            let inputs = self.handle.history(person, after, INPUTS)?;
            let Some(last) = inputs.last() else { return Ok(()) };
            after = last.number;
            for Happened { input, plan, .. } in inputs {
                let InputKind::Event(event) = input.kind else { continue };
                let Some(properties) = self.properties(&plan, &event.name, &event.fields)? else { continue };
                let traits = Map::from_iter([(name.to_owned(), json!(value))]);
                self.line(&json!({
                    "type": "track", "event": event.name, "properties": properties,
                    "timestamp": moment(event.at.unwrap_or(input.at)), "messageId": input.id.to_string(),
                    "context": { "traits": traits },
                }));
            }
        }
    }

    /// The identifiers of a person, as the caller may see them.
    fn identifiers(&mut self, known: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
        let mut seen = known.clone();
        for (name, values) in &mut seen {
            if !self.eyes.identifier(name) {
                values.fill(MASK.to_owned());
            }
        }
        seen
    }

    /// The fields of an event by the names that they had then; nothing where the plan is not known any more.
    fn properties(
        &mut self,
        plan: &str,
        event: &str,
        values: &[filrouge_plan::Value],
    ) -> Result<Option<Map<String, Json>>, StoreError> {
        let Some(bundle) = self.former.bundle(plan)? else { return Ok(None) };
        let Some(schema) = bundle.plan.events.iter().find(|schema| schema.name == event) else {
            return Ok(None);
        };
        let mut properties = present(&schema.fields, values);
        self.eyes.members(&schema.fields, &mut properties);
        Ok(Some(properties))
    }
}

/// The latest value of each identifier, the strongest first.
fn latest(plan: &Plan, known: &BTreeMap<String, Vec<String>>) -> Vec<(String, String)> {
    let names = plan.profile.identifiers.iter().map(|identifier| &identifier.field.name);
    names.filter_map(|name| Some((name.clone(), known.get(name)?.last()?.clone()))).collect()
}

/// Former values, the oldest first, since the latest one comes last: each beside the strongest name, by which the person is
/// known, and those of the strongest itself beside the next one.
fn former(names: &[(String, String)], known: &BTreeMap<String, Vec<String>>) -> Vec<Map<String, Json>> {
    let mut lines = Vec::new();
    for (place, (name, _)) in names.iter().enumerate() {
        let beside = names.get(usize::from(place == 0));
        let values = known.get(name).map_or(&[][..], Vec::as_slice);
        let former = values.split_last().map_or(&[][..], |(_, former)| former);
        for (value, (known_by, by)) in former.iter().zip(beside.into_iter().cycle()) {
            lines.push(Map::from_iter([(known_by.clone(), json!(by)), (name.clone(), json!(value))]));
        }
    }
    lines
}

/// What proves a decision, as the call for it takes it; where nobody has noted a page, the entry of the ledger is where the
/// proof is found.
fn proof_in(line: &mut Json, record: Option<&ConsentRecord>) {
    let (Some(line), Some(record)) = (line.as_object_mut(), record) else { return };
    let ConsentRecord { id, proof, .. } = record;
    let shown = proof.notice.as_ref();
    let told = [
        ("notice", shown.map(|shown| shown.id.clone())),
        ("noticeVersion", shown.map(|shown| shown.version.clone())),
        ("noticeHash", shown.map(|shown| shown.sha256.clone())),
        ("language", shown.and_then(|shown| shown.language.clone())),
        ("screen", Some(proof.screen.clone().unwrap_or_else(|| format!("ledger {id}")))),
        ("userAgent", proof.agent.clone()),
        ("country", proof.country.clone()),
    ];
    line.extend(told.into_iter().filter_map(|(name, text)| Some((name.to_owned(), json!(text?)))));
}

fn name_in(line: &mut Json, name: &str, value: &str) {
    if let Some(line) = line.as_object_mut() {
        line.insert(name.to_owned(), json!(value));
    }
}

fn moment(millis: i64) -> Option<String> {
    Timestamp::from_millisecond(millis).ok().map(|at| at.to_string())
}
