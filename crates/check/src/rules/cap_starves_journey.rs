//! A send that the cap of its channel always stops.

use crate::patience::{millis, waited};
use filrouge_model::{Action, Basis, Cap, Channel, Id, Journey, Model, Step};
use filrouge_plan::{CapWindow, WhenFull};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeMap;

rule! {
    /// A send that the cap of its channel always stops.
    pub struct CapStarvesJourney {
        journey: String,
        channel: String,
        count: u32,
        place: Span,
        /// The sends before it that use the cap up.
        others: Vec<Span>,
        /// Where the cap is declared.
        declared: Span,
    }
    slug: "cap-starves-journey", severity: Warning, since: "0.1",
    message: format!("the cap of `{channel}` lets only {count} of these messages of `{journey}` through"),
    at: place => "over the cap, however slowly people get here".to_owned(),
    also: [
        others => "uses the cap up".to_owned(),
        declared => "the cap is declared here".to_owned(),
    ],
    help: Some("wait longer between them, send fewer, or raise the cap".to_owned()),
}

/// A cap of more messages than this is not used up by one journey.
const MOST: u32 = 20;

/// Whether the cap lets messages go; one that holds them lets them out later.
fn stops(cap: &Cap) -> bool {
    (1..=MOST).contains(&cap.count) && cap.then == WhenFull::Skip
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for (id, channel) in model.channels.iter() {
        for cap in channel.caps.iter().filter(|cap| stops(cap)) {
            let found = model.journeys.values().filter_map(|journey| starved(journey, (id, channel), cap, model));
            found.for_each(|fact| findings.push(fact));
        }
    }
}

/// The last sends on the way to a step, the last one first, each with the longest time since.
type Sent = Vec<(u64, Span)>;

/// The first send that is always over the cap on some way. Ways lead downwards but for the ends of rounds.
fn starved(
    journey: &Journey,
    (id, channel): (Id<Channel>, &Channel),
    cap: &Cap,
    model: &Model,
) -> Option<CapStarvesJourney> {
    let CapWindow::Rolling(period) = cap.per else { return None };
    let window = millis(period);
    let mut on_the_way: BTreeMap<Id<Step>, Vec<Sent>> = BTreeMap::new();
    on_the_way.insert(first(journey)?, vec![Sent::new()]);
    for (here, step) in journey.steps.iter() {
        for sent in on_the_way.remove(&here).unwrap_or_default() {
            let sends = sends_over(step, id) && is_limited(step, journey, model);
            let before = usize::try_from(cap.count).ok()?;
            if sends && let Some(others) = within(&sent, before, window) {
                return Some(CapStarvesJourney {
                    journey: journey.name.value.to_string(),
                    channel: channel.name.value.to_string(),
                    count: cap.count,
                    place: step.at,
                    others,
                    declared: cap.at,
                });
            }
            let after = passed(&sent, step, sends.then_some(step.at), before);
            for target in step.successors() {
                if let Some(next) = journey.lands(target) && next > here {
                    keep(on_the_way.entry(next).or_default(), after.clone());
                }
            }
        }
    }
    None
}

fn first(journey: &Journey) -> Option<Id<Step>> {
    journey.lands(journey.start)
}

/// One way of each number of sends is enough: the one with the latest of them.
fn keep(ways: &mut Vec<Sent>, way: Sent) {
    match ways.iter_mut().find(|known| known.len() == way.len()) {
        Some(known) if way.last().map(|(ago, _)| *ago) < known.last().map(|(ago, _)| *ago) => *known = way,
        Some(_) => {}
        None => ways.push(way),
    }
}

/// A fallback may go over another channel: only a send that names one is counted.
fn sends_over(step: &Step, channel: Id<Channel>) -> bool {
    let Action::Send(send) = &step.action else { return false };
    matches!(send.via.as_slice(), [only] if only.id == Some(channel))
}

/// Caps hold back what the person can withdraw from.
fn is_limited(step: &Step, journey: &Journey, model: &Model) -> bool {
    let Action::Send(send) = &step.action else { return false };
    let purpose = send.purpose.value().or(journey.purpose.value());
    let basis = purpose.and_then(|purpose| model.purposes.of(purpose)?.basis.value());
    matches!(basis, Some(Basis::Consent | Basis::LegitimateInterest))
}

/// The sends that use the cap up, when all of them are within its window for certain.
fn within(sent: &Sent, count: usize, window: u64) -> Option<Vec<Span>> {
    let last = sent.get(..count)?;
    last.iter().all(|(ago, _)| *ago < window).then(|| last.iter().map(|(_, at)| *at).collect())
}

/// What was sent by the time people leave a step, as long ago as it may be at most.
fn passed(sent: &Sent, step: &Step, sends: Option<Span>, most: usize) -> Sent {
    let now = sends.map(|at| (0, at));
    let longest = if step.waits() { waited(step).map_or(u64::MAX, |(pause, _)| pause) } else { 0 };
    let all = now.into_iter().chain(sent.iter().copied());
    all.map(|(ago, at)| (ago.saturating_add(longest), at)).take(most).collect()
}
