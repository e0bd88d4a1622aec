//! Records of processing: one for each purpose.

use super::flows::address_field;
use super::ground::Ground;
use super::reads::Reads;
use super::walk::Walked;
use filrouge_model::Compatible;
use filrouge_plan::manifest::{CategoryRead, CompatibleUse, JourneyOf, Processing, Right};
use filrouge_plan::{Basis, Purpose};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn processing(journeys: &[Walked<'_>], ground: &Ground<'_>) -> Vec<Processing> {
    ground.plan.purposes.iter().filter_map(|purpose| record(purpose, journeys, ground)).collect()
}

fn record(purpose: &Purpose, journeys: &[Walked<'_>], ground: &Ground<'_>) -> Option<Processing> {
    let declared = ground.model.purposes.values().find(|own| *own.name.value == *purpose.name)?;
    let serving: Vec<_> =
        journeys.iter().filter(|journey| journey.purposes().contains(&*purpose.name)).collect();
    let mut used = Reads::default();
    serving.iter().for_each(|journey| used.extend(&journey.used_for(&purpose.name)));
    let sends = serving.iter().flat_map(|journey| &journey.sends);
    let channels: Vec<_> =
        sends.filter(|sent| sent.purpose == purpose.name).flat_map(|sent| &sent.via).collect();
    used.fields.extend(channels.iter().filter_map(|channel| address_field(channel, ground)));
    let asks = serving.iter().flat_map(|journey| &journey.asks).filter(|asked| asked.purpose == purpose.name);
    let asked = asks.map(|asked| asked.connector.to_owned());
    let recipients: BTreeSet<String> =
        channels.iter().map(|channel| channel.connector.clone()).chain(asked).collect();
    let (categories, without_category) = by_category(&used.fields, ground);
    Some(Processing {
        purpose: purpose.name.clone(),
        data_use: purpose.data_use.clone(),
        description: declared.description.value().map(ToString::to_string),
        subjects: subjects(declared),
        basis: purpose.basis,
        interest: declared.interest.value().map(ToString::to_string),
        assessment: declared.assessment.value().map(ToString::to_string),
        soft_opt_in: declared.soft_opt_in.iter().map(|own| own.value.word().to_owned()).collect(),
        owner: declared.owner.value().map(|owner| owner.name.value.to_string()),
        compatible_with: declared.compatible.iter().map(compatible).collect(),
        needs: declared.needs.iter().map(|key| key.value.to_string()).collect(),
        special_categories: declared.special_categories.value().map(|own| own.word().to_owned()),
        channels: purpose.channels.clone(),
        notice: declared.notice.value().and_then(|notice| ground.source_text(*notice)),
        rights: rights(purpose),
        journeys: serving.into_iter().map(|journey| journey_of(journey, ground)).collect(),
        categories,
        without_category,
        events: used.events.into_iter().collect(),
        recipients: recipients.into_iter().collect(),
        stands: ground.stands(declared.at),
    })
}

fn subjects(declared: &filrouge_model::Purpose) -> Vec<String> {
    let words: BTreeSet<_> = declared.subjects.iter().map(|own| own.value.word()).collect();
    words.into_iter().map(str::to_owned).collect()
}

fn compatible(own: &Compatible) -> CompatibleUse {
    CompatibleUse {
        purpose: own.with.name.value.to_string(),
        reference: own.reference.as_ref().map(|reference| reference.value.to_string()),
    }
}

/// The rights that the law ties to a ground. Whoever is written to for marketing may object on any ground (Article 21(2)).
fn rights(purpose: &Purpose) -> Vec<Right> {
    let is_marketing =
        purpose.data_use.as_deref().is_some_and(|key| key.split('.').next() == Some("marketing"));
    let by_ground: &[Right] = match purpose.basis {
        Basis::Consent => &[Right::Withdrawal, Right::Erasure, Right::Portability],
        Basis::Contract => &[Right::Erasure, Right::Portability],
        Basis::LegalObligation => &[],
        Basis::VitalInterests => &[Right::Erasure],
        Basis::PublicTask => &[Right::Objection],
        Basis::LegitimateInterests => &[Right::Erasure, Right::Objection],
    };
    let always = [Right::Access, Right::Rectification, Right::Restriction];
    let objection = is_marketing.then_some(Right::Objection);
    let all: BTreeSet<_> = by_ground.iter().copied().chain(always).chain(objection).collect();
    all.into_iter().collect()
}

fn journey_of(walked: &Walked<'_>, ground: &Ground<'_>) -> JourneyOf {
    let journey = walked.journey;
    JourneyOf {
        journey: journey.name.value.to_string(),
        owner: journey.owner.value().map(|owner| owner.name.value.to_string()),
        description: journey.description.value().map(ToString::to_string),
        stands: ground.stands(journey.at),
    }
}

/// The fields by category, and those that have none.
fn by_category(fields: &BTreeSet<String>, ground: &Ground<'_>) -> (Vec<CategoryRead>, Vec<String>) {
    let mut categories: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut without = Vec::new();
    for read in ground.fields.reads(fields) {
        match read.category {
            Some(category) => categories.entry(category).or_default().push(read.field),
            None => without.push(read.field),
        }
    }
    let categories = categories.into_iter().map(|(category, fields)| CategoryRead { category, fields });
    (categories.collect(), without)
}
