//! `source`: where events come from.

use super::ask::AskedFor;
use super::channel::Channel;
use super::connector::Connector;
use super::event::Event;
use super::purpose::Purpose;
use super::secret::{Secret, WrittenSecret};
use crate::kinds::{Given, Literal, Located, Name, Place, Pointer, Ref, Text, closed};
use crate::word::{part, word};

word! {
    /// Where events come from.
    pub struct Source = "source" since "0.1" {
        /// The name of the source.
        arg name: One<Name>,
        /// How events arrive.
        prop kind: One<SourceKind>,
        /// What it is for.
        leaf description: Opt<Text>,
        /// The key that clients present; for `http`.
        child write_key: Opt<Secret>,
        /// How a call proves where it comes from; for `webhook`. While a key is exchanged there are two.
        child verify: Many<Verify>,
        /// An event that a call tells; for `webhook`.
        child event: Many<MappedEvent>,
        /// What a call tells about the person; for `webhook`.
        child profile: Many<MappedProfile>,
        /// A refusal that a call tells; for `webhook`.
        child refusal: Many<MappedRefusal>,
        /// An answer to a message that a call tells, such as STOP; for `webhook`.
        child reply: Many<MappedReply>,
        /// The word of a service that it has done what it was asked for a person; for `webhook`.
        child confirmation: Many<MappedConfirmation>,
    }
}

part! {
    /// How a call proves where it comes from.
    pub struct Verify = "verify" {
        /// The signature, as the service that calls makes it.
        prop by: One<Scheme>,
        /// The header that holds the secret; for `token`. `Authorization` when nothing is said.
        prop header: Opt<Name>,
        /// The environment variable that holds the secret.
        prop env: Opt<Name>,
        /// The file that holds the secret, outside the project.
        prop file: Opt<Text>,
        /// Never right: read only to say so.
        arg written: Opt<WrittenSecret>,
    }
    one_of { env, file, written }
}

/// Declares what a call tells: parts of its own, and those that say when it is told, and of whom.
macro_rules! told {
    ($(#[doc = $doc:literal])* pub struct $name:ident = $word:literal { $($own:tt)* } { $($more:tt)* }) => {
        part! {
            $(#[doc = $doc])*
            pub struct $name = $word {
                $($own)*
                /// The list in the body that holds several; places are then places in one of its items. `""` is the body.
                leaf each: Opt<Pointer>,
                /// What must be so for a call to tell it.
                child when: Many<Told>,
                /// What tells it from others: it counts once, however often it is sent. Its content when nothing is said.
                leaf id: Opt<Place>,
                /// When it happened: a time as text, or seconds or milliseconds since 1970. Now when nothing is said.
                leaf at_: Opt<Place>,
                /// Whom it is about.
                child person: One<Person>,
                $($more)*
            }
        }
    };
}

told! {
    /// An event that a call tells.
    pub struct MappedEvent = "event" {
        /// The event.
        arg event: One<Ref<Event>>,
    } {
        /// Where its fields stand.
        child fields: Opt<Fields>,
        /// Fields that are the same each time.
        child set: Opt<Constants>,
    }
}

told! {
    /// What a call tells about the person.
    pub struct MappedProfile = "profile" {} {
        /// Where fields of the profile stand. What is not there stays as it is; `null` takes it away.
        child fields: Opt<Fields>,
        /// Fields that are the same each time.
        child set: Opt<Constants>,
    }
}

told! {
    /// A refusal that a call tells: the person does not want the purpose any more.
    pub struct MappedRefusal = "refusal" {
        /// What is refused.
        prop purpose: One<Ref<Purpose>>,
        /// The channel on which it is refused; every one when nothing is said.
        prop channel: Opt<Ref<Channel>>,
    } {}
}

told! {
    /// An answer to a message that a call tells. STOP and its like refuse everything on the channel that can be refused.
    pub struct MappedReply = "reply" {
        /// The channel of the message.
        prop channel: One<Ref<Channel>>,
    } {
        /// Where the words stand.
        leaf text: One<Place>,
        /// An event that is told when the words were a refusal, so that a journey can confirm it.
        leaf stopped: Opt<Ref<Event>>,
    }
}

part! {
    /// The word of a service about what it was asked for a person, by an `ask … confirmed=webhook`: it is done, or it is not.
    pub struct MappedConfirmation = "confirmation" {
        /// What it was asked to do.
        arg right: One<AskedFor>,
        /// The connector over which it was asked.
        prop connector: One<Ref<Connector>>,
        /// The list in the body that holds several; places are then places in one of its items. `""` is the body.
        leaf each: Opt<Pointer>,
        /// What must be so for a call to tell it.
        child when: Many<Told>,
        /// Which of the tasks it is about.
        child task: One<NamedTask>,
        /// What the call says when the service does not do it: `refused "/status" is=failed`.
        child refused: Many<ToldRefusal>,
    }
}

part! {
    /// Which task a call is about: `task "/reference"`, or `task "/job/id" kept=job`.
    pub struct NamedTask = "task" {
        /// Where its name stands.
        arg place: One<Place>,
        /// What a call of the connector has kept and the service names the task by; `{task.id}`, which a call has told, where nothing
        /// is said.
        prop kept: Opt<Name>,
    }
}

part! {
    /// What a call says when the service does not do what it was asked to.
    pub struct ToldRefusal = "refused" {
        /// Where it stands.
        arg place: One<Place>,
        /// What must stand there; anything but `null` when nothing is said.
        prop is: Opt<Literal>,
    }
}

part! {
    /// Something that must be so for a call to tell a thing: `when "/type" is="order.paid"`.
    pub struct Told = "when" {
        /// Where it stands.
        arg place: One<Place>,
        /// What must stand there; anything but `null` when nothing is said.
        prop is: Opt<Literal>,
    }
}

part! {
    /// Whom something is about: `person email="/customer/email"`.
    pub struct Person = "person" {
        /// An identifier of the profile and where it stands.
        rest names: Several<Located>,
    }
}

part! {
    /// Where fields stand: `fields order_id="/id" total="/total_price"`.
    pub struct Fields = "fields" {
        /// A field and where it stands.
        rest places: Several<Located>,
    }
}

part! {
    /// Fields that are the same each time: `set currency=EUR`.
    pub struct Constants = "set" {
        /// A field and its value.
        rest values: Several<Given>,
    }
}

closed! {
    /// How events arrive.
    pub enum SourceKind: "a kind of source" {
        /// Over HTTP, in the form of the Segment tracking API.
        Http = "http",
        /// Over HTTP, in the form of the service that calls.
        Webhook = "webhook",
    }
}

closed! {
    /// How a service signs its calls.
    pub enum Scheme: "a way to verify" {
        /// A secret in a header: `Authorization: Bearer …`, the password of `Basic`, or a header of its own.
        Token = "token",
        /// Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
        StandardWebhooks = "standard-webhooks",
        /// GitHub, and Meta: `X-Hub-Signature-256`.
        Github = "github",
        /// HubSpot, version 3: `X-HubSpot-Signature-v3`.
        Hubspot = "hubspot",
        /// Intercom: `X-Hub-Signature`.
        Intercom = "intercom",
        /// Klaviyo: `Klaviyo-Signature`.
        Klaviyo = "klaviyo",
        /// Segment: `X-Signature`.
        Segment = "segment",
        /// Shopify: `X-Shopify-Hmac-Sha256`.
        Shopify = "shopify",
        /// Slack: `X-Slack-Signature`.
        Slack = "slack",
        /// Stripe: `Stripe-Signature`.
        Stripe = "stripe",
        /// Zendesk: `X-Zendesk-Webhook-Signature`.
        Zendesk = "zendesk",
    }
}
