//! What an endpoint's answer means.

use crate::Attempt;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// No endpoint may silence a message for longer than this.
const LONGEST_WISH: Duration = Duration::from_secs(24 * 3600);

/// Judges an answer by its status. The answer's body is not read: it is not ours to keep.
pub(super) fn judge(status: StatusCode, headers: &HeaderMap, now: SystemTime) -> Attempt {
    let reason = format!("the endpoint answered {}", status.as_u16());
    match status.as_u16() {
        200..=299 => Attempt::Sent { receipt: receipt(headers) },
        // The endpoint works on the first call with the same key.
        408 | 409 | 425 | 429 => again(reason, headers, now, false),
        // A gateway does not know what happened behind it.
        502 | 504 => again(reason, headers, now, true),
        500..=599 => again(reason, headers, now, false),
        // All messages go to one address: it is for the operator to mend, and no reason to lose what waits.
        _ if is_about_the_address(status) => again(reason, headers, now, false),
        300..=399 => Attempt::failed(format!("{reason}: a redirect is only followed on the same host")),
        _ => Attempt::failed(reason),
    }
}

/// Whether the key, the account or the address is refused, and not what was brought there.
pub(super) fn is_about_the_address(status: StatusCode) -> bool {
    matches!(status.as_u16(), 401..=405 | 407 | 410)
}

fn again(reason: String, headers: &HeaderMap, now: SystemTime, perhaps_taken: bool) -> Attempt {
    Attempt::Retry { reason, after: retry_after(headers, now), perhaps_taken }
}

/// `Retry-After`, as seconds or as a date.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wish = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default(),
    };
    Some(wish.min(LONGEST_WISH))
}

fn receipt(headers: &HeaderMap) -> Option<String> {
    let named =
        ["webhook-receipt", "x-request-id", "request-id"].iter().find_map(|name| headers.get(*name))?;
    Some(named.to_str().ok()?.chars().take(200).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, retry_after: Option<&str>) -> Attempt {
        let mut headers = HeaderMap::new();
        if let Some(text) = retry_after {
            headers.insert(RETRY_AFTER, text.parse().unwrap());
        }
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        judge(StatusCode::from_u16(status).unwrap(), &headers, now)
    }

    #[test]
    fn a_refusal_for_good_is_not_tried_again() {
        for status in [301, 302, 400, 413, 422] {
            assert!(matches!(judged(status, None), Attempt::Failed { .. }), "{status}");
        }
    }

    #[test]
    fn a_busy_endpoint_is_tried_again() {
        for status in [408, 425, 429, 500, 502, 503, 504] {
            assert!(matches!(judged(status, None), Attempt::Retry { .. }), "{status}");
        }
    }

    #[test]
    fn what_only_an_operator_can_mend_is_tried_again() {
        for status in [401, 402, 403, 404, 405, 407, 410] {
            assert!(matches!(judged(status, None), Attempt::Retry { perhaps_taken: false, .. }), "{status}");
        }
    }

    #[test]
    fn a_gateway_leaves_a_doubt() {
        assert!(matches!(judged(504, None), Attempt::Retry { perhaps_taken: true, .. }));
        assert!(matches!(judged(503, None), Attempt::Retry { perhaps_taken: false, .. }));
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let after = |text| match judged(429, Some(text)) {
            Attempt::Retry { after, .. } => after,
            other => panic!("{other:?}"),
        };
        assert_eq!(after("120"), Some(Duration::from_secs(120)));
        assert_eq!(after("Sun, 06 Nov 1994 08:49:47 GMT"), Some(Duration::from_secs(10)));
        assert_eq!(after("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(after("soon"), None);
        assert_eq!(after("99999999999"), Some(LONGEST_WISH));
    }
}
