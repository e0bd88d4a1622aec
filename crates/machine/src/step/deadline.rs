//! Until when a message may leave at all: the bound of its send, or else of the connector that would carry it.

use super::decide::Policy;
use super::room::Later;
use super::send::Judged;
use super::turn::Turn;
use crate::{HoldReason, Id, SkipReason, moment};
use filrouge_plan::{Channel, Period, Send, address};

/// From when on a message may not leave any more, and whose word that is.
pub(super) struct Deadline {
    pub(super) at: i64,
    policy: Policy,
}

impl Deadline {
    pub(super) fn missed(self) -> Judged {
        Judged::Skip(SkipReason::TooLate, self.policy)
    }

    /// What an input may take away is waited for up to the deadline; a clock that opens behind it is not.
    pub(super) fn bound(self, later: Later) -> Judged {
        match later.reason {
            _ if later.until <= self.at => Judged::Hold(later),
            HoldReason::Paused | HoldReason::Suppressed | HoldReason::Cap => {
                Judged::Hold(Later { until: self.at, ..later })
            }
            _ => self.missed(),
        }
    }
}

impl Turn<'_> {
    /// Counted from when the message was due: where it waits for the best hour, from the last moment at which that may be.
    pub(super) fn deadline(&self, id: Id, send: &Send, channel: &Channel) -> Option<Deadline> {
        let (within, policy) = match send.within {
            Some(within) => (within, Policy::default()),
            None => self.patience_of(&channel.connector)?,
        };
        let due = self.due_at(id);
        let due = send.at.map_or(due, |best| moment::after(due, best.window, &self.zone));
        Some(Deadline { at: moment::after(due, within, &self.zone), policy })
    }

    fn patience_of(&self, connector: &str) -> Option<(Period, Policy)> {
        let connector = self.ready.plan().connectors.iter().find(|own| own.name == connector)?;
        Some((connector.within?, Policy::at(address::declared("connector", &connector.name))))
    }
}
