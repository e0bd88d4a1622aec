//! The mailbox of `filrouge dev`: every message that would have left, on a page.

mod page;

use crate::admin::explain;
use crate::answer::{json, page as answer_page, refusal};
use crate::app::App;
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Redirect, Response};
use axum::routing::get;
use filrouge_connect::{Asking, Attempt, Carrying, Connector, Delivering, Delivery, Errand, Heard, Reply};
use filrouge_host::Clock;
use filrouge_machine::{Ask, Id, Verdict};
use serde_json::{Value as Json, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::task::spawn_blocking;

/// Messages that are kept; older ones are forgotten.
const ROOM: usize = 500;

/// Messages that were caught, the latest first.
#[derive(Default)]
pub(crate) struct Mailbox(Mutex<VecDeque<Caught>>);

/// A message that was caught.
#[derive(Clone)]
struct Caught {
    /// When, in milliseconds since 1970.
    at: i64,
    delivery: Delivery,
}

impl Mailbox {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Caught>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn catch(&self, at: i64, delivery: Delivery) {
        let mut caught = self.lock();
        caught.push_front(Caught { at, delivery });
        caught.truncate(ROOM);
    }

    fn all(&self) -> Vec<Caught> {
        self.lock().iter().cloned().collect()
    }

    fn one(&self, effect: &str) -> Option<Caught> {
        let effect: Id = effect.parse().ok()?;
        self.lock().iter().find(|caught| caught.delivery.message.effect == effect).cloned()
    }
}

/// A connector that catches instead of sending.
pub(crate) struct Catching(Arc<Mailbox>, Arc<dyn Clock>);

impl Catching {
    pub(crate) fn boxed(mailbox: Arc<Mailbox>, clock: Arc<dyn Clock>) -> Box<dyn Connector> {
        Box::new(Self(mailbox, clock))
    }
}

impl Connector for Catching {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> Delivering<'a> {
        Box::pin(async move {
            self.0.catch(self.1.now(), delivery.clone());
            Attempt::Sent { receipt: Some("mailbox".to_owned()) }
        })
    }

    fn ask<'a>(&'a self, _: &'a Ask, _: Option<&'a str>) -> Asking<'a> {
        Box::pin(async { Reply::Failed { reason: "nobody is asked while the mailbox catches".to_owned() } })
    }

    fn carry<'a>(&'a self, _: &'a Errand, _: Option<&'a str>) -> Carrying<'a> {
        Box::pin(async { Heard::Refused { reason: "nobody is asked while the mailbox catches".to_owned() } })
    }
}

/// The pages of the mailbox.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(|| async { Redirect::to("/dev/mailbox") }))
        .route("/dev/mailbox", get(list))
        .route("/dev/mailbox.json", get(listed))
        .route("/dev/mailbox/{effect}", get(one))
        .route("/dev/mailbox/{effect}/html", get(html))
}

async fn list(State(app): State<Arc<App>>) -> Response {
    let caught = app.mailbox.as_ref().map(|mailbox| mailbox.all()).unwrap_or_default();
    answer_page(StatusCode::OK, page::list(&caught))
}

async fn listed(State(app): State<Arc<App>>) -> Response {
    let caught = app.mailbox.as_ref().map(|mailbox| mailbox.all()).unwrap_or_default();
    let messages: Vec<Json> = caught
        .iter()
        .map(|Caught { at, delivery }| {
            let (person, unsubscribe) = (delivery.person, &delivery.unsubscribe);
            json!({ "at": at, "person": person, "unsubscribe": unsubscribe, "message": delivery.message })
        })
        .collect();
    json(StatusCode::OK, &json!({ "version": 1, "messages": messages }))
}

async fn one(State(app): State<Arc<App>>, Path(effect): Path<String>) -> Response {
    let Some(caught) = app.mailbox.as_ref().and_then(|mailbox| mailbox.one(&effect)) else {
        return nothing();
    };
    let handle = app.handle.clone();
    let (person, effect) = (caught.delivery.person, caught.delivery.message.effect);
    let why = spawn_blocking(move || {
        let decisions = handle.decisions(person, None, 200)?;
        let sent = |verdict: &Verdict| match verdict {
            Verdict::Queued { effect: own, .. } | Verdict::Resent { effect: own, .. } => *own == effect,
            _ => false,
        };
        let decisive = decisions.into_iter().filter(|recorded| sent(&recorded.decision.verdict)).collect();
        explain(&handle, decisive)
    });
    let why = why.await.ok().and_then(Result::ok).unwrap_or_default();
    answer_page(StatusCode::OK, page::one(&caught, &why))
}

/// The message itself, as a mail program would show it: no script runs, and nothing of it can reach this page.
async fn html(State(app): State<Arc<App>>, Path(effect): Path<String>) -> Response {
    let caught = app.mailbox.as_ref().and_then(|mailbox| mailbox.one(&effect));
    let Some(html) = caught.and_then(|caught| caught.delivery.message.html) else { return nothing() };
    let mut response = Response::new(Body::from(html));
    let policy = "sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'; font-src * data:";
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn nothing() -> Response {
    refusal(StatusCode::NOT_FOUND, "there is no such message")
}
