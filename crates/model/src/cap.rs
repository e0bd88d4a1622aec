//! Caps: how many messages one person gets.

use crate::linker::Linker;
use crate::retain::{period, period_of};
use crate::{Channel, Reference};
use filrouge_language::Opt;
use filrouge_language::kinds::{Duration, Per};
use filrouge_language::words::{channel, purpose};
use filrouge_plan::{CalendarUnit, CapWindow, WhenFull};
use filrouge_source::{Span, Spanned};

/// Most messages to one person in a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Cap {
    /// Where it is written.
    pub at: Span,
    /// How many.
    pub count: u32,
    /// In what time.
    pub per: CapWindow,
    /// The channel that is counted; all together when absent.
    pub via: Opt<Reference<Channel>>,
    /// What becomes of a message when it is full.
    pub then: WhenFull,
    /// Where it is said how long a message is held, if it is.
    pub for_at: Option<Span>,
}

pub(crate) fn link(word: &channel::Cap) -> Option<Cap> {
    Some(Cap {
        at: word.at.head,
        count: *word.count.value()?,
        per: window(*word.per.value()?),
        via: Opt::Absent,
        then: then(&word.then, &word.for_),
        for_at: word.for_.get().map(|given| given.span),
    })
}

pub(crate) fn link_of_purpose(word: &purpose::PurposeCap, linker: &mut Linker<'_>) -> Option<Cap> {
    let via = crate::linker::map_opt(&word.via, |channel| Some(linker.resolve(channel)));
    Some(Cap {
        at: word.at.head,
        count: *word.count.value()?,
        per: window(*word.per.value()?),
        via,
        then: then(&word.then, &word.for_),
        for_at: word.for_.get().map(|given| given.span),
    })
}

pub(crate) fn links(words: &[Spanned<channel::Cap>]) -> Vec<Cap> {
    words.iter().filter_map(|word| link(&word.value)).collect()
}

pub(crate) fn window(per: Per) -> CapWindow {
    match per {
        Per::Rolling(length) => CapWindow::Rolling(period(length)),
        Per::Day => CapWindow::Calendar(CalendarUnit::Day),
        Per::Week => CapWindow::Calendar(CalendarUnit::Week),
        Per::Month => CapWindow::Calendar(CalendarUnit::Month),
    }
}

pub(crate) fn then(then: &Opt<channel::WhenFull>, bound: &Opt<Duration>) -> WhenFull {
    match then.value() {
        Some(channel::WhenFull::Hold) => WhenFull::Hold(period_of(bound).value().copied()),
        Some(channel::WhenFull::Skip) | None => WhenFull::Skip,
    }
}
