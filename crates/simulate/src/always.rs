//! Properties that must hold in every life, looked at after each input and whenever time has passed. They are told a
//! second time here, from what was decided and what is known of the person: the machine is not asked whether it was right.

mod caps;
mod judge;
mod stay;
mod words;

use crate::{Failure, World};
use filrouge_machine::{Decision, Effects, Id, Person, Verdict};
use filrouge_plan::always::{Property, Scope};
use filrouge_plan::{Basis, Plan};
use std::collections::BTreeMap;

/// What is watched in one life.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// Properties that nothing has broken yet.
    whole: Vec<Property>,
    broken: Vec<Failure>,
    /// Messages that left, in order.
    left: Vec<Left>,
    /// How the person came into each journey in which they are.
    inside: BTreeMap<Id, Decision>,
}

/// A message that left.
#[derive(Debug, Clone)]
struct Left {
    effect: Id,
    purpose: String,
    channel: String,
    decision: Decision,
}

/// What is looked at: the world behind an input, and the person before it.
struct Look<'l, 'r> {
    world: &'l World<'r>,
    before: &'l Person,
    /// Whether something was changed by a journey behind the message.
    changed: bool,
}

/// What broke a property, in words, and the decisions that show it.
struct Breach {
    actual: Vec<String>,
    decisions: Vec<Decision>,
}

impl Watch {
    /// Watches these properties; nothing when there are none.
    pub(crate) fn of(properties: &[Property]) -> Option<Box<Self>> {
        let watch = || Box::new(Self { whole: properties.to_vec(), ..Self::default() });
        (!properties.is_empty()).then(watch)
    }

    /// What was broken, each property once.
    pub(crate) fn into_broken(self) -> Vec<Failure> {
        self.broken
    }

    /// Looks at what an input brought about.
    pub(crate) fn look(&mut self, world: &World<'_>, before: &Person, effects: &Effects) {
        let last_change = effects.decisions.iter().rposition(|decision| is_change(&decision.verdict));
        for (index, decision) in effects.decisions.iter().enumerate() {
            let look = Look { world, before, changed: last_change.is_some_and(|last| last > index) };
            self.follow(decision, &look);
        }
        self.pass(world);
    }

    /// Time has passed.
    pub(crate) fn pass(&mut self, world: &World<'_>) {
        self.judge(world, |watch, property| watch.stays(property, world));
    }

    fn follow(&mut self, decision: &Decision, look: &Look<'_, '_>) {
        match &decision.verdict {
            Verdict::Entered => {
                self.inside.extend(decision.instance.map(|walk| (walk, decision.clone())));
            }
            Verdict::Exited { .. } => {
                self.judge(look.world, |watch, property| watch.stayed(property, decision, look.world));
                let walk = decision.instance.as_ref();
                walk.map(|walk| self.inside.remove(walk));
            }
            Verdict::Queued { effect, channel, ground, .. } => {
                let (effect, purpose, channel) = (*effect, ground.purpose.clone(), channel.clone());
                let left = Left { effect, purpose, channel, decision: decision.clone() };
                self.judge(look.world, |watch, property| watch.sends(property, &left, look));
                self.left.push(left);
            }
            Verdict::Failed { effect, .. } | Verdict::Recalled { effect, .. } => {
                self.left.retain(|left| left.effect != *effect);
            }
            _ => {}
        }
    }

    /// Asks for each property that is whole whether it was broken; it is told once.
    fn judge(&mut self, world: &World<'_>, breach: impl Fn(&Self, &Property) -> Option<Breach>) {
        let found = |property| breach(self, property).map(|breach| told(property, breach, world));
        let found: Vec<Failure> = self.whole.iter().filter_map(found).collect();
        self.whole.retain(|property| !found.iter().any(|failure| failure.place == property.place));
        self.broken.extend(found);
    }
}

fn told(property: &Property, Breach { actual, decisions }: Breach, world: &World<'_>) -> Failure {
    let (place, expected, zone) = (property.place, words::claim(property), world.zone());
    Failure { place, expected, actual, decisions, always: true, zone }
}

const fn is_change(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Updated { .. } | Verdict::Emitted { .. })
}

/// Whether a property is about this message.
fn is_about(scope: &Scope, left: &Left, plan: &Plan) -> bool {
    let named = |names: &[String], own: &String| names.is_empty() || names.contains(own);
    let purpose = match scope.purposes.as_slice() {
        [] => is_withdrawable(&left.purpose, plan),
        named => named.contains(&left.purpose),
    };
    purpose && named(&scope.journeys, &left.decision.journey) && named(&scope.channels, &left.channel)
}

/// Whether the person may withdraw from a purpose.
fn is_withdrawable(purpose: &str, plan: &Plan) -> bool {
    let purpose = plan.purposes.iter().find(|own| own.name == purpose);
    purpose.is_some_and(|own| matches!(own.basis, Basis::Consent | Basis::LegitimateInterests))
}

#[cfg(test)]
mod tests;
