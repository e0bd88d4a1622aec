//! How long people are in journeys.

use super::{Breach, Watch};
use crate::World;
use crate::words::moment;
use filrouge_machine::Decision;
use filrouge_plan::Period;
use filrouge_plan::always::{Claim, Property};

impl Watch {
    /// Whether somebody is in a journey for too long by now.
    pub(super) fn stays(&self, property: &Property, world: &World<'_>) -> Option<Breach> {
        let longest = longest(property)?;
        let mut walks = world.person.instances.iter().filter(|walk| walk.branch.is_none());
        let late = walks.find(|walk| {
            is_about(property, &walk.journey) && is_over(walk.entered_at, world.now, longest, world)
        })?;
        let since = moment(late.entered_at, world);
        let actual = format!("the person is in `{}` since {since}, on `{}`", late.journey, late.step);
        Some(Breach {
            actual: vec![actual],
            decisions: self.inside.get(&late.id).cloned().into_iter().collect(),
        })
    }

    /// Whether somebody who leaves was in for too long.
    pub(super) fn stayed(&self, property: &Property, exit: &Decision, world: &World<'_>) -> Option<Breach> {
        let longest = longest(property).filter(|_| is_about(property, &exit.journey))?;
        let entered = self.inside.get(exit.instance.as_ref()?)?;
        let since = moment(entered.at, world);
        is_over(entered.at, exit.at, longest, world).then(|| Breach {
            actual: vec![format!("the person was in `{}` since {since}, and left now", exit.journey)],
            decisions: vec![entered.clone(), exit.clone()],
        })
    }
}

const fn longest(property: &Property) -> Option<Period> {
    match property.claim {
        Claim::TooLong(longest) => Some(longest),
        _ => None,
    }
}

fn is_about(property: &Property, journey: &String) -> bool {
    property.scope.journeys.is_empty() || property.scope.journeys.contains(journey)
}

fn is_over(entered: i64, now: i64, longest: Period, world: &World<'_>) -> bool {
    world.ready.later(&world.person, entered, longest) < now
}
