//! What the parts of a project ask for, found in one walk over all of them.

use filrouge_label::Label;
use filrouge_model::step::Trigger;
use filrouge_model::{Action, Event, Expression, Journey, Model, Reference, Step};
use filrouge_plan::always::Claim;
use std::collections::BTreeSet;

/// The segments that are asked for, by name.
pub(crate) fn segments(model: &Model) -> BTreeSet<&str> {
    let asked = expressions(model).flat_map(|read| &read.compiled.segments).map(String::as_str);
    let entries = model.journeys.values().filter_map(|journey| journey.enter.as_ref()?.segment());
    let kept_out = model.always.iter().filter_map(|property| match &property.claim {
        Claim::Segment(segment) => Some(segment.as_str()),
        _ => None,
    });
    asked.chain(entries.map(|segment| &*segment.name.value)).chain(kept_out).collect()
}

/// The fields of the profile that are read, by name, computed traits among them.
pub(crate) fn profile_fields(model: &Model) -> BTreeSet<&str> {
    let variants = model.templates.values().flat_map(|template| template.variants.values());
    let shown = variants.flat_map(|variant| &variant.reads).map(String::as_str);
    let read = expressions(model).flat_map(|read| &read.compiled.reads).map(AsRef::as_ref);
    read.chain(shown).filter_map(|path| path.strip_prefix("profile.")?.split('.').next()).collect()
}

/// Leaves out the labels of profile fields that an expression or a template reads. It ends as soon as none is left, which in
/// most projects is soon.
pub(crate) fn unread(labels: &mut Vec<Label<'_>>, model: &Model) {
    let of_profile = |label: &Label<'_>| label.address.starts_with("profile/");
    let shown = model.templates.values().flat_map(|template| template.shown.keys());
    let read = expressions(model).flat_map(|read| &read.compiled.reads);
    for path in shown.chain(read).filter_map(|path| path.strip_prefix("profile.")) {
        if !labels.iter().any(of_profile) {
            return;
        }
        labels.retain(|label| !of_profile(label) || !label.is_read_by(path));
    }
}

/// Whether a path that is read leads to this field of the profile, or into it.
pub(crate) fn is_of_profile(path: &str, name: &str) -> bool {
    path.strip_prefix("profile.").and_then(|path| path.split('.').next()) == Some(name)
}

/// The events that a journey goes by: those that bring people in, move them on and take them out.
pub(crate) fn events(journey: &Journey) -> impl Iterator<Item = &Reference<Event>> {
    let exits = journey.exits.iter().filter_map(|exit| event_of(exit.on.as_ref()?));
    let goals = journey.goals.iter().filter_map(|goal| goal.event.as_ref());
    let steps = journey.steps.values().flat_map(|step| match &step.action {
        Action::WaitUntil(wait) => wait.triggers().filter_map(event_of).collect(),
        Action::Digest(digest) => digest.event.iter().collect(),
        Action::Emit(emit) => emit.event.iter().collect(),
        _ => Vec::new(),
    });
    journey.entry_event().into_iter().chain(exits).chain(goals).chain(steps)
}

const fn event_of(trigger: &Trigger) -> Option<&Reference<Event>> {
    match trigger {
        Trigger::Event { event, .. } => Some(event),
        Trigger::Condition(_) => None,
    }
}

/// Every expression of a project.
fn expressions(model: &Model) -> impl Iterator<Item = &Expression> {
    let segments = model.segments.values().filter_map(|segment| segment.when.as_ref());
    let suppressions = model.suppressions.values().filter_map(|rule| rule.when.as_ref());
    let held = model.traits.values().flat_map(|own| [own.of.value(), own.filter.value(), own.when.value()]);
    let journeys = model.journeys.values().flat_map(of_journey);
    segments.chain(suppressions).chain(held.flatten()).chain(journeys)
}

fn of_journey(journey: &Journey) -> impl Iterator<Item = &Expression> {
    let entry = journey
        .enter
        .iter()
        .flat_map(|enter| [enter.when.value(), enter.key.value().map(|key| &**key)])
        .flatten();
    let exits = journey.exits.iter().filter_map(|exit| exit.on.as_ref().and_then(Trigger::condition));
    let goals = journey.goals.iter().filter_map(|goal| goal.when.value());
    entry.chain(exits).chain(goals).chain(journey.steps.values().flat_map(Step::expressions))
}
