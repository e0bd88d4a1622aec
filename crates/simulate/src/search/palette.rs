//! What a plan speaks of: random values that are near its conditions meet more of it.

use filrouge_plan::{Action, Entry, Journey, Made, Period, Plan, Program, Timeout, Trigger, Value, Wait};

/// The constants, the periods and the events of a plan.
#[derive(Debug, Default)]
pub(crate) struct Palette {
    pub(crate) constants: Vec<Value>,
    pub(super) pauses: Vec<Period>,
    /// Events that journeys or traits listen to.
    pub(super) events: Vec<String>,
}

const fn elapsed(minutes: u64) -> Period {
    Period { months: 0, days: 0, millis: minutes * 60_000 }
}

const fn days(days: u32) -> Period {
    Period { months: 0, days, millis: 0 }
}

/// Pauses that every life may make.
const PAUSES: &[Period] =
    &[elapsed(1), elapsed(30), elapsed(120), elapsed(540), days(1), days(3), days(8), days(32)];

impl Palette {
    /// What `plan` speaks of.
    pub(crate) fn of(plan: &Plan) -> Self {
        let mut palette = Self { pauses: PAUSES.to_vec(), ..Self::default() };
        plan.segments.iter().for_each(|segment| palette.program(&segment.when));
        plan.suppressions.iter().for_each(|rule| palette.program(&rule.when));
        for made in plan.traits.iter().map(|own| &own.made) {
            palette.events.extend(made.events().map(str::to_owned));
            palette.made(made);
        }
        plan.journeys.iter().for_each(|journey| palette.journey(journey));
        palette.constants.sort();
        palette.constants.dedup();
        palette.events.sort();
        palette.events.dedup();
        palette
    }

    fn program(&mut self, program: &Program) {
        self.constants.extend(program.constants.iter().cloned());
    }

    fn made(&mut self, made: &Made) {
        let when = match made {
            Made::Fold(fold) => fold.when.as_ref(),
            Made::Sequence { when, .. } | Made::Absence { when, .. } => when.as_ref(),
            Made::Held { when, .. } => Some(when),
        };
        when.into_iter().for_each(|when| self.program(when));
    }

    fn journey(&mut self, journey: &Journey) {
        if let Entry::Event { event } = &journey.enter.by {
            self.events.push(event.clone());
        }
        journey.enter.when.iter().for_each(|when| self.program(when));
        journey.exits.iter().for_each(|exit| self.trigger(&exit.on));
        for goal in &journey.goals {
            self.events.push(goal.event.clone());
            goal.when.iter().for_each(|when| self.program(when));
        }
        journey.steps.iter().for_each(|step| self.action(&step.action));
    }

    fn trigger(&mut self, trigger: &Trigger) {
        match trigger {
            Trigger::Event { event, when } => {
                self.events.push(event.clone());
                when.iter().for_each(|when| self.program(when));
            }
            Trigger::Condition(when) => self.program(when),
        }
    }

    fn action(&mut self, action: &Action) {
        match action {
            Action::Wait(Wait::For(period)) => self.pauses.push(*period),
            Action::WaitUntil(wait) => {
                wait.arms.iter().for_each(|arm| self.trigger(&arm.on));
                self.timeout(wait.timeout.as_ref());
            }
            Action::Split(split) => split.ways.iter().for_each(|way| self.program(&way.when)),
            Action::Digest(digest) => {
                self.events.push(digest.event.clone());
                digest.when.iter().for_each(|when| self.program(when));
            }
            Action::Repeat(repeat) => {
                let conditions = repeat.as_long_as.iter().chain(&repeat.until);
                conditions.for_each(|when| self.program(when));
            }
            Action::Approve(approve) => self.timeout(Some(&approve.timeout)),
            Action::Parallel(parallel) => self.timeout(parallel.timeout.as_ref()),
            _ => {}
        }
    }

    fn timeout(&mut self, timeout: Option<&Timeout>) {
        self.pauses.extend(timeout.and_then(|timeout| timeout.after));
    }
}
