//! Templates, checked and ready to be rendered.

use crate::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A message in every language that it was written in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// The template's name.
    pub name: String,
    /// Language used when the person's own has no variant.
    pub default_locale: String,
    /// Variants by BCP 47 tag.
    pub variants: BTreeMap<String, Variant>,
    /// Variables that each `send` must give.
    pub with: Vec<Field>,
}

/// A message in one language; every part is a `minijinja` template.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Subject of an email, title of a push.
    pub subject: Option<String>,
    /// HTML; MJML was turned into HTML by the compiler.
    pub html: Option<String>,
    /// Plain text: the author's own, or derived from the HTML by the compiler.
    pub text: Option<String>,
    /// Paths of all data that the parts read, such as `profile.first_name`; nothing else is shown to them. A path
    /// leads through a list as it does through a record: `event.items.name`.
    #[serde(default)]
    pub reads: BTreeSet<String>,
}

/// Filters that a template may use, in alphabetical order.
pub const TEMPLATE_FILTERS: &[&str] = &[
    "capitalize",
    "date",
    "datetime",
    "default",
    "first",
    "join",
    "last",
    "length",
    "lower",
    "money",
    "number",
    "replace",
    "round",
    "time",
    "title",
    "trim",
    "truncate",
    "upper",
    "urlencode",
];

/// Tests that a template may use behind `is`, in alphabetical order.
pub const TEMPLATE_TESTS: &[&str] = &["defined", "divisibleby", "even", "odd", "undefined"];
