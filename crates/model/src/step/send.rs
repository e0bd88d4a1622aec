//! `send`: sends one message.

use super::assignment::{Assignment, Places, link_all};
use super::{Block, Target};
use crate::channel::minute;
use crate::linker::map_opt;
use crate::names::duplicates;
use crate::retain::period;
use crate::{Channel, Purpose, Reference, Template};
use filrouge_language::Opt;
use filrouge_language::words::send as word;
use filrouge_plan::{BestTime, Period};
use filrouge_source::{Span, Spanned};

/// Sends one message.
#[derive(Debug, Clone, PartialEq)]
pub struct Send {
    /// Its own purpose; the journey's holds where nothing is said.
    pub purpose: Opt<Reference<Purpose>>,
    /// Channels in order of preference.
    pub via: Vec<Reference<Channel>>,
    /// What it says; absent when it was written wrongly.
    pub template: Option<Reference<Template>>,
    /// Whether the person asked for it by what they did.
    pub transactional: Opt<bool>,
    /// Values for the template.
    pub with: Vec<Assignment>,
    /// Where the values are written, if they are.
    pub with_at: Option<Span>,
    /// What happens after an outcome.
    pub on: Vec<OnOutcome>,
    /// When it leaves.
    pub at: Opt<word::SendAt>,
    /// How long the best hour may be waited for.
    pub window: Opt<Period>,
    /// Minutes since local midnight, for people of whom too little is known.
    pub default: Opt<u16>,
    /// How long after it was due it may leave.
    pub within: Opt<Period>,
}

impl Send {
    /// The best time, when the message waits for it and all is said that must be.
    #[must_use]
    pub fn best_time(&self) -> Option<BestTime> {
        self.at.value()?;
        let day = Period { millis: DAY, ..Period::default() };
        let window = self.window.value().copied().unwrap_or(day);
        Some(BestTime { window, default: *self.default.value()? })
    }
}

/// A day in milliseconds.
const DAY: u64 = 86_400_000;

/// What happens after one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct OnOutcome {
    /// Where it is written, without its block.
    pub at: Span,
    /// The outcome; absent when it was written wrongly.
    pub outcome: Option<Spanned<word::SendOutcome>>,
    /// Where to.
    pub to: Target,
}

impl Send {
    /// Everywhere a person may go from here, when `next` stands behind it.
    pub(super) fn successors(&self, next: Target) -> Vec<Target> {
        let mut known: Vec<_> = self.on.iter().filter_map(|on| Some(on.outcome.as_ref()?.value)).collect();
        known.sort_unstable();
        known.dedup();
        let open = known.len() < word::SendOutcome::WORDS.len();
        self.on.iter().map(|on| on.to).chain(open.then_some(next)).collect()
    }
}

pub(super) fn link(word: &word::Send, next: Target, block: &mut Block<'_, '_, '_>) -> Send {
    let with = word.with.value();
    let on: Vec<_> = word.on.iter().map(|on| self::on(&on.value, next, block)).collect();
    let outcomes = on.iter().filter_map(|on| on.outcome.as_ref());
    let outcomes = outcomes.map(|outcome| (outcome.value.word(), outcome.span));
    duplicates("outcome", outcomes).into_iter().for_each(|finding| block.linker.push(finding));
    Send {
        on,
        at: word.at_.clone(),
        window: map_opt(&word.window, |window| Some(period(window.value))),
        within: map_opt(&word.within, |within| Some(period(within.value))),
        default: map_opt(&word.default, |time| Some(minute(time.value))),
        purpose: map_opt(&word.purpose, |purpose| Some(block.linker.resolve(purpose))),
        via: word.via.iter().map(|channel| block.linker.resolve(channel)).collect(),
        template: word.template.get().map(|template| block.linker.resolve(template)),
        transactional: word.transactional.clone(),
        with: with.map_or_else(Vec::new, |with| link_all(&with.values, &Places::Free, block)),
        with_at: with.map(|with| with.at.head),
    }
}

fn on(word: &word::OnOutcome, next: Target, block: &mut Block<'_, '_, '_>) -> OnOutcome {
    let outcome = word.outcome.get().cloned();
    OnOutcome { at: word.at.head, outcome, to: block.link(&word.steps, next) }
}
