//! How events come in.

use crate::ask::AskedFor;
use crate::{Secret, Value};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where events come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The source's name.
    pub name: String,
    /// How it speaks.
    pub kind: SourceKind,
}

/// How a source speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum SourceKind {
    /// The Segment tracking API over HTTP.
    Http {
        /// Key that clients present.
        write_key: Secret,
    },
    /// Calls in the form of the service that makes them.
    Webhook {
        /// What a call may prove itself by; one is enough.
        verify: Vec<Proof>,
        /// What calls tell, in the author's order. All that hold are told.
        tells: Vec<Mapping>,
    },
}

/// How a call proves where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// How the service signs.
    pub by: Scheme,
    /// The header of a token, in small letters; `authorization` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// The secret that both know.
    pub secret: Secret,
}

/// How a service signs its calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// The secret itself, in a header.
    Token,
    /// Standard Webhooks.
    StandardWebhooks,
    /// GitHub, and Meta.
    Github,
    /// HubSpot, version 3.
    Hubspot,
    /// Intercom.
    Intercom,
    /// Klaviyo.
    Klaviyo,
    /// Segment.
    Segment,
    /// Shopify.
    Shopify,
    /// Slack.
    Slack,
    /// Stripe.
    Stripe,
    /// Zendesk.
    Zendesk,
}

/// One thing that a call tells, and where it stands in the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What is told.
    pub tells: Telling,
    /// JSON Pointer of the list that holds several; places are then places in an item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<String>,
    /// What must be so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Told>,
    /// What tells it from others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Place>,
    /// When it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// Identifiers of the person, and where they stand.
    pub person: Vec<Located>,
    /// Fields, and where they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Located>,
    /// Fields that are the same each time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<(String, Value)>,
}

/// What a mapping tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Telling {
    /// The event of this name.
    Event(String),
    /// Fields of the profile.
    Profile,
    /// A refusal.
    Refusal {
        /// What is refused.
        purpose: String,
        /// On which channel; on every one when absent.
        channel: Option<String>,
    },
    /// An answer to a message: STOP and its like refuse what can be refused on the channel.
    Reply {
        /// The channel of the message.
        channel: String,
        /// Where the words stand.
        text: Place,
        /// The event that is told when they were a refusal.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stopped: Option<String>,
    },
    /// What came of a task that is left to the service.
    Confirmation(Confirmation),
}

/// The word of a service about what it was asked for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    /// What it was asked to do.
    pub right: AskedFor,
    /// The connector over which it was asked.
    pub connector: String,
    /// Where the name of the task stands.
    pub task: Place,
    /// The value of an answer that names the task; what we have told the service, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<String>,
    /// What the call says when the service does not do it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Told>,
}

/// Something that must be so for a mapping to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Where it stands.
    pub place: Place,
    /// What must stand there: a text, a number or a truth value. Anything but null when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is: Option<Value>,
}

/// A name, and where its value stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Located {
    /// The identifier or field.
    pub name: String,
    /// Where its value stands.
    pub place: Place,
}

/// A place in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// JSON Pointer (RFC 6901) into the body.
    Body(String),
    /// Name of a header, in small letters.
    Header(String),
}
