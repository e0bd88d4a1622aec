//! Signatures that the services publish as examples, and others that Python's `hmac` made of the same parts.

use super::*;

const NOW: i64 = 1_795_000_000_000;
const BODY: &[u8] = br#"{"id":1}"#;

struct Example {
    by: Scheme,
    secret: &'static str,
    headers: Vec<(&'static str, &'static str)>,
    body: &'static [u8],
    now: i64,
}

impl Example {
    fn of(by: Scheme, headers: &[(&'static str, &'static str)]) -> Self {
        Self { by, secret: "secret", headers: headers.to_vec(), body: BODY, now: NOW }
    }

    fn is_genuine(&self) -> bool {
        let headers = self.headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let addresses = [
            "http://shop.example/v1/hooks/crm?a=1".to_owned(),
            "https://shop.example/v1/hooks/crm?a=1".to_owned(),
        ];
        let call = Signed {
            method: "POST",
            addresses: &addresses,
            headers: &headers.collect(),
            body: self.body,
            now: self.now,
        };
        is_genuine(self.by, None, self.secret, &call)
    }
}

fn published() -> Vec<Example> {
    vec![
        // docs.github.com, "Validating webhook deliveries".
        Example {
            by: Scheme::Github,
            secret: "It's a Secret to Everybody",
            headers: vec![(
                "x-hub-signature-256",
                "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
            )],
            body: b"Hello, World!",
            now: NOW,
        },
        // api.slack.com, "Verifying requests from Slack".
        Example {
            by: Scheme::Slack,
            secret: "8f742231b10e8888abcd99yyyzzz85a5",
            headers: vec![
                ("x-slack-signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
                ("x-slack-request-timestamp", "1531420618"),
            ],
            body: b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&\
channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=\
https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=\
398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
            now: 1_531_420_618_000,
        },
        // The reference implementations of Standard Webhooks.
        Example {
            by: Scheme::StandardWebhooks,
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            headers: vec![
                ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                ("webhook-timestamp", "1614265330"),
                ("webhook-signature", "v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
            ],
            body: br#"{"test": 2432232314}"#,
            now: 1_614_265_330_000,
        },
    ]
}

fn computed() -> Vec<Example> {
    vec![
        Example::of(
            Scheme::Intercom,
            &[("x-hub-signature", "sha1=a64abd01291976b35debd870ad13a30c94343831")],
        ),
        Example::of(Scheme::Segment, &[("x-signature", "a64abd01291976b35debd870ad13a30c94343831")]),
        Example::of(
            Scheme::Shopify,
            &[("x-shopify-hmac-sha256", "A971iWIMgT8Zj9A9eWfikrFj7wQ16/Qwcc4OlRl2PLc=")],
        ),
        Example::of(
            Scheme::Klaviyo,
            &[
                ("klaviyo-signature", "becbf1d57c11e63b30d5f34cf12064e4f5319770a52219902c638aaf4d8aff6d"),
                ("klaviyo-timestamp", "Mon, 01 Jan 2026"),
            ],
        ),
        Example::of(
            Scheme::Zendesk,
            &[
                ("x-zendesk-webhook-signature", "rkw81L2e3Zwyp6kaOHKeXj9hEf+/y5N3VcrRi+WIkXo="),
                ("x-zendesk-webhook-signature-timestamp", "2026-11-20T10:00:00Z"),
            ],
        ),
        Example::of(
            Scheme::Hubspot,
            &[
                ("x-hubspot-signature-v3", "/L12lj5fK0wZaEFcRd9DoLrt2jQ6j5LvH/vnw7XJ0sw="),
                ("x-hubspot-request-timestamp", "1795000000000"),
            ],
        ),
        Example::of(
            Scheme::Stripe,
            &[(
                "stripe-signature",
                "t=1795000000,v1=00,v1=13b9d5eb0ff808d0f1905abe1a92c4cf87afe39434516d651e5573941222dabc,v0=00",
            )],
        ),
    ]
}

fn all() -> Vec<Example> {
    published().into_iter().chain(computed()).collect()
}

#[test]
fn what_a_service_signs_is_genuine() {
    for example in all() {
        assert!(example.is_genuine(), "{:?}", example.by);
    }
}

#[test]
fn every_scheme_has_an_example() {
    let schemes: Vec<_> = all().iter().map(|example| format!("{:?}", example.by)).collect();
    // The eleventh is the token, which signs nothing.
    assert_eq!(schemes.len(), 10, "{schemes:?}");
}

#[test]
fn nothing_else_is() {
    for mut example in all() {
        let by = example.by;
        let change = |example: &mut Example, change: fn(&mut Example)| {
            let (secret, headers, body) = (example.secret, example.headers.clone(), example.body);
            change(example);
            assert!(!example.is_genuine(), "{by:?}");
            (example.secret, example.headers, example.body) = (secret, headers, body);
        };
        change(&mut example, |example| example.secret = "c2VjcmV0");
        change(&mut example, |example| example.body = b"{}");
        change(&mut example, |example| example.headers.clear());
        change(&mut example, |example| example.headers.truncate(example.headers.len() - 1));
        change(&mut example, |example| example.headers.iter_mut().for_each(|(_, value)| *value = ""));
        change(&mut example, |example| example.headers.iter_mut().for_each(|(_, value)| *value = "v1=é"));
    }
}

#[test]
fn a_call_that_was_signed_long_ago_or_will_be_is_refused() {
    for mut example in all() {
        let bounded =
            matches!(example.by, Scheme::Slack | Scheme::StandardWebhooks | Scheme::Hubspot | Scheme::Stripe);
        let now = example.now;
        for (shift, fits) in [(299_000, true), (-299_000, true), (301_000, !bounded), (-301_000, !bounded)] {
            example.now = now + shift;
            assert_eq!(example.is_genuine(), fits, "{:?} {shift}", example.by);
        }
    }
}

#[test]
fn a_token_stands_in_a_header_of_its_own_behind_bearer_or_as_a_password() {
    let fits = |header: Option<&str>, name: &str, value: &str| {
        let headers = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let call = Signed { method: "POST", addresses: &[], headers: &headers, body: b"", now: NOW };
        is_genuine(Scheme::Token, header, "s3cret", &call)
    };
    assert!(fits(None, "authorization", "Bearer s3cret"));
    assert!(fits(None, "authorization", &format!("Basic {}", STANDARD.encode("any:s3cret"))));
    assert!(fits(Some("x-key"), "x-key", "s3cret"));
    for bad in ["", "s3cre", "Bearer", "Bearer s3cret2", "Basic !", "Basic czNjcmV0", "s3cret "] {
        assert!(!fits(None, "authorization", bad), "{bad}");
    }
    assert!(!fits(Some("x-key"), "authorization", "Bearer s3cret"));
}
