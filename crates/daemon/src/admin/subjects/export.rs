//! All that is known of a person, for the person, as JSON or as a page to read.

use super::words::Language;
use super::{bad, find, page, refused, told};
use crate::admin::former::Former;
use crate::admin::history::told as happened;
use crate::admin::parameter;
use crate::admin::person::profile;
use crate::admin::why::explain;
use crate::answer::{json, refusal};
use crate::api::{Explained, Ground, Happened, Limitations, Recipient, Sent, Source, SubjectExport, VERSION};
use crate::app::App;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host::{Handle, NotDone, RightKind, RightsRequest, StoreError};
use filrouge_machine::{Id, Verdict};
use filrouge_plan::{Bundle, Plan};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Rows that are read at once.
const PAGE: usize = 500;

/// Answers the copy that a request asks for, once it is sure who asks; `?format=html&language=fr` for a page to read.
pub(in crate::admin) async fn export(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let request = match find(&app, &id).await {
        Ok(request) => request,
        Err(refused) => return refused,
    };
    if request.kind != RightKind::Export {
        return bad("the request does not ask for a copy");
    }
    if request.identity.is_none() {
        return refused(&NotDone::NotIdentified);
    }
    let given = |name: &str| parameter(query.as_deref(), name).unwrap_or_default();
    let language = Language::named(&given("language"));
    let (handle, now) = (app.handle.clone(), app.clock.now());
    match spawn_blocking(move || copy(&handle, &request, now)).await {
        Ok(Ok(Some(copy))) if given("format") == "html" => page::answer(&copy, language),
        Ok(Ok(Some(copy))) => json(StatusCode::OK, &copy),
        Ok(Ok(None)) => refused(&NotDone::Nobody),
        _ => refusal(StatusCode::INTERNAL_SERVER_ERROR, "the store cannot be read"),
    }
}

fn copy(handle: &Handle, request: &RightsRequest, now: i64) -> Result<Option<SubjectExport>, StoreError> {
    let bundle = handle.active();
    let person = request.person;
    let (Some(known), Some(profile)) = (handle.known(person)?, profile(handle, &bundle.plan, person, now)?)
    else {
        return Ok(None);
    };
    let limits = known.state.limits;
    let zone = TimeZone::get(&bundle.plan.project.timezone).unwrap_or(TimeZone::UTC);
    let events = told::events(everything(handle, person)?);
    let decisions = decisions(handle, person, &zone)?;
    let requests = handle.requests_of(person)?;
    Ok(Some(SubjectExport {
        version: VERSION,
        made_at: now,
        project: bundle.plan.project.name.clone(),
        request: request.id,
        kept_until: kept_until(handle, &bundle, &known.state),
        limits: Limitations {
            restricted: limits.restricted,
            held: limits.held,
            suppressed: limits.suppressed,
        },
        messages: messages(&decisions),
        recipients: recipients(&bundle.plan, &decisions),
        sources: sources(&events),
        purposes: purposes(&bundle.plan),
        requests: requests.into_iter().map(told::request).collect(),
        profile,
        events,
        decisions,
    }))
}

fn kept_until(handle: &Handle, bundle: &Bundle, state: &filrouge_machine::Person) -> Option<i64> {
    let retention = bundle.plan.profile.retention.as_ref()?;
    handle.ready().kept_until(retention, state.since?, Some(state))
}

fn everything(handle: &Handle, person: Id) -> Result<Vec<Happened>, StoreError> {
    let (mut all, mut after) = (Vec::new(), 0);
    let mut former = Former::of(handle);
    loop {
        let rows = handle.history(person, after, PAGE)?;
        let Some(last) = rows.last() else { return Ok(all) };
        after = last.number;
        for row in rows {
            let bundle = former.bundle(&row.plan)?;
            all.push(happened(row, bundle));
        }
    }
}

fn decisions(handle: &Handle, person: Id, zone: &TimeZone) -> Result<Vec<Explained>, StoreError> {
    let (mut all, mut before) = (Vec::new(), None);
    loop {
        let page = handle.decisions(person, before, PAGE)?;
        let Some(last) = page.last() else { return Ok(all) };
        before = Some(last.number);
        for mut decision in explain(handle, page)? {
            decision.verdict = told::verdict(decision.verdict);
            let sentence = filrouge_explain::sentence(&decision.verdict, zone);
            all.push(Explained { sentence, decision });
        }
    }
}

fn messages(decisions: &[Explained]) -> Vec<Sent> {
    let sent = |explained: &Explained| {
        let decision = &explained.decision;
        let Verdict::Queued { effect, channel, ground, .. } = &decision.verdict else { return None };
        Some(Sent {
            at: decision.at,
            effect: *effect,
            journey: decision.journey.clone(),
            step: decision.step.clone(),
            channel: channel.clone(),
            purpose: ground.purpose.clone(),
        })
    };
    decisions.iter().filter_map(sent).collect()
}

/// Every service of the project: that one got nothing is told too.
fn recipients(plan: &Plan, decisions: &[Explained]) -> Vec<Recipient> {
    let of_channel = |name: &str| plan.channels.iter().find(|channel| channel.name == name);
    let mut all: BTreeMap<&str, (u64, u64)> =
        plan.connectors.iter().map(|connector| (connector.name.as_str(), (0, 0))).collect();
    for explained in decisions {
        match &explained.decision.verdict {
            Verdict::Queued { channel, .. } => {
                let connector = of_channel(channel).map_or("", |channel| channel.connector.as_str());
                all.entry(connector).or_default().0 += 1;
            }
            Verdict::Asked { connector, .. } => all.entry(connector).or_default().1 += 1,
            _ => {}
        }
    }
    let recipient = |(name, (messages, questions)): (&str, (u64, u64))| Recipient {
        name: name.to_owned(),
        messages,
        questions,
    };
    all.into_iter().map(recipient).collect()
}

fn sources(events: &[Happened]) -> Vec<Source> {
    let mut all: BTreeMap<&str, u64> = BTreeMap::new();
    events.iter().for_each(|event| *all.entry(&event.source).or_default() += 1);
    all.into_iter().map(|(name, inputs)| Source { name: name.to_owned(), inputs }).collect()
}

fn purposes(plan: &Plan) -> Vec<Ground> {
    let ground = |purpose: &filrouge_plan::Purpose| Ground {
        purpose: purpose.name.clone(),
        data_use: purpose.data_use.clone(),
        basis: purpose.basis,
    };
    plan.purposes.iter().map(ground).collect()
}
