//! Signed JSON over HTTP, as Standard Webhooks describes it.

mod address;
mod answer;
mod errand;
mod filling;
mod payload;
mod question;
mod reach;
mod signature;

pub use reach::Reach;
pub use signature::{SignatureError, SigningKey};

use crate::{Asking, Attempt, Carrying, Connector, Delivering, Delivery, Errand, Secrets};
use answer::judge;
use filrouge_machine::{Ask, Id};
use filrouge_plan::Secret;
use payload::payload;
use reach::{Guarded, Lookup, Private, System};
use reqwest::{Client, ClientBuilder, Request, RequestBuilder, Url, header, redirect};
use std::error::Error;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// An endpoint that takes signed JSON.
pub struct Http {
    url: Secret,
    signing: Option<Secret>,
    timeout: Duration,
    secrets: Secrets,
    reach: Reach,
    lookup: Arc<dyn Lookup>,
    client: OnceLock<Client>,
}

/// What one call has besides its body.
struct Call<'c> {
    id: String,
    now: SystemTime,
    /// The span of the call, as the endpoint is told.
    trace: Option<&'c str>,
}

impl<'c> Call<'c> {
    fn now(effect: Id, trace: Option<&'c str>) -> Self {
        Self { id: effect.to_string(), now: SystemTime::now(), trace }
    }
}

impl Http {
    /// The endpoint behind `url`; `url` and the key are read at each call.
    #[must_use]
    pub fn new(
        url: Secret,
        signing: Option<Secret>,
        timeout_ms: u64,
        reach: Reach,
        secrets: Secrets,
    ) -> Self {
        let timeout = Duration::from_millis(timeout_ms.max(1));
        Self { url, signing, timeout, secrets, reach, lookup: Arc::new(System), client: OnceLock::new() }
    }

    fn client(&self) -> Result<&Client, Attempt> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        // Somebody may have chosen a provider before; that one is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let built = self
            .guarded(Client::builder())
            .timeout(self.timeout)
            .connect_timeout(self.timeout.min(Duration::from_secs(10)))
            .redirect(redirect::Policy::custom(same_host))
            .user_agent(concat!("filrouge/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|_| Attempt::again("the HTTP client cannot be set up"))?;
        Ok(self.client.get_or_init(|| built))
    }

    /// A client that reaches no further than the endpoint may be. One that reaches public addresses only uses no proxy of the
    /// environment: a proxy would look names up by itself.
    fn guarded(&self, client: ClientBuilder) -> ClientBuilder {
        match self.reach {
            Reach::Anywhere => client,
            Reach::Public => client.no_proxy().dns_resolver(Arc::new(Guarded(Arc::clone(&self.lookup)))),
        }
    }

    fn url(&self) -> Result<Url, Attempt> {
        let url = self.secrets.reveal(&self.url).map_err(|error| Attempt::again(error.to_string()))?;
        let url = Url::parse(&url).map_err(|_| Attempt::again("the address of the endpoint is not a URL"))?;
        if self.reach == Reach::Public && url.host_str().is_some_and(reach::is_private_number) {
            return Err(Attempt::again(format!("the endpoint is not called: {Private}")));
        }
        Ok(url)
    }

    fn post(&self, url: Url, call: &Call<'_>, body: String) -> Result<Request, Attempt> {
        let request = self.client()?.post(url).header(header::CONTENT_TYPE, "application/json");
        let request = self.signed(request, call, &body)?.body(body);
        request.build().map_err(|_| Attempt::again("the request cannot be written"))
    }

    /// The request with its key, and with the signature of `said`.
    fn signed(
        &self,
        request: RequestBuilder,
        call: &Call<'_>,
        said: &str,
    ) -> Result<RequestBuilder, Attempt> {
        let timestamp = call.now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().to_string();
        let id = &call.id;
        let request = call.trace.iter().fold(request, |request, trace| request.header("traceparent", *trace));
        let request = request
            .header("idempotency-key", id)
            .header("webhook-id", id)
            .header("webhook-timestamp", &timestamp);
        Ok(match self.key()? {
            Some(key) => request.header("webhook-signature", key.sign(id, &timestamp, said)),
            None => request,
        })
    }

    fn key(&self) -> Result<Option<SigningKey>, Attempt> {
        let Some(secret) = &self.signing else { return Ok(None) };
        let text = self.secrets.reveal(secret).map_err(|error| Attempt::again(error.to_string()))?;
        SigningKey::parse(&text).map(Some).map_err(|error| Attempt::again(error.to_string()))
    }

    async fn call(&self, delivery: &Delivery) -> Result<Attempt, Attempt> {
        let call = Call::now(delivery.message.effect, delivery.trace.as_deref());
        let request = self.post(self.url()?, &call, payload(delivery))?;
        match self.client()?.execute(request).await {
            Ok(response) => Ok(judge(response.status(), response.headers(), call.now)),
            Err(error) => Ok(unanswered(&error)),
        }
    }
}

impl Connector for Http {
    fn deliver<'a>(&'a self, delivery: &'a Delivery) -> Delivering<'a> {
        Box::pin(async move { self.call(delivery).await.unwrap_or_else(|attempt| attempt) })
    }

    fn ask<'a>(&'a self, ask: &'a Ask, trace: Option<&'a str>) -> Asking<'a> {
        Box::pin(async move { self.put(ask, trace).await.unwrap_or_else(question::nothing) })
    }

    fn carry<'a>(&'a self, errand: &'a Errand, trace: Option<&'a str>) -> Carrying<'a> {
        Box::pin(async move { self.carry_out(errand, trace).await.unwrap_or_else(|heard| heard) })
    }
}

/// A redirect to another host would hand a person's data to somebody who is not in the plan.
fn same_host(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let origin = |url: &Url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port());
    let first = attempt.previous().first().map(origin);
    if attempt.previous().len() > 5 || first != Some(origin(attempt.url())) {
        attempt.stop()
    } else {
        attempt.follow()
    }
}

/// No answer came. A call that never reached the endpoint was not taken; any other may have been.
fn unanswered(error: &reqwest::Error) -> Attempt {
    if error.is_connect() {
        return Attempt::again(format!("the endpoint cannot be reached: {}", root(error)));
    }
    let seen = if error.is_timeout() { "did not answer in time" } else { "closed the connection" };
    Attempt::Retry { reason: format!("the endpoint {seen}"), after: None, perhaps_taken: true }
}

/// The cause behind an error. The error itself would repeat the address, which may hold a secret.
fn root(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    while let Some(deeper) = cause.and_then(Error::source) {
        cause = Some(deeper);
    }
    cause.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests;
