//! `ExportMetricsServiceRequest`.

use super::{KeyValue, Resource, SCOPE, Scope, pair, resource};
use crate::metrics::{Number, Sample};
use serde::Serialize;

/// The sums are those since the start.
const CUMULATIVE: u8 = 2;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    resource_metrics: [ResourceMetrics<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourceMetrics<'a> {
    resource: Resource<'a>,
    scope_metrics: [ScopeMetrics<'a>; 1],
}

#[derive(Serialize)]
struct ScopeMetrics<'a> {
    scope: Scope,
    metrics: Vec<Metric<'a>>,
}

#[derive(Serialize)]
struct Metric<'a> {
    name: &'static str,
    #[serde(flatten)]
    data: Data<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Data<'a> {
    Sum(Sum<'a>),
    Gauge(Gauge<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sum<'a> {
    data_points: Vec<Point<'a>>,
    aggregation_temporality: u8,
    is_monotonic: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Gauge<'a> {
    data_points: Vec<Point<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Point<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<KeyValue<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_time_unix_nano: Option<String>,
    time_unix_nano: String,
    #[serde(flatten)]
    number: As,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum As {
    AsInt(String),
    AsDouble(f64),
}

/// The body for `samples`, which were counted from `since` to `now`, in nanoseconds since 1970.
pub(in crate::telemetry) fn metrics(
    about: &[(String, String)],
    samples: &[Sample],
    since: u64,
    now: u64,
) -> Vec<u8> {
    let same = samples.chunk_by(|one, next| one.name == next.name);
    let metrics = same.filter_map(|samples| metric(samples, since, now)).collect();
    let scope_metrics = [ScopeMetrics { scope: SCOPE, metrics }];
    let resource_metrics = [ResourceMetrics { resource: resource(about), scope_metrics }];
    serde_json::to_vec(&Request { resource_metrics }).unwrap_or_default()
}

fn metric<'a>(samples: &'a [Sample], since: u64, now: u64) -> Option<Metric<'a>> {
    let Sample { name, grows, .. } = samples.first()?;
    let data_points = samples.iter().map(|sample| point(sample, grows.then_some(since), now)).collect();
    let data = if *grows {
        Data::Sum(Sum { data_points, aggregation_temporality: CUMULATIVE, is_monotonic: true })
    } else {
        Data::Gauge(Gauge { data_points })
    };
    Some(Metric { name, data })
}

fn point<'a>(sample: &'a Sample, since: Option<u64>, now: u64) -> Point<'a> {
    let number = match sample.number {
        Number::Whole(number) => As::AsInt(number.to_string()),
        Number::Real(number) => As::AsDouble(number),
    };
    Point {
        attributes: sample.labels.iter().map(|(name, value)| pair(name, value)).collect(),
        start_time_unix_nano: since.map(|since| since.to_string()),
        time_unix_nano: now.to_string(),
        number,
    }
}
