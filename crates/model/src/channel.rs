//! `channel`: a way to reach people.

use crate::linker::{Linker, name_of};
use crate::project::text;
use crate::retain::period;
use crate::{Connector, Reference};
use filrouge_language::Opt;
use filrouge_language::kinds::{LocalTime, Text};
use filrouge_language::words::channel as word;
use filrouge_plan::{Cap, QuietHours};
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
    /// Most messages to one person.
    pub caps: Vec<Cap>,
    /// Hours in which nobody is disturbed.
    pub quiet_hours: Option<QuietHours>,
}

pub(crate) fn link(word: &word::Channel, linker: &mut Linker<'_>) -> Channel {
    let name = name_of(&word.name);
    Channel {
        at: word.at.head,
        medium: medium(word, &name),
        name,
        connector: word.connector.get().map(|connector| linker.resolve(connector)),
        from: text(&word.from, Text::as_str),
        caps: word.cap.iter().filter_map(|cap| self::cap(&cap.value)).collect(),
        quiet_hours: word.quiet_hours.value().and_then(quiet_hours),
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

fn cap(word: &word::Cap) -> Option<Cap> {
    Some(Cap { count: *word.count.value()?, per: period(*word.per.value()?) })
}

fn quiet_hours(word: &word::QuietHours) -> Option<QuietHours> {
    Some(QuietHours { from: minute(*word.from.value()?), to: minute(*word.to.value()?) })
}

/// Minutes since local midnight.
pub(crate) fn minute(time: LocalTime) -> u16 {
    u16::from(time.hour) * 60 + u16::from(time.minute)
}
