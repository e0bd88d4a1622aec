//! A template that nobody sends.

use filrouge_model::{Model, Wholes};
use filrouge_report::{Findings, Fix, rule};
use filrouge_source::{Sources, Span};

rule! {
    /// A template that nobody sends.
    pub struct UnusedTemplate { template: String, place: Span, whole: Option<Span> }
    slug: "unused-template", severity: Note, since: "0.1",
    shown: Never("what nobody sends changes nothing"),
    message: format!("nothing sends the template `{template}`"),
    at: place => "no `send` names it".to_owned(),
    help: Some(format!("send it with `template={template}`, or remove it")),
    fixes: whole.iter().map(|whole| Fix::risky("remove the template", *whole, "")).collect(),
}

pub(super) fn check(model: &Model, sources: &Sources, findings: &mut Findings) {
    let mut wholes = Wholes::of(sources);
    for template in model.templates.values().filter(|template| !template.is_sent) {
        findings.push(UnusedTemplate {
            template: template.name.value.to_string(),
            place: template.name.span,
            whole: wholes.at(template.at),
        });
    }
}
