//! Asking an endpoint to do what a person has a right to, and judging what it answers.

use super::answer::judge;
use super::filling::{self, Missing};
use super::question::heard;
use super::{Call, Http, address, unanswered};
use crate::{Attempt, Errand, Heard, Reply};
use filrouge_plan::Value;
use filrouge_plan::ask::{Ask, Method, Seen};
use reqwest::{Request, RequestBuilder, StatusCode, header};
use serde_json::Value as Json;
use std::collections::BTreeMap;

impl Http {
    pub(super) async fn carry_out(&self, errand: &Errand, trace: Option<&str>) -> Result<Heard, Heard> {
        let call = Call::now(errand.key, trace);
        let request = self.errand(errand, &call)?;
        let address = request.url().clone();
        let response = self.client().map_err(later)?.execute(request).await;
        let response = response.map_err(|error| later(unanswered(&error)))?;
        let status = response.status();
        // Whoever follows one may turn a `DELETE` into a `GET`, which erases nobody.
        if *response.url() != address && errand.ask.method != Method::Get {
            return Ok(refused("the endpoint answered with a redirect"));
        }
        if errand.ask.nobody_status.contains(&u32::from(status.as_u16())) {
            return Ok(Heard::Nobody);
        }
        match class(judge(status, response.headers(), call.now), status) {
            Some(other) => Ok(other),
            None if reads_nothing(&errand.ask) => Ok(Heard::Done { kept: BTreeMap::new() }),
            None => match heard(response).await.map_err(later)? {
                Reply::Answered { body } => Ok(judged(&errand.ask, &body)),
                other => Ok(refused(other.reason().unwrap_or_default())),
            },
        }
    }

    fn errand(&self, errand: &Errand, call: &Call<'_>) -> Result<Request, Heard> {
        let ask = &errand.ask;
        let path = filling::segments(errand).map_err(unknown)?;
        let query = filling::query(errand).map_err(unknown)?;
        let body = filling::body(errand).map_err(unknown)?;
        let url = address::below(self.url().map_err(later)?, &path, &query);
        let said = body.clone().unwrap_or_else(|| address::target(&url));
        let request = self.client().map_err(later)?.request(method(ask.method), url);
        let request = self.signed(request, call, &said).map_err(later)?;
        let mut request = self.with_headers(request, ask)?;
        if let Some(body) = body {
            request = request.header(header::CONTENT_TYPE, "application/json").body(body);
        }
        request
            .build()
            .map_err(|_| refused("the request cannot be written: look at the values of its headers"))
    }

    /// The headers of the declaration; a secret is read at each call, and is in no log.
    fn with_headers(&self, request: RequestBuilder, ask: &Ask) -> Result<RequestBuilder, Heard> {
        ask.headers.iter().try_fold(request, |request, own| {
            let mut text = own.text.clone();
            if let Some(secret) = &own.secret {
                let secret = self.secrets.reveal(secret);
                text.push_str(&secret.map_err(|error| later(Attempt::again(error.to_string())))?);
            }
            let bad = |_| refused(&format!("the value of the header `{}` cannot be sent", own.name));
            let mut value = header::HeaderValue::from_str(&text).map_err(bad)?;
            value.set_sensitive(own.secret.is_some());
            Ok(request.header(own.name.as_str(), value))
        })
    }
}

const fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    }
}

/// What a status means; nothing where the answer is to be read. What is refused waits for somebody: a wrong path or a wrong key
/// is told at once, and no person's right waits in silence.
fn class(attempt: Attempt, status: StatusCode) -> Option<Heard> {
    match attempt {
        Attempt::Sent { .. } => None,
        Attempt::Retry { reason, .. } if status.is_client_error() && !is_busy(status) => {
            Some(Heard::Refused { reason })
        }
        other => Some(later(other)),
    }
}

fn is_busy(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 409 | 425 | 429)
}

/// An attempt that came to nothing.
fn later(attempt: Attempt) -> Heard {
    match attempt {
        Attempt::Retry { reason, after, perhaps_taken } => Heard::Retry { reason, after, perhaps_taken },
        Attempt::Failed { reason } | Attempt::Unknown { reason } => Heard::Refused { reason },
        Attempt::Sent { .. } => Heard::Done { kept: BTreeMap::new() },
    }
}

fn refused(reason: &str) -> Heard {
    Heard::Refused { reason: reason.to_owned() }
}

fn unknown(Missing(name): Missing) -> Heard {
    refused(&format!("`{name}` is not known, or cannot stand where it is wanted"))
}

fn reads_nothing(ask: &Ask) -> bool {
    ask.keep.is_empty() && ask.nobody.is_empty() && ask.refused.is_empty() && ask.until.is_none()
}

/// What the body of a good answer means.
fn judged(ask: &Ask, body: &[u8]) -> Heard {
    let answer = match serde_json::from_slice(body) {
        Ok(answer) => answer,
        Err(_) => return refused("the answer is no JSON"),
    };
    if ask.refused.iter().any(|seen| says(&answer, seen)) {
        return refused("the answer says that it is not done");
    }
    if ask.nobody.iter().any(|seen| says(&answer, seen)) {
        return Heard::Nobody;
    }
    if ask.until.as_ref().is_some_and(|until| !says(&answer, &until.seen)) {
        return Heard::Pending;
    }
    let mut kept = BTreeMap::new();
    for (name, at) in &ask.keep {
        match answer.pointer(at).filter(|value| !value.is_null()) {
            Some(value) => drop(kept.insert(format!("kept.{name}"), value.clone())),
            None => return refused(&format!("the answer has nothing at `{at}`")),
        }
    }
    Heard::Done { kept }
}

/// Whether an answer says something. A text is the same as the number that it spells.
fn says(answer: &Json, seen: &Seen) -> bool {
    let Some(there) = answer.pointer(&seen.at).filter(|value| !value.is_null()) else { return false };
    let spelled = match there {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    match &seen.is {
        None => true,
        Some(Value::Text(text)) => spelled == **text,
        Some(Value::Bool(truth)) => there.as_bool() == Some(*truth),
        Some(Value::Int(number)) => spelled == number.to_string(),
        Some(Value::Decimal(number)) => spelled == number.to_string(),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use filrouge_plan::ask::{AskedFor, Awaited};
    use std::time::SystemTime;

    fn seen(at: &str, is: Option<Value>) -> Seen {
        Seen { at: at.to_owned(), is }
    }

    fn ask() -> Ask {
        Ask {
            right: AskedFor::Erase,
            purpose: None,
            method: Method::Get,
            path: vec![],
            headers: vec![],
            query: vec![],
            body: vec![],
            keep: vec![("id".to_owned(), "/users/0/id".to_owned())],
            nobody_status: vec![],
            nobody: vec![seen("/count", Some(Value::Int(0)))],
            refused: vec![seen("/status", Some("FAILED".into()))],
            until: Some(Awaited { seen: seen("/status", Some("FINISHED".into())), every_ms: 1_000 }),
            unsure_by_hand: false,
            confirmed_by_hand: false,
            confirmed_by_webhook: false,
        }
    }

    #[test]
    fn an_answer_is_done_pending_nobody_or_refused() {
        let judged = |body: &str| judged(&ask(), body.as_bytes());
        let Heard::Done { kept } = judged(r#"{"status":"FINISHED","users":[{"id":9}]}"#) else { panic!() };
        assert_eq!(kept["kept.id"], 9);
        assert_eq!(judged(r#"{"status":"RUNNING","users":[{"id":9}]}"#), Heard::Pending);
        assert_eq!(judged("{}"), Heard::Pending);
        assert_eq!(judged(r#"{"count":0}"#), Heard::Nobody);
        assert_eq!(judged(r#"{"count":"0"}"#), Heard::Nobody);
        for bad in [r#"{"status":"FAILED"}"#, r#"{"status":"FINISHED","users":[]}"#, "<html>", ""] {
            assert!(matches!(judged(bad), Heard::Refused { .. }), "{bad}");
        }
    }

    #[test]
    fn what_somebody_must_mend_is_refused_at_once_and_what_may_pass_is_not() {
        let class = |status: u16| {
            let status = StatusCode::from_u16(status).unwrap();
            class(judge(status, &header::HeaderMap::new(), SystemTime::now()), status)
        };
        for good in [200, 201, 202, 204] {
            assert_eq!(class(good), None, "{good}");
        }
        for refused in [301, 400, 401, 403, 404, 405, 410, 422] {
            assert!(matches!(class(refused), Some(Heard::Refused { .. })), "{refused}");
        }
        for later in [408, 409, 425, 429, 500, 503] {
            let sure = matches!(class(later), Some(Heard::Retry { perhaps_taken: false, .. }));
            assert!(sure, "{later}");
        }
        for unsure in [502, 504] {
            assert!(matches!(class(unsure), Some(Heard::Retry { perhaps_taken: true, .. })), "{unsure}");
        }
    }
}
