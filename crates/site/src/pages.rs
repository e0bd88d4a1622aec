//! The pages, one file each.

mod data;
mod journey;
mod missed;
mod overview;
mod owners;
mod purposes;
mod recipients;
mod record;
mod segments;
mod source;
mod tests;

use crate::known::Known;
use crate::search::{Entry, index};
use crate::{File, Language, links};
use filrouge_page::{Engine, Unmade};
use serde_json::{Value as Json, json};

/// The templates of all pages.
pub(crate) const TEMPLATES: &[(&str, &str)] = &[
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

/// A page before it has its frame.
pub(crate) struct Page {
    /// Path from the folder of the language.
    pub url: String,
    /// The template of its body.
    pub template: &'static str,
    /// The page of the list of contents that it belongs to; its own name where it is one.
    pub title: String,
    /// What the body is told.
    pub about: Json,
    /// What can be found on it.
    pub entries: Vec<Entry>,
}

impl Page {
    fn new(url: &str, template: &'static str, title: &str, about: Json) -> Self {
        let (url, title) = (url.to_owned(), title.to_owned());
        Self { url, template, title, about, entries: Vec::new() }
    }

    fn with_entries(mut self, entries: Vec<Entry>) -> Self {
        self.entries = entries;
        self
    }
}

/// Every file of the site, in one language.
pub(crate) fn all(known: &Known<'_>, engine: &Engine) -> Result<Vec<File>, Unmade> {
    let mut pages = vec![
        overview::page(known),
        segments::page(known),
        data::page(known),
        purposes::page(known),
        recipients::page(known),
        owners::page(known),
        tests::page(known),
        record::page(known),
        source::list(known),
    ];
    pages.extend(known.plan().journeys.iter().map(|own| journey::page(known, own)));
    pages.extend(known.project.texts.iter().map(|text| source::page(known, text)));
    let mut files = pages.iter().map(|page| framed(known, engine, page)).collect::<Result<Vec<_>, _>>()?;
    let entries: Vec<Entry> = pages.into_iter().flat_map(|page| page.entries).collect();
    files.push(File { path: "search-index.js".to_owned(), text: index(&entries) });
    files.push(File { path: "search.js".to_owned(), text: include_str!("templates/search.js").to_owned() });
    let style = format!("{}{}", include_str!("templates/style.css"), filrouge_picture::STYLE);
    files.push(File { path: "style.css".to_owned(), text: style });
    Ok(files)
}

fn framed(known: &Known<'_>, engine: &Engine, page: &Page) -> Result<File, Unmade> {
    let base = "../".repeat(page.url.matches('/').count());
    let mut about = page.about.clone();
    if let Some(about) = about.as_object_mut() {
        about.insert("t".to_owned(), json!(known.words));
        about.insert("base".to_owned(), json!(base));
        about.insert("heading".to_owned(), json!(page.title));
    }
    let body = engine.render(page.template, &about)?;
    let bundle = known.project.bundle;
    let other = known.other.map(|other| format!("{base}../{}/{}", other.tag(), page.url));
    let frame = json!({
        "t": known.words,
        "base": base,
        "lang": known.language.tag(),
        "title": page.title,
        "heading": page.title,
        "project": bundle.plan.project.name,
        "pages": contents(known, &page.url),
        "body": body,
        "hash": bundle.hash.chars().take(12).collect::<String>(),
        "commit": bundle.commit.as_ref().map(|commit| &commit.id),
        "dirty": bundle.commit.as_ref().is_some_and(|commit| commit.dirty),
        "other": other,
        "other_lang": known.other.map(Language::tag),
        "other_name": known.other.map(name),
    });
    Ok(File { path: page.url.clone(), text: engine.render("layout", &frame)? })
}

/// The name of a language in itself.
const fn name(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::French => "Français",
    }
}

/// The list of contents, as it is seen from one page.
fn contents(known: &Known<'_>, here: &str) -> Vec<Json> {
    let journeys = known.plan().journeys.iter().map(|own| {
        let url = links::journey(&own.name);
        json!({ "title": own.name, "url": url, "here": url == here })
    });
    let journeys: Vec<Json> = journeys.collect();
    let pages = [
        ("index.html", "overview"),
        ("segments.html", "segments"),
        ("data.html", "data"),
        ("purposes.html", "purposes"),
        ("recipients.html", "recipients"),
        ("owners.html", "owners"),
        ("tests.html", "tests"),
        ("record.html", "record"),
        ("sources.html", "sources"),
    ];
    let page = |(url, key): (&str, &str)| {
        let inner = if key == "overview" { journeys.clone() } else { Vec::new() };
        json!({ "title": known.word(key), "url": url, "here": url == here, "inner": inner })
    };
    pages.into_iter().map(page).collect()
}
