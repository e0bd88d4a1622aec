//! The moments of a test, and what happens in them.

use super::channel::Channel;
use super::event::Event;
use super::expect::Expect;
use super::journey::Journey;
use super::purpose::Purpose;
use super::source::Source;
use super::step::StepName;
use crate::kinds::{DateTime, Duration, Given, Path, Ref, Text, closed};
use crate::word::{choice, part};

choice! {
    /// Something that happens in a test, or must have happened.
    pub enum Act as "what happens" { At, After, Happens, Calls, Starts, Approves, Refuses, Identify, Alias, Granted, Refused, Provider, Fetches, Expect }
}

part! {
    /// A moment, in the person's time zone.
    pub struct At = "at" {
        /// The moment.
        arg time: One<DateTime>,
        /// What happens then, and what must follow.
        rest acts: Many<Act>,
    }
}

part! {
    /// A moment, counted from the one before.
    pub struct After = "after" {
        /// How much later.
        arg pause: One<Duration>,
        /// What happens then, and what must follow.
        rest acts: Many<Act>,
    }
}

part! {
    /// An event comes in.
    pub struct Happens = "event" {
        /// The event.
        arg event: One<Ref<Event>>,
        /// A field and its value; `- …` lines are the items of a list.
        rest fields: Many<Given>,
    }
}

part! {
    /// A service calls a webhook.
    pub struct Calls = "webhook" {
        /// The webhook.
        arg source: One<Ref<Source>>,
        /// A file with the body of the call, as JSON.
        prop body: One<Path>,
        /// A header of the call.
        child header: Many<Header>,
    }
}

part! {
    /// Headers of a call: `header X-Topic="orders/paid"`.
    pub struct Header = "header" {
        /// A header and its value.
        rest values: Several<Given>,
    }
}

part! {
    /// Somebody asks for a journey, as `enter api` and `enter called` allow.
    pub struct Starts = "start" {
        /// The journey; that of the test, where nothing is said.
        prop journey: Opt<Ref<Journey>>,
        /// A field of the entry and its value.
        rest fields: Many<Given>,
    }
}

part! {
    /// Somebody of the team says yes to an `approve` on which the person waits.
    pub struct Approves = "approve" {
        /// The step.
        arg step: One<Ref<StepName>>,
        /// The journey of the step; that of the test, where nothing is said.
        prop journey: Opt<Ref<Journey>>,
        /// Who says so; `tester`, where nobody is named.
        prop by: Opt<Text>,
        /// What they say beside it.
        prop note: Opt<Text>,
    }
}

part! {
    /// Somebody of the team says no to an `approve` on which the person waits.
    pub struct Refuses = "refuse" {
        /// The step.
        arg step: One<Ref<StepName>>,
        /// The journey of the step; that of the test, where nothing is said.
        prop journey: Opt<Ref<Journey>>,
        /// Who says so; `tester`, where nobody is named.
        prop by: Opt<Text>,
        /// What they say beside it.
        prop note: Opt<Text>,
    }
}

part! {
    /// The person says yes to a purpose.
    pub struct Granted = "granted" {
        /// The purpose.
        arg purpose: One<Ref<Purpose>>,
        /// The channels; all, when none is named.
        either via: Many<Ref<Channel>>,
    }
}

part! {
    /// The person says no to a purpose, or withdraws a yes.
    pub struct Refused = "refused" {
        /// The purpose.
        arg purpose: One<Ref<Purpose>>,
        /// The channels; all, when none is named.
        either via: Many<Ref<Channel>>,
    }
}

part! {
    /// Something becomes known of the person: identifiers and fields of the profile.
    pub struct Identify = "identify" {
        /// A field and its value.
        rest fields: Several<Given>,
    }
}

part! {
    /// The person becomes one with somebody else, of whom this is known.
    pub struct Alias = "alias" {
        /// A purpose that the other consented to.
        child granted: Many<Granted>,
        /// A purpose that the other refused.
        child refused: Many<Refused>,
        /// What the other did, a moment ago.
        child event: Many<Happens>,
        /// A field of the other and its value: identifiers and fields of the profile.
        rest fields: Several<Given>,
    }
}

part! {
    /// What becomes of messages from now on; until then they are sent.
    pub struct Provider = "provider" {
        /// What the provider does.
        arg fate: One<Fate>,
        /// The channels; all, when none is named.
        either via: Many<Ref<Channel>>,
    }
}

part! {
    /// What a `fetch` is answered from now on; until then nobody answers it.
    pub struct Fetches = "fetch" {
        /// The step.
        arg step: One<Ref<StepName>>,
        /// What the service does.
        arg fate: One<FetchFate>,
        /// The journey of the step; that of the test, where nothing is said.
        prop journey: Opt<Ref<Journey>>,
        /// A field of the answer and its value; `- …` lines are the items of a list.
        rest fields: Many<Given>,
    }
}

closed! {
    /// What a service does that is asked.
    pub enum FetchFate: "what a service does that is asked" {
        /// It answers, with the fields behind this.
        Answers = "answers",
        /// It refuses for good.
        Fails = "fails",
        /// It never says anything.
        Vanishes = "vanishes",
    }
}

closed! {
    /// What becomes of messages.
    pub enum Fate: "what a provider does" {
        /// It takes them.
        Sends = "sends",
        /// It refuses them for good.
        Fails = "fails",
        /// It does not say, and nobody will know.
        Vanishes = "vanishes",
    }
}
