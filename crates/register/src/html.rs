//! The manifest as one page to read and to print, for somebody who knows the law and no source.

mod kept;
mod parts;

use crate::words::{choose, words};
use filrouge_page::{Engine, Unmade};
use filrouge_picture::{Language, Options, Overlay, data, svg};
use filrouge_plan::manifest::Manifest;
use serde_json::{Value as Json, json};

/// The page, whole in one file: no script, and nothing that is fetched.
///
/// # Errors
/// When the template of the page does not fit what it is given, which would be a mistake of this program.
pub fn html(manifest: &Manifest, language: Language) -> Result<String, Unmade> {
    Engine::new(&[("page", include_str!("templates/page.html"))])?.render("page", &about(manifest, language))
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
        "labels": told.labels(),
        "declassifiers": told.declassifiers(),
        "collected": told.collected(),
        "recipients": told.recipients(),
        "origins": told.origins(),
        "consents": told.consents(),
        "signals": told.signals(),
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
