//! Goals: met once per walk, also after it when they have a time of their own.

use super::decide::Subject;
use super::judge::{View, WalkView, in_order};
use super::turn::Turn;
use crate::ready::{GoalUse, ReadyJourney};
use crate::{Departed, Evaluated, Event, Id, Instance, Verdict, moment};
use filrouge_plan::{Goal, address};

impl Turn<'_> {
    /// Marks the goals that `event` meets.
    pub(super) fn reach_goals(&mut self, event: &Event, goals: &[GoalUse]) {
        for found in goals {
            let Some(journey) = self.ready.journey_at(found.journey) else { continue };
            let Some(goal) = journey.plan.goals.get(found.goal) else { continue };
            for walk in self.walks_towards(journey, goal) {
                self.reach(journey.name(), goal, event, walk);
            }
        }
    }

    /// Walks, inside or over, that have not met the goal and still may.
    fn walks_towards(&self, journey: &ReadyJourney, goal: &Goal) -> Vec<Id> {
        let now = self.now();
        let in_time =
            |entered: i64| goal.within.is_none_or(|within| moment::after(entered, within, &self.zone) >= now);
        let inside = self.person.instances.iter().filter(|walk| {
            walk.branch.is_none()
                && journey.is_walked_by(walk)
                && !walk.reached.contains(&goal.name)
                && in_time(walk.entered_at)
        });
        let over = self.person.departed.iter().filter(|walk| {
            goal.within.is_some()
                && journey.drained.is_none()
                && walk.journey == journey.called
                && !walk.reached.contains(&goal.name)
                && in_time(walk.entered_at)
        });
        inside.map(|walk| walk.id).chain(over.map(|walk| walk.id)).collect()
    }

    fn reach(&mut self, journey: &str, goal: &Goal, event: &Event, walk: Id) {
        let origin = address::goal(journey, &goal.name);
        let Some((true, conditions)) = self.meets(goal, &origin, event, walk) else { return };
        self.mark(walk, &goal.name);
        let subject = Subject { journey: journey.to_owned(), instance: Some(walk), step: None, origin };
        self.decide(subject, Verdict::Reached { goal: goal.name.clone() }, conditions);
    }

    fn meets(&self, goal: &Goal, origin: &str, event: &Event, walk: Id) -> Option<(bool, Vec<Evaluated>)> {
        let (entry, outcomes) = match self.instance(walk) {
            Some(inside) => (in_order(self.ready.entry_fields_of(inside), &inside.entry), &inside.outcomes),
            None => {
                let over = self.person.departed.iter().find(|departed| departed.id == walk)?;
                (in_order(self.ready.entry_fields(&over.journey), &over.entry), &over.outcomes)
            }
        };
        let view = View {
            walk: Some(WalkView { entry: &entry, outcomes, instance: self.instance(walk) }),
            ..View::of(event)
        };
        let (holds, conditions) = self.prove(goal.when.as_ref(), || address::condition(origin), view);
        Some((holds.unwrap_or(false), conditions))
    }

    fn mark(&mut self, walk: Id, goal: &str) {
        if let Some(inside) = self.instance_mut(walk) {
            inside.reached.insert(goal.to_owned());
        }
        for over in self.person.departed.iter_mut().filter(|departed| departed.id == walk) {
            over.reached.insert(goal.to_owned());
        }
    }

    /// Remembers a walk that is over as long as a goal of it may be met.
    pub(super) fn depart(&mut self, walk: &Instance) {
        let Some(journey) = self.ready.walked(walk) else { return };
        let open = journey.plan.goals.iter().filter(|goal| !walk.reached.contains(&goal.name));
        let ends = open.filter_map(|goal| Some(moment::after(walk.entered_at, goal.within?, &self.zone)));
        let Some(until) = ends.max().filter(|until| *until >= self.now()) else { return };
        self.person.departed.push(Departed {
            id: walk.id,
            journey: walk.journey.clone(),
            entered_at: walk.entered_at,
            entry: walk.entry.clone(),
            outcomes: walk.outcomes.clone(),
            reached: walk.reached.clone(),
            until,
        });
    }
}
