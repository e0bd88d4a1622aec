//! Who receives data.

use super::ground::{Ground, sorted};
use filrouge_model::{Connector, SubProcessor, Transfer};
use filrouge_plan::ask::Piece;
use filrouge_plan::manifest::{AskedBy, DataFlow, Recipient, SubRecipient, TransferBy};
use std::collections::{BTreeMap, BTreeSet};

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
        company: connector.company.value().map(ToString::to_string),
        owner: connector.owner.value().map(|owner| owner.name.value.to_string()),
        transfer: connector.transfer.as_ref().map(transfer),
        sub_processors: connector.sub_processors.iter().map(sub_recipient).collect(),
        failover: connector.failover.iter().map(|country| country.value.to_string()).collect(),
        keeps: connector.keeps.value().copied(),
        can: connector.can.iter().map(|own| own.value.word().to_owned()).collect(),
        asked: asked(connector),
        manual: connector.manual.as_ref().map(|owner| owner.name.value.to_string()),
        channels: channels.map(|channel| channel.name.clone()).collect(),
        purposes: purposes.into_iter().collect(),
        categories: categories.into_iter().collect(),
        stands: ground.stands(connector.at),
        connector: name,
    })
}

/// What is asked by calls, and what of the person is told in them.
fn asked(connector: &Connector) -> Vec<AskedBy> {
    let mut rights: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for ask in &connector.asks {
        let told = ask.call.pieces().filter_map(|piece| match piece {
            Piece::Profile(name) | Piece::Former(name) => Some(name.clone()),
            Piece::Kept(_) | Piece::Task | Piece::Text(_) => None,
        });
        rights.entry(ask.call.right).or_default().extend(told);
    }
    let one = |(right, told): (filrouge_plan::ask::AskedFor, BTreeSet<String>)| AskedBy {
        right: right.word().to_owned(),
        told: told.into_iter().collect(),
    };
    rights.into_iter().map(one).collect()
}

fn transfer(own: &Transfer) -> TransferBy {
    TransferBy {
        mechanism: own.mechanism.value.word().to_owned(),
        since: own.since.value().map(ToString::to_string),
        assessment: own.assessment.value().map(ToString::to_string),
        fallback: own.fallback.value().map(|fallback| fallback.word().to_owned()),
    }
}

fn sub_recipient(own: &SubProcessor) -> SubRecipient {
    SubRecipient {
        name: own.name.value.to_string(),
        country: own.country.value.to_string(),
        transfer: own.transfer.value().map(|transfer| transfer.word().to_owned()),
    }
}
