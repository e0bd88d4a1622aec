//! `expect`: what must have happened by a moment of a test.

use super::channel::Channel;
use super::event::Event;
use super::segment::Segment;
use super::step::StepName;
use super::template::Template;
use crate::kinds::{Given, Name, Ref, Text, closed};
use crate::word::{part, word};

word! {
    /// What must have happened since the last expectation, by this moment of a test.
    pub struct Expect = "expect" since "0.1" {
        /// That the journey was entered, or a thing that must not have happened.
        arg nothing: Opt<Nothing>,
        /// A send whose message left.
        prop send: Opt<Ref<StepName>>,
        /// A send whose message is held back for now.
        prop held: Opt<Ref<StepName>>,
        /// A send whose message will not leave.
        prop refused: Opt<Ref<StepName>>,
        /// The exit, or the reason of the `end`, that the journey ended with.
        prop exit: Opt<Name>,
        /// A goal that was reached.
        prop goal: Opt<Name>,
        /// The wait that the person stands on.
        prop wait: Opt<Ref<StepName>>,
        /// The way that a split or a `wait-until` took.
        prop branch: Opt<Name>,
        /// A fetch that asked its service.
        prop fetch: Opt<Ref<StepName>>,
        /// A fetch with a `cache` whose answer is kept at this moment.
        prop kept: Opt<Ref<StepName>>,
        /// A fetch with a `cache` of which no answer is kept at this moment.
        prop not_kept: Opt<Ref<StepName>>,
        /// An update that was made.
        prop update: Opt<Ref<StepName>>,
        /// An event that was emitted.
        prop emit: Opt<Ref<Event>>,
        /// Why the person was turned away at the entry.
        prop not_entered: Opt<EntryReason>,
        /// A segment that the person is in.
        prop segment: Opt<Ref<Segment>>,
        /// A segment that the person is not in.
        prop outside: Opt<Ref<Segment>>,
        /// Why a message is held or refused.
        prop reason: Opt<Reason>,
        /// Who the message is addressed to.
        prop to: Opt<Text>,
        /// The channel that it left through.
        prop channel: Opt<Ref<Channel>>,
        /// The template that it was made from.
        prop template: Opt<Ref<Template>>,
        /// What the subject says.
        child subject: Opt<Says>,
        /// What the body says.
        child body: Opt<Says>,
        /// What the profile holds, computed traits included.
        child profile: Opt<ExpectProfile>,
        /// What the kept answer says.
        child answer: Opt<ExpectAnswer>,
    }
    one_of {
        not_entered, nothing, send, held, refused, exit, goal, wait, branch, fetch, kept, not_kept, update, emit,
        segment, outside, profile
    }
}

part! {
    /// What a text says.
    pub struct Says = "says" {
        /// The whole text.
        arg exactly: Opt<Text>,
        /// A part of it.
        prop contains: Opt<Text>,
    }
    one_of { exactly, contains }
}

part! {
    /// What the profile holds.
    pub struct ExpectProfile = "profile" {
        /// A field and its value.
        rest fields: Several<Given>,
    }
}

part! {
    /// What an answer says.
    pub struct ExpectAnswer = "answer" {
        /// A field and its value.
        rest fields: Several<Given>,
    }
}

closed! {
    /// That the journey was entered, or a thing that must not have happened.
    pub enum Nothing: "an entry, or a thing that must not happen" {
        /// The journey was entered.
        Entered = "entered",
        /// No message leaves, now or until the end of the test.
        NoMoreSends = "no-more-sends",
        /// No message left since the last expectation.
        NoSend = "no-send",
        /// The journey was not entered.
        NoEntry = "no-entry",
    }
}

closed! {
    /// Why a message is held or refused.
    pub enum Reason: "a reason" {
        /// Quiet hours of the channel.
        QuietHours = "quiet-hours",
        /// No window of the channel is open.
        Window = "window",
        /// The calendar of the channel is closed.
        Closed = "closed",
        /// A cap of the channel, the purpose or the project is full.
        Cap = "cap",
        /// There is no moment within a month, or within the time of the cap, at which the message may leave.
        NoRoom = "no-room",
        /// It waited longer than `within` allows.
        TooLate = "too-late",
        /// The journey, the channel, its connector or the project is paused.
        Paused = "paused",
        /// The best hour of the person is still to come.
        BestTime = "best-time",
        /// The person is in a holdout.
        Holdout = "holdout",
        /// No consent was given.
        NoConsent = "no-consent",
        /// The consent was refused or withdrawn.
        Withdrawn = "withdrawn",
        /// The consent is too old.
        Expired = "expired",
        /// The channel has no address of the person.
        NoAddress = "no-address",
        /// A `suppress` holds it back, or the address is on the suppression list.
        Suppressed = "suppressed",
        /// A value that the template needs is absent.
        MissingValue = "missing-value",
        /// The service refused it.
        Failed = "failed",
    }
}

closed! {
    /// Why the person was turned away at the entry.
    pub enum EntryReason: "a reason to turn somebody away" {
        /// The condition does not hold.
        Condition = "condition",
        /// A value that the condition or the key needs is absent.
        MissingValue = "missing-value",
        /// The person is inside under the same key.
        AlreadyInside = "already-inside",
        /// The person was in before, and `re-entry` says no.
        ReEntry = "re-entry",
        /// The moment is longer past than `late` allows.
        Late = "late",
        /// The person came in as often as `limit` allows.
        Limit = "limit",
        /// The person is inside under too many keys.
        TooMany = "too-many",
        /// The person is in as many journeys as `concurrency` allows.
        Crowded = "crowded",
        /// Journeys moved the person into segments and out of them without end.
        Endless = "endless",
    }
}
