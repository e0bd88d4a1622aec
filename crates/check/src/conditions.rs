//! The conditions of a journey, each read once, with the fields that it reads.

use crate::logic::{Answer, Clash, Fields, Formula, Reader, Stance, judge};
use filrouge_model::step::Trigger;
use filrouge_model::{Action, Event, Expression, Journey, Opt, Setting, Step};
use filrouge_plan::program::Node;
use std::cell::OnceCell;

/// A condition at its place. What it means is found out once, when it is first asked for.
pub(crate) struct Condition<'m> {
    /// Its words.
    pub expression: &'m Expression,
    fields: Fields<'m>,
    holds: OnceCell<Formula>,
    fails: OnceCell<Formula>,
    never: OnceCell<Answer>,
}

impl<'m> Condition<'m> {
    fn new(expression: &'m Expression, fields: Fields<'m>) -> Self {
        let (holds, fails, never) = Default::default();
        Self { expression, fields, holds, fails, never }
    }

    /// Who is in a segment.
    pub fn of_segment(expression: &'m Expression, setting: &'m Setting) -> Self {
        Self::new(expression, Fields::of(setting))
    }

    /// Which events count.
    pub fn of_event(expression: &'m Expression, event: Option<&'m Event>, setting: &'m Setting) -> Self {
        Self::new(expression, Fields::of(setting).at(event))
    }

    /// Who comes into a journey.
    pub fn of_entry(journey: &'m Journey, setting: &'m Setting) -> Option<Self> {
        Places::of(journey, setting).entry()
    }

    /// What must be so for it to hold.
    pub fn holds(&self) -> &Formula {
        self.holds.get_or_init(|| self.read(Stance::HOLDS))
    }

    /// What must be so for it not to hold.
    pub fn fails(&self) -> &Formula {
        self.fails.get_or_init(|| self.read(Stance::FAILS))
    }

    fn read(&self, stance: Stance) -> Formula {
        Reader::new(self.expression, self.fields).formula(stance)
    }

    /// Whether it can never hold, and why, when there is one reason.
    pub fn never(&self) -> Option<Option<Clash>> {
        match self.never.get_or_init(|| judge(&[self.holds()])) {
            Answer::Never(clash) => Some(*clash),
            Answer::Perhaps => None,
        }
    }

    /// Whether it holds always.
    pub fn is_certain(&self) -> bool {
        judge(&[self.fails()]).is_never()
    }

    /// Whether it stands there on purpose: `true`, `false`.
    pub fn is_literal(&self) -> bool {
        matches!(self.expression.compiled.program.nodes.as_slice(), [Node::Constant(_)])
    }
}

/// The conditions of a journey.
pub(crate) struct Conditions<'m> {
    /// The journey.
    pub journey: &'m Journey,
    /// The project.
    pub setting: &'m Setting,
    all: Vec<Condition<'m>>,
    inside: OnceCell<Option<Formula>>,
}

impl<'m> Conditions<'m> {
    /// Those of `journey`.
    pub fn of(journey: &'m Journey, setting: &'m Setting) -> Self {
        Self { journey, setting, all: Places::of(journey, setting).all(), inside: OnceCell::new() }
    }

    /// Every one.
    pub fn iter(&self) -> std::slice::Iter<'_, Condition<'m>> {
        self.all.iter()
    }

    /// The one with these words.
    pub fn find(&self, expression: &Expression) -> Option<&Condition<'m>> {
        self.iter().find(|condition| std::ptr::eq(condition.expression, expression))
    }

    /// What a trigger asks for.
    pub fn of_trigger(&self, trigger: &Trigger) -> Option<&Condition<'m>> {
        self.find(trigger.condition()?)
    }

    /// Who comes in, when that is asked.
    pub fn entry(&self) -> Option<&Condition<'m>> {
        self.find(self.journey.enter.as_ref()?.when.value()?)
    }

    /// What is known of the event that started the journey, for as long as somebody is inside; nothing when nobody
    /// comes in.
    pub fn inside(&self) -> Option<&Formula> {
        let known = || {
            let Some(entry) = self.entry() else { return Some(Formula::Always) };
            entry.never().is_none().then(|| entry.holds().later())
        };
        self.inside.get_or_init(known).as_ref()
    }
}

/// The places of a journey where conditions stand.
struct Places<'m> {
    journey: &'m Journey,
    setting: &'m Setting,
    inside: Fields<'m>,
}

impl<'m> Places<'m> {
    fn of(journey: &'m Journey, setting: &'m Setting) -> Self {
        Self { journey, setting, inside: Fields::of(setting).inside(journey) }
    }

    fn all(&self) -> Vec<Condition<'m>> {
        let exits = self.journey.exits.iter().filter_map(|exit| self.trigger(exit.on.as_ref()?));
        let goals = self.journey.goals.iter().filter_map(|goal| self.goal(goal));
        let steps = self.journey.steps.values().flat_map(|step| self.step(step));
        self.entry().into_iter().chain(exits).chain(goals).chain(steps).collect()
    }

    fn entry(&self) -> Option<Condition<'m>> {
        let event = self.journey.entry_event().and_then(|event| self.setting.events.of(event));
        let expression = self.journey.enter.as_ref()?.when.value()?;
        Some(Condition::new(expression, Fields::of(self.setting).at(event)))
    }

    /// What a trigger asks for.
    fn trigger(&self, trigger: &'m Trigger) -> Option<Condition<'m>> {
        let event = match trigger {
            Trigger::Event { event, .. } => self.setting.events.of(event),
            Trigger::Condition(_) => None,
        };
        Some(Condition::new(trigger.condition()?, self.inside.at(event)))
    }

    /// Which events meet a goal.
    fn goal(&self, goal: &'m filrouge_model::Goal) -> Option<Condition<'m>> {
        let Opt::Given(when) = &goal.when else { return None };
        let event = goal.event.as_ref().and_then(|event| self.setting.events.of(event));
        Some(Condition::new(&when.value, self.inside.at(event)))
    }

    fn step(&self, step: &'m Step) -> Vec<Condition<'m>> {
        let here = |expression| Condition::new(expression, self.inside);
        match &step.action {
            Action::Split(split) => split.ways.iter().filter_map(|way| way.when.as_ref()).map(here).collect(),
            Action::Repeat(repeat) => repeat.conditions().map(here).collect(),
            Action::WaitUntil(wait) => wait.triggers().filter_map(|trigger| self.trigger(trigger)).collect(),
            _ => Vec::new(),
        }
    }
}
