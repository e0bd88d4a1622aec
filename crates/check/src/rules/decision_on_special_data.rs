//! A decision that weighs on people and goes by what is nobody's business.

use super::decision_class_too_low::ways;
use super::impact_not_assessed::is_within;
use crate::statutes::Statutes;
use filrouge_model::{DecisionClass, DecisionGround, Expression, Field};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A decision that weighs on people and goes by what is nobody's business.
    pub struct DecisionOnSpecialData { journey: String, category: String, place: Span, field: Span, decides: Span }
    slug: "decision-on-special-data", severity: Error, since: "0.1",
    message: format!("`{journey}` decides about people by `{category}`"),
    at: place => "decides".to_owned(),
    also: [field => "a special category of data".to_owned(), decides => "of legal or similar effect".to_owned()],
    help: Some("decide by something else, or on an express consent: `ground=consent`".to_owned()),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for journey in law.model.journeys.values() {
        let Some(decides) = &journey.decides else { continue };
        let far = decides.class.value == DecisionClass::LegalOrSimilar;
        if !far || decides.ground.value() == Some(&DecisionGround::Consent) {
            continue;
        }
        let ways = ways(journey).filter_map(|way| Some((way, special(way.when.as_ref()?, law)?)));
        if let Some((way, field)) = ways.into_iter().next() {
            findings.push(DecisionOnSpecialData {
                journey: journey.name.value.to_string(),
                category: field.category.value().map(ToString::to_string).unwrap_or_default(),
                place: way.at,
                field: field.at,
                decides: decides.at,
            });
        }
    }
}

/// The first special field of the profile that a condition reads.
fn special<'m>(when: &Expression, law: &Statutes<'m>) -> Option<&'m Field> {
    let keys = law.list("A03", "special");
    let mut fields = law.model.profile.iter().flat_map(|profile| profile.all_fields());
    fields.find(|field| {
        let special = field.category.value().is_some_and(|key| keys.iter().any(|above| is_within(key, above)));
        special && when.compiled.reads.iter().any(|path| crate::uses::is_of_profile(path, &field.name.value))
    })
}
