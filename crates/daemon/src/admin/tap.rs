//! Decisions as they are taken: one JSON object a line, for as long as the client listens.

use super::authorise::saw;
use super::eyes::{Eyes, Words};
use super::parameter;
use crate::access::Holder;
use crate::answer::refusal;
use crate::api::{Tap, Told, VERSION};
use crate::app::App;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use filrouge_explain::explain;
use filrouge_host::{Followed, Following, Recorded};
use filrouge_machine::{Id, Verdict};
use filrouge_plan::Bundle;
use hyper::body::Frame;
use serde_json::Value;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

/// After so long without a decision an empty line shows that the connection stands.
const SILENCE: Duration = Duration::from_secs(15);
/// Lines that wait for a slow client; behind them decisions are missed.
const WAITING: usize = 256;

/// Tells decisions from now on: all, or those of `?journey=`, about `?person=` (as for `why`), with `?result=` (a word of
/// the verdict, as `skipped`). It goes on over reloads and ends when the daemon stops.
pub(super) async fn tap(
    State(app): State<Arc<App>>,
    Extension(holder): Extension<Holder>,
    RawQuery(query): RawQuery,
) -> Response {
    let given = |name: &str| parameter(query.as_deref(), name);
    let people = match given("person") {
        Some(text) => match find(&app, text).await {
            Ok(people) => Some(people),
            Err(response) => return *response,
        },
        None => None,
    };
    let mut eyes = Eyes::of(holder.clone(), app.handle.active());
    eyes.open_wide();
    if let Err(refused) = saw(&app, eyes, "GET /admin/v1/tap", people.clone().unwrap_or_default()).await {
        return refused;
    }
    let filter = Filter { journey: given("journey"), people, result: given("result") };
    let (sender, lines) = mpsc::channel(WAITING);
    tokio::spawn(pass_on(app.handle.follow(), filter, app, (holder, sender)));
    let mut response = Response::new(Body::new(Lines(lines)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    response
}

async fn find(app: &App, text: String) -> Result<Vec<Id>, Box<Response>> {
    let handle = app.handle.clone();
    match spawn_blocking(move || handle.find(&text)).await {
        Ok(Ok(people)) if people.is_empty() => {
            Err(Box::new(refusal(StatusCode::NOT_FOUND, "nobody is known by that")))
        }
        Ok(Ok(people)) => Ok(people),
        _ => Err(Box::new(refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store could not be asked"))),
    }
}

/// What a client wants to hear.
struct Filter {
    journey: Option<String>,
    people: Option<Vec<Id>>,
    result: Option<String>,
}

impl Filter {
    fn wants(&self, recorded: &Recorded) -> bool {
        let Recorded { person, decision, .. } = recorded;
        self.people.as_ref().is_none_or(|people| people.contains(person))
            && self
                .journey
                .as_ref()
                .is_none_or(|journey| concerns(&decision.verdict, &decision.journey, journey))
            && self.result.as_ref().is_none_or(|result| word(&decision.verdict).as_ref() == Some(result))
    }
}

/// An event that passes by several journeys is one decision about all of them.
fn concerns(verdict: &Verdict, own: &str, journey: &String) -> bool {
    own == journey || matches!(verdict, Verdict::PassedBy { journeys } if journeys.contains(journey))
}

/// The word by which a verdict is written.
fn word(verdict: &Verdict) -> Option<String> {
    match serde_json::to_value(verdict).ok()? {
        Value::String(word) => Some(word),
        Value::Object(members) => members.into_iter().next().map(|(word, _)| word),
        _ => None,
    }
}

async fn pass_on(
    mut following: Following,
    filter: Filter,
    app: Arc<App>,
    (holder, lines): (Holder, mpsc::Sender<Bytes>),
) {
    let mut stopping = app.stopping.clone();
    let mut told = Telling::of(holder.clone(), app.handle.active());
    loop {
        let text = tokio::select! {
            next = following.next() => match next {
                Some(Ok(followed)) => text(followed, &filter, &app, &mut told),
                Some(Err(error)) => {
                    tracing::error!(%error, "a decision cannot be told to those who follow");
                    continue;
                }
                None => return,
            },
            () = sleep(SILENCE) => "\n".to_owned(),
            _ = stopping.wait_for(|stopping| *stopping) => return,
            () = lines.closed() => return,
        };
        // Whose token has ended meanwhile is told no more.
        let ended = !app.tokens.holds(&holder, app.clock.now());
        if ended || (!text.is_empty() && lines.send(Bytes::from(text)).await.is_err()) {
            return;
        }
    }
}

fn text(followed: Followed, filter: &Filter, app: &App, telling: &mut Telling) -> String {
    let decisions = match followed {
        Followed::Missed(groups) => return line(Told::Missed { missed: groups }),
        Followed::Decisions(decisions) => decisions,
    };
    let wanted = decisions.into_iter().filter(|recorded| filter.wants(recorded));
    wanted
        .map(|Recorded { number, person, decision }| {
            let bundle = telling.bundle(&decision.plan, app);
            let mut decision = explain(number, person, decision, bundle.as_deref());
            telling.eyes.decision(&telling.words, &mut decision);
            line(Told::Decision(Box::new(decision)))
        })
        .collect()
}

/// The plan whose decisions are told, and what of it the client may see.
struct Telling {
    eyes: Eyes,
    words: Words,
    bundle: Arc<Bundle>,
}

impl Telling {
    fn of(holder: Holder, bundle: Arc<Bundle>) -> Self {
        let eyes = Eyes::of(holder, Arc::clone(&bundle));
        Self { words: eyes.words(&bundle.plan), eyes, bundle }
    }

    /// The plan of a decision: one that somebody lives under, or the one before it for what was decided just before a reload.
    fn bundle(&mut self, plan: &str, app: &App) -> Option<Arc<Bundle>> {
        if self.bundle.hash != plan {
            let active = app.handle.lived_under(plan)?;
            self.eyes.adopt(Arc::clone(&active));
            self.words = self.eyes.words(&active.plan);
            self.bundle = active;
        }
        Some(Arc::clone(&self.bundle))
    }
}

fn line(told: Told) -> String {
    serde_json::to_string(&Tap { version: VERSION, told }).map(|text| text + "\n").unwrap_or_default()
}

/// The body of an answer that grows.
struct Lines(mpsc::Receiver<Bytes>);

impl hyper::body::Body for Lines {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.get_mut().0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}
