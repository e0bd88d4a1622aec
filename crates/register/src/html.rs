//! The manifest as one page to read and to print, for somebody who knows the law and no source.

mod kept;
mod parts;

use crate::words::{choose, words};
use filrouge_picture::{Language, Options, Overlay, data, svg};
use filrouge_plan::manifest::Manifest;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt;

/// Why the page could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unmade(String);

impl fmt::Display for Unmade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unmade {}

impl From<minijinja::Error> for Unmade {
    fn from(error: minijinja::Error) -> Self {
        Self(format!("the page: {error}"))
    }
}

/// The page, whole in one file: no script, and nothing that is fetched.
///
/// # Errors
/// When the template of the page does not fit what it is given, which would be a mistake of this program.
pub fn html(manifest: &Manifest, language: Language) -> Result<String, Unmade> {
    let mut engine = Environment::new();
    engine.set_auto_escape_callback(|_| AutoEscape::Html);
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_syntax(SyntaxConfig::builder().trim_blocks(true).build()?);
    engine.add_template("page", include_str!("templates/page.html"))?;
    Ok(engine.get_template("page")?.render(value(&about(manifest, language)))?)
}

fn about(manifest: &Manifest, language: Language) -> Json {
    let told = parts::Told { manifest, language };
    let graph = data(manifest, language);
    let picture = svg(&graph, &Overlay::default(), &Options::default());
    json!({
        "t": words(language),
        "lang": language.tag(),
        "style": include_str!("templates/style.css"),
        "project": manifest.organisation.project,
        "colon": choose(language, ":", " :"),
        "who": told.who(),
        "purposes": told.purposes(),
        "collected": told.collected(),
        "recipients": told.recipients(),
        "origins": told.origins(),
        "consents": told.consents(),
        "decisions": told.decisions(),
        "computed": told.computed(),
        "stores": told.stores(),
        "access": told.access(),
        "unprovable": told.unprovable(),
        "waivers": told.waivers(),
        "since": told.since(),
        "compared": manifest.since.is_some(),
        "changes": told.changes(),
        "picture": picture,
        "marks": told.marks(),
    })
}

/// What the page is told, as the engine takes it. The engine could do so itself with more of its features, which the templates
/// of the language would then have too.
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
