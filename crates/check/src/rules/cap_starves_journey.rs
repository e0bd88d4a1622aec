//! A send that a cap always stops.

use crate::conditions::Condition;
use crate::counterexample::{Counterexample, help, time_to};
use crate::patience::{millis, waited};
use filrouge_model::{Action, Cap, Channel, Id, Journey, Model, Purpose, Step};
use filrouge_plan::{CapWindow, WhenFull};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::{BTreeMap, BTreeSet};

rule! {
    /// A send that a cap always stops.
    pub struct CapStarvesJourney {
        journey: String,
        /// What has the cap: ``the channel `email` ``.
        of: String,
        count: u32,
        place: Span,
        /// The sends before it that use the cap up.
        others: Vec<Span>,
        /// Where the cap is declared.
        declared: Span,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "cap-starves-journey", severity: Warning, since: "0.1",
    shown: Test("somebody who comes in and does nothing, until the cap lets another message through"),
    message: format!("the cap of {of} lets only {count} of these messages of `{journey}` through"),
    at: place => "over the cap, however slowly people get here".to_owned(),
    also: [
        others => "uses the cap up".to_owned(),
        declared => "the cap is declared here".to_owned(),
    ],
    help: help("wait longer between them, send fewer, or raise the cap", shown),
}

/// A cap of more messages than this is not used up by one journey.
const MOST: u32 = 20;

/// Whether the cap lets messages go; one that holds them lets them out later.
fn stops(cap: &Cap) -> bool {
    (1..=MOST).contains(&cap.count) && cap.then == WhenFull::Skip
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    let bounds: Vec<_> = bounds(model).into_iter().filter(|bound| stops(bound.cap)).collect();
    for journey in model.journeys.values() {
        // Two caps that stop the same message have one cause.
        let mut told = BTreeSet::new();
        for found in bounds.iter().filter_map(|bound| bound.starved(journey, model)) {
            if told.insert(found.place) {
                findings.push(found);
            }
        }
    }
}

/// A cap, and what it counts.
struct Bound<'m> {
    cap: &'m Cap,
    /// What has it: ``the channel `email` ``.
    of: String,
    /// The channel whose messages are counted; of all when absent.
    channel: Option<Id<Channel>>,
    /// The purpose whose messages are counted; of all when absent.
    purpose: Option<Id<Purpose>>,
}

fn bounds(model: &Model) -> Vec<Bound<'_>> {
    let channels = model.channels.iter().flat_map(|(id, channel)| {
        let of = format!("the channel `{}`", channel.name.value);
        channel.caps.iter().map(move |cap| Bound { cap, of: of.clone(), channel: Some(id), purpose: None })
    });
    let purposes = model.purposes.iter().flat_map(|(id, purpose)| {
        let of = format!("the purpose `{}`", purpose.name.value);
        purpose.caps.iter().map(move |cap| {
            let channel = cap.via.value().and_then(|via| via.id);
            Bound { cap, of: of.clone(), channel, purpose: Some(id) }
        })
    });
    let project = model.project.iter().flat_map(|project| &project.caps);
    let project =
        project.map(|cap| Bound { cap, of: "the project".to_owned(), channel: None, purpose: None });
    channels.chain(purposes).chain(project).collect()
}

/// The time within which messages are counted together for certain: of a unit of the calendar nothing is certain but
/// one moment, as it may end in the next.
fn window(cap: &Cap) -> u64 {
    match cap.per {
        CapWindow::Rolling(period) => millis(period),
        CapWindow::Calendar(_) => 1,
    }
}

/// The last sends on the way to a step, the last one first, each with the longest time since.
type Sent = Vec<(u64, Span)>;

impl Bound<'_> {
    /// The first send that is always over the cap on some way. Ways lead downwards but for the ends of rounds.
    fn starved(&self, journey: &Journey, model: &Model) -> Option<CapStarvesJourney> {
        let most = usize::try_from(self.cap.count).ok()?;
        if journey.steps.values().filter(|step| self.counts(step, journey)).count() <= most {
            return None;
        }
        let mut on_the_way: BTreeMap<Id<Step>, Vec<Sent>> = BTreeMap::new();
        on_the_way.insert(first(journey)?, vec![Sent::new()]);
        for (here, step) in journey.steps.iter() {
            let sends = self.counts(step, journey) && is_limited(step, journey, model);
            for sent in on_the_way.remove(&here).unwrap_or_default() {
                if sends && let Some(others) = within(&sent, most, window(self.cap)) {
                    return Some(self.fact(journey, (here, step), others, model));
                }
                let after = passed(&sent, step, sends.then_some(step.at), most);
                for target in step.successors() {
                    if let Some(next) = journey.lands(target).filter(|next| *next > here) {
                        keep(on_the_way.entry(next).or_default(), after.clone());
                    }
                }
            }
        }
        None
    }

    fn fact(
        &self,
        journey: &Journey,
        (id, step): (Id<Step>, &Step),
        others: Vec<Span>,
        model: &Model,
    ) -> CapStarvesJourney {
        CapStarvesJourney {
            journey: journey.name.value.to_string(),
            of: self.of.clone(),
            count: self.cap.count,
            place: step.at,
            others,
            declared: self.cap.at,
            shown: shown(journey, id, self.cap, model),
        }
    }

    /// Whether a message counts. A fallback may go over another channel: only a send that names one is counted.
    fn counts(&self, step: &Step, journey: &Journey) -> bool {
        let Action::Send(send) = &step.action else { return false };
        let purpose = send.purpose.value().or(journey.purpose.value()).and_then(|purpose| purpose.id);
        let over = |channel| matches!(send.via.as_slice(), [only] if only.id == Some(channel));
        self.channel.is_none_or(over) && self.purpose.is_none_or(|own| purpose == Some(own))
    }
}

/// Somebody who comes in, does nothing, and should get the message, be it that longer waits make room for it.
fn shown(journey: &Journey, step: Id<Step>, cap: &Cap, model: &Model) -> Option<String> {
    let days = time_to(journey, step)?.saturating_add(days(cap));
    let name = &journey.steps.get(step)?.name.value;
    let test = Counterexample::of(journey, model, format!("the message {name} leaves"));
    let entry = Condition::of_entry(journey, model).map(|entry| entry.holds().of_entry());
    test.wait(days, &format!("send={name}")).holding(&entry.iter().collect::<Vec<_>>())
}

/// How long it takes at most until the cap lets another message through.
fn days(cap: &Cap) -> u64 {
    match cap.per {
        CapWindow::Rolling(period) => millis(period).div_ceil(86_400_000),
        CapWindow::Calendar(_) => 31,
    }
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

/// Caps hold back what the person can withdraw from.
fn is_limited(step: &Step, journey: &Journey, model: &Model) -> bool {
    let Action::Send(send) = &step.action else { return false };
    let purpose = send.purpose.value().or(journey.purpose.value());
    purpose.and_then(|purpose| model.purposes.of(purpose)).is_some_and(Purpose::may_be_refused)
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
