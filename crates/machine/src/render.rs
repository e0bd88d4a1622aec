//! From a template and what it may see to a message in the person's language.
//!
//! Everything a message prints is a function of the plan, the values and the language: the same inputs give the
//! same bytes on every machine.

mod amount;
mod calendar;
mod context;
mod filters;
mod locale;
mod output;

pub use calendar::{ENGLISH_MONTHS, FRENCH_MONTHS};
pub use context::Context;

use filrouge_plan::{Template, Variant};
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Steps of the template engine that one part of a message may take; what it writes is charged too.
const FUEL: u64 = 200_000;
/// End of the names under which HTML parts are kept; what they print is escaped.
const HTML: &str = "/html";

/// All templates of a plan, ready to be rendered.
#[derive(Debug)]
pub struct Templates {
    engine: Environment<'static>,
    known: BTreeMap<String, Known>,
}

#[derive(Debug)]
struct Known {
    default_locale: String,
    variants: BTreeMap<String, BTreeSet<String>>,
}

/// One message, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Language of the variant that was chosen.
    pub locale: String,
    /// Subject of an email, title of a push; one line, whatever was printed into it.
    pub subject: Option<String>,
    /// HTML body.
    pub html: Option<String>,
    /// Plain text body.
    pub text: Option<String>,
}

/// Why a message was not rendered. It quotes no value: it may be logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderError {
    /// The template.
    pub template: String,
    /// The part that failed, `fr/subject`; empty when the whole template is missing.
    pub part: String,
    /// What went wrong.
    pub problem: String,
}

impl Templates {
    /// Makes `templates` ready.
    ///
    /// # Errors
    /// When a part is not template text, which the compiler would have refused.
    pub fn new<'a>(templates: impl IntoIterator<Item = &'a Template>) -> Result<Self, RenderError> {
        let mut all = Self { engine: engine(), known: BTreeMap::new() };
        for template in templates {
            all.add(template)?;
        }
        Ok(all)
    }

    /// Renders `template` for a person whose language is `locale`.
    ///
    /// The variant is that of the person's exact locale, else of its language, else the template's default.
    ///
    /// # Errors
    /// When the template is unknown, or needs a value that is not there, or does not come to an end.
    pub fn render(
        &self,
        template: &str,
        locale: Option<&str>,
        context: &Context<'_>,
    ) -> Result<Rendered, RenderError> {
        let missing = || RenderError::new(template, "", "there is no such template");
        let known = self.known.get(template).ok_or_else(missing)?;
        let (chosen, reads) = known.choose(locale).ok_or_else(missing)?;
        let values = context.values(reads, chosen);
        let part = |part: &str| self.part(template, chosen, part, &values);
        let subject = part("subject")?.map(|subject| output::one_line(&subject));
        Ok(Rendered { locale: chosen.to_owned(), subject, html: part("html")?, text: part("text")? })
    }

    fn add(&mut self, template: &Template) -> Result<(), RenderError> {
        for (locale, variant) in &template.variants {
            for (part, source) in parts(variant) {
                let name = key(&template.name, locale, part);
                let added = self.engine.add_template_owned(name, source.to_owned());
                added.map_err(|error| RenderError::engine(&template.name, locale, part, &error))?;
            }
        }
        let variants = template.variants.iter();
        let variants = variants.map(|(locale, variant)| (locale.clone(), variant.reads.clone())).collect();
        let known = Known { default_locale: template.default_locale.clone(), variants };
        self.known.insert(template.name.clone(), known);
        Ok(())
    }

    fn part(
        &self,
        template: &str,
        locale: &str,
        part: &str,
        values: &minijinja::Value,
    ) -> Result<Option<String>, RenderError> {
        let Ok(text) = self.engine.get_template(&key(template, locale, part)) else { return Ok(None) };
        let rendered = text.render(values.clone());
        rendered.map(Some).map_err(|error| RenderError::engine(template, locale, part, &error))
    }
}

impl Known {
    fn choose(&self, locale: Option<&str>) -> Option<(&str, &BTreeSet<String>)> {
        let chosen = locale::choose(locale, &self.default_locale, self.variants.keys().map(String::as_str))?;
        self.variants.get_key_value(chosen).map(|(locale, reads)| (locale.as_str(), reads))
    }
}

impl RenderError {
    fn new(template: &str, part: &str, problem: &str) -> Self {
        Self { template: template.to_owned(), part: part.to_owned(), problem: problem.to_owned() }
    }

    fn engine(template: &str, locale: &str, part: &str, error: &minijinja::Error) -> Self {
        let line = error.line().map_or(String::new(), |line| format!(" in line {line}"));
        Self::new(template, &format!("{locale}/{part}"), &format!("{}{line}", error.kind()))
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "template `{}` {}: {}", self.template, self.part, self.problem)
    }
}

impl std::error::Error for RenderError {}

/// An engine that knows our filters and nothing else.
fn engine() -> Environment<'static> {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Chainable);
    engine.set_auto_escape_callback(|name| match name.ends_with(HTML) {
        true => AutoEscape::Html,
        false => AutoEscape::None,
    });
    engine.set_formatter(output::print);
    engine.set_fuel(Some(FUEL));
    engine.set_debug(false);
    filters::install(&mut engine);
    engine
}

fn parts(variant: &Variant) -> impl Iterator<Item = (&'static str, &str)> {
    let all = [("subject", &variant.subject), ("html", &variant.html), ("text", &variant.text)];
    all.into_iter().filter_map(|(part, text)| Some((part, text.as_deref()?)))
}

fn key(template: &str, locale: &str, part: &str) -> String {
    format!("{template}/{locale}/{part}")
}

#[cfg(test)]
mod tests;
