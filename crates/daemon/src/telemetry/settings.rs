//! Where traces and metrics go, as the standard variables of OpenTelemetry say.

use super::sampler::Sampler;
use reqwest::Url;
use std::fmt;
use std::time::Duration;

/// Where traces and metrics go. Without an endpoint nothing goes anywhere.
#[derive(Clone, Default)]
pub struct Telemetry {
    /// Where spans go.
    pub(super) traces: Option<Endpoint>,
    /// Where metrics go.
    pub(super) metrics: Option<Endpoint>,
    /// What is said of this process.
    pub(super) resource: Vec<(String, String)>,
    pub(super) sampler: Option<Sampler>,
    /// Whether the traces of callers are continued.
    pub(super) continues: bool,
    /// Spans that may wait.
    pub(super) queue: usize,
    /// Spans that are sent together at the most.
    pub(super) together: usize,
    /// How long a span waits for others.
    pub(super) delay: Duration,
    /// How often metrics are sent.
    pub(super) every: Duration,
    /// What was said and is not as it must be; it is told when the daemon starts.
    pub(super) complaints: Vec<String>,
}

/// One address that takes OTLP.
#[derive(Clone)]
pub(super) struct Endpoint {
    pub(super) url: Url,
    /// They may hold a key.
    pub(super) headers: Vec<(String, String)>,
    pub(super) timeout: Duration,
    pub(super) packs: bool,
}

impl fmt::Debug for Telemetry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (traces, metrics) = (self.traces.is_some(), self.metrics.is_some());
        f.debug_struct("Telemetry")
            .field("traces", &traces)
            .field("metrics", &metrics)
            .finish_non_exhaustive()
    }
}

impl Telemetry {
    /// What the environment says.
    #[must_use]
    pub fn from_environment() -> Self {
        Self::read(&|name| std::env::var(name).ok())
    }

    /// What `variables` say, by their name. One that is empty says nothing.
    #[must_use]
    pub fn read(variables: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut reader = Reader { variables, complaints: Vec::new() };
        if reader.says("OTEL_SDK_DISABLED", "true") {
            return Self::default();
        }
        let sampler = reader.sampler();
        let traces = reader.endpoint("TRACES").filter(|_| !sampler.is_off());
        let metrics = reader.endpoint("METRICS");
        Self {
            traces,
            metrics,
            resource: reader.resource(),
            sampler: Some(sampler),
            continues: reader.get("OTEL_PROPAGATORS").is_none_or(|names| names.contains("tracecontext")),
            queue: reader.number("OTEL_BSP_MAX_QUEUE_SIZE", 16_384) as usize,
            together: reader.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512) as usize,
            delay: Duration::from_millis(reader.number("OTEL_BSP_SCHEDULE_DELAY", 5_000)),
            every: Duration::from_millis(reader.number("OTEL_METRIC_EXPORT_INTERVAL", 60_000)),
            complaints: reader.complaints,
        }
    }
}

/// Reads variables, and keeps what is wrong with them.
struct Reader<'v> {
    variables: &'v dyn Fn(&str) -> Option<String>,
    complaints: Vec<String>,
}

impl Reader<'_> {
    fn get(&self, name: &str) -> Option<String> {
        (self.variables)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn says(&self, name: &str, word: &str) -> bool {
        self.get(name).is_some_and(|value| value.eq_ignore_ascii_case(word))
    }

    /// What is said of one signal, or else of all.
    fn of(&self, signal: &str, what: &str) -> Option<String> {
        let own = self.get(&format!("OTEL_EXPORTER_OTLP_{signal}_{what}"));
        own.or_else(|| self.get(&format!("OTEL_EXPORTER_OTLP_{what}")))
    }

    fn complain(&mut self, complaint: String) {
        self.complaints.push(complaint);
    }

    /// A number of 1 or more.
    fn number(&mut self, name: &str, usual: u64) -> u64 {
        let Some(text) = self.get(name) else { return usual };
        let number = text.parse().ok().filter(|number| *number > 0);
        number.unwrap_or_else(|| {
            self.complain(format!("`{name}` is not a whole number above 0; {usual} is taken"));
            usual
        })
    }

    fn sampler(&mut self) -> Sampler {
        let usual = Sampler { follows: true, share: 1.0 };
        let Some(name) = self.get("OTEL_TRACES_SAMPLER") else { return usual };
        let share = self.get("OTEL_TRACES_SAMPLER_ARG");
        Sampler::named(&name, share.as_deref()).unwrap_or_else(|| {
            self.complain(
                "`OTEL_TRACES_SAMPLER` and its `_ARG` name no sampler; every trace is kept".to_owned(),
            );
            usual
        })
    }

    fn endpoint(&mut self, signal: &str) -> Option<Endpoint> {
        let url = self.url(signal)?;
        if self.says(&format!("OTEL_{signal}_EXPORTER"), "none") {
            return None;
        }
        if self.of(signal, "PROTOCOL").as_deref() == Some("grpc") {
            self.complain(format!("{signal} are not sent: there is no `grpc` here, only `http/json`"));
            return None;
        }
        let headers = self.of(signal, "HEADERS").unwrap_or_default();
        let timeout = self.of(signal, "TIMEOUT").and_then(|millis| millis.parse().ok()).unwrap_or(10_000);
        Some(Endpoint {
            url,
            headers: self.pairs(&headers, "HEADERS"),
            timeout: Duration::from_millis(timeout),
            packs: self.of(signal, "COMPRESSION").as_deref() == Some("gzip"),
        })
    }

    /// The address of one signal, as it stands; or the common one, and the signal's path below it.
    fn url(&mut self, signal: &str) -> Option<Url> {
        let own = self.get(&format!("OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));
        let common = self
            .get("OTEL_EXPORTER_OTLP_ENDPOINT")
            .map(|base| format!("{}/v1/{}", base.trim_end_matches('/'), signal.to_ascii_lowercase()));
        let url = Url::parse(&own.or(common)?).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        if url.is_none() {
            self.complain(format!(
                "{signal} are not sent: their `OTEL_EXPORTER_OTLP_ENDPOINT` is no address"
            ));
        }
        url
    }

    fn resource(&mut self) -> Vec<(String, String)> {
        let said = self.get("OTEL_RESOURCE_ATTRIBUTES").unwrap_or_default();
        let mut resource = self.pairs(&said, "OTEL_RESOURCE_ATTRIBUTES");
        let own = self.get("OTEL_SERVICE_NAME");
        let name = own
            .or_else(|| resource.iter().find(|(key, _)| key == "service.name").map(|(_, name)| name.clone()));
        resource.retain(|(key, _)| key != "service.name");
        resource.push(("service.name".to_owned(), name.unwrap_or_else(|| "filrouge".to_owned())));
        if !resource.iter().any(|(key, _)| key == "service.version") {
            resource.push(("service.version".to_owned(), env!("CARGO_PKG_VERSION").to_owned()));
        }
        resource
    }

    /// `key=value,key=value`; values may have characters written as `%2C`.
    fn pairs(&mut self, text: &str, name: &str) -> Vec<(String, String)> {
        let parts: Vec<&str> = text.split(',').filter(|part| !part.trim().is_empty()).collect();
        let pairs = parts.iter().filter_map(|part| part.split_once('='));
        let pairs: Vec<_> =
            pairs.map(|(key, value)| (key.trim().to_owned(), decoded(value.trim()))).collect();
        if pairs.len() < parts.len() {
            self.complain(format!("`{name}` has a part without `=`, which is left out"));
        }
        pairs
    }
}

fn decoded(text: &str) -> String {
    // A plus is a plus here, and a space in a form.
    let text = text.replace('+', "%2B");
    form_urlencoded::parse(format!("v={}", text.replace('&', "%26")).as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
