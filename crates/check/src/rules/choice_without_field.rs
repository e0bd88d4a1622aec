//! A choice on the preference centre that has nowhere to go.

use filrouge_model::{Centre, Model, Profile};
use filrouge_plan::Type;
use filrouge_report::{Findings, rule};
use filrouge_source::Spanned;
use filrouge_source::Span;

rule! {
    /// A choice on the preference centre that has nowhere to go.
    pub struct ChoiceWithoutField {
        field: String,
        /// `bool`, or `enum`.
        wanted: &'static str,
        place: Span,
    }
    slug: "choice-without-field", severity: Error, since: "0.1",
    message: format!("the profile has no field `{field}` of type `{wanted}`"),
    at: place => "the choice would be written there".to_owned(),
    help: Some(format!("declare `{field}` in `profile` with the type `{wanted}`, or name another field")),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let (Some(centre), Some(profile)) = (&model.centre, &model.profile) else { return };
    judge(centre, profile, findings);
}

fn judge(centre: &Centre, profile: &Profile, findings: &mut Findings) {
    for page in &centre.pages {
        for topic in &page.topics {
            one(&topic.field, "bool", profile, |ty| *ty == Type::Bool, findings);
        }
        if let Some(frequency) = &page.frequency {
            one(&frequency.field, "enum", profile, |ty| matches!(ty, Type::Enum(_)), findings);
        }
    }
}

fn one(
    field: &Spanned<Box<str>>,
    wanted: &'static str,
    profile: &Profile,
    fits: impl Fn(&Type) -> bool,
    findings: &mut Findings,
) {
    let mut known = profile.fields.iter().filter_map(|own| own.lower());
    let broken = profile.schema.broken.contains(&field.value);
    let found = known.any(|own| own.name == *field.value && fits(own.ty.required()));
    if !found && !broken {
        findings.push(ChoiceWithoutField { field: field.value.to_string(), wanted, place: field.span });
    }
}
