//! `connector`: one account at one service.

use crate::linker::name_of;
use crate::project::text;
use crate::retain::{period, period_of};
use crate::source::{Secret, one_secret, opt_secret};
use filrouge_language::Opt;
use filrouge_language::kinds::{Country, Text};
use filrouge_language::words::connector as word;
use filrouge_plan::Period;
use filrouge_source::{Span, Spanned};

pub use filrouge_language::words::connector::{ConnectorKind, Role};

/// One account at one service that messages leave through.
#[derive(Debug, Clone, PartialEq)]
pub struct Connector {
    /// Where it is declared, without its block.
    pub at: Span,
    /// Its name.
    pub name: Spanned<Box<str>>,
    /// How the service is spoken to; absent when it was written wrongly.
    pub kind: Option<Spanned<ConnectorKind>>,
    /// Address of the service; absent when it was written wrongly.
    pub url: Option<Secret>,
    /// Key that requests are signed with.
    pub signing_key: Opt<Secret>,
    /// Whether the service works for us or for itself.
    pub role: Opt<Role>,
    /// The contract with the service.
    pub agreement: Opt<Box<str>>,
    /// Where the service handles the data.
    pub country: Opt<Box<str>>,
    /// What protects the data in a country outside the EU.
    pub safeguards: Opt<Box<str>>,
    /// The sender, when the channel names none.
    pub from: Opt<Box<str>>,
    /// Most requests in a time.
    pub rate: Option<(u32, Period)>,
    /// Most calls at the same time.
    pub together: Opt<u32>,
    /// How long to wait for an answer.
    pub timeout: Opt<Period>,
    /// Most tries, the first included.
    pub attempts: Opt<u32>,
    /// Longest time between the first try and the last.
    pub retry_within: Opt<Period>,
    /// Whether its messages are held.
    pub paused: Opt<bool>,
}

pub(crate) fn link(word: &word::Connector) -> Connector {
    let retry = word.retry.value();
    Connector {
        at: word.at.head,
        name: name_of(&word.name),
        kind: word.kind.get().copied(),
        url: one_secret(&word.url),
        signing_key: opt_secret(&word.signing_key),
        role: word.role.clone(),
        agreement: text(&word.agreement, Text::as_str),
        country: text(&word.country, Country::as_str),
        safeguards: text(&word.safeguards, Text::as_str),
        from: text(&word.from, Text::as_str),
        rate: word.rate.value().and_then(|rate| Some((*rate.count.value()?, period(*rate.per.value()?)))),
        together: word.together.clone(),
        timeout: period_of(&word.timeout),
        attempts: retry.map_or(Opt::Absent, |retry| retry.max.clone()),
        retry_within: retry.map_or(Opt::Absent, |retry| period_of(&retry.within)),
        paused: word.paused.clone(),
    }
}
