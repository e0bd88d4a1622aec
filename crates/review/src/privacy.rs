//! What is done with personal data, before and after, by the manifests of both plans. What is added widens, what is gone
//! narrows; a statement that changes is judged by which way it goes. What cannot be compared counts as wider.

mod access;
mod collected;
mod flows;
mod ground;
mod kept;
mod organisation;
mod people;
mod purposes;
mod recipients;

use crate::document::Shift;
use crate::{Place, Side};
use filrouge_plan::manifest::{Manifest, Shifted, Since, Stands};

/// What changes in the use of personal data from one plan to the other.
pub(crate) fn shifts(old: &Side<'_>, new: &Side<'_>) -> Vec<Shift> {
    let Some(now) = new.manifest else { return Vec::new() };
    let Some(before) = old.manifest else { return unknown(old, new) };
    between(before, now)
}

/// What changes in the use of personal data from one manifest to the other.
pub(crate) fn between(before: &Manifest, now: &Manifest) -> Vec<Shift> {
    let mut found = Shifts { found: Vec::new() };
    organisation::compare(before, now, &mut found);
    collected::compare(before, now, &mut found);
    ground::compare(before, now, &mut found);
    purposes::compare(before, now, &mut found);
    flows::compare(before, now, &mut found);
    recipients::compare(before, now, &mut found);
    kept::compare(before, now, &mut found);
    people::compare(before, now, &mut found);
    access::compare(before, now, &mut found);
    found.found
}

/// The manifest `before`, as the next one names it, and what has changed in the use of personal data since.
#[must_use]
pub fn since(before: &Manifest, now: &Manifest) -> Since {
    let changes = between(before, now).into_iter().map(|shift| Shifted {
        widens: shift.widens,
        about: shift.address,
        statement: shift.sentence,
    });
    Since {
        manifest: before.hash(),
        commit: before.commit.as_ref().map(|commit| commit.id.clone()),
        built_at: before.built_at.clone(),
        changes: changes.collect(),
    }
}

/// Nobody knows what the plan before did: whatever the new one does may be more. Equal plans from equal texts are not.
fn unknown(old: &Side<'_>, new: &Side<'_>) -> Vec<Shift> {
    if old.bundle.hash == new.bundle.hash && old.bundle.origins == new.bundle.origins {
        return Vec::new();
    }
    let sentence = format!(
        "the manifest of {} is not known, so what it does with personal data cannot be compared",
        old.name
    );
    vec![Shift { widens: true, address: "project".to_owned(), sentence, place: None }]
}

/// What was found so far.
struct Shifts {
    found: Vec<Shift>,
}

impl Shifts {
    fn note(&mut self, widens: bool, address: impl Into<String>, at: Option<Place>, sentence: String) {
        self.found.push(Shift { widens, address: address.into(), sentence, place: at });
    }

    fn wider(&mut self, address: impl Into<String>, at: &Stands, sentence: String) {
        self.note(true, address, Some(stands(at)), sentence);
    }

    fn narrower(&mut self, address: impl Into<String>, at: &Stands, sentence: String) {
        self.note(false, address, Some(stands(at)), sentence);
    }
}

fn stands(at: &Stands) -> Place {
    Place { file: at.file.clone(), line: at.line, column: at.column }
}

/// A field with its category, as people read it.
fn named(field: &str, category: Option<&str>) -> String {
    category.map_or_else(|| format!("`{field}`"), |category| format!("`{field}` ({category})"))
}

/// The statements of both manifests that are about the same thing.
fn paired<'m, T>(
    old: &'m [T],
    new: &'m [T],
    same: impl Fn(&T, &T) -> bool,
) -> (Vec<&'m T>, Vec<&'m T>, Vec<(&'m T, &'m T)>) {
    let gone = old.iter().filter(|old| !new.iter().any(|new| same(old, new))).collect();
    let fresh = new.iter().filter(|new| !old.iter().any(|old| same(old, new))).collect();
    let kept = new.iter().filter_map(|new| Some((old.iter().find(|old| same(old, new))?, new))).collect();
    (gone, fresh, kept)
}
