//! `channel`: a way to reach people.

use super::connector::Connector;
use crate::kinds::{Duration, LocalTime, Name, Ref, Text, closed};
use crate::word::{part, word};

word! {
    /// A way to reach people: a connector, a sender, and how much is too much.
    pub struct Channel = "channel" since "0.1" {
        /// The name of the channel.
        arg name: One<Name>,
        /// What sort of messages it carries, when the name does not say it.
        prop kind: Opt<Medium>,
        /// What messages leave through.
        prop connector: One<Ref<Connector>>,
        /// The sender.
        prop from: Opt<Text>,
        /// Most messages to one person in a time.
        child cap: Many<Cap>,
        /// Hours in which nobody is disturbed, in the person's time zone.
        child quiet_hours: Opt<QuietHours>,
    }
}

part! {
    /// Most messages to one person in a time.
    pub struct Cap = "cap" {
        /// How many.
        arg count: One<u32>,
        /// In what time.
        prop per: One<Duration>,
    }
}

part! {
    /// Hours in which nobody is disturbed. Messages are held until they end.
    pub struct QuietHours = "quiet-hours" {
        /// When they begin.
        prop from: One<LocalTime>,
        /// When they end; earlier than the beginning means the next day.
        prop to: One<LocalTime>,
    }
}

closed! {
    /// What sort of messages a channel carries.
    pub enum Medium: "a kind of channel" {
        /// Electronic mail.
        Email = "email",
        /// Text messages.
        Sms = "sms",
        /// Notifications on telephones.
        Push = "push",
        /// Notifications in browsers.
        WebPush = "web-push",
        /// Messages inside the product.
        InApp = "in-app",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// Chat.
        Chat = "chat",
        /// Requests to another system.
        Webhook = "webhook",
        /// Telephone calls.
        Call = "call",
    }
}
