//! Asking an endpoint, and hearing it out.

use super::answer::judge;
use super::{Http, unanswered};
use crate::{Attempt, Reply};
use filrouge_machine::Ask;
use reqwest::Response;
use serde_json::json;
use std::time::SystemTime;

/// Longest answer that is heard out.
const LONGEST: usize = 64 * 1024;

impl Http {
    pub(super) async fn put(&self, ask: &Ask) -> Result<Reply, Attempt> {
        let client = self.client()?;
        let now = SystemTime::now();
        let request = self.request(client, &ask.effect.to_string(), payload(ask), now)?;
        let response = client.execute(request).await.map_err(|error| unanswered(&error))?;
        match judge(response.status(), response.headers(), now) {
            Attempt::Sent { .. } => heard(response).await,
            other => Err(other),
        }
    }
}

/// The body of a question: the same bytes for the same question, so that a repeated one can be told as such.
fn payload(ask: &Ask) -> String {
    json!({
        "version": 1,
        "type": "fetch",
        "data": {
            "id": ask.effect,
            "purpose": ask.purpose,
            "journey": ask.journey,
            "step": ask.step,
            "with": ask.tells,
        },
    })
    .to_string()
}

async fn heard(mut response: Response) -> Result<Reply, Attempt> {
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
