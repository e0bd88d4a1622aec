//! One address that takes OTLP over HTTP, and what its answers mean.

use super::settings::Endpoint;
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode, redirect};
use serde::Deserialize;
use std::io::Write as _;
use std::time::Duration;

/// Calls for the same body at the most, and the pause before the second; each further pause is twice as long.
const CALLS: u32 = 4;
const PAUSE: Duration = Duration::from_secs(1);
/// No collector makes us wait for longer.
const LONGEST: Duration = Duration::from_secs(30);

/// One address that takes OTLP.
pub(super) struct Post {
    endpoint: Endpoint,
    client: Client,
    headers: HeaderMap,
    /// What it told the last time, when that was no success.
    trouble: Option<String>,
}

/// What an answer says beside its status.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Answer {
    partial_success: Partial,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Partial {
    /// A large number is a text in this JSON.
    rejected_spans: Option<serde_json::Value>,
}

/// Why a body was not taken.
enum Refused {
    /// It may be sent again, after so long where the collector says so.
    ForNow(String, Option<Duration>),
    ForGood(String),
}

impl Post {
    pub(super) fn new(endpoint: Endpoint) -> Result<Self, reqwest::Error> {
        // Somebody may have chosen a provider before; that one is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .timeout(endpoint.timeout)
            // A redirect would take the key of the collector elsewhere.
            .redirect(redirect::Policy::none())
            .user_agent(concat!("filrouge/", env!("CARGO_PKG_VERSION")))
            .build()?;
        let mut headers =
            HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        headers.extend(endpoint.headers.iter().filter_map(|(name, value)| {
            Some((name.parse::<HeaderName>().ok()?, HeaderValue::from_str(value).ok()?))
        }));
        if endpoint.packs {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        Ok(Self { endpoint, client, headers, trouble: None })
    }

    /// Sends a body, more than once if need be; how many spans of it were refused, or nothing when none arrived.
    pub(super) async fn send(&mut self, body: Vec<u8>) -> Option<usize> {
        let body = if self.endpoint.packs { packed(&body) } else { body };
        let mut pause = PAUSE;
        for call in 1.. {
            let refused = match self.call(body.clone()).await {
                Ok(rejected) => {
                    self.worked();
                    return Some(rejected);
                }
                Err(refused) => refused,
            };
            match refused {
                Refused::ForNow(_, asked) if call < CALLS => {
                    tokio::time::sleep(asked.unwrap_or(pause).min(LONGEST)).await;
                    pause *= 2;
                }
                Refused::ForNow(reason, _) | Refused::ForGood(reason) => {
                    self.failed(reason);
                    break;
                }
            }
        }
        None
    }

    async fn call(&self, body: Vec<u8>) -> Result<usize, Refused> {
        let request = self.client.post(self.endpoint.url.clone()).headers(self.headers.clone()).body(body);
        match request.send().await {
            Ok(response) => judge(response).await,
            // The error itself would tell the address, which may hold a key.
            Err(error) => Err(Refused::ForNow(seen(&error).to_owned(), None)),
        }
    }

    fn worked(&mut self) {
        if self.trouble.take().is_some() {
            tracing::info!("the collector takes telemetry again");
        }
    }

    /// Tells the operator once, not for each body.
    fn failed(&mut self, reason: String) {
        if self.trouble.as_ref() != Some(&reason) {
            tracing::warn!(reason, "the collector takes no telemetry; it is dropped");
            self.trouble = Some(reason);
        }
    }
}

async fn judge(response: Response) -> Result<usize, Refused> {
    let status = response.status();
    if status.is_success() {
        let answer = response.bytes().await.unwrap_or_default();
        let answer: Answer = serde_json::from_slice(&answer).unwrap_or_default();
        return Ok(answer.partial_success.rejected_spans.as_ref().map_or(0, count));
    }
    let reason = format!("it answered {}", status.as_u16());
    let may_be_repeated = [
        StatusCode::TOO_MANY_REQUESTS,
        StatusCode::BAD_GATEWAY,
        StatusCode::SERVICE_UNAVAILABLE,
        StatusCode::GATEWAY_TIMEOUT,
    ];
    if !may_be_repeated.contains(&status) {
        return Err(Refused::ForGood(reason));
    }
    let after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    Err(Refused::ForNow(reason, after.map(Duration::from_secs)))
}

fn count(value: &serde_json::Value) -> usize {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.parse().unwrap_or(0)
}

fn seen(error: &reqwest::Error) -> &'static str {
    if error.is_connect() {
        "it cannot be reached"
    } else if error.is_timeout() {
        "it did not answer in time"
    } else {
        "it closed the connection"
    }
}

fn packed(body: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    // Into memory nothing fails.
    let _ = packer.write_all(body);
    packer.finish().unwrap_or_default()
}
