//! From which field, for which purpose, to whom.

use super::{Shifts, named};
use filrouge_plan::manifest::{DataFlow, FieldRead, Manifest};
use std::collections::BTreeMap;

/// A field that reaches a recipient for a purpose: as part of what is sent, or because it decides whether it is.
type Reach = (String, String, String, bool);

pub(super) fn compare(old: &Manifest, new: &Manifest, found: &mut Shifts) {
    let (before, now) = (reaches(old), reaches(new));
    for (reach, (flow, field)) in now.iter().filter(|(reach, _)| !before.contains_key(*reach)) {
        found.wider(&flow.step, &flow.stands, sentence(reach, field, true));
    }
    for (reach, (flow, field)) in before.iter().filter(|(reach, _)| !now.contains_key(*reach)) {
        found.narrower(&flow.step, &flow.stands, sentence(reach, field, false));
    }
}

fn reaches(manifest: &Manifest) -> BTreeMap<Reach, (&DataFlow, &FieldRead)> {
    let mut found = BTreeMap::new();
    for flow in &manifest.data_flows {
        let carried = flow.carries.iter().map(|read| (read, true));
        // What decides without being sent reveals something only when it is personal.
        let decides = flow.decided_by.iter().filter(|read| read.category.is_some()).map(|read| (read, false));
        for (read, carried) in carried.chain(decides) {
            let reach = (read.field.clone(), flow.purpose.clone(), flow.to.clone(), carried);
            found.entry(reach).or_insert((flow, read));
        }
    }
    found
}

fn sentence((field, purpose, to, carried): &Reach, read: &FieldRead, widens: bool) -> String {
    let field = named(field, read.category.as_deref());
    match (carried, widens) {
        (true, true) => format!("{field} goes to `{to}` for `{purpose}`"),
        (true, false) => format!("{field} no longer goes to `{to}` for `{purpose}`"),
        (false, true) => format!("{field} decides what `{to}` is sent for `{purpose}`"),
        (false, false) => format!("{field} no longer decides what `{to}` is sent for `{purpose}`"),
    }
}
