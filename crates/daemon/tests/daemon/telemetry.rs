//! Traces and metrics: one trace from a call to the service, and the way back from a decision, with nothing stored.

use super::client::{basic, call};
use super::collector::{Collector, Span};
use super::project;
use super::running::{Running, WRITE_KEY, cart, config, eventually, prepare};
use filrouge_daemon::{Config, Daemon, Telemetry};
use serde_json::{Value as Json, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";

/// What the environment would say.
fn telemetry(collector: &Collector, more: &[(&str, &str)]) -> Telemetry {
    let usual = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url.as_str()),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=k1"),
        ("OTEL_BSP_SCHEDULE_DELAY", "20"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "50"),
        ("OTEL_SERVICE_NAME", "shop"),
    ];
    let all: Vec<_> = more.iter().chain(&usual).collect();
    Telemetry::read(&|name| all.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned()))
}

fn observed(root: &Path, collector: &Collector, more: &[(&str, &str)]) -> Config {
    Config { telemetry: telemetry(collector, more), ..config(root) }
}

async fn running(text: &str, collector: &Collector, more: &[(&str, &str)]) -> Running {
    let (root, endpoint) = prepare();
    let compiler = project::folder(root.path(), text);
    let daemon = Daemon::start(observed(root.path(), collector, more), Arc::new(compiler)).await.unwrap();
    Running { daemon, endpoint, root }
}

fn traced(running: &Running, path: &str, traceparents: &[&str], body: &Json) {
    let key = basic(WRITE_KEY);
    let mut headers = vec![("authorization", key.as_str())];
    headers.extend(traceparents.iter().map(|traceparent| ("traceparent", *traceparent)));
    let answer = call(running.address(), "POST", path, &headers, body.to_string().as_bytes());
    assert_eq!(answer.status, 200, "{answer:?}");
}

fn traceparent(flags: &str) -> String {
    format!("00-{TRACE}-{CALLER}-{flags}")
}

/// Trace, parent and flags that the service was told at its latest call.
fn told(running: &Running) -> (String, String, String) {
    let calls = running.endpoint.calls();
    let header = &calls.last().unwrap().headers["traceparent"];
    let parts: Vec<&str> = header.split('-').collect();
    assert_eq!((parts.len(), parts[0]), (4, "00"), "{header}");
    (parts[1].into(), parts[2].into(), parts[3].into())
}

fn find<'s>(spans: &'s [Span], trace: &str, name: &str) -> &'s Span {
    let found = spans.iter().find(|span| span.trace == trace && span.name == name);
    found.unwrap_or_else(|| panic!("no `{name}` in {trace}: {spans:#?}"))
}

fn has(collector: &Collector, trace: &str, name: &str) -> bool {
    collector.spans().iter().any(|span| span.trace == trace && span.name == name)
}

/// The decision about `person` with this word.
fn decision(running: &Running, person: &str, word: &str) -> Json {
    let why = running.why(person);
    let found = why.iter().find(|decision| {
        decision["verdict"] == word || !decision["verdict"].get(word).unwrap_or(&Json::Null).is_null()
    });
    found.cloned().unwrap_or_else(|| panic!("no `{word}`: {why:#?}"))
}

fn text<'j>(json: &'j Json, name: &str) -> &'j str {
    json[name].as_str().unwrap()
}

fn last_digits(id: &str) -> &str {
    id.get(16..).unwrap()
}

#[test]
fn the_collector_refuses_what_is_not_otlp() {
    let collector = Collector::start();
    let address = collector.url.strip_prefix("http://").unwrap().parse().unwrap();
    let span = json!({
        "traceId": TRACE, "spanId": CALLER, "name": "x", "kind": 1,
        "startTimeUnixNano": "1780000000000000000", "endTimeUnixNano": "1780000000000000001",
    });
    let post = |path: &str, kind: &str, span: Json| {
        let scope = json!({ "scope": { "name": "n", "version": "1" }, "spans": [span] });
        let resource = json!({ "resource": { "attributes": [] }, "scopeSpans": [scope] });
        let body = json!({ "resourceSpans": [resource] }).to_string();
        call(address, "POST", path, &[("content-type", kind)], body.as_bytes()).status
    };
    let json = "application/json";
    assert_eq!(post("/v1/traces", json, span.clone()), 200);
    assert_eq!(post("/v1/traces", "text/plain", span.clone()), 400);
    assert_eq!(post("/v1/spans", json, span.clone()), 400);
    for (member, bad) in [
        ("traceId", json!("S/kvNXezTaajzpKdDg5HNg==")),
        ("spanId", json!("0000000000000000")),
        ("startTimeUnixNano", json!(1_780_000_000_000_000_000_u64)),
        ("startTimeUnixNano", json!("1780000000000")),
        ("kind", json!("SPAN_KIND_SERVER")),
        ("name", json!("")),
        ("trace_id", json!(TRACE)),
    ] {
        let mut bad_span = span.clone();
        bad_span[member] = bad;
        assert_eq!(post("/v1/traces", json, bad_span), 400, "{member}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_trace_leads_from_the_caller_to_the_service() {
    let collector = Collector::start();
    let running = running("Bonjour", &collector, &[]).await;
    running.grant("u1");
    traced(&running, "/v1/track", &[&traceparent("01")], &cart("u1", "c1"));
    running.endpoint.wait_for(1);
    let (trace, parent, flags) = told(&running);
    assert_eq!((trace.as_str(), flags.as_str()), (TRACE, "01"));
    eventually("the outcome is told", || has(&collector, TRACE, "sent"));
    eventually("the call is told", || has(&collector, TRACE, "POST /v1/{call}"));
    let spans = collector.spans();
    let of = |name: &str| find(&spans, TRACE, name);
    let (answered, input, deliver, sent) = (of("POST /v1/{call}"), of("input"), of("deliver"), of("sent"));
    assert_eq!((answered.kind, answered.parent.as_deref()), (2, Some(CALLER)));
    assert_eq!(answered.attributes["http.response.status_code"], 200);
    assert_eq!(input.parent.as_ref(), Some(&answered.id));
    assert_eq!((deliver.kind, deliver.parent.as_ref()), (3, Some(&input.id)));
    assert_eq!(deliver.id, parent, "the service is told the span of its own call");
    assert_eq!(deliver.attributes["filrouge.outcome"], "sent");
    assert_eq!(sent.parent.as_ref(), Some(&deliver.id));
    let queued = decision(&running, "u1", "queued");
    let span = of("queued");
    assert_eq!((span.id.as_str(), span.parent.as_ref()), (last_digits(text(&queued, "id")), Some(&input.id)));
    assert_eq!(span.attributes["filrouge.effect"], queued["verdict"]["queued"]["effect"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_id_of_an_input_is_a_trace_that_leads_to_where_it_was() {
    let collector = Collector::start();
    let running = running("Bonjour", &collector, &[]).await;
    running.grant("u1");
    traced(&running, "/v1/track", &[&traceparent("01")], &cart("u1", "c1"));
    let input = text(&decision(&running, "u1", "queued"), "input").to_owned();
    eventually("the lead is told", || has(&collector, &input, "input"));
    let spans = collector.spans();
    let (lead, there) = (find(&spans, &input, "input"), find(&spans, TRACE, "input"));
    assert_eq!(lead.links, [(TRACE.to_owned(), there.id.clone())]);
    assert_eq!(there.links, [(input.clone(), lead.id.clone())]);
    assert_eq!(lead.id, last_digits(&input));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_that_nobody_has_traced_begins_the_trace_of_its_input() {
    let collector = Collector::start();
    let running = running("Bonjour", &collector, &[]).await;
    running.grant("u1");
    let garbage = ["00-xyz", "", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"];
    for (number, traceparent) in garbage.into_iter().enumerate() {
        let body = cart("u1", &format!("c{number}"));
        traced(&running, "/v1/track", &[traceparent], &body);
        running.endpoint.wait_for(number + 1);
        let queued = decision(&running, "u1", "queued");
        assert_eq!(told(&running).0, text(&queued, "input"));
    }
    let twice = traceparent("01");
    traced(&running, "/v1/track", &[&twice, &twice], &cart("u1", "c9"));
    running.endpoint.wait_for(4);
    let input = text(&decision(&running, "u1", "queued"), "input").to_owned();
    assert_eq!(told(&running).0, input);
    eventually("the call is told", || has(&collector, &input, "POST /v1/{call}"));
    let spans = collector.spans();
    let call = find(&spans, &input, "POST /v1/{call}");
    assert_eq!((call.parent.as_ref(), find(&spans, &input, "input").links.len()), (None, 0));
    assert!(collector.taken().refused.is_empty(), "{:?}", collector.taken().refused);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_input_of_a_batch_is_in_its_trace_and_a_repeated_one_leads_nowhere_new() {
    let collector = Collector::start();
    let running = running("Bonjour", &collector, &[]).await;
    let batch = json!({ "batch": [
        { "type": "track", "userId": "u1", "messageId": "a", "event": "Cart Updated",
          "properties": { "cart_id": "c1", "value": 1 } },
        { "type": "track", "userId": "u2", "messageId": "b", "event": "Cart Updated",
          "properties": { "cart_id": "c2", "value": 1 } },
    ] });
    for _ in 0..2 {
        traced(&running, "/v1/batch", &[&traceparent("01")], &batch);
    }
    let inputs = |result: &str| {
        let spans = collector.spans().into_iter().filter(|span| span.trace == TRACE && span.name == "input");
        spans.filter(|span| span.attributes["filrouge.result"] == result).count()
    };
    eventually("all are told", || (inputs("applied"), inputs("duplicate")) == (2, 2));
    running.daemon.stop().await;
    let spans = collector.spans();
    let leads: Vec<_> = spans.iter().filter(|span| span.trace != TRACE && span.name == "input").collect();
    assert_eq!(leads.len(), 2, "{leads:#?}");
    let mut ids: Vec<_> = spans.iter().map(|span| (&span.trace, &span.id)).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), spans.len(), "no span is told twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_timer_wakes_is_a_trace_of_its_own_that_leads_back_over_a_restart() {
    let collector = Collector::start();
    let Running { daemon, endpoint, root } = running("waits a moment", &collector, &[]).await;
    let running = Running { daemon, endpoint, root };
    running.grant("u1");
    traced(&running, "/v1/track", &[&traceparent("01")], &cart("u1", "c1"));
    let entered = decision(&running, "u1", "entered");
    let Running { daemon, endpoint, root } = running;
    daemon.stop().await;
    let compiler = project::folder(root.path(), "waits a moment");
    let daemon = Daemon::start(observed(root.path(), &collector, &[]), Arc::new(compiler)).await.unwrap();
    let running = Running { daemon, endpoint, root };
    running.endpoint.wait_for(1);
    let woken = text(&decision(&running, "u1", "queued"), "input").to_owned();
    assert_eq!(told(&running).0, woken);
    eventually("all is told", || has(&collector, &woken, "deliver") && has(&collector, &woken, "queued"));
    let spans = collector.spans();
    let (walk, wake) = (text(&entered, "instance"), find(&spans, &woken, "wake"));
    assert_eq!(find(&spans, &woken, "deliver").parent.as_ref(), Some(&wake.id));
    assert_eq!(wake.links, [(walk.to_owned(), last_digits(walk).to_owned())]);
    let lead = find(&spans, walk, "walk");
    assert_eq!((lead.id.as_str(), lead.links.len()), (last_digits(walk), 1));
    assert_eq!(lead.links[0], (TRACE.to_owned(), last_digits(text(&entered, "id")).to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_leaves_after_a_restart_is_in_the_trace_of_its_input() {
    let collector = Collector::start();
    let running = running("Bonjour", &collector, &[]).await;
    fs::write(running.root.path().join("url"), "http://127.0.0.1:1/").unwrap();
    running.grant("u1");
    traced(&running, "/v1/track", &[&traceparent("01")], &cart("u1", "c1"));
    let input = text(&decision(&running, "u1", "queued"), "input").to_owned();
    let Running { daemon, endpoint, root } = running;
    daemon.stop().await;
    fs::write(root.path().join("url"), &endpoint.url).unwrap();
    let compiler = project::folder(root.path(), "Bonjour");
    let daemon = Daemon::start(observed(root.path(), &collector, &[]), Arc::new(compiler)).await.unwrap();
    let running = Running { daemon, endpoint, root };
    running.endpoint.wait_for(1);
    assert_eq!(told(&running).0, input);
    eventually("the call is told", || has(&collector, &input, "deliver"));
    let spans = collector.spans();
    let (lead, deliver) = (find(&spans, &input, "input"), find(&spans, &input, "deliver"));
    assert_eq!(deliver.parent.as_ref(), Some(&lead.id));
    assert_eq!(lead.links[0].0, TRACE, "and from there to the caller");
    let failed = find(&spans, TRACE, "deliver");
    assert!(failed.failed.as_ref().is_some_and(|reason| reason.starts_with("again later")), "{failed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trace_that_the_caller_does_not_keep_is_not_kept_and_told_on() {
    let collector = Collector::start();
    let running = running("Bonjour", &collector, &[]).await;
    running.grant("u1");
    traced(&running, "/v1/track", &[&traceparent("00")], &cart("u1", "c1"));
    running.endpoint.wait_for(1);
    let (trace, _, flags) = told(&running);
    assert_eq!((trace.as_str(), flags.as_str()), (TRACE, "00"));
    running.daemon.stop().await;
    assert!(collector.spans().iter().all(|span| span.trace != TRACE), "{:#?}", collector.spans());
    assert!(!collector.spans().is_empty(), "the grant is kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_named_and_the_numbers_are_those_of_prometheus() {
    let collector = Collector::start();
    let gzip = [("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip")];
    let running = running("Bonjour", &collector, &gzip).await;
    running.grant("lea-the-person");
    let mut event = cart("lea-the-person", "basket-77");
    event["context"] = json!({ "traits": { "email": "lea@example.com" } });
    traced(&running, "/v1/track", &[], &event);
    running.endpoint.wait_for(1);
    eventually("sent is told", || {
        collector.taken().numbers.get("filrouge_deliveries_total sent") == Some(&1.0)
    });
    let text = call(running.address(), "GET", "/metrics", &[], b"").body;
    let lines = text.lines().filter(|line| !line.starts_with('#')).count();
    running.daemon.stop().await;
    let taken = collector.taken();
    assert_eq!(taken.numbers.len(), lines, "{:?}", taken.numbers);
    assert_eq!(taken.numbers["filrouge_people"], 1.0);
    assert_eq!(taken.resource["service.name"], "shop");
    assert!(taken.keys.iter().all(|key| key == "k1") && taken.refused.is_empty(), "{:?}", taken.refused);
    let all = format!("{:?}", taken.spans);
    for personal in ["lea", "basket", "example.com", "form"] {
        assert!(!all.contains(personal), "{personal}: {all}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_is_down_costs_spans_and_nothing_else() {
    let mut collector = Collector::start();
    collector.url = "http://127.0.0.1:1".into();
    let small = [("OTEL_BSP_MAX_QUEUE_SIZE", "4"), ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "2")];
    let running = running("Bonjour", &collector, &small).await;
    for user in ["u1", "u2", "u3", "u4", "u5"] {
        running.grant(user);
        running.cart(user, user);
    }
    running.endpoint.wait_for(5);
    let dropped = || {
        let text = call(running.address(), "GET", "/metrics", &[], b"").body;
        let count =
            text.lines().find_map(|line| line.strip_prefix("filrouge_spans_total{result=\"dropped\"} "));
        count.unwrap().parse::<u64>().unwrap()
    };
    eventually("they are counted", || dropped() > 0);
    let began = Instant::now();
    running.daemon.stop().await;
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_is_busy_is_asked_again_and_one_that_refuses_is_not() {
    let collector = Collector::start();
    let no_metrics = [("OTEL_METRICS_EXPORTER", "none")];
    *collector.script.lock().unwrap() = vec![503];
    let running = running("Bonjour", &collector, &no_metrics).await;
    running.grant("u1");
    eventually("the spans come at last", || !collector.spans().is_empty());
    *collector.script.lock().unwrap() = vec![400];
    running.cart("u1", "c1");
    eventually("the refusal was given", || collector.script.lock().unwrap().is_empty());
    let lost = collector.spans();
    running.grant("u2");
    eventually("later ones come", || collector.spans().len() > lost.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_collector_a_service_is_told_of_no_trace() {
    let running = super::running::running("Bonjour").await;
    running.grant("u1");
    traced(&running, "/v1/track", &[&traceparent("01")], &cart("u1", "c1"));
    running.endpoint.wait_for(1);
    assert!(!running.endpoint.calls()[0].headers.contains_key("traceparent"));
}
