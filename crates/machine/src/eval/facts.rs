//! What an evaluation may read.

use filrouge_plan::Value;
use filrouge_plan::program::Root;
use jiff::tz::TimeZone;

/// Everything that conditions may read about one person at one instant. The values of a root stand in the order
/// in which its fields are declared.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Fields of the profile.
    pub profile: &'a [Value],
    /// Fields of the event at hand.
    pub event: &'a [Value],
    /// Fields of the event that started the instance.
    pub entry: &'a [Value],
    /// Variables of a send.
    pub with: &'a [Value],
    /// The instant, in milliseconds since 1970.
    pub now: i64,
    /// The person's time zone.
    pub zone: &'a TimeZone,
    /// Segments and steps.
    pub standing: &'a dyn Standing,
}

/// Where a person stands: what conditions ask for by name.
pub trait Standing {
    /// Whether the person is in the segment.
    fn in_segment(&self, segment: &str) -> bool;

    /// The outcome of a step; none when the person has not passed it.
    fn outcome(&self, step: &str) -> Option<&str>;

    /// Something else that a step left behind; none when there is no such thing.
    fn of_step(&self, step: &str, field: &str) -> Option<Value>;

    /// Whether a message for the purpose could leave over the channel now.
    fn reachable(&self, channel: &str, purpose: &str) -> bool;
}

/// In no segment, past no step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Alone;

impl Standing for Alone {
    fn in_segment(&self, _segment: &str) -> bool {
        false
    }

    fn outcome(&self, _step: &str) -> Option<&str> {
        None
    }

    fn of_step(&self, _step: &str, _field: &str) -> Option<Value> {
        None
    }

    fn reachable(&self, _channel: &str, _purpose: &str) -> bool {
        false
    }
}

impl<'a> Facts<'a> {
    /// No data at `now` in `zone`; the rest is set field by field.
    #[must_use]
    pub const fn at(now: i64, zone: &'a TimeZone) -> Self {
        Self { profile: &[], event: &[], entry: &[], with: &[], now, zone, standing: &Alone }
    }

    #[inline(never)]
    fn rarer(&self, root: Root) -> &'a [Value] {
        match root {
            Root::Profile => self.profile,
            Root::Event => self.event,
            Root::Entry => self.entry,
            Root::With => self.with,
            Root::Steps => &[],
        }
    }

    #[inline]
    pub(super) fn slot(&self, root: Root, slot: u16) -> Option<&'a Value> {
        // Two comparisons are faster than a jump through a table, which all five roots would become.
        let values = match root {
            Root::Event => self.event,
            Root::Profile => self.profile,
            rarer => self.rarer(rarer),
        };
        values.get(usize::from(slot)).filter(|value| !value.is_absent())
    }
}
