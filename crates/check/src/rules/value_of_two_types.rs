//! A value of a template that is of one type here and of another there.

use filrouge_model::step::Assignment;
use filrouge_model::{Action, Id, Model, Template};
use filrouge_plan::Type;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeMap;

rule! {
    /// A value of a template that is of one type here and of another there.
    pub struct ValueOfTwoTypes { name: String, template: String, ty: Type, place: Span, other: Type, first: Span }
    slug: "value-of-two-types", severity: Error, since: "0.1",
    message: format!("`{name}` of the template `{template}` is `{ty}` here and `{other}` elsewhere"),
    at: place => format!("this is `{ty}`"),
    also: [first => format!("and this is `{other}`")],
    help: Some("give both the same type, or use a template of its own for one of them".to_owned()),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let mut known: BTreeMap<(Id<Template>, &str), (&Type, Span)> = BTreeMap::new();
    for (id, value) in values(model) {
        let Some(expression) = &value.value else { continue };
        let ty = expression.compiled.ty.required();
        let (other, first) = *known.entry((id, &value.name.value)).or_insert((ty, expression.at));
        let Some(template) = model.templates.get(id).filter(|_| !shown_alike(ty, other)) else { continue };
        findings.push(ValueOfTwoTypes {
            name: value.name.value.to_string(),
            template: template.name.value.to_string(),
            ty: ty.clone(),
            place: expression.at,
            other: other.clone(),
            first,
        });
    }
}

/// Whether a template shows both in the same way: numbers adapt, and texts are texts.
fn shown_alike(one: &Type, other: &Type) -> bool {
    let is_number = |ty: &Type| matches!(ty, Type::Int | Type::Decimal);
    one == other || (is_number(one) && is_number(other)) || (one.is_text() && other.is_text())
}

/// Every value that a send gives to a template, with the template.
fn values(model: &Model) -> impl Iterator<Item = (Id<Template>, &Assignment)> {
    let steps = model.journeys.values().flat_map(|journey| journey.steps.values());
    let sends = steps.filter_map(|step| match &step.action {
        Action::Send(send) => Some((send.template.as_ref()?.id?, send)),
        _ => None,
    });
    sends.flat_map(|(id, send)| send.with.iter().map(move |value| (id, value)))
}
