//! From where to where data flows.

use super::ground::Ground;
use super::labels::Labelled;
use super::walk::{Asked, Sent, Walked};
use filrouge_plan::manifest::DataFlow;
use filrouge_plan::{Channel, address};
use std::collections::BTreeMap;

/// One flow for each send and channel, and one for each fetch, sorted.
pub(super) fn data_flows(
    journeys: &[Walked<'_>],
    labels: &BTreeMap<String, Labelled>,
    ground: &Ground<'_>,
) -> Vec<DataFlow> {
    let sends = journeys.iter().flat_map(|journey| &journey.sends);
    let mut flows: Vec<_> =
        sends.flat_map(|sent| sent.via.iter().map(|channel| flow(sent, channel, ground))).collect();
    let asks = journeys.iter().flat_map(|journey| &journey.asks);
    flows.extend(asks.map(|asked| question(asked, ground)));
    for flow in &mut flows {
        let labelled = labels.get(&flow.step).cloned().unwrap_or_default();
        (flow.labels, flow.lifted) = (labelled.labels, labelled.lifted);
    }
    flows.sort();
    flows
}

fn flow(sent: &Sent<'_>, channel: &Channel, ground: &Ground<'_>) -> DataFlow {
    let mut carried = sent.message.fields.clone();
    carried.extend(address_field(channel, ground));
    DataFlow {
        step: sent.address.clone(),
        channel: Some(channel.name.clone()),
        to: channel.connector.clone(),
        country: country(&channel.connector, ground),
        purpose: sent.purpose.to_owned(),
        carries: ground.fields.reads(&carried),
        decided_by: ground.fields.reads(&sent.way.fields),
        events: sent.way.events.iter().cloned().collect(),
        labels: Vec::new(),
        lifted: Vec::new(),
        stands: ground.stands(sent.step.at),
    }
}

fn question(asked: &Asked<'_>, ground: &Ground<'_>) -> DataFlow {
    DataFlow {
        step: asked.address.clone(),
        channel: None,
        to: asked.connector.to_owned(),
        country: country(asked.connector, ground),
        purpose: asked.purpose.to_owned(),
        carries: ground.fields.reads(&asked.question.fields),
        decided_by: ground.fields.reads(&asked.way.fields),
        events: asked.way.events.iter().cloned().collect(),
        labels: Vec::new(),
        lifted: Vec::new(),
        stands: ground.stands(asked.step.at),
    }
}

fn country(connector: &str, ground: &Ground<'_>) -> Option<String> {
    let connector = ground.model.connectors.values().find(|own| *own.name.value == *connector)?;
    connector.country.value().map(ToString::to_string)
}

/// Address of the field that holds a person's address on the channel.
pub(super) fn address_field(channel: &Channel, ground: &Ground<'_>) -> Option<String> {
    let slot = usize::try_from(channel.address).ok()?;
    ground.plan.profile.slots().nth(slot).map(|field| address::declared("profile", &field.name))
}
