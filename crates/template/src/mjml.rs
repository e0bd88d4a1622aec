//! MJML: our own check of its tags, then HTML.

mod check;
mod components;
mod marks;

use crate::chunks::Chunk;
use crate::part::Part;
use crate::rules::template_syntax::TemplateSyntax;
use filrouge_report::Findings;
use marks::Marks;
use mrml::prelude::render::RenderOptions;
use std::ops::Range;

/// The HTML of an MJML text; empty when a finding was made.
pub fn compile(part: &Part<'_>, chunks: &[Chunk], findings: &mut Findings) -> String {
    let found = check::check(part, chunks);
    let refused = found.has_errors();
    findings.extend(found);
    if refused {
        return String::new();
    }
    match html(part.text, chunks) {
        Ok(html) => html,
        Err((at, problem)) => {
            let (place, problem) = (part.at(at), problem.to_owned());
            findings.push(TemplateSyntax { problem, place, help: None });
            String::new()
        }
    }
}

type Refusal = (Range<usize>, &'static str);

/// Renders the markup with a mark in the place of whatever is not markup, then puts that back.
fn html(text: &str, chunks: &[Chunk]) -> Result<String, Refusal> {
    let marks = Marks::new(text, chunks);
    let parsed = mrml::parse(marks.marked());
    let tree = parsed.map_err(|error| (marks.place(&error), "this is not MJML"))?;
    // Fonts are never fetched from a third party: it would learn who opens the message, and when.
    let options =
        RenderOptions { disable_comments: true, social_icon_origin: None, fonts: Default::default() };
    let html = tree.element.render(&options);
    let html = html.map_err(|_| (0..text.len(), "this MJML cannot be turned into HTML"))?;
    marks.kept_once(&html)?;
    Ok(marks.unmark(&html))
}

#[cfg(test)]
mod tests;
