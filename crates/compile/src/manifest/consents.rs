//! What people agree to, and what happens when they do not any more.

use super::ground::Ground;
use super::walk::Walked;
use crate::lower;
use filrouge_plan::manifest::{
    ConsentAsked, DataFlow, SignalRead, WithdrawalPlan, WithdrawalRoute, WithdrawalRoutes,
};
use filrouge_plan::{Basis, ConnectorKind, Purpose, address};
use std::collections::BTreeSet;

pub(super) fn consents(ground: &Ground<'_>) -> Vec<ConsentAsked> {
    let purposes = ground.plan.purposes.iter().filter(|purpose| purpose.basis == Basis::Consent);
    purposes.filter_map(|purpose| consent(purpose, ground)).collect()
}

fn consent(purpose: &Purpose, ground: &Ground<'_>) -> Option<ConsentAsked> {
    let declared = ground.model.purposes.values().find(|own| *own.name.value == *purpose.name)?;
    let withdrawal = purpose.channels.iter().map(|channel| routes(channel, ground));
    Some(ConsentAsked {
        purpose: purpose.name.clone(),
        channels: purpose.channels.clone(),
        notice: declared.notice.value().and_then(|notice| ground.source_text(*notice)),
        expires: purpose.expires,
        double_opt_in: purpose.double_opt_in.clone(),
        withdrawal: withdrawal.collect(),
        stands: ground.stands(declared.at),
    })
}

/// Every message of such a purpose carries a way out: mail in its headers, the rest as a link beside the text.
fn routes(channel: &str, ground: &Ground<'_>) -> WithdrawalRoutes {
    let connector = ground.plan.channels.iter().find(|own| own.name == channel).map(|own| &own.connector);
    let kind = ground.plan.connectors.iter().find(|own| Some(&own.name) == connector).map(|own| &own.kind);
    let carried = kind.map(|kind| match kind {
        ConnectorKind::Smtp { .. } => WithdrawalRoute::OneClick,
        ConnectorKind::Http { .. } => WithdrawalRoute::Link,
    });
    let routes = carried.into_iter().chain([WithdrawalRoute::Api]).collect();
    WithdrawalRoutes { channel: channel.to_owned(), routes }
}

/// What the signals of consent tools mean, each where it is first declared.
pub(super) fn signals(ground: &Ground<'_>) -> Vec<SignalRead> {
    let read = ground.plan.signals.iter().filter_map(|map| {
        let is_it = |own: &&filrouge_model::SignalMap| {
            own.kind.as_ref().is_some_and(|own| lower::signal_kind(own.value) == map.kind)
        };
        let own = ground.model.signals.iter().find(is_it)?;
        Some(SignalRead { map: map.clone(), stands: ground.stands(own.at) })
    });
    read.collect()
}

/// One plan for each purpose that people can withdraw from or object to.
pub(super) fn withdrawal_plans(
    journeys: &[Walked<'_>],
    flows: &[DataFlow],
    ground: &Ground<'_>,
) -> Vec<WithdrawalPlan> {
    let known = |purpose: &&Purpose| matches!(purpose.basis, Basis::Consent | Basis::LegitimateInterests);
    let purposes = ground.plan.purposes.iter().filter(known);
    purposes.filter_map(|purpose| withdrawal_plan(&purpose.name, journeys, flows, ground)).collect()
}

fn withdrawal_plan(
    purpose: &str,
    journeys: &[Walked<'_>],
    flows: &[DataFlow],
    ground: &Ground<'_>,
) -> Option<WithdrawalPlan> {
    let declared = ground.model.purposes.values().find(|own| *own.name.value == *purpose)?;
    let all = journeys.iter().flat_map(|journey| &journey.sends);
    let silent: Vec<_> = all.filter(|sent| sent.purpose == purpose).collect();
    let sends: BTreeSet<_> = silent.iter().map(|sent| sent.address.clone()).collect();
    let asks = journeys.iter().flat_map(|journey| &journey.asks).filter(|asked| asked.purpose == purpose);
    let asks: BTreeSet<_> = asks.map(|asked| asked.address.clone()).collect();
    let waits: BTreeSet<_> = silent.iter().flat_map(|sent| sent.waits.iter().cloned()).collect();
    let reached = flows.iter().filter(|flow| flow.purpose == purpose);
    let recipients: BTreeSet<_> = reached.map(|flow| flow.to.clone()).collect();
    Some(WithdrawalPlan {
        purpose: purpose.to_owned(),
        sends: sends.into_iter().collect(),
        asks: asks.into_iter().collect(),
        waits: waits.into_iter().collect(),
        ends: ends(purpose, ground),
        recipients: recipients.into_iter().collect(),
        stands: ground.stands(declared.at),
    })
}

/// The steps from which on nothing is left but messages for the purpose: the machine takes people out there.
fn ends(purpose: &str, ground: &Ground<'_>) -> Vec<String> {
    let steps = ground.plan.journeys.iter().flat_map(|journey| {
        let rests = journey.rests_on().into_iter().filter(|(_, rests)| rests.purpose == purpose);
        rests.map(|(step, _)| address::step(&journey.name, step)).collect::<Vec<_>>()
    });
    steps.collect::<BTreeSet<_>>().into_iter().collect()
}
