//! Who is an operator, and what they may do.

use super::acts::{Needs, needs};
use super::eyes::Eyes;
use crate::access::{Deed, Holder, Rights};
use crate::answer::{refusal, refusal_for_now};
use crate::app::App;
use crate::server::{Caller, too_many};
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use filrouge_access::Wish;
use filrouge_host::Noted;
use filrouge_machine::Id;
use filrouge_plan::Act;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;
use subtle::ConstantTimeEq as _;
use tokio::task::spawn_blocking;

/// The header by which a caller says for which purpose they ask.
const PURPOSE: &str = "x-filrouge-purpose";
/// Calls that hand out all that is known of somebody, for that very person: written down though they change nothing.
const HANDS_OUT: [&str; 1] = ["/admin/v1/subjects/{request}/export"];
/// What the token is called that the daemon was started with.
const BOOTSTRAP: &str = "admin-token";

/// Lets a call through when it carries a token that may make it. A call that changes something is written down before.
pub(super) async fn authorise(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    match admitted(&app, &head).await {
        Ok(holder) => {
            head.extensions.insert(holder);
            next.run(Request::from_parts(head, body)).await
        }
        Err(refused) => refused,
    }
}

async fn admitted(app: &Arc<App>, head: &Parts) -> Result<Holder, Response> {
    let holder = holder(app, &head.headers)?;
    let route = head.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let needed = needs(&head.method, route);
    permitted(app, &holder, needed)?;
    let counted = app.throttle.count(Caller::Token(holder.name.clone()), Instant::now());
    counted.map_err(|seconds| too_many(app, seconds))?;
    // Who asks for a journey is an application, and stands in the journal.
    let reads = head.method == Method::GET && !HANDS_OUT.contains(&route);
    let is_told = reads || needed == Needs::Act(Act::Start);
    if !is_told {
        write_down(app, Deed::of(&holder, &format!("{} {route}", head.method), app.clock.now())).await?;
    }
    Ok(holder)
}

/// Whose token it is. Both ways are gone, so that the time tells nothing.
#[expect(clippy::result_large_err, reason = "the error is the answer")]
fn holder(app: &App, headers: &HeaderMap) -> Result<Holder, Response> {
    let bootstrap = app.admin_token.as_deref().filter(|token| !token.is_empty());
    let given = bearer(headers).unwrap_or_default();
    let token = app.tokens.of(given, app.clock.now());
    let is_bootstrap = bootstrap.is_some_and(|token| bool::from(given.as_bytes().ct_eq(token.as_bytes())));
    let (token, name, rights) = match token {
        _ if is_bootstrap => (None, BOOTSTRAP.to_owned(), Rights::Everything),
        Some(token) if token.everything => (Some(token.id), token.name, Rights::Everything),
        Some(token) => (Some(token.id), token.name, Rights::Roles(token.roles)),
        None if bootstrap.is_none() && app.tokens.all().is_empty() => {
            let reason = "no admin token is configured, so the admin API is closed";
            return Err(refusal(StatusCode::FORBIDDEN, reason));
        }
        None => return Err(nobody()),
    };
    Ok(Holder { token, name, rights, purpose: purpose(app, headers)? })
}

/// The purpose that the caller names; it must be one of the plan.
#[expect(clippy::result_large_err, reason = "the error is the answer")]
fn purpose(app: &App, headers: &HeaderMap) -> Result<Option<String>, Response> {
    let Some(named) = headers.get(PURPOSE) else { return Ok(None) };
    let plan = app.handle.active();
    let known = |name: &&str| plan.plan.purposes.iter().any(|purpose| purpose.name == **name);
    let named = named.to_str().ok().filter(known).map(str::to_owned);
    let unknown = || refusal(StatusCode::BAD_REQUEST, "the plan that runs has no purpose of this name");
    named.map(Some).ok_or_else(unknown)
}

#[expect(clippy::result_large_err, reason = "the error is the answer")]
fn permitted(app: &App, holder: &Holder, needed: Needs) -> Result<(), Response> {
    let plan = app.handle.active();
    let may = match needed {
        Needs::Act(act) => holder.may(&plan.plan, Wish::Do(act)),
        Needs::Question => true,
        Needs::Everything => holder.rights == Rights::Everything,
    };
    if may {
        return Ok(());
    }
    let reason = match needed {
        Needs::Act(act) => format!("no role of this token says `may {}`", act.word()),
        _ => "only a token for everything may ask this".to_owned(),
    };
    Err(refusal(StatusCode::FORBIDDEN, &reason))
}

/// Writes a deed down; what cannot be written down is not done.
pub(super) async fn write_down(app: &Arc<App>, deed: Deed) -> Result<(), Response> {
    // Whom it is about stands in the log, when the log can be written.
    let (noted, names) = (deed.noted(), deed.names());
    let deed = if names && tell_log(app, noted.clone()).await { deed.unnamed() } else { deed };
    let (recording, is_unnamed) = (Arc::clone(app), !deed.names());
    let recorded = spawn_blocking(move || recording.deeds.record(&deed)).await;
    match recorded {
        Ok(Ok(())) => {
            if !names {
                tell_log(app, noted).await;
            }
            app.owes.fetch_or(!is_unnamed, Ordering::Relaxed);
            if is_unnamed && app.owes.load(Ordering::Relaxed) {
                settle(app).await;
            }
            Ok(())
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "what an operator does cannot be written down, so it is not done");
            let reason = "this cannot be written down, so it is not done";
            Err(refusal_for_now(StatusCode::SERVICE_UNAVAILABLE, reason, 5))
        }
        Err(_) => Err(refusal_for_now(StatusCode::SERVICE_UNAVAILABLE, "the daemon is stopping", 5)),
    }
}

/// The log gets what stands in the file alone, and then the file names nobody. What fails here is tried again with the next deed.
pub(crate) async fn settle(app: &Arc<App>) {
    let reading = Arc::clone(app);
    let Ok(Ok(named)) = spawn_blocking(move || reading.deeds.named()).await else { return };
    for deed in &named {
        if !tell_log(app, deed.noted()).await {
            return app.owes.store(true, Ordering::Relaxed);
        }
    }
    let writing = Arc::clone(app);
    let forgotten = spawn_blocking(move || writing.deeds.forget_names(&named)).await;
    app.owes.store(!matches!(forgotten, Ok(Ok(()))), Ordering::Relaxed);
}

/// Tells the audit log; whether it has it. A store that cannot write keeps nobody from looking why: the deed stands in its file.
async fn tell_log(app: &App, noted: Vec<Noted>) -> bool {
    let told = match app.handle.note(noted) {
        Ok(receipt) => receipt.await,
        Err(refused) => Err(refused),
    };
    if let Err(error) = told {
        tracing::warn!(%error, "the audit log does not have what an operator did; `deeds.jsonl` has");
        return false;
    }
    true
}

/// Writes down what somebody was shown of whom, when it was anything personal.
pub(super) async fn saw(app: &Arc<App>, eyes: Eyes, call: &str, people: Vec<Id>) -> Result<(), Response> {
    let (holder, saw) = eyes.closed();
    if saw.is_empty() {
        return Ok(());
    }
    write_down(app, Deed::of(&holder, call, app.clock.now()).saw(people, saw)).await
}

fn nobody() -> Response {
    let mut response = refusal(StatusCode::UNAUTHORIZED, "the admin token is missing or wrong");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
