//! All that is known of a person.

use super::parameter;
use crate::answer::{json, refusal};
use crate::api::{Choice, Profile, Profiles, VERSION, Walk};
use crate::app::App;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Handle, Known, StoreError};
use filrouge_machine::{Id, Instance, json_by_name};
use filrouge_plan::{Field, Plan, Value};
use serde_json::{Map, Value as Json};
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Answers `?person=` (as for `why`): everybody who is known by that.
pub(super) async fn person(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let Some(text) = parameter(query.as_deref(), "person") else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "give `person`: an id, or an identifier as `email=lea@example.com`",
        );
    };
    let handle = app.handle.clone();
    match spawn_blocking(move || found(&handle, &text)).await {
        Ok(Ok(people)) if people.is_empty() => refusal(StatusCode::NOT_FOUND, "nobody is known by that"),
        Ok(Ok(people)) => json(StatusCode::OK, &Profiles { version: VERSION, people }),
        Ok(Err(error)) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store could not be asked"),
    }
}

fn found(handle: &Handle, text: &str) -> Result<Vec<Profile>, StoreError> {
    let plan = handle.active();
    let mut people = Vec::new();
    for id in handle.find(text)? {
        people.extend(profile(handle, &plan.plan, id)?);
    }
    Ok(people)
}

fn profile(handle: &Handle, plan: &Plan, id: Id) -> Result<Option<Profile>, StoreError> {
    let Some(Known { state, .. }) = handle.known(id)? else { return Ok(None) };
    let joined = handle.joined(id)?.iter().map(|alias| alias.absorbed).collect();
    let identifiers = plan.profile.identifiers.len();
    let traits = plan.profile.slots().count();
    let between = |from: usize, to: usize| {
        let fields: Vec<_> = plan.slots().take(to).skip(from).cloned().collect();
        present(&fields, state.profile.get(from..).unwrap_or_default())
    };
    let consents = state.consents.iter().map(|((purpose, channel), fact)| Choice {
        purpose: purpose.clone(),
        channel: channel.clone(),
        granted: fact.granted,
        at: fact.at,
        evidence: fact.evidence.clone(),
    });
    Ok(Some(Profile {
        person: id,
        joined,
        fields: between(identifiers, traits),
        traits: between(traits, usize::MAX),
        consents: consents.collect(),
        journeys: state.instances.iter().map(walk).collect(),
        identifiers: state.identifiers,
        segments: state.segments,
        since: state.since,
        last_activity: state.last_activity,
    }))
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
