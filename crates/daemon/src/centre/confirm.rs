//! The page behind the link in a message that asks for a confirmation. Looking at it confirms nothing: scanners of links look too.

use super::look::{Visitor, accepted, form, known, parameter};
use super::save::{SOURCE, agent};
use crate::answer::page as answer_page;
use crate::app::App;
use crate::ingest::submit;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use filrouge_centre::{self as centre, Language, confirming, locale_of};
use filrouge_host::{Entry, Ingest, Who};
use filrouge_machine::{Id, InputKind};
use filrouge_plan::{Plan, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Shows what waits for a confirmation, and the button.
pub(super) async fn ask(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match asked(&app, token, parameter(query.as_deref(), "lang"), &headers).await {
        Ok((visitor, channel)) => {
            answer_page(StatusCode::OK, centre::confirm_page(&visitor.visit(), &channel))
        }
        Err(refused) => refused,
    }
}

/// Confirms what the page showed, as far as it still waits.
pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let pairs = match form(body).await {
        Ok(pairs) => pairs,
        Err(refused) => return refused,
    };
    match asked(&app, token, pairs.get("lang").cloned(), &headers).await {
        Ok((visitor, channel)) => confirmed(&app, &visitor, &channel, &pairs, &headers).await,
        Err(refused) => refused,
    }
}

async fn confirmed(
    app: &App,
    visitor: &Visitor,
    channel: &str,
    pairs: &BTreeMap<String, String>,
    headers: &HeaderMap,
) -> Response {
    let (visit, agent) = (visitor.visit(), agent(headers));
    let entries =
        confirming(&visit, channel, pairs, agent).into_iter().enumerate().map(|(number, consent)| {
            let (person, at) = (visitor.known.id, visitor.now);
            let id = Id::of(&["confirm", &person.to_string(), &at.to_string(), &number.to_string()]);
            let (kind, who, source) = (InputKind::Consent(consent), Who::Person(person), SOURCE.to_owned());
            Entry::Input(Ingest { id, at, kind, who, source, releases: None })
        });
    let language = Language::of(&visitor.locale);
    match submit(app, entries.collect()).await {
        Ok(_) => answer_page(StatusCode::OK, centre::confirmed(&visitor.bundle.plan.centre, language)),
        Err(refused) => answer_page(refused.status(), centre::later(&visitor.bundle.plan.centre, language)),
    }
}

/// Whoever holds a link that was sent to the address that they have now, and its channel.
async fn asked(
    app: &App,
    token: String,
    lang: Option<String>,
    headers: &HeaderMap,
) -> Result<(Visitor, String), Response> {
    let bundle = app.handle.active();
    let language = lang.as_deref().map_or_else(|| Language::preferred(accepted(headers)), Language::of);
    let unknown = || answer_page(StatusCode::NOT_FOUND, centre::unknown(&bundle.plan.centre, language));
    let link = app.links.read_confirm(&token).ok_or_else(unknown)?;
    let known = known(app, link.person).await.ok_or_else(unknown)?;
    let address = address(&bundle.plan, &link.channel, &known.state.profile);
    if !address.is_some_and(|address| app.links.was_sent_to(&link, address)) {
        return Err(unknown());
    }
    let locale = locale_of(&bundle.plan, Some(&known.state), lang.as_deref(), accepted(headers));
    let (path, now) = (app.links.confirm_path(&token), app.clock.now());
    Ok((Visitor { bundle: Arc::clone(&bundle), known, token, path, now, locale }, link.channel))
}

fn address<'p>(plan: &Plan, channel: &str, profile: &'p [Value]) -> Option<&'p str> {
    let channel = plan.channels.iter().find(|own| own.name == channel)?;
    profile.get(usize::try_from(channel.address).ok()?)?.as_text()
}
