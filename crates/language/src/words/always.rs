//! `always`: what must hold in every life.

use super::channel::Channel;
use super::journey::Journey;
use super::purpose::Purpose;
use super::segment::Segment;
use crate::kinds::{Duration, LocalTime, Per, Ref, Text, closed};
use crate::word::word;

word! {
    /// What must hold at every moment of every life, whatever happens.
    pub struct Always = "always" since "0.1" {
        /// The property.
        arg property: One<Property>,
        /// How many messages are not too many, for `never-sends-too-often`.
        prop most: Opt<u32>,
        /// The time in which they are counted: any of a length, or a unit of the calendar.
        prop per: Opt<Per>,
        /// How long is not too long, for `never-stays-too-long`.
        prop longest: Opt<Duration>,
        /// The segment of `never-sends-to-segment`.
        prop segment: Opt<Ref<Segment>>,
        /// When the hours of `never-sends-in-quiet-hours` begin, in the person's time zone.
        prop from: Opt<LocalTime>,
        /// When they end; earlier than the beginning means the next day.
        prop to: Opt<LocalTime>,
        /// The journeys that it is about; every one, when none is named.
        either journey: Many<Ref<Journey>>,
        /// The purposes of the messages; all that a person may withdraw from, when none is named.
        either purpose: Many<Ref<Purpose>>,
        /// The channels of the messages; every one, when none is named.
        either via: Many<Ref<Channel>>,
        /// Why it matters.
        leaf description: Opt<Text>,
    }
}

closed! {
    /// What must hold.
    pub enum Property: "a property" {
        /// No message leaves without a yes of the person to its purpose, whatever its basis is.
        NeverSendsWithoutConsent = "never-sends-without-consent",
        /// No message leaves that is one too many for a cap of its channel, its purpose or the project.
        NeverSendsOverCaps = "never-sends-over-caps",
        /// No message leaves in the quiet hours of its channel, or in those that are given here.
        NeverSendsInQuietHours = "never-sends-in-quiet-hours",
        /// No message leaves while any `suppress` holds for the person, whatever it excepts.
        NeverSendsToSuppressed = "never-sends-to-suppressed",
        /// No message leaves while the person is in a segment.
        NeverSendsToSegment = "never-sends-to-segment",
        /// No more than so many messages leave in a time, all together.
        NeverSendsTooOften = "never-sends-too-often",
        /// Nobody is in a journey for longer.
        NeverStaysTooLong = "never-stays-too-long",
    }
}
