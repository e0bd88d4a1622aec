//! Tests of somebody who should meet a condition that nobody meets.

use super::{Counterexample, first_stop, stays, time_to};
use crate::conditions::{Condition, Conditions};
use crate::logic::Formula;
use filrouge_model::step::{Arm, Split, Trigger, WaitUntil};
use filrouge_model::{Action, Event, Expression, Id, Reference, Step};

/// Somebody who comes as near to the condition as one can, and should meet it.
pub(crate) fn meets(condition: &Condition<'_>, conditions: &Conditions<'_>) -> Option<String> {
    let wanted = Wanted { condition, conditions };
    wanted.entry().or_else(|| wanted.exit()).or_else(|| wanted.goal()).or_else(|| wanted.step())
}

/// A condition that somebody should meet, in its journey.
struct Wanted<'c, 'm> {
    condition: &'c Condition<'m>,
    conditions: &'c Conditions<'m>,
}

impl<'m> Wanted<'_, 'm> {
    fn is(&self, expression: Option<&Expression>) -> bool {
        expression.is_some_and(|own| std::ptr::eq(own, self.condition.expression))
    }

    fn test(&self, title: String) -> Counterexample<'m> {
        Counterexample::of(self.conditions.journey, self.conditions.setting, title)
    }

    /// What is known of those who come in.
    fn inside(&self) -> Option<Formula> {
        Some(self.conditions.entry()?.holds().of_entry())
    }

    fn entry(&self) -> Option<String> {
        self.conditions.entry().filter(|entry| self.is(Some(entry.expression)))?;
        let title = format!("somebody comes into {}", self.conditions.journey.name.value);
        let near = self.condition.holds().of_entry().near(&[])?;
        self.test(title).expect("entered").holding(&[&near])
    }

    fn exit(&self) -> Option<String> {
        let mut exits = self.conditions.journey.exits.iter();
        let exit = exits.find(|exit| self.is(exit.on.as_ref().and_then(Trigger::condition)))?;
        let name = &exit.name.value;
        let test = self.test(format!("somebody leaves by the exit {name}"));
        self.when(test, exit.on.as_ref()?, &format!("exit={name}"))
    }

    fn goal(&self) -> Option<String> {
        let mut goals = self.conditions.journey.goals.iter();
        let goal = goals.find(|goal| self.is(goal.when.value()))?;
        let name = &goal.name.value;
        let test = self.test(format!("somebody meets the goal {name}"));
        self.at(test, goal.event.as_ref()?, &format!("goal={name}"))
    }

    fn step(&self) -> Option<String> {
        self.conditions.journey.steps.iter().find_map(|(id, step)| match &step.action {
            Action::Split(split) => self.way(id, split),
            Action::WaitUntil(wait) => self.arm(step, wait),
            _ => None,
        })
    }

    /// A way that somebody should take whom none before it takes.
    fn way(&self, step: Id<Step>, split: &Split) -> Option<String> {
        let place = split.ways.iter().position(|way| self.is(way.when.as_ref()))?;
        let before = split.ways.iter().take(place);
        let before: Option<Vec<_>> = before.map(|way| self.conditions.find(way.when.as_ref()?)).collect();
        let before = before?.into_iter().map(Condition::fails).cloned();
        let certain: Vec<_> = self.inside().into_iter().chain(before).collect();
        let name = &split.ways.get(place)?.name.value;
        let days = time_to(self.conditions.journey, step)?;
        let test = self.test(format!("somebody takes {name}"));
        self.near(&certain, |all| test.wait(days, &format!("branch={name}")).holding(all))
    }

    /// An arm of a wait to which people come at once.
    fn arm(&self, step: &Step, wait: &WaitUntil) -> Option<String> {
        let fits = |arm: &&Arm| self.is(arm.on.as_ref().and_then(Trigger::condition));
        let arm = wait.arms.iter().find(fits).filter(|arm| arm.times < 2 && !arm.afresh)?;
        first_stop(self.conditions.journey).filter(|stop| std::ptr::eq(*stop, step))?;
        let name = &arm.name.value;
        self.when(
            self.test(format!("somebody goes on by {name}")),
            arm.on.as_ref()?,
            &format!("branch={name}"),
        )
    }

    /// The trigger comes while somebody is inside.
    fn when(&self, test: Counterexample<'m>, on: &Trigger, expected: &str) -> Option<String> {
        match on {
            Trigger::Event { event, .. } if stays(self.conditions.journey) => self.at(test, event, expected),
            Trigger::Event { .. } => None,
            Trigger::Condition(_) => {
                let certain: Vec<_> = self.inside().into_iter().collect();
                self.near(&certain, |all| test.expect(expected).holding(all))
            }
        }
    }

    fn at(&self, test: Counterexample<'m>, event: &Reference<Event>, expected: &str) -> Option<String> {
        let event = self.conditions.setting.events.of(event)?;
        let certain: Vec<_> = self.inside().into_iter().collect();
        self.near(&certain, |all| test.then(event, all, expected))
    }

    fn near(&self, certain: &[Formula], write: impl FnOnce(&[&Formula]) -> Option<String>) -> Option<String> {
        let certain: Vec<_> = certain.iter().collect();
        let near = self.condition.holds().near(&certain)?;
        write(&certain.into_iter().chain([&near]).collect::<Vec<_>>())
    }
}
