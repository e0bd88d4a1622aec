//! How many people are in what.

use crate::answer::{json, refusal};
use crate::api::{Size, Sizes, VERSION};
use crate::app::App;
use crate::counted::Count;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use filrouge_host as host;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most people that are looked at: a fraction of a second of one core.
const MOST: usize = 10_000;

/// Answers what was counted, at most a minute ago.
pub(super) async fn sizes(State(app): State<Arc<App>>) -> Response {
    let (now, bundle) = (app.clock.now(), app.handle.active());
    let plan = host::compiled(&bundle).hash.clone();
    let handle = app.handle.clone();
    let counted = app.counted.at(now, &plan, move || handle.sizes(now, MOST)).await;
    match counted {
        Ok(count) => json(StatusCode::OK, &document(&count, bundle.plan.project.name.clone(), now)),
        Err(error) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

fn document(count: &Count, project: String, now: i64) -> Sizes {
    let sizes = &count.sizes;
    Sizes {
        version: VERSION,
        project,
        plan: count.plan.clone(),
        at: count.at,
        age: now.abs_diff(count.at) / 1_000,
        looked: sizes.looked,
        of: sizes.of,
        segments: named(&sizes.segments),
        journeys: named(&sizes.journeys),
    }
}

fn named(sizes: &BTreeMap<String, u64>) -> Vec<Size> {
    sizes.iter().map(|(name, people)| Size { name: name.clone(), people: *people }).collect()
}
