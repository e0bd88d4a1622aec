//! `connector`: one account at one service.

use crate::ask::{self, Ask};
use crate::linker::{Linker, boxed, map_opt, name_of};
use crate::project::{one, text};
use crate::retain::{period, period_of};
use crate::source::{Secret, one_secret, opt_secret};
use crate::{Owner, Profile, Reference};
use filrouge_language::Opt;
use filrouge_language::kinds::{Country, Date, Text};
use filrouge_language::words::connector as word;
use filrouge_plan::Period;
use filrouge_source::{Span, Spanned};

pub use filrouge_language::words::connector::{Capability, ConnectorKind, Mechanism, Role};

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
    /// The company behind the service.
    pub company: Opt<Box<str>>,
    /// Who answers for it, when it is said.
    pub owner: Opt<Reference<Owner>>,
    /// Whether the service works for us or for itself.
    pub role: Opt<Role>,
    /// The contract with the service.
    pub agreement: Opt<Box<str>>,
    /// Where the service handles the data.
    pub country: Opt<Box<str>>,
    /// What protects the data in a country outside the EU.
    pub safeguards: Opt<Box<str>>,
    /// What allows the data to go there.
    pub transfer: Option<Transfer>,
    /// Those who handle the data for the service.
    pub sub_processors: Vec<SubProcessor>,
    /// Countries where the service handles the data when its usual place is down.
    pub failover: Vec<Spanned<Box<str>>>,
    /// How long the service keeps what it gets.
    pub keeps: Opt<Period>,
    /// What the service does when it is asked to, by hand or by a call.
    pub can: Vec<Spanned<Capability>>,
    /// The calls by which it is asked to.
    pub asks: Vec<Ask>,
    /// Who does by hand what the service cannot.
    pub manual: Option<Reference<Owner>>,
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
    /// How long after it was due a message may leave, where its send says nothing.
    pub within: Opt<Period>,
    /// Whether its messages are held.
    pub paused: Opt<bool>,
    /// Whether it may be in a private network.
    pub private_network: Opt<bool>,
}

/// What allows data to go to a country outside the European Economic Area.
#[derive(Debug, Clone, PartialEq)]
pub struct Transfer {
    /// Where it is written.
    pub at: Span,
    /// The mechanism.
    pub mechanism: Spanned<Mechanism>,
    /// Since when it is in place.
    pub since: Opt<Date>,
    /// Where the assessment of the law of that country is kept.
    pub assessment: Opt<Box<str>>,
    /// What takes its place when it falls.
    pub fallback: Opt<Mechanism>,
}

/// A company that handles the data for a service.
#[derive(Debug, Clone, PartialEq)]
pub struct SubProcessor {
    /// Where it is written.
    pub at: Span,
    /// The name of the company.
    pub name: Spanned<Box<str>>,
    /// Where it handles the data.
    pub country: Spanned<Box<str>>,
    /// What allows the data to go there.
    pub transfer: Opt<Mechanism>,
}

pub(crate) fn link(word: &word::Connector, profile: Option<&Profile>, linker: &mut Linker<'_>) -> Connector {
    let retry = word.retry.value();
    let asks = ask::link_all(word, profile, linker);
    Connector {
        at: word.at.head,
        name: name_of(&word.name),
        kind: word.kind.get().copied(),
        url: one_secret(&word.url),
        signing_key: opt_secret(&word.signing_key),
        company: text(&word.company, Text::as_str),
        owner: map_opt(&word.owner, |owner| Some(linker.resolve(owner))),
        role: word.role.clone(),
        agreement: text(&word.agreement, Text::as_str),
        country: text(&word.country, Country::as_str),
        safeguards: text(&word.safeguards, Text::as_str),
        transfer: word.transfer.value().and_then(transfer),
        sub_processors: word.sub_processor.iter().filter_map(|own| sub_processor(&own.value)).collect(),
        failover: word.failover.iter().map(|country| boxed(country, Country::as_str)).collect(),
        keeps: period_of(&word.keeps),
        can: can(word, &asks),
        asks,
        manual: word.manual.value().and_then(|manual| Some(linker.resolve(manual.owner.get()?))),
        from: text(&word.from, Text::as_str),
        rate: word.rate.value().and_then(|rate| Some((*rate.count.value()?, period(*rate.per.value()?)))),
        together: word.together.clone(),
        timeout: period_of(&word.timeout),
        attempts: retry.map_or(Opt::Absent, |retry| retry.max.clone()),
        retry_within: retry.map_or(Opt::Absent, |retry| period_of(&retry.within)),
        within: period_of(&word.within),
        paused: word.paused.clone(),
        private_network: word.private_network.clone(),
    }
}

/// What is said, and what a call is there for.
fn can(word: &word::Connector, asks: &[Ask]) -> Vec<Spanned<Capability>> {
    let mut can = word.can.clone();
    for (at, does) in asks.iter().filter_map(|ask| Some((ask.at, ask.capability()?))) {
        if can.iter().all(|own| own.value != does) {
            can.push(Spanned::new(does, at));
        }
    }
    can
}

fn transfer(word: &word::Transfer) -> Option<Transfer> {
    Some(Transfer {
        at: word.at.head,
        mechanism: *word.mechanism.get()?,
        since: word.since.clone(),
        assessment: text(&word.assessment, Text::as_str),
        fallback: word.fallback.clone(),
    })
}

fn sub_processor(word: &word::SubProcessor) -> Option<SubProcessor> {
    Some(SubProcessor {
        at: word.at.head,
        name: one(&word.name, Text::as_str)?,
        country: one(&word.country, Country::as_str)?,
        transfer: word.transfer.clone(),
    })
}
