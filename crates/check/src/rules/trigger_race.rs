//! A condition that is asked when what it asks about has happened already.

use crate::conditions::{Condition, Conditions};
use crate::counterexample::{Counterexample, help};
use crate::logic::{Fact, Formula, judge};
use filrouge_model::step::Trigger;
use filrouge_model::{Action, Entry, Event, Id, Journey, Setting, Trait, TraitKind};
use filrouge_plan::program::Root;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A condition that is asked when what it asks about has happened already.
    pub struct TriggerRace {
        /// What comes first: ``the trait `orders` has counted the event``.
        first: String,
        /// Whether it holds for everybody; it holds for nobody otherwise.
        always: bool,
        place: Span,
        declared: Span,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "trigger-race", severity: Warning, since: "0.1",
    shown: Test("somebody who fits the condition of the entry before the event, or before they cross"),
    message: format!(
        "this condition is {} true: {first} by the time it is asked",
        if *always { "always" } else { "never" }
    ),
    at: place => "asked after that".to_owned(),
    also: [declared => "what comes first".to_owned()],
    help: help("ask for what is so afterwards: traits and segments follow an event before journeys do", shown),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    check_crossing(conditions, findings);
    if conditions.setting.traits.is_empty() {
        return;
    }
    for (event, condition) in at_events(conditions) {
        if condition.never().is_some() || !reads_profile(condition) {
            continue;
        }
        let known = conditions.setting.traits.values().filter_map(|own| moved(own, event, condition, conditions.setting));
        for (own, fact) in known {
            let never = judge(&[condition.holds(), &fact]).is_never();
            let always = !never && !condition.is_certain() && judge(&[condition.fails(), &fact]).is_never();
            if never || always {
                let first = format!("the trait `{}` follows the event", own.name.value);
                let shown = if always { None } else { shown(condition, conditions) };
                let place = condition.expression.at;
                findings.push(TriggerRace { first, always, place, declared: own.at, shown });
                break;
            }
        }
    }
}

/// Somebody for whom the condition of the entry holds before the event.
fn shown(condition: &Condition<'_>, conditions: &Conditions<'_>) -> Option<String> {
    let entry = conditions.entry().filter(|entry| std::ptr::eq(*entry, condition))?;
    let journey = conditions.journey;
    let title = format!("who is let into {} comes in", journey.name.value);
    let test = Counterexample::of(journey, conditions.setting, title).expect("entered");
    test.holding(&[&entry.holds().of_entry()])
}

fn reads_profile(condition: &Condition<'_>) -> bool {
    let compiled = &condition.expression.compiled;
    !compiled.segments.is_empty() || condition.expression.slots(Root::Profile).next().is_some()
}

/// The conditions that are asked when an event comes.
fn at_events<'c, 'm>(conditions: &'c Conditions<'m>) -> Vec<(Id<Event>, &'c Condition<'m>)> {
    let entry = || Some((conditions.journey.entry_event()?.id?, conditions.entry()?));
    let journey: &Journey = conditions.journey;
    let exits = journey.exits.iter().filter_map(|exit| exit.on.as_ref());
    let waits = journey.steps.values().flat_map(|step| match &step.action {
        Action::WaitUntil(wait) => wait.triggers().collect(),
        _ => Vec::new(),
    });
    let by_event = |trigger: &Trigger| match trigger {
        Trigger::Event { event, .. } => Some((event.id?, conditions.of_trigger(trigger)?)),
        Trigger::Condition(_) => None,
    };
    let goals = journey.goals.iter();
    let goals = goals.filter_map(|goal| Some((goal.event.as_ref()?.id?, conditions.find(goal.when.value()?)?)));
    entry().into_iter().chain(exits.chain(waits).filter_map(by_event)).chain(goals).collect()
}

/// What is known of a trait when an event that it follows is asked about.
fn moved<'m>(
    own: &'m Trait,
    event: Id<Event>,
    condition: &Condition<'_>,
    setting: &'m Setting,
) -> Option<(&'m Trait, Formula)> {
    // An event that came late may not count.
    if own.on.value()?.id != Some(event) || !own.late.is_absent() || !counts(own, condition, setting) {
        return None;
    }
    let fact = Fact { slot: slot(own, setting)?, at: own.name.span };
    let formula = match own.kind.as_ref()?.value {
        TraitKind::Count => fact.at_least(1),
        TraitKind::Absence => fact.is_true(false),
        _ => return None,
    };
    Some((own, formula))
}

/// Whether every event for which the condition may hold is one that the trait counts.
fn counts(own: &Trait, condition: &Condition<'_>, setting: &Setting) -> bool {
    let Some(filter) = own.filter.value() else { return own.filter.is_absent() };
    let event = own.on.value().and_then(|event| setting.events.of(event));
    let filter = Condition::of_event(filter, event, setting);
    judge(&[condition.holds(), filter.fails()]).is_never()
}

fn slot(own: &Trait, setting: &Setting) -> Option<u16> {
    let mut fields = setting.profile.as_ref()?.seen.fields.iter();
    u16::try_from(fields.position(|field| field.name == *own.name.value)?).ok()
}

/// Who comes in by a segment is in it, or has left it.
fn check_crossing(conditions: &Conditions<'_>, findings: &mut Findings) {
    let Some(entry) = conditions.entry().filter(|entry| entry.never().is_none()) else { return };
    let Some(Entry::Segment { segment, leave }) = conditions.journey.enter.as_ref().and_then(|enter| enter.by.as_ref())
    else {
        return;
    };
    let Some(declared) = conditions.setting.segments.of(segment) else { return };
    let Some(when) = &declared.when else { return };
    let inside = Condition::of_segment(when, conditions.setting);
    let known = if *leave { inside.fails() } else { inside.holds() };
    if inside.never().is_some() || inside.is_certain() || !judge(&[known, entry.holds()]).is_never() {
        return;
    }
    let crossed = if *leave { "has left" } else { "has come into" };
    findings.push(TriggerRace {
        first: format!("whoever comes in {crossed} the segment `{}`", declared.name.value),
        always: false,
        place: entry.expression.at,
        declared: declared.at,
        shown: shown_crossing(entry, known, conditions),
    });
}

/// Somebody who crosses, and fits what is asked besides.
fn shown_crossing(entry: &Condition<'_>, known: &Formula, conditions: &Conditions<'_>) -> Option<String> {
    let parts = match entry.holds() {
        Formula::All(parts) => parts.as_slice(),
        other => std::slice::from_ref(other),
    };
    let mut fits = vec![known];
    for part in parts {
        let all: Vec<_> = fits.iter().copied().chain([part]).collect();
        if !judge(&all).is_never() {
            fits = all;
        }
    }
    let journey = conditions.journey;
    let title = format!("who is let into {} comes in", journey.name.value);
    Counterexample::of(journey, conditions.setting, title).expect("entered").holding(&fits)
}
