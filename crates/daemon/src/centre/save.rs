//! What is saved: the form of the page.

use super::look::{Visitor, accepted, form, visitor};
use crate::answer::page as answer_page;
use crate::app::App;
use crate::ingest::submit;
use crate::unsubscribe::Opened;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use filrouge_centre::{self as centre, Language, Saved};
use filrouge_host::{Accepted, Entry, Ingest, Who};
use filrouge_machine::{Consent, Id, Identify, InputKind};
use filrouge_plan::{Basis, Plan};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name under which the page hands in what people decide.
pub(super) const SOURCE: &str = "preference-centre";

/// Saves a form and leads back to the page, so that a reload sends nothing again.
pub(super) async fn save(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let pairs = match form(body).await {
        Ok(pairs) => pairs,
        Err(refused) => return refused,
    };
    if let Opened::Expired(person) = app.links.open_centre(&token, app.clock.now()) {
        return refuse_all(&app, person, &headers).await;
    }
    match visitor(&app, token, pairs.get("lang").cloned(), &headers).await {
        Ok(visitor) => saved(&app, &visitor, &pairs, agent(&headers)).await,
        Err(refused) => refused,
    }
}

/// What the browser calls itself, as far as that is worth keeping.
pub(super) fn agent(headers: &HeaderMap) -> Option<String> {
    let agent = headers.get(header::USER_AGENT)?.to_str().ok()?;
    Some(agent.chars().take(300).collect())
}

async fn saved(
    app: &App,
    visitor: &Visitor,
    pairs: &BTreeMap<String, String>,
    agent: Option<String>,
) -> Response {
    let proof = pairs.get("form").map(String::as_str).unwrap_or_default();
    let fresh = app.links.is_fresh_form(&visitor.token, proof, visitor.now);
    let mut saved = centre::read(&visitor.visit(), pairs, fresh);
    for proof in saved.decisions.iter_mut().filter_map(|decision| decision.proof.as_mut()) {
        proof.agent.clone_from(&agent);
    }
    let told = told(&saved);
    match submit(app, entries(visitor.known.id, visitor.now, saved)).await {
        Ok(_) => back(&visitor.path, told, &visitor.locale),
        Err(refused) => {
            let language = Language::of(&visitor.locale);
            answer_page(refused.status(), centre::later(&visitor.bundle.plan.centre, language))
        }
    }
}

/// What the page says next.
fn told(saved: &Saved) -> &'static str {
    match saved {
        Saved { none: true, .. } => "refused",
        Saved { old: true, .. } => "old",
        Saved { changed: true, .. } => "changed",
        _ => "saved",
    }
}

/// A link of which only refusing is left.
async fn refuse_all(app: &App, person: Id, headers: &HeaderMap) -> Response {
    let (plan, now) = (app.handle.active(), app.clock.now());
    let language = Language::preferred(accepted(headers));
    let saved = Saved { decisions: refusals(&plan.plan), ..Saved::default() };
    let centre = &plan.plan.centre;
    match submit(app, entries(person, now, saved)).await {
        Ok(accepted) if accepted.contains(&Accepted::Nobody) => {
            answer_page(StatusCode::NOT_FOUND, centre::unknown(centre, language))
        }
        Ok(_) => answer_page(StatusCode::OK, centre::withdrawn(centre, language)),
        Err(refused) => answer_page(refused.status(), centre::later(centre, language)),
    }
}

fn refusals(plan: &Plan) -> Vec<Consent> {
    let may_refuse = |basis| matches!(basis, Basis::Consent | Basis::LegitimateInterests);
    let purposes = plan.purposes.iter().filter(|purpose| may_refuse(purpose.basis));
    purposes.map(|purpose| Consent::said(&purpose.name, None, false, SOURCE)).collect()
}

/// One input for each decision, and one for what was set. They are written together.
fn entries(person: Id, now: i64, saved: Saved) -> Vec<Entry> {
    let decisions = saved.decisions.into_iter().map(InputKind::Consent);
    let fields = Some(saved.fields).filter(|fields| !fields.is_empty());
    let set = fields.map(|fields| InputKind::Identify(Identify { fields, ..Identify::default() }));
    let kinds = decisions.chain(set).enumerate();
    let entry = |(number, kind): (usize, InputKind)| {
        let id = Id::of(&[SOURCE, &person.to_string(), &now.to_string(), &number.to_string()]);
        let (who, source) = (Who::Person(person), SOURCE.to_owned());
        Entry::Input(Ingest { id, at: now, kind, who, source, releases: None })
    };
    kinds.map(entry).collect()
}

fn back(path: &str, told: &str, locale: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let place = format!("{path}?told={told}&lang={locale}");
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}
