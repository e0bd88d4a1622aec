//! `channel`: a way to reach people.

use super::calendar::Calendar;
use super::connector::Connector;
use crate::kinds::{Duration, LocalTime, Name, Per, Ref, Text, Weekday, closed};
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
        /// Whether the service of `kind=http` puts the headers for one click into each mail (RFC 8058); `smtp` always does.
        prop one_click: Opt<bool>,
        /// Days and hours at which messages may leave: while this calendar is open.
        prop calendar: Opt<Ref<Calendar>>,
        /// Whether messages are held until this is taken away.
        prop paused: Opt<bool>,
        /// Most messages to one person in a time.
        child cap: Many<Cap>,
        /// Hours in which nobody is disturbed, in the person's time zone.
        child quiet_hours: Opt<QuietHours>,
        /// Hours at which messages may leave, in the person's time zone; any of several will do.
        child window: Many<Window>,
    }
}

part! {
    /// Most messages to one person in a time.
    pub struct Cap = "cap" {
        /// How many.
        arg count: One<u32>,
        /// In what time: any of a length, or a unit of the calendar.
        prop per: One<Per>,
        /// What becomes of a message when the cap is full; it is skipped, where nothing is said.
        prop then: Opt<WhenFull>,
        /// How long it is held at most, counted from when it was due; with `then=hold`.
        prop for_: Opt<Duration>,
    }
}

part! {
    /// Hours at which messages may leave.
    pub struct Window = "window" {
        /// When they begin.
        prop from: One<LocalTime>,
        /// When they end; not later than the beginning means the next day.
        prop to: One<LocalTime>,
        /// Only those that begin on these days of the week.
        either weekday: Many<Weekday>,
    }
}

closed! {
    /// What becomes of a message that may not leave now.
    pub enum WhenFull: "what becomes of a message" {
        /// It is skipped, and the journey goes on.
        Skip = "skip",
        /// It waits until it may leave.
        Hold = "hold",
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
