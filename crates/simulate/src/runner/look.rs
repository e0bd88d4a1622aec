//! Looking at messages, refusals and the person.

use crate::World;
use crate::words::{holding, moment, value};
use filrouge_machine::{EntryRefusal, Id, KeptAnswer, Message, SkipReason, Verdict};
use filrouge_plan::Value;
use filrouge_plan::scenario::{EntryReason, Expectation, ExpectedMessage, Reason, Says};

/// Whether the message of an effect has left, with all the expected details.
pub(super) fn has_left(world: &World<'_>, effect: Id, wanted: &ExpectedMessage) -> bool {
    let failed =
        |verdict: &Verdict| matches!(verdict, Verdict::Failed { effect: failed, .. } if *failed == effect);
    let message = world.messages.iter().find(|message| message.effect == effect);
    message.is_some_and(|message| fits(message, wanted))
        && !world.decisions.iter().any(|decision| failed(&decision.verdict))
}

fn fits(message: &Message, wanted: &ExpectedMessage) -> bool {
    let is = |wanted: &Option<String>, actual: &str| wanted.as_ref().is_none_or(|wanted| wanted == actual);
    is(&wanted.to, &message.to)
        && is(&wanted.channel, &message.channel)
        && is(&wanted.template, &message.template)
        && says(wanted.subject.as_ref(), &[&message.subject])
        && says(wanted.body.as_ref(), &[&message.text, &message.html])
}

fn says(wanted: Option<&Says>, parts: &[&Option<String>]) -> bool {
    let Some(wanted) = wanted else { return true };
    let mut parts = parts.iter().filter_map(|part| part.as_deref());
    match wanted {
        Says::Exactly(text) => parts.any(|part| part.trim() == text.trim()),
        Says::Contains(text) => parts.any(|part| part.contains(text.as_str())),
    }
}

/// Whether a decision refuses a message, for this reason if one is given.
pub(super) fn refuses(verdict: &Verdict, wanted: Option<Reason>) -> bool {
    let refusal = match verdict {
        Verdict::Skipped { reason, .. } | Verdict::Recalled { reason, .. } => reason_of(*reason),
        Verdict::Failed { .. } => Some(Reason::Failed),
        _ => return false,
    };
    wanted.is_none() || refusal == wanted
}

pub(crate) const fn reason_of(reason: SkipReason) -> Option<Reason> {
    match reason {
        SkipReason::NoConsent => Some(Reason::NoConsent),
        SkipReason::Refused => Some(Reason::Withdrawn),
        SkipReason::ConsentExpired => Some(Reason::Expired),
        SkipReason::NoAddress => Some(Reason::NoAddress),
        SkipReason::Cap => Some(Reason::Cap),
        SkipReason::NoRoom => Some(Reason::NoRoom),
        SkipReason::TooLate => Some(Reason::TooLate),
        SkipReason::Suppressed => Some(Reason::Suppressed),
        SkipReason::Holdout => Some(Reason::Holdout),
        SkipReason::Paused => Some(Reason::Paused),
        SkipReason::Template | SkipReason::MissingValue => Some(Reason::MissingValue),
        SkipReason::Failed => Some(Reason::Failed),
        SkipReason::NotPermitted
        | SkipReason::NoPath
        | SkipReason::NoChannel
        | SkipReason::Left
        | SkipReason::Restricted
        | SkipReason::OnHold
        | SkipReason::Erased => None,
    }
}

/// Whether the person stands on a step.
pub(super) fn stands_on(world: &World<'_>, journey: &str, step: &str) -> bool {
    world.person.instances.iter().any(|instance| instance.journey == journey && instance.step == step)
}

/// Whether the profile holds these values.
pub(super) fn holds(world: &World<'_>, fields: &[(String, Value)]) -> bool {
    fields.iter().all(|(name, wanted)| field(world, name) == Some(wanted))
}

/// Whether an answer to a step is kept that says this.
pub(super) fn keeps(world: &World<'_>, journey: &str, step: &str, fields: &[(String, Value)]) -> bool {
    let says = |(name, wanted): &(String, Value), kept: &KeptAnswer| {
        kept.fields.get(name).unwrap_or(&Value::Absent) == wanted
    };
    world.kept(journey, step).iter().any(|kept| fields.iter().all(|field| says(field, kept)))
}

/// What is kept of the answers to a step.
fn kept(world: &World<'_>, journey: &str, step: &str) -> Vec<String> {
    let told = |kept: &KeptAnswer| {
        let fields: Vec<_> = kept.fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let (since, until) = (moment(kept.at, world), moment(kept.until, world));
        format!("an answer is kept from {since} until {until}: {}", holding(&fields))
    };
    let all: Vec<String> = world.kept(journey, step).into_iter().map(told).collect();
    if all.is_empty() { vec![format!("no answer to `{step}` is kept")] } else { all }
}

fn field<'w>(world: &'w World<'_>, name: &str) -> Option<&'w Value> {
    let slot = world.ready.plan().slot(name)?;
    world.person.profile.get(slot)
}

/// What can be said of the person when an expectation about state is not met.
pub(super) fn state(world: &World<'_>, journey: &str, expectation: &Expectation) -> Vec<String> {
    match expectation {
        Expectation::Kept { step, .. } | Expectation::NotKept(step) => kept(world, journey, step),
        Expectation::Profile(fields) => {
            let shown = |name: &String| {
                format!("`{name}` is {}", field(world, name).map_or_else(|| "not declared".into(), value))
            };
            let differing = fields.iter().filter(|(name, wanted)| field(world, name) != Some(wanted));
            differing.map(|(name, _)| shown(name)).collect()
        }
        Expectation::Segment { .. } => {
            let names: Vec<_> = world.person.segments.iter().map(|segment| format!("`{segment}`")).collect();
            let inside = if names.is_empty() { "no segment".to_owned() } else { names.join(", ") };
            vec![format!("the person is in {inside}")]
        }
        Expectation::Wait(_) => {
            let standing = world.person.instances.iter();
            standing
                .map(|instance| format!("the person stands on `{}` of `{}`", instance.step, instance.journey))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the person was turned away for the reason that is wanted.
pub(super) const fn is_reason(wanted: EntryReason, found: EntryRefusal) -> bool {
    matches!(
        (wanted, found),
        (EntryReason::Condition, EntryRefusal::Condition)
            | (EntryReason::MissingValue, EntryRefusal::MissingValue)
            | (EntryReason::AlreadyInside, EntryRefusal::AlreadyInside)
            | (EntryReason::ReEntry, EntryRefusal::ReEntry)
            | (EntryReason::Late, EntryRefusal::Late)
            | (EntryReason::Limit, EntryRefusal::Limit)
            | (EntryReason::TooMany, EntryRefusal::TooMany)
            | (EntryReason::Crowded, EntryRefusal::Crowded)
            | (EntryReason::Endless, EntryRefusal::Endless)
    )
}
