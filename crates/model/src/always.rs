//! `always`: what must hold in every life, as data for the runner.

use crate::channel::minute;
use crate::linker::Linker;
use crate::rules::idle_part::IdlePart;
use crate::rules::incomplete_property::IncompleteProperty;
use crate::{Channel, Journey, Purpose, Reference, Segment, cap, retain};
use filrouge_language::Opt;
use filrouge_language::words::always::{Always, Property as Word};
use filrouge_plan::always::{Claim, Property, Scope};
use filrouge_plan::{Place, QuietHours};
use filrouge_source::{Span, Spanned};

/// The property as data; none when something about it is wrong, which was reported.
pub(crate) fn link(word: &Always, linker: &mut Linker<'_>) -> Option<Property> {
    let property = *word.property.value()?;
    let claim = claim(word, property, linker);
    idle(word, property, linker);
    let scope = scope(word, linker);
    let Span { file, start, end } = word.at.head;
    Some(Property { place: Place { file: file.0, start, end }, claim: claim?, scope })
}

pub(crate) fn links(words: &[Spanned<Always>], linker: &mut Linker<'_>) -> Vec<Property> {
    words.iter().filter_map(|word| link(&word.value, linker)).collect()
}

fn claim(word: &Always, property: Word, linker: &mut Linker<'_>) -> Option<Claim> {
    needs(word, property, linker);
    Some(match property {
        Word::NeverSendsWithoutConsent => Claim::Consent,
        Word::NeverSendsOverCaps => Claim::Caps,
        Word::NeverSendsInQuietHours if word.from.is_absent() && word.to.is_absent() => {
            Claim::QuietHours(None)
        }
        Word::NeverSendsInQuietHours => {
            let (from, to) = (minute(*word.from.value()?), minute(*word.to.value()?));
            Claim::QuietHours(Some(QuietHours { from, to }))
        }
        Word::NeverSendsToSuppressed => Claim::Suppressed,
        Word::NeverSendsToSegment => {
            let segment: Reference<Segment> = linker.resolve(word.segment.get()?);
            Claim::Segment(segment.name.value.to_string())
        }
        Word::NeverSendsTooOften => {
            Claim::TooOften { most: *word.most.value()?, per: cap::window(*word.per.value()?) }
        }
        Word::NeverStaysTooLong => Claim::TooLong(retain::period(*word.longest.value()?)),
    })
}

/// What is missing: hours that are given need both ends.
fn needs(word: &Always, property: Word, linker: &mut Linker<'_>) {
    let hours = if word.from.is_absent() == word.to.is_absent() { &[][..] } else { &["from", "to"] };
    let needed = match property {
        Word::NeverSendsInQuietHours => hours,
        other => parts(other),
    };
    for &part in needed {
        if given(word).iter().any(|(name, place)| *name == part && place.is_none()) {
            linker.push(IncompleteProperty { property: property.word(), part, place: word.at.head });
        }
    }
}

/// Parts that belong to one property alone.
const fn parts(property: Word) -> &'static [&'static str] {
    match property {
        Word::NeverSendsTooOften => &["most", "per"],
        Word::NeverStaysTooLong => &["longest"],
        Word::NeverSendsToSegment => &["segment"],
        Word::NeverSendsInQuietHours => &["from", "to"],
        _ => &[],
    }
}

/// Where each part is given.
fn given(word: &Always) -> [(&'static str, Option<Span>); 8] {
    [
        ("most", place(&word.most)),
        ("per", place(&word.per)),
        ("longest", place(&word.longest)),
        ("segment", place(&word.segment)),
        ("from", place(&word.from)),
        ("to", place(&word.to)),
        ("purpose", word.purpose.first().map(|given| given.span)),
        ("via", word.via.first().map(|given| given.span)),
    ]
}

/// A part that is there: one that was written wrongly was reported, and is not missing.
const fn place<T>(part: &Opt<T>) -> Option<Span> {
    match part {
        Opt::Absent => None,
        Opt::Given(given) => Some(given.span),
        Opt::Broken(span) => Some(*span),
    }
}

/// Parts that the property does not look at.
fn idle(word: &Always, property: Word, linker: &mut Linker<'_>) {
    let sends = !matches!(property, Word::NeverStaysTooLong);
    for (part, place) in given(word) {
        let is_used = parts(property).contains(&part) || (sends && matches!(part, "purpose" | "via"));
        if let Some(place) = place.filter(|_| !is_used) {
            linker.push(IdlePart { part: part.to_owned(), belongs: owner(part), place });
        }
    }
}

fn owner(part: &str) -> &'static str {
    match part {
        "most" | "per" => "`never-sends-too-often`",
        "longest" => "`never-stays-too-long`",
        "segment" => "`never-sends-to-segment`",
        "from" | "to" => "`never-sends-in-quiet-hours`",
        _ => "properties of messages",
    }
}

fn scope(word: &Always, linker: &mut Linker<'_>) -> Scope {
    let journeys = word.journey.iter().map(|name| {
        let journey: Reference<Journey> = linker.resolve(name);
        journey.name.value.to_string()
    });
    let journeys = journeys.collect();
    let purposes = word.purpose.iter().map(|name| {
        let purpose: Reference<Purpose> = linker.resolve(name);
        purpose.name.value.to_string()
    });
    let purposes = purposes.collect();
    let channels = word.via.iter().map(|name| {
        let channel: Reference<Channel> = linker.resolve(name);
        channel.name.value.to_string()
    });
    Scope { journeys, purposes, channels: channels.collect() }
}
