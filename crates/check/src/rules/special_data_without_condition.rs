//! Special data for a purpose that names no right to use such data.

use crate::labelled::{Trail, condition, declared as said};
use filrouge_label::Label;
use filrouge_model::{Model, Purpose};
use filrouge_report::{Finding, Findings, Fix, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// Special data for a purpose that names no right to use such data.
    pub struct SpecialDataWithoutCondition { name: String, category: String, purpose: String, place: Span, fixes: Vec<Fix> }
    slug: "special-data-without-condition", severity: Error, since: "0.1",
    shown: Refused,
    message: format!("`{purpose}` uses {name}, which is special (`{category}`), and names no right to do so"),
    at: place => "no `special-categories` in it".to_owned(),
    help: Some("add a line such as `special-categories explicit-consent`, or do without the data".to_owned()),
    fixes: fixes.clone(),
}

pub(crate) fn finding(trail: Trail<'_>) -> Finding {
    let facts = SpecialDataWithoutCondition {
        name: trail.name.clone(),
        category: trail.category.clone(),
        purpose: trail.purpose.name.value.to_string(),
        place: trail.purpose.at,
        fixes: condition(trail.purpose),
    };
    trail.along(facts)
}

/// Special data that is collected for a purpose needs the right of that purpose before anything uses it.
pub(crate) fn declared(labels: &[Label<'_>], model: &Model, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for label in labels.iter().filter(|label| label.is_special()) {
        for id in label.purposes.iter().filter_map(|own| own.id) {
            let purpose = model.purposes.get(id).filter(|own| own.special_categories.is_absent());
            if let Some(purpose) = purpose.filter(|_| told.insert(id)) {
                findings.push(of_declaration(label, purpose));
            }
        }
    }
}

fn of_declaration(label: &Label<'_>, purpose: &Purpose) -> Finding {
    let mut finding = Finding::from(SpecialDataWithoutCondition {
        name: label.name.clone(),
        category: label.category.map_or_else(String::new, |category| category.value.to_string()),
        purpose: purpose.name.value.to_string(),
        place: purpose.at,
        fixes: condition(purpose),
    });
    finding.labels.extend(said(label));
    finding
}
