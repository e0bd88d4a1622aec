//! A segment that people come into and never leave, where somebody waits for that.

use crate::conditions::{Condition, Conditions};
use crate::counterexample::{Counterexample, help};
use crate::logic::{Term, judge, ways};
use filrouge_model::step::Trigger;
use filrouge_model::{Action, Entry, Setting, Segment, Trait, TraitKind};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use rust_decimal::prelude::ToPrimitive;

rule! {
    /// A segment that nobody leaves, and what waits for that.
    pub struct SegmentNeverLeft {
        segment: String,
        place: Span,
        declared: Span,
        /// The test that shows it.
        shown: Option<String>,
    }
    slug: "segment-never-left", severity: Warning, since: "0.1",
    shown: Test("somebody who does nothing for a year, where people come in by leaving; how soon an exit or an arm should come is not known"),
    message: format!("this waits for people to leave the segment `{segment}`, which nobody ever does"),
    at: place => "never happens".to_owned(),
    also: [declared => "what it asks for only grows".to_owned()],
    help: help("let the trait forget with `within=`, or wait for something else", shown),
}

pub(super) fn check(conditions: &Conditions<'_>, findings: &mut Findings) {
    let Some(enter) = &conditions.journey.enter else { return };
    let Some(Entry::Segment { segment: named, leave }) = &enter.by else { return };
    let Some(segment) = conditions.setting.segments.of(named) else { return };
    let Some(inside) = never_left(segment, conditions.setting) else { return };
    let mut report = |place, shown| {
        let name = segment.name.value.to_string();
        findings.push(SegmentNeverLeft { segment: name, place, declared: segment.at, shown });
    };
    if *leave {
        return report(named.name.span, shown(&inside, conditions));
    }
    for trigger in watched(conditions) {
        let Some(condition) = conditions.of_trigger(trigger).filter(|_| matches!(trigger, Trigger::Condition(_)))
        else {
            continue;
        };
        if condition.never().is_none() && judge(&[condition.holds(), inside.holds()]).is_never() {
            report(condition.expression.at, None);
        }
    }
}

/// The condition of a segment that nobody leaves: it asks for nothing but counts that never become smaller.
fn never_left<'m>(segment: &'m Segment, setting: &'m Setting) -> Option<Condition<'m>> {
    let condition = Condition::of_segment(segment.when.as_ref()?, setting);
    let fields = &setting.profile.as_ref()?.seen.fields;
    let grows = |slot: u16| {
        let own = fields.get(usize::from(slot)).and_then(|field| computed(&field.name, setting));
        own.is_some_and(|own| own.within.is_absent() && only_grows(own))
    };
    condition.holds().only_rises(&grows).then_some(condition)
}

/// Somebody who does what makes them one of the segment, and nothing for a year.
fn shown(inside: &Condition<'_>, conditions: &Conditions<'_>) -> Option<String> {
    let (journey, setting) = (conditions.journey, conditions.setting);
    // Who comes in must be asked for nothing besides.
    conditions.entry().is_none().then_some(())?;
    let (own, times) = counted(inside, setting)?;
    let title = format!("somebody comes into {} in the end", journey.name.value);
    Counterexample::of(journey, setting, title).a_year_after(own, times, "entered")
}

/// What must be counted how often, when that is all that is asked.
fn counted<'m>(inside: &Condition<'m>, setting: &'m Setting) -> Option<(&'m Trait, usize)> {
    let case = ways(&[inside.holds()]).into_iter().next()?;
    let mut facts = case.known()?;
    let (Some((Term::Data(_, path), domain)), None) = (facts.next(), facts.next()) else { return None };
    let field = setting.profile.as_ref()?.seen.fields.get(usize::from(*path.first()?))?;
    let own = computed(&field.name, setting)?;
    let times = domain.some_number()?.to_usize().filter(|times| (1..=MOST).contains(times))?;
    matches!(own.kind.as_ref()?.value, TraitKind::Count).then_some((own, times))
}

/// More events than this make no test that people read.
const MOST: usize = 12;

fn computed<'m>(name: &str, setting: &'m Setting) -> Option<&'m Trait> {
    setting.traits.values().find(|own| *own.name.value == *name)
}

fn only_grows(own: &Trait) -> bool {
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
