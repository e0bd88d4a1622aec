//! What is computed about people, from what, and what for.

use super::ground::{Ground, sorted};
use super::reads::Reads;
use filrouge_model::Trait;
use filrouge_plan::address;
use filrouge_plan::manifest::{Computed, Processing};

pub(super) fn traits(processing: &[Processing], ground: &Ground<'_>) -> Vec<Computed> {
    let all = sorted(&ground.model.traits, |own| &own.name);
    all.into_iter().filter_map(|own| computed(own, processing, ground)).collect()
}

fn computed(own: &Trait, processing: &[Processing], ground: &Ground<'_>) -> Option<Computed> {
    let mut reads = Reads::default();
    reads.made_of(&own.name.value, ground);
    Some(Computed {
        name: own.name.value.to_string(),
        by: own.kind.as_ref()?.value.word().to_owned(),
        category: own.field.as_ref()?.category.clone(),
        inputs: ground.fields.reads(&reads.fields),
        events: reads.events.into_iter().collect(),
        within: own.within.value().copied(),
        lasting: own.lasting.value().copied(),
        late: own.late.value().copied(),
        purposes: purposes(&address::declared("profile", &own.name.value), processing),
        stands: ground.stands(own.at),
    })
}

/// The purposes for which the field at this address is used.
fn purposes(field: &String, processing: &[Processing]) -> Vec<String> {
    let uses = |record: &&Processing| {
        let categories = record.categories.iter().flat_map(|read| &read.fields);
        categories.chain(&record.without_category).any(|used| used == field)
    };
    processing.iter().filter(uses).map(|record| record.purpose.clone()).collect()
}
