//! Messages that did not arrive: look at them, send them again, drop them.

use super::authorise::saw;
use super::eyes::{Eyes, MASK};
use super::{choice, page, parameter};
use crate::access::Holder;
use crate::answer::{json, refusal};
use crate::api::{self, DeadLetterShown, DeadLetters, Dropped, RefusedLetter, ResentLetter, VERSION};
use crate::app::App;
use crate::ingest;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{DeadLetter, Handle, Resending, Resent, StoreError, Words};
use filrouge_machine::{Id, NotResent, UNSUBSCRIBE_LINK};
use serde::Deserialize;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The most letters that one call is about.
const MOST: usize = 1_000;

/// Which letters are to be sent again, with which words, and who asks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    #[serde(default)]
    ids: Vec<Id>,
    /// Those that are known not to have arrived, up to a bound.
    #[serde(default)]
    all: bool,
    by: String,
    #[serde(default)]
    subject: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    html: Option<String>,
}

/// Dead letters, the oldest first.
pub(super) async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let (after, limit) = page(query.as_deref());
    match read(&app, move |handle| handle.dead_letters(after, limit)).await {
        Ok(letters) => {
            let next = letters.last().filter(|_| letters.len() == limit).map(|letter| letter.number);
            let dead_letters = letters.iter().map(listed).collect();
            json(StatusCode::OK, &DeadLetters { version: VERSION, dead_letters, next })
        }
        Err(refused) => refused,
    }
}

/// One dead letter, with its words.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    Extension(holder): Extension<Holder>,
    Path(id): Path<String>,
) -> Response {
    let Ok(id) = id.parse() else { return bad("a letter's id has 32 hex digits") };
    match read(&app, move |handle| handle.dead_letter(id)).await {
        Ok(Some(letter)) => seen(&app, shown(letter), Eyes::of(holder, app.handle.active()))
            .await
            .unwrap_or_else(|refused| refused),
        Ok(None) => refusal(StatusCode::NOT_FOUND, "there is no such dead letter, or no longer"),
        Err(refused) => refused,
    }
}

/// The words of a message hold what was written to a person: they are shown to those who may see all that the plan knows.
async fn seen(app: &Arc<App>, mut letter: DeadLetterShown, mut eyes: Eyes) -> Result<Response, Response> {
    if !eyes.whole("words of a message") {
        let words = [&mut letter.subject, &mut letter.text, &mut letter.html];
        words.into_iter().flatten().for_each(|words| MASK.clone_into(words));
    }
    saw(app, eyes, "GET /admin/v1/dead-letters/{letter}", vec![letter.person]).await?;
    Ok(json(StatusCode::OK, &letter))
}

/// Sends letters again that may leave by what is true now; the others stay.
pub(super) async fn resend(State(app): State<Arc<App>>, body: Body) -> Response {
    send(&app, body).await.unwrap_or_else(|refused| refused)
}

/// Drops letters.
pub(super) async fn remove(State(app): State<Arc<App>>, RawQuery(query): RawQuery, body: Body) -> Response {
    forget(&app, query.as_deref(), body).await.unwrap_or_else(|refused| refused)
}

async fn send(app: &App, body: Body) -> Result<Response, Response> {
    let (ids, words, by) = wish(app, body).await?;
    let ask = |letter| app.handle.resend(Resending { letter, words: words.clone(), by: by.clone() });
    // All of them wait for the same commits.
    let asked: Result<Vec<_>, _> = ids.iter().map(|id| ask(*id).map(|receipt| (*id, receipt))).collect();
    let mut answer = api::Resent { version: VERSION, resent: Vec::new(), refused: Vec::new() };
    for (id, receipt) in asked.map_err(|refused| ingest::answer(app, &refused))? {
        match receipt.await.map_err(|refused| ingest::answer(app, &refused))? {
            Resent::Queued { effect, decision } => answer.resent.push(ResentLetter { id, effect, decision }),
            Resent::Refused { why, decision } => answer.refused.push(refused(id, why, decision)),
            Resent::Gone => {
                let reason = "gone".to_owned();
                answer.refused.push(RefusedLetter { id, reason, until: None, decision: None });
            }
        }
    }
    tracing::info!(
        resent = answer.resent.len(),
        refused = answer.refused.len(),
        "dead letters were sent again"
    );
    Ok(json(StatusCode::OK, &answer))
}

async fn wish(app: &App, body: Body) -> Result<(Vec<Id>, Words, String), Response> {
    let how = "say which letters, and who asks: `{\"ids\": [\"…\"], \"by\": \"…\"}` or `{\"all\": true, \"by\": \"…\"}`";
    let Wish { ids, all, by, subject, text, html } =
        serde_json::from_slice(&ingest::read(body).await?).map_err(|_| bad(how))?;
    let by = super::operator(&by).ok_or_else(|| bad("`by` says in one line who asks"))?;
    let words = Words { subject, html, text };
    if words != Words::default() {
        let [id] = ids[..] else { return Err(bad("new words are for one letter: name its id")) };
        keeps_link(app, id, &words).await?;
    }
    let ids = if all { failed(app).await? } else { ids };
    if ids.is_empty() && !all { Err(bad(how)) } else { Ok((ids, words, by)) }
}

/// Letters that are known not to have arrived. Whoever sends one again that may have arrived has to name it.
async fn failed(app: &App) -> Result<Vec<Id>, Response> {
    let letters = read(app, |handle| handle.dead_letters(0, MOST)).await?;
    Ok(letters.iter().filter(|letter| !letter.unknown).map(|letter| letter.message.effect).collect())
}

/// New words must still say where the person can withdraw, if those of before did.
async fn keeps_link(app: &App, id: Id, words: &Words) -> Result<(), Response> {
    let Some(letter) = read(app, move |handle| handle.dead_letter(id)).await? else { return Ok(()) };
    let has_link = |part: &Option<String>| part.as_ref().is_some_and(|part| part.contains(UNSUBSCRIBE_LINK));
    let parts = [(&letter.message.text, &words.text), (&letter.message.html, &words.html)];
    if parts.into_iter().any(|(before, now)| now.is_some() && has_link(before) && !has_link(now)) {
        let how = "the new words have lost the link by which the person withdraws";
        return Err(bad(&format!("{how}: keep `{UNSUBSCRIBE_LINK}` in them")));
    }
    Ok(())
}

async fn forget(app: &App, query: Option<&str>, body: Body) -> Result<Response, Response> {
    let ids: Vec<Id> = match parameter(query, "id") {
        Some(text) => vec![text.parse().map_err(|_| bad("a letter's id has 32 hex digits"))?],
        None => match choice::read(body).await? {
            choice if choice.all => {
                let letters = read(app, |handle| handle.dead_letters(0, MOST)).await?;
                letters.iter().map(|letter| letter.message.effect).collect()
            }
            choice => choice.ids,
        },
    };
    let receipt = app.handle.drop_dead_letters(ids.clone());
    let receipt = receipt.map_err(|refused| ingest::answer(app, &refused))?;
    receipt.await.map_err(|refused| ingest::answer(app, &refused))?;
    Ok(json(StatusCode::OK, &Dropped { version: VERSION, dropped: ids }))
}

async fn read<T: Send + 'static>(
    app: &App,
    question: impl FnOnce(&Handle) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Response> {
    let handle = app.handle.clone();
    let unreadable = || refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store cannot be read");
    let answer = spawn_blocking(move || question(&handle)).await;
    answer.map_err(|_| unreadable())?.map_err(|_| unreadable())
}

fn listed(letter: &DeadLetter) -> api::DeadLetter {
    let DeadLetter { number, at, until, unknown, reason, message, .. } = letter;
    api::DeadLetter {
        number: *number,
        id: message.effect,
        at: *at,
        until: *until,
        journey: message.journey.clone(),
        step: message.step.clone(),
        channel: message.channel.clone(),
        connector: message.connector.clone(),
        reason: reason.clone(),
        unknown: *unknown,
    }
}

fn shown(letter: DeadLetter) -> DeadLetterShown {
    let dead_letter = listed(&letter);
    let DeadLetter { person, message, .. } = letter;
    DeadLetterShown {
        version: VERSION,
        dead_letter,
        person,
        purpose: message.purpose,
        template: message.template,
        locale: message.locale,
        subject: message.subject,
        text: message.text,
        html: message.html,
    }
}

fn refused(id: Id, why: NotResent, decision: Id) -> RefusedLetter {
    let (reason, until) = match why {
        NotResent::Refused { reason } => (reason.word(), None),
        NotResent::NotNow { reason, until } => (reason.word(), Some(until)),
    };
    RefusedLetter { id, reason: reason.to_owned(), until, decision: Some(decision) }
}

fn bad(reason: &str) -> Response {
    refusal(StatusCode::BAD_REQUEST, reason)
}
