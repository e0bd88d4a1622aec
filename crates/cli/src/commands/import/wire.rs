//! Handing calls over, as long as it takes.

use super::lines::Parcel;
use crate::admin::client;
use crate::exit::Failure;
use reqwest::{Client, Response, StatusCode, header};
use serde_json::Value;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// How long an answer may take; the daemon gives up after half of it.
const ANSWER: Duration = Duration::from_secs(60);
/// How long a daemon that does not answer, or asks to come back, is tried again.
const PATIENCE: Duration = Duration::from_secs(300);
/// The first pause before another try, where the daemon says none; each is twice as long as the one before.
const PAUSE: Duration = Duration::from_millis(250);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(15);

/// Where a decision about a purpose goes.
const CONSENT: &str = "/v1/consent";

/// The way to a daemon.
#[derive(Debug, Clone)]
pub struct Wire {
    client: Client,
    url: String,
    key: Key,
}

/// By what the daemon knows who calls.
#[derive(Debug, Clone)]
pub enum Key {
    /// The write key of a source.
    Source(String),
    /// A token of the admin API.
    Operator(String),
}

/// What became of a call.
#[derive(Debug, Default)]
pub struct Took {
    pub messages: u64,
    pub duplicates: u64,
    pub set_aside: u64,
    /// Why a consent was refused.
    pub refused: Option<String>,
    /// Why a consent was entered and does not count.
    pub ignored: Option<String>,
}

impl Wire {
    /// To the daemon at `url`.
    pub fn new(url: &str, key: Key) -> Result<Self, Failure> {
        let client = client().timeout(ANSWER).build()?;
        Ok(Self { client, url: url.trim_end_matches('/').to_owned(), key })
    }

    /// Hands a call over: it is on the daemon's disk when this returns.
    pub async fn hand_over(self, parcel: Parcel) -> Result<Took, Failure> {
        let response = self.post(&parcel).await?;
        took(&parcel, response).await
    }

    /// What the daemon answers, once it does.
    pub async fn post(&self, parcel: &Parcel) -> Result<Response, Failure> {
        let (since, mut pause) = (Instant::now(), PAUSE);
        loop {
            let why = match self.call(parcel).await {
                Ok(response) if is_passing(response.status()) => {
                    pause = asked_for(&response).unwrap_or(pause);
                    format!("the daemon asks to come back ({})", response.status().as_u16())
                }
                Ok(response) => return Ok(response),
                Err(error) => format!("no daemon answers at {}: {}", self.url, error.without_url()),
            };
            if since.elapsed() + pause > PATIENCE {
                return Err(Failure::new("given up", why));
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST);
        }
    }

    async fn call(&self, parcel: &Parcel) -> reqwest::Result<Response> {
        let request = self.client.post(format!("{}{}", self.url, parcel.path));
        let request = match &self.key {
            Key::Source(key) => request.basic_auth(key, Some("")),
            Key::Operator(token) => request.bearer_auth(token),
        };
        request.header(header::CONTENT_TYPE, "application/json").body(parcel.body.clone()).send().await
    }
}

fn is_passing(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    )
}

fn asked_for(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

async fn took(parcel: &Parcel, response: Response) -> Result<Took, Failure> {
    let status = response.status();
    let count = |name: &str| response.headers().get(name)?.to_str().ok()?.parse().ok();
    let (duplicates, set_aside) = (count("x-filrouge-duplicates"), count("x-filrouge-quarantined"));
    if status.is_success() {
        let (duplicates, set_aside) = (duplicates.unwrap_or(0), set_aside.unwrap_or(0));
        let ignored = if parcel.path == CONSENT { ignored(response).await? } else { None };
        return Ok(Took { messages: parcel.messages, duplicates, set_aside, refused: None, ignored });
    }
    let body: Value = serde_json::from_str(&response.text().await?).unwrap_or_default();
    let reason = body.get("error").and_then(Value::as_str).unwrap_or_default().to_owned();
    if status == StatusCode::BAD_REQUEST && parcel.path == CONSENT {
        return Ok(Took { refused: Some(reason), ..Took::default() });
    }
    Err(Failure::new(format!("the daemon refused ({})", status.as_u16()), reason))
}

/// Why a decision that was taken does not count, if it does not.
async fn ignored(response: Response) -> Result<Option<String>, Failure> {
    let body: Value = serde_json::from_str(&response.text().await?).unwrap_or_default();
    Ok(body.get("ignored").and_then(Value::as_str).map(|why| match why {
        "unproved" => "it does not say when, and where or upon which notice, the person agreed".to_owned(),
        "older" => "a newer decision is known".to_owned(),
        other => other.to_owned(),
    }))
}
