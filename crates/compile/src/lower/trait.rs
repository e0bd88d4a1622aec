//! `trait`, lowered.

use super::origins::Thread;
use filrouge_label::Served;
use filrouge_model::{Opt, Trait, TraitKind};
use filrouge_plan::{self as plan, Fold, FoldKind, Made, address};

pub(super) fn computed(own: &Trait, served: &Served<'_>, thread: &mut Thread<'_>) -> Option<plan::Trait> {
    let address = address::declared("trait", &own.name.value);
    thread.mark(address.clone(), own.at);
    let only_for = served.by_trait(&own.name.value).map(ToOwned::to_owned).collect();
    Some(plan::Trait { field: own.field.clone()?, made: made(own, &address, thread)?, only_for })
}

fn made(own: &Trait, address: &str, thread: &mut Thread<'_>) -> Option<Made> {
    let event = |part: &Opt<filrouge_model::Reference<filrouge_model::Event>>| {
        part.value().map(|event| event.name.value.to_string())
    };
    let when = own.filter.value().map(|filter| thread.condition(address, filter));
    let late = own.late.value().copied();
    Some(match own.kind.as_ref()?.value {
        TraitKind::Held => {
            Made::Held { when: thread.condition(address, own.when.value()?), lasting: *own.lasting.value()? }
        }
        TraitKind::Absence => {
            Made::Absence { event: event(&own.on)?, when, lasting: *own.lasting.value()?, late }
        }
        TraitKind::Sequence => {
            let (first, then) = (event(&own.on)?, event(&own.then)?);
            Made::Sequence { first, when, then, within: *own.within.value()?, late }
        }
        kind => Made::Fold(Fold {
            by: fold(kind)?,
            event: event(&own.on)?,
            when,
            of: own.of.value().map(|of| thread.program(address::part(address, "of"), of)),
            within: own.within.value().copied(),
            late,
        }),
    })
}

const fn fold(kind: TraitKind) -> Option<FoldKind> {
    Some(match kind {
        TraitKind::Count => FoldKind::Count,
        TraitKind::Sum => FoldKind::Sum,
        TraitKind::Min => FoldKind::Min,
        TraitKind::Max => FoldKind::Max,
        TraitKind::Average => FoldKind::Average,
        TraitKind::First => FoldKind::First,
        TraitKind::Last => FoldKind::Last,
        TraitKind::Distinct => FoldKind::Distinct,
        TraitKind::MostFrequent => FoldKind::MostFrequent,
        TraitKind::Sequence | TraitKind::Absence | TraitKind::Held => return None,
    })
}
