//! What a new plan may not take away by accident.

use crate::{Allow, Refusal};
use filrouge_plan::Plan;

/// Refuses a plan that loses every journey or any purpose of the active one, unless that is allowed: a folder that
/// is half copied compiles too.
pub(crate) fn guard(active: &Plan, next: &Plan, allow: Allow) -> Result<(), Refusal> {
    if !allow.no_journeys && !active.journeys.is_empty() && next.journeys.is_empty() {
        return Err(Refusal::of(
            "every-journey-dropped",
            "the new plan has no journey, and the active one has",
            "if this is meant, `filrouge reload --allow-removals`, or `?allow=no-journeys`",
        ));
    }
    let lost = |name: &String| !next.purposes.iter().any(|purpose| purpose.name == *name);
    match active.purposes.iter().map(|purpose| &purpose.name).find(|name| lost(name)) {
        Some(name) if !allow.dropped_purposes => Err(Refusal::of(
            "purpose-dropped",
            &format!("the new plan has no purpose `{name}`, and the active one has"),
            "if this is meant, `filrouge reload --allow-removals`, or `?allow=dropped-purposes`",
        )),
        _ => Ok(()),
    }
}
