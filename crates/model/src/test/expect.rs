//! `expect`: what must have happened. A name that the journey does not have is a mistake of the test.

use super::Script;
use super::names::{branches, check, exits, goals, step_called};
use crate::rules::idle_detail::IdleDetail;
use crate::{Action, Event, Journey, Reference, Segment, Step};
use filrouge_language::Opt;
use filrouge_language::kinds::{Name, Ref};
use filrouge_language::words::expect as word;
use filrouge_language::words::step::StepName;
use filrouge_plan::scenario::{EntryReason, Expectation, ExpectedMessage, Reason, Says};
use filrouge_source::Spanned;

pub(super) fn link(word: &word::Expect, script: &mut Script<'_, '_, '_>) -> Option<Expectation> {
    let reason = word.reason.value().map(|reason| self::reason(*reason));
    let message = Box::new(message(word, script));
    idle(word, script);
    if let Some(nothing) = word.nothing.value() {
        return Some(self::nothing(*nothing));
    }
    if let Some(step) = step(&word.send, "send", is_send, script) {
        return Some(Expectation::Send { step, message });
    }
    if let Some(step) = step(&word.held, "send", is_send, script) {
        return Some(Expectation::Held { step, reason });
    }
    if let Some(step) = step(&word.refused, "send", is_send, script) {
        return Some(Expectation::Refused { step, reason });
    }
    if let Some(step) = step(&word.wait, "wait", Step::waits, script) {
        return Some(Expectation::Wait(step));
    }
    if let Some(step) = step(&word.update, "update", is_update, script) {
        return Some(Expectation::Update(step));
    }
    if let Some(step) = step(&word.fetch, "fetch", is_fetch, script) {
        return Some(Expectation::Fetch(step));
    }
    if let Some(step) = step(&word.kept, KEEPING, keeps, script) {
        let fields = word.answer.value().map(|answer| script.answered(&step, &answer.fields));
        return Some(Expectation::Kept { step, fields: fields.unwrap_or_default() });
    }
    if let Some(step) = step(&word.not_kept, KEEPING, keeps, script) {
        return Some(Expectation::NotKept(step));
    }
    if let Some(profile) = word.profile.value() {
        return Some(Expectation::Profile(script.seen(&profile.fields)));
    }
    if let Some(reason) = word.not_entered.value() {
        return Some(Expectation::NotEntered(entry_reason(*reason)));
    }
    named(word, script)
}

/// Details that nothing would look at: of a message or an answer where none is expected, a reason where none is given.
fn idle(word: &word::Expect, script: &mut Script<'_, '_, '_>) {
    let of_message = [
        ("to", word.to.get().map(|detail| detail.span)),
        ("channel", word.channel.get().map(|detail| detail.span)),
        ("template", word.template.get().map(|detail| detail.span)),
        ("subject", word.subject.get().map(|detail| detail.span)),
        ("body", word.body.get().map(|detail| detail.span)),
    ];
    let of_message = of_message.into_iter().filter(|_| word.send.is_absent()).map(|detail| (detail, "send"));
    let has_reason = !word.held.is_absent() || !word.refused.is_absent();
    let reason = ("reason", word.reason.get().map(|detail| detail.span).filter(|_| !has_reason));
    let answer = ("answer", word.answer.get().map(|detail| detail.span).filter(|_| word.kept.is_absent()));
    for ((detail, place), belongs) in of_message.chain([(reason, "held` or `refused"), (answer, "kept")]) {
        if let Some(place) = place {
            script.linker.push(IdleDetail { detail, belongs, place });
        }
    }
}

/// Expectations of names that are no steps.
fn named(word: &word::Expect, script: &mut Script<'_, '_, '_>) -> Option<Expectation> {
    if let Some(exit) = name(&word.exit, "exit", exits, script) {
        return Some(Expectation::Exit(exit));
    }
    if let Some(goal) = name(&word.goal, "goal", goals, script) {
        return Some(Expectation::Goal(goal));
    }
    if let Some(branch) = name(&word.branch, "way or arm", branches, script) {
        return Some(Expectation::Branch(branch));
    }
    if let Some(segment) = word.segment.get().or_else(|| word.outside.get()) {
        let segment: Reference<Segment> = script.linker.resolve(segment);
        let segment = segment.name.value.to_string();
        return Some(Expectation::Segment { segment, inside: !word.segment.is_absent() });
    }
    let event: Reference<Event> = script.linker.resolve(word.emit.get()?);
    Some(Expectation::Emit(event.name.value.to_string()))
}

fn message(word: &word::Expect, script: &mut Script<'_, '_, '_>) -> ExpectedMessage {
    let channel = word.channel.get().map(|channel| script.linker.resolve::<crate::Channel, _>(channel));
    let template = word.template.get().map(|template| script.linker.resolve::<crate::Template, _>(template));
    ExpectedMessage {
        to: word.to.value().map(ToString::to_string),
        channel: channel.map(|channel| channel.name.value.to_string()),
        template: template.map(|template| template.name.value.to_string()),
        subject: word.subject.value().and_then(says),
        body: word.body.value().and_then(says),
    }
}

fn says(word: &word::Says) -> Option<Says> {
    let whole = word.exactly.value().map(|text| Says::Exactly(text.to_string()));
    whole.or_else(|| word.contains.value().map(|text| Says::Contains(text.to_string())))
}

/// The name of a step of a kind; one that the journey does not have is a finding.
fn step(
    part: &Opt<Ref<StepName>>,
    kind: &'static str,
    fits: fn(&Step) -> bool,
    script: &mut Script<'_, '_, '_>,
) -> Option<String> {
    part.get().map(|given| step_called(given, kind, fits, script))
}

fn name(
    part: &Opt<Name>,
    kind: &'static str,
    known: fn(&Journey) -> Vec<String>,
    script: &mut Script<'_, '_, '_>,
) -> Option<String> {
    let Spanned { value, span } = part.get()?;
    check(value.as_str(), *span, kind, known, script);
    Some(value.as_str().to_owned())
}

const fn is_send(step: &Step) -> bool {
    matches!(step.action, Action::Send(_))
}

pub(super) const fn is_fetch(step: &Step) -> bool {
    matches!(step.action, Action::Fetch(_))
}

/// What a step is called whose answers are kept.
const KEEPING: &str = "fetch with a `cache`";

const fn keeps(step: &Step) -> bool {
    matches!(&step.action, Action::Fetch(fetch) if !fetch.cache.is_absent())
}

const fn is_update(step: &Step) -> bool {
    matches!(step.action, Action::Update(_))
}

const fn nothing(word: word::Nothing) -> Expectation {
    match word {
        word::Nothing::NoMoreSends => Expectation::NoMoreSends,
        word::Nothing::NoSend => Expectation::NoSend,
        word::Nothing::NoEntry => Expectation::NoEntry,
        word::Nothing::Entered => Expectation::Entered,
    }
}

const fn entry_reason(word: word::EntryReason) -> EntryReason {
    match word {
        word::EntryReason::Condition => EntryReason::Condition,
        word::EntryReason::MissingValue => EntryReason::MissingValue,
        word::EntryReason::AlreadyInside => EntryReason::AlreadyInside,
        word::EntryReason::ReEntry => EntryReason::ReEntry,
        word::EntryReason::Late => EntryReason::Late,
        word::EntryReason::Limit => EntryReason::Limit,
        word::EntryReason::TooMany => EntryReason::TooMany,
        word::EntryReason::Crowded => EntryReason::Crowded,
        word::EntryReason::Endless => EntryReason::Endless,
    }
}

const fn reason(word: word::Reason) -> Reason {
    match word {
        word::Reason::QuietHours => Reason::QuietHours,
        word::Reason::Window => Reason::Window,
        word::Reason::Closed => Reason::Closed,
        word::Reason::BestTime => Reason::BestTime,
        word::Reason::Cap => Reason::Cap,
        word::Reason::NoRoom => Reason::NoRoom,
        word::Reason::TooLate => Reason::TooLate,
        word::Reason::Paused => Reason::Paused,
        word::Reason::Holdout => Reason::Holdout,
        word::Reason::NoConsent => Reason::NoConsent,
        word::Reason::Withdrawn => Reason::Withdrawn,
        word::Reason::Expired => Reason::Expired,
        word::Reason::NoAddress => Reason::NoAddress,
        word::Reason::Suppressed => Reason::Suppressed,
        word::Reason::MissingValue => Reason::MissingValue,
        word::Reason::Failed => Reason::Failed,
    }
}
