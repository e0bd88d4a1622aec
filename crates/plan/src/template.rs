//! Templates, checked and ready to be rendered.

use crate::Field;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Plain text.
    pub text: Option<String>,
}
