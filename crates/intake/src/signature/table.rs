//! How each service signs.

use filrouge_plan::source::Scheme;

/// How a service signs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signature {
    /// The header that holds the signature, in small letters.
    pub(super) header: &'static str,
    /// What stands before it.
    pub(super) prefix: &'static str,
    /// What stands between several of them.
    pub(super) between: Option<char>,
    /// How its bytes are spelled.
    pub(super) encoding: Encoding,
    /// The hash.
    pub(super) digest: Digest,
    /// What is signed.
    pub(super) text: Text,
    /// The header with the time that is signed; the signature's own when there is none.
    pub(super) stamp: Option<&'static str>,
    /// How that time is spelled.
    pub(super) age: Age,
}

/// How bytes are spelled.
#[derive(Debug, Clone, Copy)]
pub(super) enum Encoding {
    Hex,
    Base64,
}

/// A hash.
#[derive(Debug, Clone, Copy)]
pub(super) enum Digest {
    Sha256,
    /// Broken as a hash, and not as a keyed one.
    Sha1,
}

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Text {
    Body,
    StampBody,
    BodyStamp,
    StampDotBody,
    VersionStampBody,
    IdStampBody,
    MethodAddressBodyStamp,
}

/// How the time is spelled that is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// None is signed.
    Unsigned,
    /// One is signed, and no service says how old it may be.
    Unbounded,
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Millis,
}

/// A signature of the body alone, which the others change.
const PLAIN: Signature = Signature {
    header: "",
    prefix: "",
    between: None,
    encoding: Encoding::Hex,
    digest: Digest::Sha256,
    text: Text::Body,
    stamp: None,
    age: Age::Unsigned,
};

impl Signature {
    /// How `scheme` signs; nothing for the one that does not.
    pub(super) const fn of(scheme: Scheme) -> Option<Self> {
        Some(match scheme {
            Scheme::Token => return None,
            Scheme::Github => Self { header: "x-hub-signature-256", prefix: "sha256=", ..PLAIN },
            Scheme::Intercom => {
                Self { header: "x-hub-signature", prefix: "sha1=", digest: Digest::Sha1, ..PLAIN }
            }
            Scheme::Segment => Self { header: "x-signature", digest: Digest::Sha1, ..PLAIN },
            Scheme::Shopify => Self { header: "x-shopify-hmac-sha256", encoding: Encoding::Base64, ..PLAIN },
            Scheme::Klaviyo => Self {
                header: "klaviyo-signature",
                text: Text::BodyStamp,
                stamp: Some("klaviyo-timestamp"),
                age: Age::Unbounded,
                ..PLAIN
            },
            Scheme::Zendesk => Self {
                header: "x-zendesk-webhook-signature",
                encoding: Encoding::Base64,
                text: Text::StampBody,
                stamp: Some("x-zendesk-webhook-signature-timestamp"),
                age: Age::Unbounded,
                ..PLAIN
            },
            Scheme::Hubspot => Self {
                header: "x-hubspot-signature-v3",
                encoding: Encoding::Base64,
                text: Text::MethodAddressBodyStamp,
                stamp: Some("x-hubspot-request-timestamp"),
                age: Age::Millis,
                ..PLAIN
            },
            Scheme::Slack => Self {
                header: "x-slack-signature",
                prefix: "v0=",
                text: Text::VersionStampBody,
                stamp: Some("x-slack-request-timestamp"),
                age: Age::Seconds,
                ..PLAIN
            },
            Scheme::Stripe => Self {
                header: "stripe-signature",
                prefix: "v1=",
                between: Some(','),
                text: Text::StampDotBody,
                age: Age::Seconds,
                ..PLAIN
            },
            Scheme::StandardWebhooks => Self {
                header: "webhook-signature",
                prefix: "v1,",
                between: Some(' '),
                encoding: Encoding::Base64,
                text: Text::IdStampBody,
                stamp: Some("webhook-timestamp"),
                age: Age::Seconds,
                ..PLAIN
            },
        })
    }

    /// The signatures in a header, without what stands before them.
    pub(super) fn tags<'g>(&self, given: &'g str) -> impl Iterator<Item = &'g str> + use<'g> {
        let (prefix, between) = (self.prefix, self.between);
        given.split(move |letter| Some(letter) == between).filter_map(move |part| part.strip_prefix(prefix))
    }
}
