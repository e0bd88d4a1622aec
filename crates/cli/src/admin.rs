//! The admin API of a running daemon.

use crate::arguments::{Daemon, Output};
use crate::commands::run::token;
use crate::exit::{Exit, Failure, Outcome};
use crate::terminal::Terminal;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::time::Duration;

/// How long an answer may take; a reload of a large project is the longest.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the daemon answered.
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// JSON body.
    pub body: Value,
}

impl Answer {
    /// The member `path` of the body, as a JSON pointer.
    pub fn text(&self, path: &str) -> &str {
        self.body.pointer(path).and_then(Value::as_str).unwrap_or("")
    }

    /// The number at `path`; 0 when there is none.
    pub fn number(&self, path: &str) -> u64 {
        self.body.pointer(path).and_then(Value::as_u64).unwrap_or(0)
    }
}

/// Asks the daemon; a refusal of the question itself is a failure, one of its content an answer.
pub fn ask(daemon: &Daemon, method: Method, path: &str, body: Option<&Value>) -> Result<Answer, Failure> {
    ask_with(daemon, method, path, body.map(Value::to_string).unwrap_or_default(), &[422])
}

/// The same with a body that is text already; answers with a status of `told` are no failures either.
pub fn ask_with(
    daemon: &Daemon,
    method: Method,
    path: &str,
    body: String,
    told: &[u16],
) -> Result<Answer, Failure> {
    let token = token(&daemon.admin_token_env)?;
    let answer = reach(daemon, call(daemon, &token, method, path, body))?;
    match answer.status {
        200..300 => Ok(answer),
        status if told.contains(&status) => Ok(answer),
        _ => Err(refusal(&answer)),
    }
}

/// A page of lines.
pub struct Page {
    /// The lines.
    pub text: String,
    /// Where the next page begins.
    pub next: Option<String>,
    /// What is masked in it.
    pub masked: Option<String>,
}

/// A page of lines, and where the next one begins.
pub fn page(daemon: &Daemon, path: &str) -> Result<Page, Failure> {
    let token = token(&daemon.admin_token_env)?;
    let read = async {
        let request = client().timeout(PATIENCE).build()?.get(url(daemon, path)).bearer_auth(&token);
        let response = purposeful(daemon, request).send().await?;
        let told = |name: &str| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
        let (next, masked) = (told("x-filrouge-next"), told("x-filrouge-masked"));
        match response.status().is_success() {
            true => Ok(Ok(Page { text: response.text().await?, next, masked })),
            false => Ok(Err(answer(response).await?)),
        }
    };
    reach(daemon, read)?.map_err(|refused| refusal(&refused))
}

/// Reads an answer that grows, line by line, until the daemon ends it.
pub fn follow(daemon: &Daemon, path: &str, mut line: impl FnMut(&str)) -> Result<(), Failure> {
    let token = token(&daemon.admin_token_env)?;
    let read = async {
        let request = client().build()?.get(url(daemon, path)).bearer_auth(&token);
        let mut response = purposeful(daemon, request).send().await?;
        if !response.status().is_success() {
            return Ok(Some(answer(response).await?));
        }
        let mut waiting = Vec::new();
        while let Some(bytes) = response.chunk().await? {
            waiting.extend_from_slice(&bytes);
            while let Some(end) = waiting.iter().position(|byte| *byte == b'\n') {
                let whole: Vec<u8> = waiting.drain(..=end).collect();
                let text = String::from_utf8_lossy(&whole);
                // An empty line only says that the connection stands.
                if !text.trim_end().is_empty() {
                    line(text.trim_end());
                }
            }
        }
        Ok(None)
    };
    match reach(daemon, read)? {
        Some(refused) => Err(refusal(&refused)),
        None => Ok(()),
    }
}

fn url(daemon: &Daemon, path: &str) -> String {
    format!("{}{path}", daemon.url.trim_end_matches('/'))
}

fn reach<T>(daemon: &Daemon, asking: impl Future<Output = reqwest::Result<T>>) -> Result<T, Failure> {
    let executor = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    executor.block_on(asking).map_err(|error| unreachable_daemon(daemon, &error))
}

fn refusal(answer: &Answer) -> Failure {
    Failure::new(format!("the daemon refused ({})", answer.status), answer.text("/error"))
}

/// A client of HTTP, with what TLS needs.
pub fn client() -> reqwest::ClientBuilder {
    // Without effect when a provider is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}

/// The request with the purpose for which it asks.
fn purposeful(daemon: &Daemon, request: RequestBuilder) -> RequestBuilder {
    match &daemon.purpose {
        Some(purpose) => request.header("x-filrouge-purpose", purpose),
        None => request,
    }
}

async fn call(
    daemon: &Daemon,
    token: &str,
    method: Method,
    path: &str,
    body: String,
) -> reqwest::Result<Answer> {
    let request = client().timeout(PATIENCE).build()?.request(method, url(daemon, path)).bearer_auth(token);
    let mut request = purposeful(daemon, request);
    if !body.is_empty() {
        request = request.header("content-type", "application/json").body(body);
    }
    answer(request.send().await?).await
}

async fn answer(response: reqwest::Response) -> reqwest::Result<Answer> {
    let status = response.status().as_u16();
    let text = response.text().await?;
    Ok(Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) })
}

fn unreachable_daemon(daemon: &Daemon, error: &reqwest::Error) -> Failure {
    Failure::new(format!("no daemon answers at {}", daemon.url), cause(error))
}

/// What is at the bottom of an error: those above it only say that a request failed.
pub fn cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

/// What was not shown, in a line; empty when all was.
pub fn masked(answer: &Answer) -> String {
    let names = answer.body.get("masked").and_then(Value::as_array).into_iter().flatten();
    let names: Vec<&str> = names.filter_map(Value::as_str).collect();
    if names.is_empty() {
        return String::new();
    }
    format!(
        "masked: {}; a role with `see` or `reveal` shows it, some only for a `--purpose`\n",
        names.join(", ")
    )
}

/// Prints the answer as JSON, or as `human` tells it.
pub fn show(
    daemon: &Daemon,
    answer: &Answer,
    terminal: &Terminal,
    human: impl FnOnce(&Answer, &Terminal) -> String,
) -> Outcome {
    match daemon.format {
        Output::Json => terminal.say(&answer.body.to_string()),
        Output::Human => terminal.print(&terminal.told(&human(answer, terminal))),
    }
    Ok(Exit::unless(answer.status == 422))
}
