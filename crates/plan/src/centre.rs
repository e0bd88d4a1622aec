//! The page on which people decide what they get.

use crate::Cap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the page on which people decide says beside what the plan knows anyway.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// Who answers for the use of the data.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub controller: String,
    /// Where to write to whoever protects the data there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The project's languages, the first one being its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locales: Vec<String>,
    /// The colours of buttons, where the author chose some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// The picture at the top, as SVG.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Fields of the profile that people set to yes or no, in the author's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// The field of the profile that holds how often people want to hear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<String>,
    /// Most messages to whoever chooses a word of it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub caps: BTreeMap<String, Vec<Cap>>,
    /// What is said, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<String, CentreTexts>,
}

/// The colours of buttons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// On a white page.
    pub light: Shade,
    /// On a dark page.
    pub dark: Shade,
}

/// A colour, and the one of what is written on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shade {
    /// The ground: `#1d3557`.
    pub ground: String,
    /// What is written on it.
    pub text: String,
}

/// What the page says in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CentreTexts {
    /// At its top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<String>,
    /// Names and descriptions of purposes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub purposes: BTreeMap<String, PurposeTexts>,
    /// Names of fields, and of the words that they may hold, as `field` and `field/word`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
}

/// How a purpose is called for people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PurposeTexts {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Centre {
    /// What is said in `locale`, in its language, or else in the project's own; the first that has an answer.
    pub fn said<'c, T>(&'c self, locale: &str, of: impl Fn(&'c CentreTexts) -> Option<T>) -> Option<T> {
        let language = locale.split('-').next().unwrap_or_default();
        let own = self.locales.first().map_or("", String::as_str);
        [locale, language, own].into_iter().find_map(|locale| self.texts.get(locale).and_then(&of))
    }
}
