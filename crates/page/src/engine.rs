//! The template engine: strict about what is not there, and escaping everything.

use crate::Unmade;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Templates of pages, by name.
#[derive(Debug)]
pub struct Engine(Environment<'static>);

impl Engine {
    /// Reads templates: their names, and their texts.
    ///
    /// # Errors
    /// When one of them is no template.
    pub fn new(templates: &[(&'static str, &'static str)]) -> Result<Self, Unmade> {
        let mut engine = Environment::new();
        engine.set_auto_escape_callback(|_| AutoEscape::Html);
        // A word that is not there ends the making of the page, instead of leaving a hole in it.
        engine.set_undefined_behavior(UndefinedBehavior::Strict);
        let blocks = SyntaxConfig::builder().trim_blocks(true).build();
        engine.set_syntax(blocks.map_err(|error| Unmade::of("blocks", error))?);
        for (name, text) in templates {
            engine.add_template(name, text).map_err(|error| Unmade::of(name, error))?;
        }
        Ok(Self(engine))
    }

    /// Fills the template `name`.
    ///
    /// # Errors
    /// When there is none, or it does not fit what it is told.
    pub fn render(&self, name: &str, about: &Json) -> Result<String, Unmade> {
        let template = self.0.get_template(name).map_err(|error| Unmade::of(name, error))?;
        template.render(value(about)).map_err(|error| Unmade::of(name, error))
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

#[cfg(test)]
mod tests {
    use super::Engine;
    use serde_json::json;

    #[test]
    fn everything_is_escaped_and_a_hole_is_refused() {
        let engine = Engine::new(&[("greeting", "<p>{{ name }}</p>")]).unwrap();
        let page = engine.render("greeting", &json!({ "name": "<Zoé>" }));
        assert_eq!(page.as_deref(), Ok("<p>&lt;Zoé&gt;</p>"));
        let told = engine.render("greeting", &json!({})).map_err(|unmade| unmade.to_string());
        assert!(told.unwrap_err().starts_with("the page `greeting`: "));
        assert!(engine.render("other", &json!({})).is_err());
    }
}
