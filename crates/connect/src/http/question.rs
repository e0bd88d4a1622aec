//! Asking an endpoint, and hearing it out.

use super::answer::{is_about_the_address, judge};
use super::{Call, Http, address, unanswered};
use crate::{Attempt, Reply};
use filrouge_machine::Ask;
use reqwest::{Request, Response, Url};
use serde_json::json;

/// Longest answer that is heard out.
const LONGEST: usize = 64 * 1024;

impl Http {
    pub(super) async fn put(&self, ask: &Ask, trace: Option<&str>) -> Result<Reply, Attempt> {
        let call = Call::now(ask.effect, trace);
        let request = self.question(ask, &call)?;
        let response = self.client()?.execute(request).await.map_err(|error| unanswered(&error))?;
        match judge(response.status(), response.headers(), call.now) {
            Attempt::Sent { .. } => heard(response).await,
            // Nobody waits for an answer as long as a mended address may take.
            Attempt::Retry { reason, .. } if is_about_the_address(response.status()) => {
                Err(Attempt::failed(reason))
            }
            other => Err(other),
        }
    }

    /// What is told stands in a body; a question whose address says all has none.
    fn question(&self, ask: &Ask, call: &Call<'_>) -> Result<Request, Attempt> {
        let url = address::of(self.url()?, ask);
        if !ask.tells.is_empty() || is_whole_address(ask) {
            let body = payload(ask, &url);
            return self.post(url, call, body);
        }
        let target = address::target(&url);
        let request = self.signed(self.client()?.get(url), call, &target)?;
        request.build().map_err(|_| Attempt::again("the request cannot be written"))
    }
}

/// Whether the connector itself is asked, and nothing below it.
const fn is_whole_address(ask: &Ask) -> bool {
    ask.path.is_empty() && ask.query.is_empty()
}

/// The body of a question: the same bytes for the same question, so that a repeated one can be told as such.
fn payload(ask: &Ask, url: &Url) -> String {
    let mut data = json!({
        "id": ask.effect,
        "purpose": ask.purpose,
        "journey": ask.journey,
        "step": ask.step,
        "with": ask.tells,
    });
    if let (false, Some(data)) = (is_whole_address(ask), data.as_object_mut()) {
        // The signature is over the body, and what is asked for is to be signed.
        data.insert("target".to_owned(), address::target(url).into());
    }
    json!({ "version": 1, "type": "fetch", "data": data }).to_string()
}

pub(super) async fn heard(mut response: Response) -> Result<Reply, Attempt> {
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|error| unanswered(&error))? {
        if body.len() + part.len() > LONGEST {
            return Ok(Reply::Unfit { reason: format!("it is longer than {} KiB", LONGEST / 1024) });
        }
        body.extend_from_slice(&part);
    }
    Ok(Reply::Answered { body })
}

/// What an attempt that came to nothing means for a question: there is no doubt about it, for it changes nothing.
pub(super) fn nothing(attempt: Attempt) -> Reply {
    match attempt {
        Attempt::Retry { reason, after, .. } => Reply::Retry { reason, after },
        Attempt::Failed { reason } | Attempt::Unknown { reason } => Reply::Failed { reason },
        Attempt::Sent { .. } => Reply::Unfit { reason: "it is empty".to_owned() },
    }
}
