//! `send … at=best`: the hour of the day at which the person is most often active.

use super::turn::Turn;
use crate::grant::Grant;
use crate::{HoldReason, Id, Peak, Pending, SkipReason, TimeChoice, Verdict, moment};
use filrouge_plan::{Action, BestTime, Send};

/// When a message leaves, and why then.
struct Timing {
    at: i64,
    choice: TimeChoice,
    /// The person's most active hours.
    peaks: Vec<Peak>,
    /// What all acts weigh together.
    of: u32,
}

/// Hours that the record names.
const MOST_PEAKS: usize = 3;

impl<'a> Turn<'a> {
    /// Remembers at which hour the person did something, if some send wants to know.
    pub(super) fn sense_hour(&mut self) {
        if self.ready.keeps_rhythm() && !self.is_refused_for(self.ready.rhythm_for()) {
            let (now, hour) = (self.now(), usize::from(moment::minute_of(self.now(), &self.zone) / 60));
            self.person.rhythm.get_or_insert_default().act(hour, now);
        }
    }

    /// Tries the channels, now or, where the author says so, at the best time.
    pub(super) fn send(&mut self, id: Id, send: &'a Send) {
        match send.at.and_then(|best| self.timing(id, send, &best)) {
            Some((position, timing)) => self.send_at_best(id, send, position, timing),
            None => self.send_now(id, send, 0),
        }
    }

    /// A new plan, another zone or another person's acts may have changed the best time.
    pub(super) fn time_anew(&mut self, id: Id, send: &'a Send, due: i64) {
        match send.at.and_then(|best| self.timing(id, send, &best)) {
            Some((_, timing)) if timing.at == due => {}
            Some((position, timing)) => {
                self.unpark(id);
                self.send_at_best(id, send, position, timing);
            }
            None => self.wake(id, send, 0),
        }
    }

    /// Hours of the day are others in another zone.
    pub(super) fn time_all_anew(&mut self) {
        let waits = |pending: &Pending| matches!(pending, Pending::Held { reason: HoldReason::BestTime, .. });
        let instances = self.person.instances.iter().filter(|instance| waits(&instance.pending));
        let ids: Vec<Id> = instances.map(|instance| instance.id).collect();
        for id in ids {
            let due = self.instance(id).and_then(|instance| instance.pending.due());
            if let (Some(Action::Send(send)), Some(due)) = (self.action_of(id), due) {
                self.time_anew(id, send, due);
            }
        }
    }

    /// The best time over the first channel that the person allows; none when there is no such channel.
    fn timing(&self, id: Id, send: &'a Send, best: &BestTime) -> Option<(usize, Timing)> {
        let mut channels = send.via.iter().enumerate();
        channels.find_map(|(position, channel)| {
            let grant = self.grant_for(send, channel).ok()?;
            Some((position, self.best_time(id, best, &grant)))
        })
    }

    pub(super) fn grant_for(&self, send: &'a Send, channel: &str) -> Result<Grant<'_>, SkipReason> {
        self.grant(&send.purpose, channel)
    }

    pub(super) fn grant(&self, purpose: &str, channel: &str) -> Result<Grant<'_>, SkipReason> {
        let (Some(purpose), Some(channel)) = (self.ready.purpose(purpose), self.ready.channel(channel))
        else {
            return Err(SkipReason::NotPermitted);
        };
        Grant::judge(self.person, purpose, channel, self.now(), &self.zone)
    }

    fn send_at_best(&mut self, id: Id, send: &'a Send, position: usize, timing: Timing) {
        let Timing { at, choice, peaks, of } = timing;
        let Some(channel) = send.via.get(position) else { return self.send_now(id, send, 0) };
        self.decide_here(id, Verdict::Timed { channel: channel.clone(), at, choice, peaks, of }, Vec::new());
        if at <= self.now() {
            return self.send_now(id, send, 0);
        }
        // Everything is judged again then, from this channel on.
        let channel = u32::try_from(position).unwrap_or(u32::MAX);
        self.park(id, Pending::Held { channel, due: at, reason: HoldReason::BestTime });
    }

    /// Within the window, counted from when the message was due, and where the channel is open.
    fn best_time(&self, id: Id, best: &BestTime, grant: &Grant<'_>) -> Timing {
        let end = moment::after(self.due_at(id), best.window, &self.zone);
        let known = self.person.rhythm.as_ref().and_then(|rhythm| rhythm.known(self.now()));
        let (peaks, of) = known.map_or_else(Default::default, |(hours, of)| (peaks(&hours), of));
        let hour = known.and_then(|(hours, _)| self.best_hour(&hours, end, grant));
        let (at, choice) = hour.unwrap_or_else(|| match self.next_minute(best.default) {
            at if at <= end => (at, TimeChoice::Default),
            _ => (self.now(), TimeChoice::AtOnce),
        });
        Timing { at, choice, peaks, of }
    }

    /// Of two that are equal, the sooner.
    fn best_hour(&self, hours: &[u32; 24], end: i64, grant: &Grant<'_>) -> Option<(i64, TimeChoice)> {
        let moments = (0_u8..).zip(hours).filter(|(_, weight)| **weight > 0).filter_map(|(hour, weight)| {
            let at = self.next_hour(hour);
            (at <= end && self.is_open_at(grant, at)).then_some((*weight, at, hour))
        });
        let best = moments.max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)));
        best.map(|(_, at, hour)| (at, TimeChoice::Best { hour }))
    }

    /// Now, when it is that hour; else when it begins.
    fn next_hour(&self, hour: u8) -> i64 {
        let is_now = moment::minute_of(self.now(), &self.zone) / 60 == u16::from(hour);
        if is_now { self.now() } else { self.next_minute(u16::from(hour) * 60) }
    }

    fn next_minute(&self, minute: u16) -> i64 {
        let is_now = moment::minute_of(self.now(), &self.zone) == minute;
        if is_now {
            self.now()
        } else {
            moment::next(self.now(), minute, moment::Days::default(), &self.zone)
        }
    }
}

/// The hours that weigh most, the heaviest first; of two that are equal, the earlier.
fn peaks(hours: &[u32; 24]) -> Vec<Peak> {
    let mut peaks: Vec<Peak> = (0_u8..)
        .zip(hours)
        .filter(|(_, parts)| **parts > 0)
        .map(|(hour, parts)| Peak { hour, parts: *parts })
        .collect();
    peaks.sort_by_key(|peak| (std::cmp::Reverse(peak.parts), peak.hour));
    peaks.truncate(MOST_PEAKS);
    peaks
}
