//! How long a message may wait: what leaves and what is held is in time, and what was given up as too late is.

use super::{Checked, Living};
use filrouge_machine::{Decision, Id, Instance, Message, Pending};
use filrouge_plan::{Action, Plan, Send, Step};
use std::collections::BTreeMap;

/// On which step everybody stood, and since when.
pub(super) type Stood = BTreeMap<Id, (String, i64)>;

impl Living<'_> {
    pub(super) fn stood(&self) -> Stood {
        let instances = self.world.person.instances.iter();
        instances.map(|own| (own.id, (own.step.clone(), own.step_entered_at))).collect()
    }

    /// From when on a message that was due at `due` may not leave over a channel; none where nobody set a bound.
    fn too_late_from(&self, (journey, step): (&str, &str), channel: &str, due: i64) -> Option<i64> {
        let plan = self.world.ready.plan();
        let Action::Send(send) = &step_of(plan, journey, step)?.action else { return None };
        let carrier = || {
            let channel = plan.channels.iter().find(|own| own.name == channel)?;
            plan.connectors.iter().find(|own| own.name == channel.connector)?.within
        };
        let within = send.within.or_else(carrier)?;
        let window = send.at.map_or(0, |best| best.window.millis);
        i64::try_from(window + within.millis).ok().map(|millis| due + millis)
    }

    /// A message says until when it may leave, and leaves before.
    pub(super) fn leaves_in_time(&self, message: &Message) -> Checked {
        if message.until.is_some_and(|until| until <= self.world.now) {
            return Err("a message left too late");
        }
        let awaits = |own: &&Instance| matches!(own.pending, Pending::Outcome { effect, .. } if effect == message.effect);
        // Whoever left in the same step has called it back.
        let Some(instance) = self.world.person.instances.iter().find(awaits) else { return Ok(()) };
        let stands = (instance.journey.as_str(), instance.step.as_str());
        let until = self.too_late_from(stands, &message.channel, instance.step_entered_at);
        (message.until == until).then_some(()).ok_or("a message does not say until when it may leave")
    }

    /// A message is held no longer than until it would be too late.
    pub(super) fn is_held_in_time(&self, instance: &Instance, send: &Send, channel: u32, due: i64) -> bool {
        let channel = usize::try_from(channel).ok().and_then(|place| send.via.get(place));
        let stands = (instance.journey.as_str(), instance.step.as_str());
        let until = channel.and_then(|channel| self.too_late_from(stands, channel, instance.step_entered_at));
        until.is_none_or(|until| due <= until)
    }

    /// What was given up as too late is, or waited for a morning that comes too late.
    pub(super) fn was_too_late(&mut self, decision: &Decision, channel: &str, stood: &Stood) -> Checked {
        self.life.late += 1;
        let step = decision.step.as_deref().unwrap_or_default();
        let stood = decision.instance.and_then(|instance| stood.get(&instance));
        let due = stood.filter(|(own, _)| own == step).map_or(self.world.now, |(_, at)| *at);
        let until = self.too_late_from((&decision.journey, step), channel, due);
        let until = until.ok_or("a message was too late that has no bound")?;
        let sleeps = channel == "email" && self.model.sleeps_beyond(until, self.world.now);
        (until <= self.world.now || sleeps).then_some(()).ok_or("a message was given up too early")
    }
}

fn step_of<'p>(plan: &'p Plan, journey: &str, step: &str) -> Option<&'p Step> {
    let journey = plan.journeys.iter().find(|own| own.name == journey)?;
    journey.steps.iter().find(|own| own.name == step)
}
