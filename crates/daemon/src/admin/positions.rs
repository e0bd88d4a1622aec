//! People who were on their way elsewhere: all of a call come in where they stand, or nobody.

use super::parameter;
use crate::answer::{json, refusal};
use crate::api::{Misplaced, Positions, TurnedAway, VERSION};
use crate::app::App;
use crate::ingest;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Accepted, Entry, Handle, Ingest};
use filrouge_intake::{PositionCall, Told};
use filrouge_machine::{EntryRefusal, Id, Verdict};
use filrouge_plan::Bundle;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Decisions that one position can lead to, and those of inputs that came since, among which its own is looked for.
const LATEST: usize = 200;

/// Several positions.
#[derive(Debug, Deserialize)]
struct Request {
    positions: Vec<Box<RawValue>>,
}

/// Puts people where they stand. With `check=true` nothing is done, and it is only told what does not fit.
pub(super) async fn put(State(app): State<Arc<App>>, RawQuery(query): RawQuery, body: Body) -> Response {
    let only_looks = parameter(query.as_deref(), "check").is_some_and(|check| check == "true");
    ask(&app, only_looks, body).await.unwrap_or_else(|refused| refused)
}

async fn ask(app: &App, only_looks: bool, body: Body) -> Result<Response, Response> {
    let bytes = ingest::read(body).await?;
    let request: Request = serde_json::from_slice(&bytes).map_err(|_| {
        refusal(StatusCode::BAD_REQUEST, "the call is not a JSON object with `positions`, a list of objects")
    })?;
    let (told, misplaced) = Plans::of(app).read(&request.positions, app.clock.now());
    let answer = Positions { version: VERSION, ..Positions::default() };
    if !misplaced.is_empty() {
        return Ok(json(StatusCode::UNPROCESSABLE_ENTITY, &Positions { misplaced, ..answer }));
    }
    if only_looks {
        return Ok(json(StatusCode::OK, &answer));
    }
    let ids: Vec<Id> = told.iter().map(|told| told.id).collect();
    let accepted = ingest::submit(app, told.into_iter().map(entry).collect()).await?;
    let again = accepted.iter().filter(|one| matches!(one, Accepted::Duplicate)).count();
    let turned_away = turned_away(app, ids, accepted).await;
    let taken = request.positions.len() - again - turned_away.len();
    Ok(json(StatusCode::OK, &Positions { taken, again, turned_away, ..answer }))
}

/// The plans that people live under.
struct Plans {
    active: Arc<Bundle>,
    /// That of a share of the people.
    share: Option<Arc<Bundle>>,
}

impl Plans {
    fn of(app: &App) -> Self {
        let share = app.handle.released().map(|released| released.bundle);
        Self { active: app.handle.active(), share }
    }

    fn read(&self, positions: &[Box<RawValue>], now: i64) -> (Vec<Told>, Vec<Misplaced>) {
        let (mut told, mut misplaced) = (Vec::new(), Vec::new());
        for (position, text) in positions.iter().enumerate() {
            match self.one(text.get(), now) {
                Ok(one) => told.push(one),
                Err(reason) => misplaced.push(Misplaced { position, reason }),
            }
        }
        (told, misplaced)
    }

    /// Who is in the share is not known before it is known whose position it is: it must fit both.
    fn one(&self, text: &str, now: i64) -> Result<Told, String> {
        let told = PositionCall::read(text)?.told(&self.active.plan, text, now)?;
        let Some(share) = &self.share else { return Ok(told) };
        let beside = PositionCall::read(text)?.told(&share.plan, text, now);
        let beside = beside.map_err(|reason| format!("under the plan of a share of the people {reason}"))?;
        let differs =
            "the plan of a share of the people brings them into the journey by something else: end it first";
        if told.kind == beside.kind { Ok(told) } else { Err(differs.to_owned()) }
    }
}

fn entry(told: Told) -> Entry {
    let Told { id, at, kind, who } = told;
    let (who, source) = (ingest::known_by(who), "import".to_owned());
    Entry::Input(Ingest { id, at, kind, who, source, releases: None })
}

/// Whom the rules of their journey did not let in.
async fn turned_away(app: &App, ids: Vec<Id>, accepted: Vec<Accepted>) -> Vec<TurnedAway> {
    let handle = app.handle.clone();
    let look = move || {
        let all = ids.into_iter().zip(accepted).enumerate();
        let away = all.filter_map(|(position, (id, accepted))| {
            let Accepted::Applied { person, .. } = accepted else { return None };
            refused(&handle, person, id).map(|reason| TurnedAway { position, reason })
        });
        away.collect()
    };
    spawn_blocking(look).await.unwrap_or_default()
}

fn refused(handle: &Handle, person: Id, input: Id) -> Option<EntryRefusal> {
    let decisions = handle.decisions(person, None, LATEST).ok()?;
    decisions.iter().filter(|recorded| recorded.decision.input == input).find_map(|recorded| {
        match recorded.decision.verdict {
            Verdict::NotEntered { reason } => Some(reason),
            _ => None,
        }
    })
}
