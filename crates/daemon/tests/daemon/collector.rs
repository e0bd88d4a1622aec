//! A collector of OpenTelemetry, which takes OTLP in JSON as its definition says, and refuses all else.

use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// The collector.
#[derive(Clone)]
pub struct Collector {
    pub url: String,
    taken: Arc<Mutex<Taken>>,
    /// Answers to give before it takes anything.
    pub script: Arc<Mutex<Vec<u16>>>,
}

/// What it took.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    pub spans: Vec<Span>,
    /// The latest value of each number, by name and labels.
    pub numbers: BTreeMap<String, f64>,
    pub resource: BTreeMap<String, Json>,
    pub keys: Vec<String>,
    /// What it refused, with the reason.
    pub refused: Vec<String>,
}

/// A span, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    pub trace: String,
    pub id: String,
    pub parent: Option<String>,
    pub name: String,
    pub kind: u8,
    pub nanos: (u64, u64),
    pub attributes: BTreeMap<String, Json>,
    pub links: Vec<(String, String)>,
    pub failed: Option<String>,
}

mod wire {
    //! The messages of opentelemetry-proto, as JSON. No member but theirs is read.

    use serde::Deserialize;
    use serde_json::Value as Json;

    macro_rules! message {
        ($name:ident { $($field:ident: $of:ty),* $(,)? } $({ $($may:ident: $be:ty),* $(,)? })?) => {
            #[derive(Debug, Deserialize)]
            #[serde(rename_all = "camelCase", deny_unknown_fields)]
            pub struct $name { $(pub $field: $of,)* $($(#[serde(default)] pub $may: $be,)*)? }
        };
    }

    message!(Traces { resource_spans: Vec<ResourceSpans>, });
    message!(ResourceSpans { resource: Resource, scope_spans: Vec<ScopeSpans>, });
    message!(ScopeSpans { scope: Scope, spans: Vec<Span>, });
    message!(Resource { attributes: Vec<KeyValue>, });
    message!(Scope { name: String, version: String });
    message!(KeyValue { key: String, value: Json });
    message!(Span {
        trace_id: String, span_id: String, name: String, kind: u8, start_time_unix_nano: String,
        end_time_unix_nano: String,
    } { parent_span_id: Option<String>, attributes: Vec<KeyValue>, links: Vec<Link>, status: Option<Status>, });
    message!(Link { trace_id: String, span_id: String });
    message!(Status { code: u8, } { message: String, });
    message!(Metrics { resource_metrics: Vec<ResourceMetrics>, });
    message!(ResourceMetrics { resource: Resource, scope_metrics: Vec<ScopeMetrics>, });
    message!(ScopeMetrics { scope: Scope, metrics: Vec<Metric>, });
    message!(Metric { name: String, } { sum: Option<Sum>, gauge: Option<Gauge>, });
    message!(Sum { data_points: Vec<Point>, aggregation_temporality: u8, is_monotonic: bool, });
    message!(Gauge { data_points: Vec<Point>, });
    message!(Point { time_unix_nano: String, } {
        attributes: Vec<KeyValue>, start_time_unix_nano: Option<String>, as_int: Option<String>,
        as_double: Option<f64>,
    });
}

impl Collector {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let collector = Self { url, taken: Arc::default(), script: Arc::default() };
        let served = collector.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let served = served.clone();
                thread::spawn(move || served.serve(stream));
            }
        });
        collector
    }

    pub fn taken(&self) -> Taken {
        self.taken.lock().unwrap().clone()
    }

    pub fn spans(&self) -> Vec<Span> {
        self.taken().spans
    }

    fn serve(&self, mut stream: TcpStream) {
        while let Some((head, body)) = request(&mut stream) {
            let (status, answer) = self.answer(&head, &body);
            let length = answer.len();
            let answer = format!("HTTP/1.1 {status} x\r\ncontent-length: {length}\r\n\r\n{answer}");
            let is_last = head.to_lowercase().contains("\r\nconnection: close");
            if stream.write_all(answer.as_bytes()).is_err() || is_last {
                return;
            }
        }
    }

    fn answer(&self, head: &str, body: &[u8]) -> (u16, &'static str) {
        let scripted = Some(self.script.lock().unwrap()).filter(|script| !script.is_empty());
        if let Some(status) = scripted.map(|mut script| script.remove(0)) {
            return (status, "");
        }
        match self.take(head, body) {
            Ok(()) => (200, "{}"),
            Err(reason) => {
                self.taken.lock().unwrap().refused.push(reason);
                (400, "")
            }
        }
    }

    fn take(&self, head: &str, mut body: &[u8]) -> Result<(), String> {
        let line = head.lines().next().unwrap_or_default();
        let headers: BTreeMap<String, String> = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        if headers.get("content-type").map(String::as_str) != Some("application/json") {
            return Err(format!("the content is not told to be JSON: {headers:?}"));
        }
        let mut text = Vec::new();
        match headers.get("content-encoding").map(String::as_str) {
            Some("gzip") => {
                flate2::read::GzDecoder::new(body).read_to_end(&mut text).map_err(|e| e.to_string())?
            }
            _ => body.read_to_end(&mut text).map_err(|error| error.to_string())?,
        };
        let mut taken = self.taken.lock().unwrap();
        taken.keys.extend(headers.get("x-key").cloned());
        match line {
            "POST /v1/traces HTTP/1.1" => taken.traces(&read(&text)?),
            "POST /v1/metrics HTTP/1.1" => taken.metrics(&read(&text)?),
            other => Err(format!("nothing is taken there: {other}")),
        }
    }
}

fn read<T: for<'de> Deserialize<'de>>(text: &[u8]) -> Result<T, String> {
    serde_json::from_slice(text).map_err(|error| format!("{error}: {}", String::from_utf8_lossy(text)))
}

impl Taken {
    fn traces(&mut self, traces: &wire::Traces) -> Result<(), String> {
        for about in &traces.resource_spans {
            self.resource = attributes(&about.resource.attributes)?;
            for scope in &about.scope_spans {
                named(&scope.scope.name)?;
                named(&scope.scope.version)?;
                let spans: Result<Vec<_>, _> = scope.spans.iter().map(span).collect();
                self.spans.extend(spans?);
            }
        }
        Ok(())
    }

    fn metrics(&mut self, metrics: &wire::Metrics) -> Result<(), String> {
        for about in &metrics.resource_metrics {
            attributes(&about.resource.attributes)?;
            for scope in &about.scope_metrics {
                named(&scope.scope.name)?;
                scope.metrics.iter().try_for_each(|metric| self.metric(metric))?;
            }
        }
        Ok(())
    }

    fn metric(&mut self, metric: &wire::Metric) -> Result<(), String> {
        let (points, sum) = match (&metric.sum, &metric.gauge) {
            (Some(sum), None) if sum.aggregation_temporality == 2 && sum.is_monotonic => {
                (&sum.data_points, true)
            }
            (None, Some(gauge)) => (&gauge.data_points, false),
            _ => return Err(format!("neither a sum nor a gauge: {metric:?}")),
        };
        for point in points {
            if nanos(&point.time_unix_nano)? < point.start_time_unix_nano.as_deref().map_or(Ok(0), nanos)?
                || point.start_time_unix_nano.is_some() != sum
            {
                return Err(format!("a time is wrong: {point:?}"));
            }
            let labels = attributes(&point.attributes)?;
            let labels: Vec<_> = labels.values().filter_map(Json::as_str).collect();
            let number = match (&point.as_int, point.as_double) {
                (Some(whole), None) => whole.parse::<i64>().map_err(|error| error.to_string())? as f64,
                (None, Some(real)) => real,
                _ => return Err(format!("no number, or two: {point:?}")),
            };
            self.numbers.insert(format!("{} {}", metric.name, labels.join(" ")).trim().to_owned(), number);
        }
        Ok(())
    }
}

fn named(name: &str) -> Result<(), String> {
    if name.is_empty() { Err("a name is empty".to_owned()) } else { Ok(()) }
}

fn nanos(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("no time: {text}"))
}

fn id(text: &str, digits: usize) -> Result<String, String> {
    let hex = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let stands = hex && text.bytes().any(|byte| byte != b'0');
    if stands { Ok(text.to_owned()) } else { Err(format!("no id of {digits} digits: {text}")) }
}

fn span(span: &wire::Span) -> Result<Span, String> {
    let links = span.links.iter().map(|link| Ok((id(&link.trace_id, 32)?, id(&link.span_id, 16)?)));
    let times = (nanos(&span.start_time_unix_nano)?, nanos(&span.end_time_unix_nano)?);
    // A time in another unit would not be of this century.
    if times.0 > times.1 || times.0 / 1_000_000_000_000_000_000 != 1 || !(1..=5).contains(&span.kind) {
        return Err(format!("a time or a kind is wrong: {span:?}"));
    }
    named(&span.name)?;
    Ok(Span {
        trace: id(&span.trace_id, 32)?,
        id: id(&span.span_id, 16)?,
        parent: span.parent_span_id.as_deref().map(|parent| id(parent, 16)).transpose()?,
        name: span.name.clone(),
        kind: span.kind,
        nanos: times,
        attributes: attributes(&span.attributes)?,
        links: links.collect::<Result<_, String>>()?,
        failed: span.status.as_ref().filter(|status| status.code == 2).map(|status| status.message.clone()),
    })
}

fn attributes(pairs: &[wire::KeyValue]) -> Result<BTreeMap<String, Json>, String> {
    let mut attributes = BTreeMap::new();
    for wire::KeyValue { key, value } in pairs {
        let members =
            value.as_object().filter(|members| members.len() == 1).ok_or("a value is one member")?;
        let value = match members.iter().next().map(|(kind, value)| (kind.as_str(), value)) {
            Some(("stringValue", Json::String(text))) => Json::from(text.as_str()),
            Some(("intValue", Json::String(text))) => {
                Json::from(text.parse::<i64>().map_err(|error| error.to_string())?)
            }
            other => return Err(format!("no value: {other:?}")),
        };
        if attributes.insert(key.clone(), value).is_some() {
            return Err(format!("`{key}` is told twice"));
        }
    }
    Ok(attributes)
}

fn request(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let (mut bytes, mut part) = (Vec::new(), [0; 65_536]);
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            let whole = end + 4 + length.unwrap_or(0_usize);
            if bytes.len() >= whole {
                return Some((head, bytes[end + 4..whole].to_vec()));
            }
        }
        let length = stream.read(&mut part).ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&part[..length]);
    }
}
