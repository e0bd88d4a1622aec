//! A message of the tracking API.

use serde::Deserialize;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// A message, read leniently: every member may be absent or null.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Message {
    #[serde(rename = "type")]
    pub(super) call: Option<String>,
    pub(super) message_id: Option<String>,
    pub(super) event: Option<String>,
    pub(super) name: Option<String>,
    pub(super) category: Option<String>,
    pub(super) user_id: Option<Json>,
    pub(super) anonymous_id: Option<Json>,
    pub(super) previous_id: Option<Json>,
    pub(super) group_id: Option<Json>,
    pub(super) timestamp: Option<String>,
    pub(super) original_timestamp: Option<String>,
    pub(super) sent_at: Option<String>,
    pub(super) traits: Option<Map<String, Json>>,
    pub(super) properties: Option<Map<String, Json>>,
    pub(super) context: Option<Context>,
}

/// What surrounds an act.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Context {
    pub(super) traits: Option<Map<String, Json>>,
    pub(super) consent: Option<Preferences>,
    /// Whether the browser sends Global Privacy Control.
    pub(super) gpc: Option<bool>,
}

/// What the person's consent tool says, by category.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Preferences {
    pub(super) category_preferences: Option<Map<String, Json>>,
    pub(super) tcf: Option<String>,
    pub(super) gpp: Option<String>,
    pub(super) consent_mode: Option<BTreeMap<String, String>>,
}

/// The calls that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// Somebody did something.
    Track,
    /// Something is known of somebody.
    Identify,
    /// Somebody saw a page.
    Page,
    /// Somebody saw a screen.
    Screen,
    /// Somebody belongs to a group.
    Group,
    /// Two names are one person's.
    Alias,
}

impl Call {
    /// The call of this name, long or short.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "track" | "t" => Self::Track,
            "identify" | "i" => Self::Identify,
            "page" | "p" => Self::Page,
            "screen" | "s" => Self::Screen,
            "group" | "g" => Self::Group,
            "alias" | "a" => Self::Alias,
            _ => return None,
        })
    }

    /// The event that a call stands for, when it is declared.
    pub(super) const fn event(self) -> Option<&'static str> {
        match self {
            Self::Page => Some("Page Viewed"),
            Self::Screen => Some("Screen Viewed"),
            Self::Group => Some("Group Joined"),
            Self::Track | Self::Identify | Self::Alias => None,
        }
    }
}
