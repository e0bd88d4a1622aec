//! What goes out: everything that the machine wants from the world.

use crate::grant::{Grant, withdrawable};
use crate::render::Rendered;
use crate::{Ask, Decision, Id};
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// All that one step wants. The host commits it with the new state, all or nothing, and only then acts on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// Why: one record per decision, also of those not to act.
    pub decisions: Vec<Decision>,
    /// Timers to set and to cancel, in order.
    pub timers: Vec<TimerChange>,
    /// Messages to hand to a connector.
    pub messages: Vec<Outgoing>,
    /// Questions to hand to a connector.
    pub asks: Vec<Ask>,
    /// Messages and questions that must not leave any more, if they have not left yet.
    pub recalled: Vec<Id>,
}

/// A change to the person's timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimerChange {
    /// Wake the person with this timer at `at`, in milliseconds since 1970. One of the same id that is due at another moment
    /// was cancelled before.
    Set {
        /// The timer.
        timer: Id,
        /// When it is due.
        at: i64,
    },
    /// The timer is of no use any more, whenever it is due: a record of an earlier version knows no more of it.
    Forget {
        /// The timer.
        timer: Id,
    },
    /// The timer is of no use any more.
    Cancel {
        /// The timer.
        timer: Id,
        /// When it is due: timers are found by that.
        due: i64,
    },
}

impl TimerChange {
    /// The timer that changes.
    #[must_use]
    pub const fn timer(self) -> Id {
        let (Self::Set { timer, .. } | Self::Forget { timer } | Self::Cancel { timer, .. }) = self;
        timer
    }

    /// What puts one timer in the place of another; nothing when they are the same.
    pub(crate) fn moved(before: Option<(Id, i64)>, after: Option<(Id, i64)>) -> impl Iterator<Item = Self> {
        let differ = before != after;
        let cancel = before.map(|(timer, due)| Self::Cancel { timer, due });
        let set = after.map(|(timer, at)| Self::Set { timer, at });
        cancel.into_iter().chain(set).filter(move |_| differ)
    }
}

/// What a message says where it links to the withdrawal from its purpose. Only the host knows that link:
/// [`Message::with_unsubscribe_link`] puts it in.
pub const UNSUBSCRIBE_LINK: &str = "unsubscribe-link.filrouge.invalid";

/// What a message says where it links to the page on which the person confirms what they asked for on its channel. Only the
/// host knows that link: [`Message::with_confirm_link`] puts it in.
pub const CONFIRM_LINK: &str = "confirm-link.filrouge.invalid";

/// What a message says where it links to the page on which the person decides what they get. The day on which it was written
/// stands in it, so that a call that is made again is the same call. Only the host knows the link:
/// [`Message::with_preferences_link`] puts it in.
#[must_use]
pub fn preferences_link(now: i64) -> String {
    format!("{PREFERENCES}{}{DOMAIN}", now.div_euclid(DAY))
}

const PREFERENCES: &str = "preferences-link-";
const DOMAIN: &str = ".filrouge.invalid";
const DAY: i64 = 86_400_000;

/// A message, rendered, with everything that its connector needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Identity of the effect, and the idempotency key for the provider: journey, instance, step, visit, channel.
    pub effect: Id,
    /// The input that led to it; absent in a message of an earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Id>,
    /// The channel.
    pub channel: String,
    /// The connector that carries it.
    pub connector: String,
    /// Its one purpose.
    pub purpose: String,
    /// The journey that sends it.
    pub journey: String,
    /// The step that sends it.
    pub step: String,
    /// The template.
    pub template: String,
    /// Language of the variant that was rendered.
    pub locale: String,
    /// Sender's address.
    pub from: Option<String>,
    /// The person's address on this channel.
    pub to: String,
    /// Subject or title.
    pub subject: Option<String>,
    /// HTML body.
    pub html: Option<String>,
    /// Plain text body.
    pub text: Option<String>,
    /// Whether the person can withdraw from the purpose: such a message carries the one-click headers.
    pub withdrawable: bool,
    /// The moment from which on it may not leave any more, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
}

impl Message {
    /// The message with `link` wherever it links to the withdrawal. The link is put in as it is: it must be a URL
    /// without characters that HTML would read.
    #[must_use]
    pub fn with_unsubscribe_link(self, link: &str) -> Self {
        self.with(UNSUBSCRIBE_LINK, link)
    }

    /// The message with `link` wherever it links to a confirmation, which is as careful a URL.
    #[must_use]
    pub fn with_confirm_link(self, link: &str) -> Self {
        self.with(CONFIRM_LINK, link)
    }

    fn with(mut self, place: &str, link: &str) -> Self {
        for part in [&mut self.subject, &mut self.html, &mut self.text].into_iter().flatten() {
            *part = part.replace(place, link);
        }
        self
    }
}

impl Message {
    /// The message with the link of the day, as `link` gives it, wherever it links to the page on which the person decides.
    #[must_use]
    pub fn with_preferences_link(mut self, link: impl Fn(i64) -> String) -> Self {
        for part in [&mut self.subject, &mut self.html, &mut self.text].into_iter().flatten() {
            while let Some((day, place)) = preferences_place(part) {
                *part = part.replace(&place, &link(day));
            }
        }
        self
    }
}

/// The first place of a link to the page, and the day in it.
fn preferences_place(text: &str) -> Option<(i64, String)> {
    text.match_indices(PREFERENCES).find_map(|(at, _)| {
        let behind = text.get(at..)?.strip_prefix(PREFERENCES)?;
        let (day, _) = behind.split_once(DOMAIN)?;
        Some((day.parse().ok()?, format!("{PREFERENCES}{day}{DOMAIN}")))
    })
}

/// A message that the person allows, as judged in this very step. It can be made of a grant alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing(Message);

/// Where a message comes from: the input, and its place in the plan.
pub(crate) struct Sender<'a> {
    pub(crate) input: Id,
    pub(crate) journey: &'a str,
    pub(crate) step: &'a str,
    pub(crate) template: &'a str,
}

impl Outgoing {
    /// Uses up `grant` for one message.
    pub(crate) fn compose(grant: Grant<'_>, effect: Id, sender: &Sender<'_>, letter: Rendered) -> Self {
        let (purpose, channel) = (grant.purpose(), grant.channel());
        Self(Message {
            effect,
            input: Some(sender.input),
            channel: channel.name.clone(),
            connector: channel.connector.clone(),
            purpose: purpose.name.clone(),
            journey: sender.journey.to_owned(),
            step: sender.step.to_owned(),
            template: sender.template.to_owned(),
            locale: letter.locale,
            from: channel.from.clone(),
            to: grant.address().to_owned(),
            subject: letter.subject,
            html: letter.html,
            text: letter.text,
            withdrawable: withdrawable(purpose.basis),
            until: None,
        })
    }

    /// The same, which may not leave any more from `until` on.
    pub(crate) fn leaving_before(self, until: Option<i64>) -> Self {
        Self(Message { until, ..self.0 })
    }

    /// The message.
    #[must_use]
    pub fn into_message(self) -> Message {
        self.0
    }
}

impl Deref for Outgoing {
    type Target = Message;

    fn deref(&self) -> &Message {
        &self.0
    }
}
