//! The plan that runs, for those who compare, and a reviewed plan in its place.

use super::{operator, parameter, release, reload::allowed};
use crate::answer::{json, refusal};
use crate::api::{Applied, Attempt, Diagnostics, Place, Proposal, Release, Running, VERSION};
use crate::app::App;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Extent, Inside, NotAnExtent, compiled};
use filrouge_plan::{Bundle, Outline};
use http_body_util::{BodyExt as _, Limited};
use serde::Deserialize;
use std::sync::Arc;

/// Bytes of a plan with its texts, at the most.
const LONGEST_PLAN: usize = 256 * 1024 * 1024;

/// Answers the plan that runs, with who stands where.
pub(super) async fn plan(State(app): State<Arc<App>>) -> Response {
    let inside = match app.handle.inside() {
        Ok(receipt) => receipt.await,
        Err(refused) => Err(refused),
    };
    match inside {
        Ok(inside) => match release::of(&app).await {
            Ok(release) => json(StatusCode::OK, &running(&app, &inside, release)),
            Err(refused) => refused,
        },
        Err(refused) => refusal(StatusCode::SERVICE_UNAVAILABLE, &refused.to_string()),
    }
}

fn running(app: &App, inside: &Inside, release: Option<Release>) -> Running {
    let bundle = compiled(inside.bundle());
    let manifest = app.reloader.progress().manifest.filter(|manifest| manifest.plan == bundle.hash);
    let standing = inside.standing().map(|standing| {
        standing.iter().map(|(at, people)| Place { at: at.clone(), people: *people }).collect()
    });
    Running {
        version: VERSION,
        bundle: Bundle::clone(&bundle),
        manifest: manifest.map(|manifest| (*manifest).clone()),
        standing,
        drained: inside.drained().to_vec(),
        release,
    }
}

/// Makes a plan active that was compared with the one that runs, or lets a share of the people live under it (`percent`). 409 when
/// another one runs by now, or when people inside would have no place; 422 when it takes away what is not allowed.
pub(super) async fn apply(State(app): State<Arc<App>>, RawQuery(query): RawQuery, body: Body) -> Response {
    let Some(by) = parameter(query.as_deref(), "by").and_then(|by| operator(&by)) else {
        return refusal(StatusCode::BAD_REQUEST, "`by` must say who applies the plan");
    };
    let percent = parameter(query.as_deref(), "percent");
    let extent = match percent.as_deref().map_or(Ok(Extent::Everybody), str::parse) {
        Ok(extent) => extent,
        Err(NotAnExtent) => return refusal(StatusCode::BAD_REQUEST, &NotAnExtent.to_string()),
    };
    let proposal = match proposal(body).await {
        Ok(proposal) => proposal,
        Err(reason) => return refusal(StatusCode::BAD_REQUEST, &reason),
    };
    let plan = proposal.bundle.hash.clone();
    let Some(attempt) = app.reloader.apply(proposal, extent, allowed(query.as_deref()), by).await else {
        return refusal(StatusCode::SERVICE_UNAVAILABLE, "the daemon is stopping");
    };
    match release::of(&app).await {
        Ok(release) => answer(&app, plan, &attempt, release),
        Err(refused) => refused,
    }
}

fn answer(app: &App, plan: String, attempt: &Attempt, release: Option<Release>) -> Response {
    let status = super::reload::status(attempt.result);
    let diagnostics = attempt.diagnostics.as_ref().map(Diagnostics::list).unwrap_or_default();
    let active = compiled(&app.handle.active()).hash.clone();
    json(status, &Applied { version: VERSION, result: attempt.result, plan, active, diagnostics, release })
}

/// As much of a proposal as every version has.
#[derive(Deserialize)]
struct Outlined {
    bundle: Outline,
}

/// A proposal that is whole: its plan is of this format and has the hash that it says.
pub(super) async fn proposal(body: Body) -> Result<Proposal, String> {
    let read = Limited::new(body, LONGEST_PLAN).collect().await;
    let bytes = read.map_err(|_| "the plan is too long, or ended too early".to_owned())?.to_bytes();
    let damaged = |error: serde_json::Error| format!("the plan is damaged: {error}");
    let Outlined { bundle } = serde_json::from_slice(&bytes).map_err(damaged)?;
    bundle.is_read().map_err(|why| why.to_string())?;
    let proposal: Proposal = serde_json::from_slice(&bytes).map_err(damaged)?;
    let Bundle { hash, plan, .. } = &proposal.bundle;
    if plan.hash() != *hash || !plan.switches.is_empty() {
        return Err("the plan is not the one that was compiled".to_owned());
    }
    let about = proposal.manifest.as_ref().map_or(hash, |manifest| &manifest.plan);
    if about == hash { Ok(proposal) } else { Err("the manifest is that of another plan".to_owned()) }
}
