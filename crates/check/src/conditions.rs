//! The conditions of a project, each with the fields that it reads.

use crate::logic::{Answer, Clash, Fields, Formula, Reader, Stance, judge};
use filrouge_model::step::Trigger;
use filrouge_model::{Action, Expression, Journey, Model, Opt, Step};
use filrouge_plan::program::Node;

/// A condition at its place.
#[derive(Clone, Copy)]
pub(crate) struct Condition<'m> {
    /// Its words.
    pub expression: &'m Expression,
    fields: Fields<'m>,
}

impl<'m> Condition<'m> {
    /// What must be so for it to hold.
    pub fn holds(&self) -> Formula {
        Reader::new(self.expression, self.fields).formula(Stance::HOLDS)
    }

    /// What must be so for it not to hold.
    pub fn fails(&self) -> Formula {
        Reader::new(self.expression, self.fields).formula(Stance::FAILS)
    }

    /// Whether it can never hold, and why, when there is one reason.
    pub fn never(&self) -> Option<Option<Clash>> {
        match judge(&[&self.holds()]) {
            Answer::Never(clash) => Some(clash),
            Answer::Perhaps => None,
        }
    }

    /// Whether it stands there on purpose: `true`, `false`.
    pub fn is_literal(&self) -> bool {
        matches!(self.expression.compiled.program.nodes.as_slice(), [Node::Constant(_)])
    }

    /// Who is in a segment.
    pub const fn of_segment(expression: &'m Expression, model: &'m Model) -> Self {
        Self { expression, fields: Fields::of(model) }
    }

    /// Who comes into a journey.
    pub fn of_entry(journey: &'m Journey, model: &'m Model) -> Option<Self> {
        let event = journey.entry_event().and_then(|event| model.events.of(event));
        let expression = journey.enter.as_ref()?.when.value()?;
        Some(Self { expression, fields: Fields::of(model).at(event) })
    }

    /// What a trigger asks for.
    pub fn of_trigger(trigger: &'m Trigger, journey: &'m Journey, model: &'m Model) -> Option<Self> {
        let event = match trigger {
            Trigger::Event { event, .. } => model.events.of(event),
            Trigger::Condition(_) => None,
        };
        let fields = Fields::of(model).inside(journey).at(event);
        Some(Self { expression: trigger.condition()?, fields })
    }

    /// What stands at a step.
    pub fn at_step(expression: &'m Expression, journey: &'m Journey, model: &'m Model) -> Self {
        Self { expression, fields: Fields::of(model).inside(journey) }
    }

    /// Which events meet a goal.
    pub fn of_goal(goal: &'m filrouge_model::Goal, journey: &'m Journey, model: &'m Model) -> Option<Self> {
        let Opt::Given(when) = &goal.when else { return None };
        let event = goal.event.as_ref().and_then(|event| model.events.of(event));
        Some(Self { expression: &when.value, fields: Fields::of(model).inside(journey).at(event) })
    }
}

/// Every condition of a journey.
pub(crate) fn of_journey<'m>(journey: &'m Journey, model: &'m Model) -> Vec<Condition<'m>> {
    let exits = journey.exits.iter().filter_map(|exit| exit.on.as_ref());
    let exits = exits.filter_map(|trigger| Condition::of_trigger(trigger, journey, model));
    let goals = journey.goals.iter().filter_map(|goal| Condition::of_goal(goal, journey, model));
    let steps = journey.steps.values().flat_map(|step| of_step(step, journey, model));
    Condition::of_entry(journey, model).into_iter().chain(exits).chain(goals).chain(steps).collect()
}

fn of_step<'m>(step: &'m Step, journey: &'m Journey, model: &'m Model) -> Vec<Condition<'m>> {
    let here = |expression| Condition::at_step(expression, journey, model);
    match &step.action {
        Action::Split(split) => split.ways.iter().filter_map(|way| way.when.as_ref()).map(here).collect(),
        Action::Repeat(repeat) => repeat.conditions().map(here).collect(),
        Action::WaitUntil(wait) => {
            wait.triggers().filter_map(|trigger| Condition::of_trigger(trigger, journey, model)).collect()
        }
        _ => Vec::new(),
    }
}

/// What is known of the event that started a journey, for as long as somebody is inside; nothing when nobody comes in.
pub(crate) fn known_inside(journey: &Journey, model: &Model) -> Option<Formula> {
    let Some(entry) = Condition::of_entry(journey, model) else { return Some(Formula::Always) };
    entry.never().is_none().then(|| entry.holds().later())
}
