//! Held messages: kept for a better moment, and judged anew when it has come.

use super::decide::Policy;
use super::room::{HORIZON, Later};
use super::send::Judged;
use super::turn::Turn;
use crate::{HoldReason, Id, Pending, SkipReason, Verdict, moment};
use filrouge_plan::{Action, Cap, CapWindow, Send};

impl<'a> Turn<'a> {
    pub(super) fn hold(&mut self, id: Id, channel: &str, position: usize, later: Later) {
        let Later { until, reason, policy } = later;
        self.decide_by(id, policy, Verdict::Held { channel: channel.to_owned(), reason, until });
        let channel = u32::try_from(position).unwrap_or(u32::MAX);
        self.park(id, Pending::Held { channel, due: until, reason });
    }

    /// The better moment has come: everything is judged again, for by now the person may have refused, left or got
    /// other messages.
    pub(super) fn wake(&mut self, id: Id, send: &'a Send, channel: u32) {
        self.unpark(id);
        if self.exit_if_met(id, None) {
            return;
        }
        let position = usize::try_from(channel).unwrap_or(0);
        self.send_now(id, send, if position < send.via.len() { position } else { 0 });
    }

    /// Judges messages anew that are held for a reason which an input may take away, those of the greatest priority
    /// first.
    pub(super) fn reconsider_held(&mut self) {
        self.reconsider(|reason| matches!(reason, HoldReason::Cap | HoldReason::Suppressed));
    }

    /// Judges held messages anew: what held them may be another plan's, or another zone's.
    pub(super) fn reconsider_all(&mut self) {
        self.reconsider(|_| true);
    }

    fn reconsider(&mut self, concerns: fn(HoldReason) -> bool) {
        let held = |pending: &Pending| matches!(pending, Pending::Held { reason, .. } if concerns(*reason));
        let instances = self.person.instances.iter().filter(|instance| held(&instance.pending));
        let mut ids: Vec<(i32, Id)> =
            instances.map(|instance| (self.priority_of(&instance.journey), instance.id)).collect();
        ids.sort_by_key(|(priority, _)| std::cmp::Reverse(*priority));
        for (_, id) in ids {
            self.reconsider_one(id);
            self.run();
        }
    }

    fn reconsider_one(&mut self, id: Id) {
        let Some(Action::Send(send)) = self.action_of(id) else { return };
        let Some(Pending::Held { channel, due, reason }) = self.instance(id).map(|own| own.pending.clone())
        else {
            return;
        };
        if reason == HoldReason::BestTime {
            return self.time_anew(id, send, due);
        }
        let position = usize::try_from(channel).unwrap_or(0);
        let judged = send.via.get(position).map(|channel| self.judge_channel(id, send, channel));
        let stays =
            matches!(&judged, Some(Judged::Hold(later)) if later.reason == reason && later.until >= due);
        if !stays {
            self.wake(id, send, channel);
        }
    }

    /// Who goes first: the greater one.
    pub(super) fn priority_of(&self, journey: &str) -> i32 {
        self.ready.journey(journey).map_or(0, |journey| journey.plan.rank.priority)
    }

    /// Drops times that no cap looks at any more.
    pub(super) fn forget_sent(&mut self) {
        let (now, zone, plan) = (self.now(), &self.zone, self.ready.plan());
        let caps = plan.channels.iter().flat_map(|channel| &channel.caps);
        let caps =
            caps.chain(plan.purposes.iter().flat_map(|purpose| &purpose.caps)).chain(&plan.project.caps);
        let caps = caps.chain(plan.centre.caps.values().flatten());
        let rolling: Vec<_> = caps.filter_map(rolling).collect();
        let longest = |time: i64| rolling.iter().map(|length| moment::after(time, *length, zone)).max();
        let keep = |time: i64| time.saturating_add(HORIZON).max(longest(time).unwrap_or(time)) > now;
        for times in self.person.sent.values_mut() {
            times.retain(|time| keep(*time));
        }
        self.person.sent.retain(|_, times| !times.is_empty());
    }

    /// Records why a channel, or the whole send, was refused.
    pub(super) fn skip_by(&mut self, id: Id, channel: Option<&str>, reason: SkipReason, policy: Policy) {
        let channel = channel.map(str::to_owned);
        self.decide_by(id, policy, Verdict::Skipped { channel, reason });
    }
}

const fn rolling(cap: &Cap) -> Option<filrouge_plan::Period> {
    match cap.per {
        CapWindow::Rolling(length) => Some(length),
        CapWindow::Calendar(_) => None,
    }
}
