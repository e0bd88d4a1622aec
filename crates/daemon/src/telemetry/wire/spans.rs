//! `ExportTraceServiceRequest`.

use super::{KeyValue, Resource, SCOPE, Scope, attribute, resource};
use crate::telemetry::span::Span;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    resource_spans: [ResourceSpans<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResourceSpans<'a> {
    resource: Resource<'a>,
    scope_spans: [ScopeSpans<'a>; 1],
}

#[derive(Serialize)]
struct ScopeSpans<'a> {
    scope: Scope,
    spans: Vec<Told<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    trace_id: String,
    span_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_span_id: Option<String>,
    name: &'a str,
    kind: u8,
    start_time_unix_nano: String,
    end_time_unix_nano: String,
    attributes: Vec<KeyValue<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Link {
    trace_id: String,
    span_id: String,
}

/// Only ever an error: all else is said by having none.
#[derive(Serialize)]
struct Status<'a> {
    code: u8,
    message: &'a str,
}

/// The body for `spans`.
pub(in crate::telemetry) fn spans(about: &[(String, String)], spans: &[Span]) -> Vec<u8> {
    let spans = spans.iter().map(told).collect();
    let scope_spans = [ScopeSpans { scope: SCOPE, spans }];
    let resource_spans = [ResourceSpans { resource: resource(about), scope_spans }];
    serde_json::to_vec(&Request { resource_spans }).unwrap_or_default()
}

fn told(span: &Span) -> Told<'_> {
    Told {
        trace_id: trace(span.trace),
        span_id: hex(span.id),
        parent_span_id: span.parent.map(hex),
        name: &span.name,
        kind: span.kind as u8,
        start_time_unix_nano: span.began.to_string(),
        end_time_unix_nano: span.ended.to_string(),
        attributes: span.attributes.iter().map(|(key, word)| attribute(key, word)).collect(),
        links: span.links.iter().map(|(to, id)| Link { trace_id: trace(*to), span_id: hex(*id) }).collect(),
        status: span.failure.as_deref().map(|message| Status { code: 2, message }),
    }
}

fn trace(id: u128) -> String {
    format!("{id:032x}")
}

fn hex(id: u64) -> String {
    format!("{id:016x}")
}
