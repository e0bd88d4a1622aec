//! The template engine: strict about what is not there, and escaping everything.

use crate::Unmade;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The templates of all pages.
pub(crate) struct Engine(Environment<'static>);

const TEMPLATES: &[(&str, &str)] = &[
    ("data", include_str!("templates/data.html")),
    ("journey", include_str!("templates/journey.html")),
    ("languages", include_str!("templates/languages.html")),
    ("layout", include_str!("templates/layout.html")),
    ("overview", include_str!("templates/overview.html")),
    ("owners", include_str!("templates/owners.html")),
    ("purposes", include_str!("templates/purposes.html")),
    ("recipients", include_str!("templates/recipients.html")),
    ("record", include_str!("templates/record.html")),
    ("segments", include_str!("templates/segments.html")),
    ("source", include_str!("templates/source.html")),
    ("sources", include_str!("templates/sources.html")),
    ("tests", include_str!("templates/tests.html")),
];

impl Engine {
    pub fn new() -> Result<Self, Unmade> {
        let mut engine = Environment::new();
        engine.set_auto_escape_callback(|_| AutoEscape::Html);
        // A word that no table has ends the making of the site, instead of leaving a hole in a page.
        engine.set_undefined_behavior(UndefinedBehavior::Strict);
        let blocks = SyntaxConfig::builder().trim_blocks(true).build();
        engine.set_syntax(blocks.map_err(|error| unmade("blocks", &error))?);
        for (name, text) in TEMPLATES {
            engine.add_template(name, text).map_err(|error| unmade(name, &error))?;
        }
        Ok(Self(engine))
    }

    pub fn render(&self, name: &str, about: &Json) -> Result<String, Unmade> {
        let template = self.0.get_template(name).map_err(|error| unmade(name, &error))?;
        template.render(value(about)).map_err(|error| unmade(name, &error))
    }
}

/// What a page is told, as the engine takes it. The engine could do so itself with more of its features, which the
/// templates of the language would then have too.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::from(()),
        Json::Bool(truth) => Value::from(*truth),
        Json::Number(number) => number.as_i64().map_or_else(|| Value::from(number.to_string()), Value::from),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::from(items.iter().map(value).collect::<Vec<_>>()),
        Json::Object(members) => {
            let members = members.iter().map(|(key, member)| (key.clone(), value(member)));
            Value::from(members.collect::<BTreeMap<String, Value>>())
        }
    }
}

fn unmade(name: &str, error: &minijinja::Error) -> Unmade {
    Unmade(format!("the page `{name}`: {error}"))
}
