//! All that is known of a person.

use super::authorise::saw;
use super::eyes::{Eyes, MASK};
use super::gone::{nobody, refuse};
use super::parameter;
use crate::access::Holder;
use crate::answer::{json, refusal};
use crate::api::{Choice, Profile, Profiles, VERSION, Walk};
use crate::app::App;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Handle, Known, StoreError, compiled};
use filrouge_machine::{Id, Instance, Person, json_by_name};
use filrouge_plan::{Field, Plan, Value};
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Answers `?person=` (as for `why`): everybody who is known by that.
pub(super) async fn person(
    State(app): State<Arc<App>>,
    Extension(holder): Extension<Holder>,
    RawQuery(query): RawQuery,
) -> Response {
    let Some(text) = parameter(query.as_deref(), "person") else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "give `person`: an id, or an identifier as `email=lea@example.com`",
        );
    };
    let handle = app.handle.clone();
    let now = app.clock.now();
    let asks = holder.clone();
    match spawn_blocking(move || found(&handle, &text, (asks, now))).await {
        Ok(Ok(Ok((people, eyes)))) => shown(&app, people, eyes).await.unwrap_or_else(|refused| refused),
        Ok(Ok(Err(why))) => refuse(&app, &holder, "GET /admin/v1/person", why).await,
        Ok(Err(error)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store could not be asked"),
    }
}

async fn shown(app: &Arc<App>, people: Vec<Profile>, eyes: Eyes) -> Result<Response, Response> {
    let masked = eyes.masked();
    saw(app, eyes, "GET /admin/v1/person", people.iter().map(|one| one.person).collect()).await?;
    Ok(json(StatusCode::OK, &Profiles { version: VERSION, people, masked }))
}

/// Profiles, or why there are none.
type Found = Result<Result<(Vec<Profile>, Eyes), (StatusCode, String)>, StoreError>;

fn found(handle: &Handle, text: &str, (holder, now): (Holder, i64)) -> Found {
    let plan = handle.active();
    let mut eyes = Eyes::of(holder, Arc::clone(&plan));
    let mut people = Vec::new();
    for id in handle.find(text)? {
        let found = profile(handle, &plan.plan, id, now)?;
        people.extend(found.map(|found| seen(found, &plan.plan, &mut eyes)));
    }
    if people.is_empty() { nobody(handle, text).map(Err) } else { Ok(Ok((people, eyes))) }
}

/// A profile as somebody may see it.
fn seen(mut profile: Profile, plan: &Plan, eyes: &mut Eyes) -> Profile {
    for (name, values) in &mut profile.identifiers {
        if !eyes.identifier(name) {
            values.fill(MASK.to_owned());
        }
    }
    eyes.members(&plan.profile.fields, &mut profile.fields);
    eyes.members(plan.traits.iter().map(|own| &own.field), &mut profile.traits);
    profile.ledger.iter_mut().for_each(|record| eyes.proof(&mut record.proof));
    // The key of a walk may be any value of an event.
    let keyed = profile.journeys.iter_mut().filter(|walk| !walk.key.is_empty());
    for walk in keyed {
        if !eyes.whole("keys of journeys") {
            MASK.clone_into(&mut walk.key);
        }
    }
    profile
}

pub(super) fn profile(handle: &Handle, plan: &Plan, id: Id, now: i64) -> Result<Option<Profile>, StoreError> {
    let Some(Known { state, .. }) = handle.known(id)? else { return Ok(None) };
    let joined = handle.joined(id)?.iter().map(|alias| alias.absorbed).collect();
    let identifiers = plan.profile.identifiers.len();
    let traits = plan.profile.slots().count();
    let between = |from: usize, to: usize| {
        let fields: Vec<_> = plan.slots().take(to).skip(from).cloned().collect();
        present(&fields, state.profile.get(from..).unwrap_or_default())
    };
    Ok(Some(Profile {
        person: id,
        plan: compiled(&handle.plan_of(id)).hash.clone(),
        joined,
        fields: between(identifiers, traits),
        traits: between(traits, usize::MAX),
        consents: choices(&state, plan, now),
        ledger: state.ledger,
        journeys: state.instances.iter().map(walk).collect(),
        identifiers: state.identifiers,
        segments: state.segments,
        since: state.since,
        last_activity: state.last_activity,
    }))
}

/// Where the person stands with each purpose and channel of which anything is known.
fn choices(state: &Person, plan: &Plan, now: i64) -> Vec<Choice> {
    let keys: BTreeSet<_> = state.consents.keys().chain(state.unconfirmed.keys()).collect();
    keys.into_iter().map(|key| choice(key, state, plan, now)).collect()
}

fn choice(key: &(String, String), state: &Person, plan: &Plan, now: i64) -> Choice {
    let (purpose, channel) = key.clone();
    let declared = plan.purposes.iter().find(|own| own.name == purpose);
    let expires = declared.and_then(|own| own.expires);
    let zone = TimeZone::get(&plan.project.timezone).unwrap_or(TimeZone::UTC);
    let (fact, asked) = (state.consents.get(key), state.unconfirmed.get(key));
    let last = state.last_record(&purpose, Some(&channel));
    let evidence = fact.map(|fact| fact.evidence.clone()).or_else(|| last.map(|last| last.evidence.clone()));
    Choice {
        state: state.consent_state(&purpose, &channel, expires, now, &zone),
        granted: fact.is_some_and(|fact| fact.granted),
        at: fact.map(|fact| fact.at).or_else(|| asked.map(|asked| asked.at)).unwrap_or_default(),
        confirm_until: asked.map(|asked| asked.until),
        evidence: evidence.unwrap_or_default(),
        purpose,
        channel,
    }
}

/// Values that are there, by name.
pub(super) fn present(fields: &[Field], values: &[Value]) -> Map<String, Json> {
    json_by_name(fields, values).into_iter().filter(|(_, value)| !value.is_null()).collect()
}

fn walk(instance: &Instance) -> Walk {
    Walk {
        journey: instance.journey.clone(),
        key: instance.key.clone(),
        entered_at: instance.entered_at,
        step: instance.step.clone(),
        step_entered_at: instance.step_entered_at,
        due: instance.pending.due(),
    }
}
