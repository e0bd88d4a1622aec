//! Messages that are due only at times at which their channel is closed.

use crate::conditions::Condition;
use crate::counterexample::{Counterexample, first_stop, help};
use crate::opening::{Part, parts};
use crate::week::Minute;
use filrouge_model::step::{Lapse, Send};
use filrouge_model::{Action, Channel, Journey, Model, Step, Target};
use filrouge_plan::{DigestWindow, Hours};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

rule! {
    /// A message that is due only at times at which its channel is closed.
    pub struct DueWhileClosed {
        send: String,
        channels: Vec<String>,
        /// For whom it is due then: for everybody, or ` for people of whom too little is known`.
        whom: &'static str,
        place: Span,
        /// What shuts the channels.
        shut: Vec<Span>,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "due-while-closed", severity: Warning, since: "0.1",
    shown: Test("somebody who comes in, gets to the pause at once and from there to the message: it leaves when it is due"),
    message: format!("the message `{send}` is due{whom} only while {}", spoken(channels)),
    at: place => "it is due then".to_owned(),
    also: [shut => "this keeps the channel closed then".to_owned()],
    help: help("let the times overlap; as they are, the message is held until the next opening", shown),
}

pub(super) fn check(model: &Model, findings: &mut Findings) {
    for journey in model.journeys.values() {
        for step in journey.steps.values() {
            let due = behind_a_pause(step, journey).into_iter().chain(by_default(step));
            due.filter_map(|due| due.missed(journey, model)).for_each(|missed| findings.push(missed));
        }
    }
}

/// A message, and when it is due.
struct Due<'m> {
    step: &'m Step,
    send: &'m Send,
    hours: Hours,
    /// Where that is written.
    place: Span,
    whom: &'static str,
}

/// The messages that people come to as soon as a pause is over that ends at times of its own.
fn behind_a_pause<'m>(step: &Step, journey: &'m Journey) -> Vec<Due<'m>> {
    let Some((hours, place)) = end_of_pause(step) else { return Vec::new() };
    let sends = sends_at_once(journey, step.next).into_iter().filter(|(_, send)| send.at.is_absent());
    sends.map(|(step, send)| Due { step, send, hours: hours.clone(), place, whom: "" }).collect()
}

/// When people go on from a step, and where it is said; none when they may go on at any hour.
fn end_of_pause(step: &Step) -> Option<(Hours, Span)> {
    match &step.action {
        Action::Wait(Some(wait)) => {
            let hours = match &wait.lapse {
                Lapse::Window(window) => {
                    Hours { from: window.from, to: window.to, weekdays: window.weekdays.clone() }
                }
                Lapse::Until { minute, weekdays, .. } if wait.jitter.is_none() => {
                    Hours { weekdays: weekdays.clone(), ..at(*minute) }
                }
                _ => return None,
            };
            Some((hours, wait.at))
        }
        Action::Digest(digest) => match digest.window.as_ref()?.value {
            DigestWindow::Until(minute) => Some((at(minute), digest.window.as_ref()?.span)),
            DigestWindow::For(_) => None,
        },
        _ => None,
    }
}

/// One minute of every day.
fn at(minute: u16) -> Hours {
    Hours { from: minute, to: minute.saturating_add(1), weekdays: Vec::new() }
}

/// The messages that people come to before any time has passed.
fn sends_at_once(journey: &Journey, start: Target) -> Vec<(&Step, &Send)> {
    let (mut found, mut seen, mut open) = (Vec::new(), BTreeSet::new(), vec![start]);
    while let Some(target) = open.pop() {
        let Target::Step(id) = target else { continue };
        let Some(step) = journey.steps.get(id).filter(|_| seen.insert(id)) else { continue };
        match &step.action {
            Action::Send(send) => found.push((step, &**send)),
            Action::Split(_)
            | Action::Experiment(_)
            | Action::Update(_)
            | Action::Emit(_)
            | Action::StopJourney(_)
            | Action::Start(_) => open.extend(step.successors()),
            _ => {}
        }
    }
    found.sort_by_key(|(step, _)| step.at);
    found
}

/// A message that leaves at the best hour, for those whose best hour is not known.
fn by_default(step: &Step) -> Option<Due<'_>> {
    let Action::Send(send) = &step.action else { return None };
    let default = send.default.get().filter(|_| send.best_time().is_some())?;
    let whom = " for people of whom too little is known";
    Some(Due { step, send, hours: at(default.value), place: default.span, whom })
}

impl Due<'_> {
    /// None as long as one of its channels is open at one of these times. What a contract asks for leaves at any hour.
    fn missed(&self, journey: &Journey, model: &Model) -> Option<DueWhileClosed> {
        let purpose = self.send.purpose.value().or(journey.purpose.value())?;
        model.purposes.of(purpose).filter(|purpose| purpose.may_be_refused())?;
        let channels = self.send.via.iter().map(|via| model.channels.of(via)).collect::<Option<Vec<_>>>()?;
        let shut = channels.iter().map(|channel| self.shut(channel, model)).collect::<Option<Vec<_>>>()?;
        Some(DueWhileClosed {
            send: self.step.name.value.to_string(),
            channels: channels.iter().map(|channel| channel.name.value.to_string()).collect(),
            whom: self.whom,
            place: self.place,
            shut: shut.into_iter().flatten().collect::<BTreeSet<_>>().into_iter().collect(),
            shown: self.shown(journey, model),
        })
    }

    /// Somebody for whom it is due then, and whom nothing else delays.
    fn shown(&self, journey: &Journey, model: &Model) -> Option<String> {
        let first = first_stop(journey)?;
        let leads = |step: &Step| journey.lands(step.next).and_then(|next| journey.steps.get(next));
        let comes = std::ptr::eq(first, self.step) || leads(first).is_some_and(|next| std::ptr::eq(next, self.step));
        comes.then_some(())?;
        let name = &self.step.name.value;
        let test = Counterexample::of(journey, model, format!("the message {name} leaves when it is due"));
        let entry = Condition::of_entry(journey, model).map(|entry| entry.holds().of_entry());
        test.due(&self.hours, &entry.iter().collect::<Vec<_>>(), &format!("send={name}"))
    }

    /// What shuts a channel at each of these times, if it is shut at each.
    fn shut(&self, channel: &Channel, model: &Model) -> Option<Vec<Span>> {
        let parts = parts(channel, model);
        let shut = |minute: Minute| parts.iter().any(|part| !part.is_open(minute));
        let shuts = |part: &&Part<'_>| self.minutes().any(|minute| !part.is_open(minute));
        let always = !parts.is_empty() && self.minutes().all(shut);
        always.then(|| parts.iter().filter(shuts).map(|part| part.place).collect())
    }

    fn minutes(&self) -> impl Iterator<Item = Minute> {
        Minute::all().filter(|minute| minute.is_within(&self.hours))
    }
}

/// Who is closed, as it stands in a sentence.
fn spoken(channels: &[String]) -> String {
    let quoted: Vec<String> = channels.iter().map(|channel| format!("`{channel}`")).collect();
    match quoted.split_last() {
        Some((last, first)) if !first.is_empty() => {
            format!("the channels {} and {last} are closed", first.join(", "))
        }
        _ => format!("the channel {} is closed", quoted.concat()),
    }
}
