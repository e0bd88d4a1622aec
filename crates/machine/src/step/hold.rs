//! Quiet hours and caps: when a message must wait, and when it must not go at all.

use super::turn::Turn;
use crate::grant::Grant;
use crate::{HoldReason, Id, Pending, SkipReason, Verdict, moment};
use filrouge_plan::{Cap, Channel, QuietHours, Send};

/// Sent messages are remembered this long at least, so that a cap that is declared later finds them: 31 days.
const SENT_MEMORY: i64 = 31 * 86_400_000;

/// What a channel says to a message that the person allows.
pub(super) enum Room {
    Now,
    Later(i64),
    None(SkipReason),
}

impl<'a> Turn<'a> {
    /// Whether the channel has room now. Only messages that the person can withdraw from are capped and held: a
    /// message that a contract or a law asks for goes at once.
    pub(super) fn room(&self, grant: &Grant<'_>) -> Room {
        if !grant.is_limited() {
            return Room::Now;
        }
        if self.is_full(grant.channel()) {
            return Room::None(SkipReason::Cap);
        }
        grant.channel().quiet_hours.and_then(|hours| self.quiet_until(hours)).map_or(Room::Now, Room::Later)
    }

    fn is_full(&self, channel: &Channel) -> bool {
        channel.caps.iter().any(|cap| self.reaches(&channel.name, cap))
    }

    fn reaches(&self, channel: &str, cap: &Cap) -> bool {
        let times = self.person.sent.get(channel).map_or(&[][..], Vec::as_slice);
        let recent = times.iter().filter(|time| moment::after(**time, cap.per, &self.zone) > self.now());
        u32::try_from(recent.count()).unwrap_or(u32::MAX) >= cap.count
    }

    /// When the quiet hours end in which it is now.
    fn quiet_until(&self, hours: QuietHours) -> Option<i64> {
        let minute = moment::minute_of(self.now(), &self.zone);
        is_quiet(hours, minute)
            .then(|| moment::next(self.now(), hours.to, moment::Days::default(), &self.zone))
    }

    pub(super) fn hold(&mut self, id: Id, channel: &str, position: usize, until: i64) {
        let held = Verdict::Held { channel: channel.to_owned(), reason: HoldReason::QuietHours, until };
        self.decide_here(id, held, Vec::new());
        let channel = u32::try_from(position).unwrap_or(u32::MAX);
        self.park(id, Pending::Held { channel, due: until });
    }

    /// Quiet hours are over: everything is judged again, for by now the person may have refused.
    pub(super) fn wake(&mut self, id: Id, send: &'a Send, channel: u32) {
        self.unpark(id);
        let position = usize::try_from(channel).unwrap_or(0);
        self.send(id, send, if position < send.via.len() { position } else { 0 });
    }

    /// Drops times that no cap looks at any more.
    pub(super) fn forget_sent(&mut self, channel: &Channel) {
        let (now, zone) = (self.now(), &self.zone);
        let longest = |time: i64| channel.caps.iter().map(|cap| moment::after(time, cap.per, zone)).max();
        let keep = |time: i64| time.saturating_add(SENT_MEMORY).max(longest(time).unwrap_or(time)) > now;
        if let Some(times) = self.person.sent.get_mut(&channel.name) {
            times.retain(|time| keep(*time));
        }
    }
}

const fn is_quiet(hours: QuietHours, minute: u16) -> bool {
    if hours.from <= hours.to {
        hours.from <= minute && minute < hours.to
    } else {
        minute >= hours.from || minute < hours.to
    }
}
