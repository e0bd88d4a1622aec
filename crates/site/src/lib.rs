//! The documentation of a project as a static site: what its journeys do, which data they read and where it goes.
//!
//! Everything in it comes from the plan, its manifest, the texts and the tests. Equal inputs give equal bytes. What
//! authors wrote is text on every page: the engine escapes it, and messages are shown in frames that run nothing.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod copy;
mod known;
mod links;
mod pages;
mod samples;
mod search;
mod uses;
mod words;

use filrouge_machine::render::Templates;
use filrouge_page::Engine;
pub use filrouge_page::Unmade;
pub use filrouge_picture::{Language, Line};
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
use filrouge_plan::scenario::Scenario;
use filrouge_simulate::coverage::Coverage;
use known::Known;

/// Everything that is known of a project.
#[derive(Debug, Clone, Copy)]
pub struct Project<'a> {
    /// The plan, with the thread back to its text.
    pub bundle: &'a Bundle,
    /// What it does with data.
    pub manifest: &'a Manifest,
    /// Its texts.
    pub texts: &'a [Text<'a>],
    /// Its tests, and what came of them.
    pub tests: &'a [Test<'a>],
    /// What the tests met.
    pub coverage: &'a Coverage,
}

/// A text of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// Path relative to the project's root.
    pub path: &'a str,
    /// What it says.
    pub text: &'a str,
}

/// A test that was run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test<'a> {
    /// The test.
    pub scenario: &'a Scenario,
    /// Whether every expectation was met.
    pub passed: bool,
    /// Where it stands.
    pub line: Option<Line>,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path relative to the site's folder, with `/`.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// The site of a project. In one language its pages stand in the folder itself; in several each language has a folder,
/// and the first page lets the reader choose.
///
/// # Errors
/// When a template of a page does not fit what it is given, which would be a mistake of this program.
pub fn site(project: &Project<'_>, languages: &[Language]) -> Result<Vec<File>, Unmade> {
    let engine = Engine::new(pages::TEMPLATES)?;
    let templates =
        Templates::new(&project.bundle.plan.templates).map_err(|error| Unmade::of("messages", error))?;
    let mut files = Vec::new();
    for language in languages {
        let known = Known::new(project, *language, &templates, languages);
        let folder = if languages.len() > 1 { format!("{}/", language.tag()) } else { String::new() };
        let own = pages::all(&known, &engine)?;
        files.extend(own.into_iter().map(|file| File { path: format!("{folder}{}", file.path), ..file }));
    }
    if languages.len() > 1 {
        let about = serde_json::json!({ "project": project.bundle.plan.project.name });
        files.push(File { path: "index.html".to_owned(), text: engine.render("languages", &about)? });
    }
    Ok(files)
}
