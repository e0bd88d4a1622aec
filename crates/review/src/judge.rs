//! The review, from its two sides to what is told.

use crate::approval::approval;
use crate::class::class;
use crate::document::{Place, Review, Reviewed, Revision, Shift, Text, TextEdit, VERSION};
use crate::privacy::shifts;
use crate::shown::values;
use crate::uses::indirect;
use crate::{Class, Inside, Side};
use filrouge_change::{Change, Running, pass};
use filrouge_plan::{Bundle, OriginFile};
use std::collections::BTreeMap;

/// What differs between `old` and `new`, and how grave it is. Without `inside`, anybody may stand anywhere.
#[must_use]
pub fn review(old: &Side<'_>, new: &Side<'_>, inside: Option<&Inside>) -> Review {
    let drained = inside.map_or(&[][..], |inside| &inside.drained);
    let standing = inside.map(|inside| &inside.standing);
    let running = Running { plan: &old.bundle.plan, hash: &old.bundle.hash, drained, inside: standing };
    let (changes, _) = pass(&running, &new.bundle.plan, &new.bundle.hash);
    let indirect = indirect(&old.bundle.plan, &new.bundle.plan, &changes.changes);
    let changes: Vec<_> = changes.changes.into_iter().map(|change| judged(change, old, new)).collect();
    let privacy = shifts(old, new);
    let counts = counts(&changes, &privacy);
    let widens = counts.contains_key(&Class::PrivacyWidening);
    let asked = new.manifest.filter(|_| widens).and_then(|now| approval(old.manifest, now, new.approvals));
    let agreed = asked.as_ref().is_some_and(|asked| !asked.agreed.is_empty());
    let open = |class: &Class| class.needs_approval() && !(agreed && *class == Class::PrivacyWidening);
    Review {
        version: VERSION,
        old: revision(old),
        new: revision(new),
        class: counts.keys().next_back().copied(),
        approval: counts.keys().copied().filter(open).collect(),
        counts,
        changes,
        privacy,
        privacy_approval: asked,
        indirect,
        texts: texts(&old.bundle.origins.files, &new.bundle.origins.files),
        inside: standing.map(|standing| standing.values().sum()),
        release: None,
        forecast: None,
        stale_lock: Vec::new(),
    }
}

fn revision(side: &Side<'_>) -> Revision {
    let Bundle { hash, commit, .. } = side.bundle;
    Revision { name: side.name.to_owned(), plan: hash.clone(), commit: commit.clone() }
}

fn judged(change: Change, old: &Side<'_>, new: &Side<'_>) -> Reviewed {
    let (was, is) = values(&change, old.bundle, new.bundle);
    let place = place(&change.address, new.bundle).or_else(|| place(&change.address, old.bundle));
    Reviewed { class: class(&change), was, is, place, change }
}

/// Where a part stands: itself or, when it has no words of its own, the nearest part around it.
pub(crate) fn place(address: &str, bundle: &Bundle) -> Option<Place> {
    let mut around = std::iter::successors(Some(address), |at| Some(at.rsplit_once('/')?.0));
    let place = around.find_map(|at| bundle.origins.places.get(at))?;
    let file = bundle.origins.files.get(usize::try_from(place.file).ok()?)?;
    let before = file.text.get(..usize::try_from(place.start).ok()?)?;
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Some(Place { file: file.path.clone(), line: number(line), column: number(column) })
}

fn counts(changes: &[Reviewed], privacy: &[Shift]) -> BTreeMap<Class, usize> {
    let mut counts: BTreeMap<Class, usize> = BTreeMap::new();
    let widening = privacy.iter().filter(|shift| shift.widens).map(|_| Class::PrivacyWidening);
    for class in changes.iter().map(|change| change.class).chain(widening) {
        *counts.entry(class).or_default() += 1;
    }
    counts
}

fn texts(old: &[OriginFile], new: &[OriginFile]) -> Vec<Text> {
    let by_path = |files: &[OriginFile]| -> BTreeMap<String, String> {
        files.iter().map(|file| (file.path.clone(), file.sha256.clone())).collect()
    };
    let (old, new) = (by_path(old), by_path(new));
    let gone = old.keys().filter(|path| !new.contains_key(*path)).map(|path| (path, TextEdit::Removed));
    let here = new.iter().filter_map(|(path, sum)| match old.get(path) {
        None => Some((path, TextEdit::Added)),
        Some(before) if before != sum => Some((path, TextEdit::Changed)),
        Some(_) => None,
    });
    let mut texts: Vec<Text> =
        gone.chain(here).map(|(path, edit)| Text { file: path.clone(), edit }).collect();
    texts.sort_by(|one, other| one.file.cmp(&other.file));
    texts
}
