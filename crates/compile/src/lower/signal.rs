//! `signal`, lowered: several blocks about one signal are one.

use super::origins::Thread;
use filrouge_model::{Model, SignalKind};
use filrouge_plan::{self as plan, address};
use std::collections::BTreeMap;

pub(super) fn signals(model: &Model, thread: &mut Thread<'_>) -> Vec<plan::SignalMap> {
    let mut all: BTreeMap<plan::SignalKind, plan::SignalMap> = BTreeMap::new();
    for own in &model.signals {
        let Some(kind) = own.kind.as_ref().map(|kind| self::kind(kind.value)) else { continue };
        thread.mark(address::declared("signal", kind.word()), own.at);
        let empty = || plan::SignalMap { kind, purposes: BTreeMap::new(), ignored: BTreeMap::new() };
        let map = all.entry(kind).or_insert_with(empty);
        for (fields, to) in &own.maps {
            for field in fields {
                let purposes = map.purposes.entry(field.value.word().to_owned()).or_default();
                purposes.push(to.name.value.to_string());
                purposes.sort();
                purposes.dedup();
            }
        }
        let ignored =
            own.ignored.iter().flat_map(|(fields, reason)| fields.iter().map(move |own| (own, reason)));
        let ignored =
            ignored.map(|(field, reason)| (field.value.word().to_owned(), reason.value.to_string()));
        map.ignored.extend(ignored);
    }
    all.into_values().collect()
}

pub(crate) const fn kind(kind: SignalKind) -> plan::SignalKind {
    match kind {
        SignalKind::Tcf => plan::SignalKind::Tcf,
        SignalKind::Gpp => plan::SignalKind::Gpp,
        SignalKind::ConsentMode => plan::SignalKind::ConsentMode,
    }
}
