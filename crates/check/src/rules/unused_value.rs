//! A value for a template that does not show it.

use filrouge_model::{Action, Journey, Setting, Template};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A value for a template that does not show it.
    pub struct UnusedValue { name: String, template: String, place: Span, declared: Span }
    slug: "unused-value", severity: Warning, since: "0.1",
    shown: Never("the message is the same with it and without"),
    message: format!("the template `{template}` does not use `{name}`"),
    at: place => "never shown".to_owned(),
    also: [declared => "the template is declared here".to_owned()],
    help: Some(format!("write `{{{{ {name} }}}}` in the template, or remove the value")),
}

pub(super) fn check(journey: &Journey, setting: &Setting, findings: &mut Findings) {
    for step in journey.steps.values() {
        let Action::Send(send) = &step.action else { continue };
        let Some(template) = send.template.as_ref().and_then(|template| setting.templates.of(template)) else {
            continue;
        };
        for value in send.with.iter().filter(|value| !reads(template, &value.name.value)) {
            findings.push(UnusedValue {
                name: value.name.value.to_string(),
                template: template.name.value.to_string(),
                place: value.name.span,
                declared: template.at,
            });
        }
    }
}

fn reads(template: &Template, name: &str) -> bool {
    let mut paths = template.variants.values().flat_map(|variant| &variant.reads);
    paths.any(|path| path.split('.').next() == Some(name))
}
