//! Who receives data.

use super::ground::{Ground, sorted};
use filrouge_model::Connector;
use filrouge_plan::manifest::{DataFlow, Recipient};
use std::collections::BTreeSet;

pub(super) fn recipients(flows: &[DataFlow], ground: &Ground<'_>) -> Vec<Recipient> {
    let connectors = sorted(&ground.model.connectors, |connector| &connector.name);
    connectors.into_iter().filter_map(|connector| recipient(connector, flows, ground)).collect()
}

fn recipient(connector: &Connector, flows: &[DataFlow], ground: &Ground<'_>) -> Option<Recipient> {
    let name = connector.name.value.to_string();
    let received: Vec<_> = flows.iter().filter(|flow| flow.to == name).collect();
    let purposes: BTreeSet<_> = received.iter().map(|flow| flow.purpose.clone()).collect();
    let fields = received.iter().flat_map(|flow| &flow.carries);
    let categories: BTreeSet<_> = fields.filter_map(|field| field.category.clone()).collect();
    let channels = ground.plan.channels.iter().filter(|channel| channel.connector == name);
    Some(Recipient {
        kind: connector.kind.as_ref()?.value.word().to_owned(),
        role: connector.role.value().map(|role| role.word().to_owned()),
        agreement: connector.agreement.value().map(ToString::to_string),
        country: connector.country.value().map(ToString::to_string),
        safeguards: connector.safeguards.value().map(ToString::to_string),
        channels: channels.map(|channel| channel.name.clone()).collect(),
        purposes: purposes.into_iter().collect(),
        categories: categories.into_iter().collect(),
        stands: ground.stands(connector.at),
        connector: name,
    })
}
