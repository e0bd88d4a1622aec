//! Approvals: what people of the team are asked, and what they answer.

use super::LONGEST_PAGE;
use crate::access::{Holder, Rights};
use crate::answer::{json, refusal};
use crate::api::{Answered, Approval, Approvals, VERSION};
use crate::app::App;
use crate::ingest;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_access::Wish;
use filrouge_host::{ApprovalRow, Entry, Handle, Ingest, StoreError, Who};
use filrouge_machine::{self as machine, Id, InputKind, Verdict};
use filrouge_plan::{Action, Approve, Plan};
use serde::Deserialize;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// The longest name and the longest note, in characters.
const LONGEST_LINE: usize = 500;

/// What somebody says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    answer: Word,
    by: String,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    Approve,
    Refuse,
}

/// What is waited for, the oldest first.
pub(super) async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let (handle, (after, limit)) = (app.handle.clone(), super::page(query.as_deref()));
    match spawn_blocking(move || page(&handle, after, limit)).await {
        Ok(Ok(page)) => {
            let (answered, median_ms) = app.metrics.reviews.median();
            json(StatusCode::OK, &Approvals { answered, median_ms, ..page })
        }
        _ => unreadable(),
    }
}

fn page(handle: &Handle, after: i64, limit: usize) -> Result<Approvals, StoreError> {
    let rows = handle.approvals(after, limit)?;
    let next = rows.last().filter(|_| rows.len() == limit).map(|(number, _)| *number);
    let shown = rows.iter().map(|(number, row)| shown(handle, *number, row));
    let approvals = shown.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    Ok(Approvals { version: VERSION, approvals, next, answered: 0, median_ms: None })
}

/// The approval as it stands in the state of its person; nothing when that has changed since the row was read.
fn shown(handle: &Handle, number: i64, row: &ApprovalRow) -> Result<Option<Approval>, StoreError> {
    let Some(known) = handle.known(row.person)? else { return Ok(None) };
    let bundle = handle.plan_of(row.person);
    let plan = &bundle.plan;
    let found = known.state.approvals().find(|(id, _)| *id == row.id).map(|(_, walk)| {
        let asks = if walk.drained.is_none() { asked(plan, &walk.journey, &walk.step) } else { None };
        Approval {
            number,
            id: row.id,
            person: row.person,
            journey: walk.journey.clone(),
            step: walk.step.clone(),
            by: asks.map(|asks| asks.by.clone()),
            question: asks.and_then(|asks| asks.question.clone()),
            at: row.at,
            until: walk.pending.due(),
        }
    });
    Ok(found)
}

fn asked<'p>(plan: &'p Plan, journey: &str, step: &str) -> Option<&'p Approve> {
    let journey = plan.journeys.iter().find(|it| it.name == journey)?;
    match &journey.steps.iter().find(|it| it.name == step)?.action {
        Action::Approve(approve) => Some(approve),
        _ => None,
    }
}

/// Takes an answer, and says so when it is on the disk. The first one counts.
pub(super) async fn answer(
    State(app): State<Arc<App>>,
    Extension(holder): Extension<Holder>,
    Path(id): Path<String>,
    body: Body,
) -> Response {
    take(&app, &holder, &id, body).await.unwrap_or_else(|refused| refused)
}

async fn take(app: &App, holder: &Holder, id: &str, body: Body) -> Result<Response, Response> {
    let id: Id = id.parse().map_err(|_| bad("an approval's id has 32 hex digits"))?;
    let said = said(&ingest::read(body).await?)?;
    let row = row(app, id).await?;
    permitted(app, holder, &row).await?;
    if row.closed.is_some() {
        return told(app, &row, &said, None).await;
    }
    let note = said.note.clone();
    let given =
        machine::Approval { approval: id, approved: said.answer == Word::Approve, by: said.by.clone(), note };
    let input = Id::of(&["answer", &id.to_string(), &format!("{given:?}")]);
    let ingest = Ingest {
        id: input,
        at: app.clock.now(),
        kind: InputKind::Approval(given),
        who: Who::Person(row.person),
        source: "admin".to_owned(),
        releases: None,
    };
    ingest::submit(app, vec![Entry::Input(ingest)]).await?;
    let answered = told(app, &row, &said, Some(input)).await?;
    app.metrics.reviews.add(u64::try_from(app.clock.now().saturating_sub(row.at)).unwrap_or(0));
    Ok(answered)
}

/// Whether somebody may answer in the name of the owner who is asked. When that is no longer known, those who may everything may.
async fn permitted(app: &App, holder: &Holder, row: &ApprovalRow) -> Result<(), Response> {
    if holder.rights == Rights::Everything {
        return Ok(());
    }
    let (handle, row) = (app.handle.clone(), *row);
    let found = spawn_blocking(move || shown(&handle, 0, &row)).await;
    let owner = found.map_err(|_| unreadable())?.map_err(|_| unreadable())?.and_then(|found| found.by);
    let plan = app.handle.active();
    if owner.is_some_and(|owner| holder.may(&plan.plan, Wish::Approve(&owner))) {
        return Ok(());
    }
    Err(refusal(
        StatusCode::FORBIDDEN,
        "no role of this token approves in the name of the owner who is asked",
    ))
}

#[expect(clippy::result_large_err, reason = "the error is the answer")]
fn said(bytes: &[u8]) -> Result<Said, Response> {
    let said: Said = serde_json::from_slice(bytes)
        .map_err(|_| bad("say what and who: `{\"answer\": \"approve\", \"by\": \"…\", \"note\": \"…\"}`"))?;
    let is_line = |text: &str| text.chars().count() <= LONGEST_LINE && !text.contains(char::is_control);
    if said.by.trim().is_empty() || !is_line(&said.by) || !said.note.as_deref().is_none_or(is_line) {
        return Err(bad("`by` says in one line who answers, and `note` what there is to say beside it"));
    }
    if said.answer == Word::Refuse && said.note.as_deref().is_none_or(|note| note.trim().is_empty()) {
        return Err(bad("a refusal overrides what the journey would do: `note` says why"));
    }
    Ok(said)
}

async fn row(app: &App, id: Id) -> Result<ApprovalRow, Response> {
    let handle = app.handle.clone();
    let found = spawn_blocking(move || handle.approval(id)).await.map_err(|_| unreadable())?;
    let row = found.map_err(|_| unreadable())?;
    row.ok_or_else(|| refusal(StatusCode::NOT_FOUND, "there is no such approval"))
}

/// What became of the approval, as the record tells: whose answer counted, if anybody's did.
async fn told(app: &App, row: &ApprovalRow, said: &Said, input: Option<Id>) -> Result<Response, Response> {
    let (handle, row) = (app.handle.clone(), *row);
    let found = spawn_blocking(move || counted(&handle, &row)).await.map_err(|_| unreadable())?;
    let Some((from, approved, by)) = found.map_err(|_| unreadable())? else {
        let reason = "nobody waits for this answer any more: its time is over, or the person has left";
        return Err(refusal(StatusCode::CONFLICT, reason));
    };
    let same = by == said.by && approved == (said.answer == Word::Approve);
    if same {
        let again = input != Some(from);
        return Ok(json(StatusCode::OK, &Answered { version: VERSION, id: row.id, approved, by, again }));
    }
    let word = if approved { "approved" } else { "refused" };
    Err(refusal(StatusCode::CONFLICT, &format!("{by} has {word} it before: the first answer counts")))
}

/// The input that brought the answer that counts, what it was, and whose.
fn counted(handle: &Handle, row: &ApprovalRow) -> Result<Option<(Id, bool, String)>, StoreError> {
    let mut before = None;
    loop {
        let page = handle.decisions(row.person, before, LONGEST_PAGE)?;
        for recorded in &page {
            if let Verdict::ApprovalAnswered { approval, approved, by, .. } = &recorded.decision.verdict
                && *approval == row.id
            {
                return Ok(Some((recorded.decision.input, *approved, by.clone())));
            }
        }
        match page.last().filter(|last| page.len() == LONGEST_PAGE && last.decision.at >= row.at) {
            Some(last) => before = Some(last.number),
            None => return Ok(None),
        }
    }
}

fn bad(reason: &str) -> Response {
    refusal(StatusCode::BAD_REQUEST, reason)
}

fn unreadable() -> Response {
    refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store cannot be read")
}
