//! `channel`: a way to reach people.

use crate::calendar::from_to;
use crate::linker::{Linker, map_opt, name_of};
use crate::project::text;
use crate::{Calendar, Cap, Connector, Reference, cap};
use filrouge_language::Opt;
use filrouge_language::kinds::{LocalTime, Text};
use filrouge_language::words::channel as word;
use filrouge_plan::{Hours, QuietHours};
use filrouge_source::{Span, Spanned};

pub use filrouge_language::words::channel::Medium;

/// A way to reach people.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// What sort of messages it carries; absent when neither `kind` nor the name says it.
    pub medium: Opt<Medium>,
    /// What messages leave through; absent when it was written wrongly.
    pub connector: Option<Reference<Connector>>,
    /// The sender.
    pub from: Opt<Box<str>>,
    /// Whether a service of `kind=http` puts the headers for one click into each mail.
    pub one_click: Opt<bool>,
    /// Most messages to one person.
    pub caps: Vec<Cap>,
    /// Hours in which nobody is disturbed.
    pub quiet_hours: Option<Spanned<QuietHours>>,
    /// Hours at which messages may leave; every hour when there are none.
    pub windows: Vec<Spanned<Hours>>,
    /// The calendar that must be open.
    pub calendar: Opt<Reference<Calendar>>,
    /// Whether messages are held.
    pub paused: Opt<bool>,
}

pub(crate) fn link(word: &word::Channel, linker: &mut Linker<'_>) -> Channel {
    let name = name_of(&word.name);
    Channel {
        at: word.at.head,
        medium: medium(word, &name),
        name,
        connector: word.connector.get().map(|connector| linker.resolve(connector)),
        from: text(&word.from, Text::as_str),
        one_click: word.one_click.clone(),
        caps: cap::links(&word.cap),
        quiet_hours: word.quiet_hours.value().and_then(quiet_hours),
        windows: word.window.iter().filter_map(|window| self::window(&window.value)).collect(),
        calendar: map_opt(&word.calendar, |calendar| Some(linker.resolve(calendar))),
        paused: word.paused.clone(),
    }
}

/// What `kind` says, or else the name: a channel called `email` carries email.
fn medium(word: &word::Channel, name: &Spanned<Box<str>>) -> Opt<Medium> {
    if !word.kind.is_absent() {
        return word.kind.clone();
    }
    let media = [
        Medium::Email,
        Medium::Sms,
        Medium::Push,
        Medium::WebPush,
        Medium::InApp,
        Medium::Whatsapp,
        Medium::Chat,
        Medium::Webhook,
        Medium::Call,
    ];
    let named = media.into_iter().find(|medium| medium.word() == &*name.value);
    named.map_or(Opt::Absent, |medium| Opt::Given(Spanned::new(medium, name.span)))
}

fn quiet_hours(word: &word::QuietHours) -> Option<Spanned<QuietHours>> {
    let hours = QuietHours { from: minute(*word.from.value()?), to: minute(*word.to.value()?) };
    Some(Spanned::new(hours, word.at.head))
}

fn window(word: &word::Window) -> Option<Spanned<Hours>> {
    let hours = from_to(*word.from.value()?, *word.to.value()?, &word.weekday);
    Some(Spanned::new(hours, word.at.head))
}

/// Minutes since local midnight.
pub(crate) fn minute(time: LocalTime) -> u16 {
    u16::from(time.hour) * 60 + u16::from(time.minute)
}
