//! A segment that people come into and never leave, where somebody waits for that.

use crate::conditions::{Condition, Conditions};
use crate::logic::judge;
use filrouge_model::step::Trigger;
use filrouge_model::{Action, Entry, Model, Segment, TraitKind};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A segment that nobody leaves, and what waits for that.
    pub struct SegmentNeverLeft { segment: String, place: Span, declared: Span }
    slug: "segment-never-left", severity: Warning, since: "0.1",
    message: format!("this waits for people to leave the segment `{segment}`, which nobody ever does"),
    at: place => "never happens".to_owned(),
    also: [declared => "what it asks for only grows".to_owned()],
    help: Some("let the trait forget with `within=`, or wait for something else".to_owned()),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    let Some(enter) = &conditions.journey.enter else { return };
    let Some(Entry::Segment { segment: named, leave }) = &enter.by else { return };
    let Some(segment) = conditions.model.segments.of(named) else { return };
    let Some(inside) = never_left(segment, conditions.model) else { return };
    let mut report = |place| {
        let name = segment.name.value.to_string();
        findings.push(SegmentNeverLeft { segment: name, place, declared: segment.at });
    };
    if *leave {
        return report(named.name.span);
    }
    for trigger in watched(conditions) {
        let Some(condition) = conditions.of_trigger(trigger).filter(|_| matches!(trigger, Trigger::Condition(_)))
        else {
            continue;
        };
        if condition.never().is_none() && judge(&[condition.holds(), inside.holds()]).is_never() {
            report(condition.expression.at);
        }
    }
}

/// The condition of a segment that nobody leaves: it asks for nothing but counts that never become smaller.
fn never_left<'m>(segment: &'m Segment, model: &'m Model) -> Option<Condition<'m>> {
    let condition = Condition::of_segment(segment.when.as_ref()?, model);
    let fields = &model.profile.as_ref()?.seen.fields;
    let grows = |slot: u16| {
        let own = fields.get(usize::from(slot)).and_then(|field| {
            model.traits.values().find(|own| *own.name.value == *field.name)
        });
        own.is_some_and(|own| own.within.is_absent() && only_grows(own))
    };
    condition.holds().only_rises(&grows).then_some(condition)
}

fn only_grows(own: &filrouge_model::Trait) -> bool {
    own.kind.as_ref().is_some_and(|kind| matches!(kind.value, TraitKind::Count | TraitKind::Distinct))
}

/// What takes people out, or on.
fn watched<'c>(conditions: &'c Conditions<'_>) -> impl Iterator<Item = &'c Trigger> {
    let journey = conditions.journey;
    let exits = journey.exits.iter().filter_map(|exit| exit.on.as_ref());
    exits.chain(journey.steps.values().flat_map(|step| match &step.action {
        Action::WaitUntil(wait) => wait.triggers().collect(),
        _ => Vec::new(),
    }))
}
