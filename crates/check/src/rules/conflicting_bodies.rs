//! A message with two HTML bodies.

use filrouge_model::{Model, Opt};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A message with two HTML bodies.
    pub struct ConflictingBodies { template: String, place: Span, other: Span }
    slug: "conflicting-bodies", severity: Error, since: "0.1",
    message: format!("the template `{template}` has an `html` body and an `mjml` body"),
    at: place => "becomes HTML too".to_owned(),
    also: [other => "the other one".to_owned()],
    help: Some("keep one of them: MJML is turned into HTML".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for template in model.templates.values() {
        for content in &template.contents {
            if let (Opt::Given(html), Opt::Given(mjml)) = (&content.html, &content.mjml) {
                findings.push(ConflictingBodies {
                    template: template.name.value.to_string(),
                    place: mjml.span,
                    other: html.span,
                });
            }
        }
    }
}
