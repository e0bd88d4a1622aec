//! `fetch`: asks a service, and goes on with its answer.

mod path;

pub use path::PathPart;

use super::assignment::{Assignment, Places, expressions, link_all, link_parameters};
use super::left;
use super::{Block, Target};
use crate::linker::{Linker, map_opt};
use crate::names::duplicates;
use crate::retain::period;
use crate::{Connector, Expression, Field, Purpose, Reference, field};
use filrouge_language::kinds::Duration;
use filrouge_language::words::fetch as word;
use filrouge_language::{One, Opt};
use filrouge_plan::{self as plan, Bounds, FETCH_REASONS, Period, TIMEOUT, Type};
use filrouge_source::{Span, Spanned};

/// Asks a service, and goes on with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetch {
    /// The service; absent when it was written wrongly.
    pub from: Option<Reference<Connector>>,
    /// Its own purpose; the journey's holds where nothing is said.
    pub purpose: Opt<Reference<Purpose>>,
    /// What is asked for below the address of the service.
    pub path: Vec<PathPart>,
    /// Parameters of the address.
    pub query: Vec<Assignment>,
    /// What the service is told.
    pub with: Vec<Assignment>,
    /// What it must answer.
    pub answer: Vec<Field>,
    /// How long an answer may be used again.
    pub cache: Opt<Period>,
    /// What happens after an outcome.
    pub on: Vec<OnFetch>,
    /// What happens when no answer came; absent when it was written wrongly.
    pub timeout: Option<FetchTimeout>,
    /// What happens after every other outcome, and where that is written.
    pub otherwise: Option<(Span, Target)>,
}

/// What happens after one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct OnFetch {
    /// Where it is written, without its block.
    pub at: Span,
    /// The outcome; absent when it was written wrongly.
    pub outcome: Option<Spanned<word::FetchOutcome>>,
    /// Where to.
    pub to: Target,
}

/// What happens when no answer came.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchTimeout {
    /// Where it is written, without its block.
    pub at: Span,
    /// How long the answer is waited for; absent when it was written wrongly.
    pub after: Option<Spanned<Period>>,
    /// Where to.
    pub to: Target,
}

impl Fetch {
    /// Everywhere a person may go from here, when `next` stands behind it.
    pub(super) fn successors(&self, next: Target) -> Vec<Target> {
        let mut known: Vec<_> = self.on.iter().filter_map(|on| Some(on.outcome.as_ref()?.value)).collect();
        known.sort_unstable();
        known.dedup();
        let open = known.len() < word::FetchOutcome::WORDS.len();
        let behind = self.otherwise.map_or(next, |(_, to)| to);
        let timeout = self.timeout.iter().map(|timeout| timeout.to);
        self.on.iter().map(|on| on.to).chain(timeout).chain(open.then_some(behind)).collect()
    }

    /// Every expression of the question, in the order in which the service sees them.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expression> {
        let path = self.path.iter().filter_map(|part| match part {
            PathPart::Value(_, value) => value.as_ref(),
            PathPart::Text(_) => None,
        });
        path.chain(expressions(&self.query)).chain(expressions(&self.with)).collect()
    }

    /// The types of what the service is told.
    #[must_use]
    pub fn tells(&self) -> Vec<plan::Field> {
        let field =
            |told: &Assignment| Some(plain(&told.name.value, told.value.as_ref()?.compiled.ty.clone()));
        self.with.iter().filter_map(field).collect()
    }
}

pub(super) fn link(word: &word::Fetch, next: Target, block: &mut Block<'_, '_, '_>) -> Fetch {
    // Blocks in the order in which they are counted.
    let on: Vec<_> = word.on.iter().map(|on| self::on(&on.value, next, block)).collect();
    let outcomes = on.iter().filter_map(|on| on.outcome.as_ref());
    let outcomes = outcomes.map(|outcome| (outcome.value.word(), outcome.span));
    duplicates("outcome", outcomes).into_iter().for_each(|finding| block.linker.push(finding));
    let timeout = word.timeout.value().map(|timeout| self::timeout(timeout, next, block));
    let otherwise = word.otherwise.value().map(|other| (other.at.head, block.link(&other.steps, next)));
    let answer =
        word.answer.value().map_or_else(Vec::new, |answer| field::link_all(&answer.fields, block.linker));
    Fetch {
        from: word.from.get().map(|connector| block.linker.resolve(connector)),
        purpose: map_opt(&word.purpose, |purpose| Some(block.linker.resolve(purpose))),
        path: word.path.get().map_or_else(Vec::new, |path| path::link(path, block)),
        query: word.query.value().map_or_else(Vec::new, |query| link_parameters(&query.values, block)),
        with: word.with.value().map_or_else(Vec::new, |with| link_all(&with.values, &Places::Free, block)),
        answer,
        cache: word.cache.value().map_or(Opt::Absent, |cache| keep(&cache.for_)),
        on,
        timeout,
        otherwise,
    }
}

fn keep(word: &One<Duration>) -> Opt<Period> {
    match word {
        One::Given(given) => Opt::Given(given.as_ref().map(|duration| period(*duration))),
        One::Broken(span) => Opt::Broken(*span),
    }
}

fn on(word: &word::OnOutcome, next: Target, block: &mut Block<'_, '_, '_>) -> OnFetch {
    let outcome = word.outcome.get().cloned();
    OnFetch { at: word.at.head, outcome, to: block.link(&word.steps, next) }
}

fn timeout(word: &word::Timeout, next: Target, block: &mut Block<'_, '_, '_>) -> FetchTimeout {
    let after = word.after.get().map(|after| after.as_ref().map(|after| period(*after)));
    FetchTimeout { at: word.at.head, after, to: block.link(&word.steps, next) }
}

/// What a fetch leaves behind: its outcome, why it has that, and each field of the answer, which may be absent.
pub(super) fn left(word: &word::Fetch, silent: &mut Linker<'_>) -> Vec<plan::Field> {
    let answer = word.answer.value().map_or_else(Vec::new, |answer| field::link_all(&answer.fields, silent));
    let outcomes: Vec<_> = word::FetchOutcome::WORDS.iter().copied().chain([TIMEOUT]).collect();
    let answered = answer.iter().filter_map(|field| {
        let field = field.lower()?;
        Some(plan::Field { ty: perhaps(field.ty), ..field })
    });
    [left::outcome(&outcomes), left::field("reason", left::words(FETCH_REASONS))]
        .into_iter()
        .chain(answered)
        .collect()
}

fn perhaps(ty: Type) -> Type {
    if ty.is_optional() { ty } else { Type::Optional(Box::new(ty)) }
}

fn plain(name: &str, ty: Type) -> plan::Field {
    plan::Field { name: name.to_owned(), ty, bounds: Bounds::default(), category: None }
}
