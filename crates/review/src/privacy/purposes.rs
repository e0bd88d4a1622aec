//! Purposes: on which ground, with which data, over which channels.

use super::{Shifts, named, paired};
use filrouge_plan::manifest::{ConsentAsked, Manifest, Processing};
use filrouge_plan::{Basis, address};
use std::collections::BTreeSet;

pub(super) fn compare(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (gone, fresh, kept) = paired(&old.processing, &new.processing, |old, new| old.purpose == new.purpose);
    for purpose in fresh {
        let sentence =
            format!("`{}` is a new purpose, on the ground of {}", purpose.purpose, ground(purpose.basis));
        found.wider(at(purpose), &purpose.stands, sentence);
    }
    for (before, now) in kept {
        purpose(before, now, found);
    }
    for purpose in gone {
        found.narrower(at(purpose), &purpose.stands, format!("purpose `{}` is gone", purpose.purpose));
    }
    consents(old, new, found);
}

fn at(purpose: &Processing) -> String {
    address::declared("purpose", &purpose.purpose)
}

/// The ground as people name it.
const fn ground(basis: Basis) -> &'static str {
    match basis {
        Basis::Consent => "consent",
        Basis::Contract => "a contract",
        Basis::LegalObligation => "a legal obligation",
        Basis::VitalInterests => "vital interests",
        Basis::PublicTask => "a public task",
        Basis::LegitimateInterests => "legitimate interests",
    }
}

fn purpose(before: &Processing, now: &Processing, found: &mut Shifts) {
    let name = &now.purpose;
    if before.basis != now.basis {
        let sentence =
            format!("`{name}` rested on {} and rests on {}", ground(before.basis), ground(now.basis));
        // People are asked where they were not: nothing else is surely narrower.
        found.note(now.basis != Basis::Consent, at(now), Some(super::stands(&now.stands)), sentence);
    }
    if before.data_use != now.data_use {
        let said = |data_use: &Option<String>| data_use.clone().unwrap_or_else(|| "nothing".to_owned());
        let sentence = format!(
            "`{name}` was declared for {} and is declared for {}",
            said(&before.data_use),
            said(&now.data_use)
        );
        found.wider(at(now), &now.stands, sentence);
    }
    if before.special_categories != now.special_categories && now.special_categories.is_some() {
        let is = now.special_categories.as_deref().unwrap_or_default();
        found.wider(at(now), &now.stands, format!("`{name}` uses special data under the condition `{is}`"));
    }
    for own in now.subjects.iter().filter(|own| !before.subjects.contains(own) && !before.subjects.is_empty())
    {
        found.wider(at(now), &now.stands, format!("`{name}` uses data of people of another kind: `{own}`"));
    }
    for own in before.subjects.iter().filter(|own| !now.subjects.contains(own) && !now.subjects.is_empty()) {
        found.narrower(
            at(now),
            &now.stands,
            format!("`{name}` no longer uses data of people of the kind `{own}`"),
        );
    }
    for own in now.compatible_with.iter().filter(|own| !before.compatible_with.contains(own)) {
        found.wider(at(now), &now.stands, format!("`{name}` takes over data of `{}`", own.purpose));
    }
    if before.interest != now.interest || (before.assessment.is_some() && before.assessment != now.assessment)
    {
        found.wider(
            at(now),
            &now.stands,
            format!("`{name}` pursues another interest, or one that was weighed otherwise"),
        );
    }
    for right in before.rights.iter().filter(|right| !now.rights.contains(right)) {
        let word = serde_json::to_value(right).ok().and_then(|word| word.as_str().map(str::to_owned));
        let sentence =
            format!("people no longer have the right of {} under `{name}`", word.unwrap_or_default());
        found.wider(at(now), &now.stands, sentence);
    }
    channels(before, now, found);
    notice(before, now, found);
    reads(before, now, found);
}

fn channels(before: &Processing, now: &Processing, found: &mut Shifts) {
    let (at, name) = (at(now), &now.purpose);
    for channel in now.channels.iter().filter(|channel| !before.channels.contains(channel)) {
        found.wider(&at, &now.stands, format!("`{name}` may be served over `{channel}`"));
    }
    for channel in before.channels.iter().filter(|channel| !now.channels.contains(channel)) {
        found.narrower(&at, &now.stands, format!("`{name}` may no longer be served over `{channel}`"));
    }
}

/// Another text is another agreement; without one, people are told less.
fn notice(before: &Processing, now: &Processing, found: &mut Shifts) {
    let sum = |own: &Processing| own.notice.as_ref().map(|text| text.sha256.clone());
    if sum(before) == sum(now) || (before.notice.is_none() && now.basis != Basis::Consent) {
        return;
    }
    let name = &now.purpose;
    let sentence = match (now.basis, &now.notice) {
        (_, None) => format!("people are no longer shown a notice of `{name}`"),
        (Basis::Consent, Some(_)) => format!("people agree to `{name}` with another notice"),
        (_, Some(_)) => format!("people are shown another notice of `{name}`"),
    };
    found.wider(at(now), &now.stands, sentence);
}

/// Which fields serve the purpose.
fn reads(before: &Processing, now: &Processing, found: &mut Shifts) {
    let (had, has) = (fields(before), fields(now));
    for (field, category) in has.iter().filter(|(field, _)| !had.iter().any(|(before, _)| before == field)) {
        let field = named(field, category.as_deref());
        found.wider(at(now), &now.stands, format!("`{}` uses {field}", now.purpose));
    }
    for (field, category) in had.iter().filter(|(field, _)| !has.iter().any(|(now, _)| now == field)) {
        let field = named(field, category.as_deref());
        found.narrower(at(now), &now.stands, format!("`{}` no longer uses {field}", now.purpose));
    }
}

fn fields(purpose: &Processing) -> BTreeSet<(String, Option<String>)> {
    let known = purpose
        .categories
        .iter()
        .flat_map(|read| read.fields.iter().map(|field| (field.clone(), Some(read.category.clone()))));
    let others = purpose.without_category.iter().map(|field| (field.clone(), None));
    known.chain(others).collect()
}

fn consents(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (_, _, kept) = paired(&old.consents, &new.consents, |old, new| old.purpose == new.purpose);
    for (before, now) in kept {
        consent(before, now, found);
    }
}

fn consent(before: &ConsentAsked, now: &ConsentAsked, found: &mut Shifts) {
    let at = address::declared("purpose", &now.purpose);
    let longer = match (before.expires, now.expires) {
        (Some(before), Some(now)) => (now != before).then_some(now > before),
        (before, now) => (before != now).then_some(now.is_none()),
    };
    if let Some(longer) = longer {
        let said = |expires: Option<filrouge_plan::Period>| {
            expires.map_or_else(|| "without end".to_owned(), crate::shown::written)
        };
        let (before, after) = (said(before.expires), said(now.expires));
        let sentence = format!("consent to `{}` lasted {before} and lasts {after}", now.purpose);
        found.note(longer, &at, Some(super::stands(&now.stands)), sentence);
    }
}
