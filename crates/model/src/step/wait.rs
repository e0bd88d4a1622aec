//! `wait`: lets time pass.

use super::{Block, Target};
use crate::Expression;
use crate::calendar::iso;
use crate::channel::minute;
use crate::retain::period;
use crate::rules::empty_window::EmptyWindow;
use crate::rules::idle_wait_detail::IdleWaitDetail;
use crate::rules::jitter_outruns_window::JitterOutrunsWindow;
use crate::rules::skip_without_step::SkipWithoutStep;
use crate::rules::undecided_date::UndecidedDate;
use crate::rules::until_without_date::UntilWithoutDate;
use filrouge_expression::Want;
use filrouge_language::kinds::{self, Duration, LocalTime, MonthDay, Weekday};
use filrouge_language::words::wait as word;
use filrouge_language::{Many, Opt};
use filrouge_plan::{Offset, Period, Type, Window};
use filrouge_source::{Span, Spanned};

pub use filrouge_language::words::wait::Instead;

/// Lets time pass.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    /// Until when.
    pub lapse: Lapse,
    /// Where that is written.
    pub at: Span,
    /// How much longer at most.
    pub jitter: Option<Spanned<Period>>,
}

/// Until when a wait lasts.
#[derive(Debug, Clone, PartialEq)]
pub enum Lapse {
    /// For this long since the step was entered.
    For(Period),
    /// Until the next such moment in the person's zone.
    Until {
        /// Minutes since local midnight.
        minute: u16,
        /// ISO weekdays that count, 1 is Monday; empty for every day.
        weekdays: Vec<u8>,
        /// Days of the month that count; empty for every day.
        days: Vec<u8>,
    },
    /// Until a moment that a date gives.
    Date(Box<DateWait>),
    /// Until the clock stands in a window.
    Window(Window),
}

/// Until a moment that a date gives.
#[derive(Debug, Clone, PartialEq)]
pub struct DateWait {
    /// The field.
    pub date: Expression,
    /// How far from it.
    pub offset: Offset,
    /// Minutes since local midnight.
    pub minute: Option<u16>,
    /// What happens when the moment is over; goes on where nothing can be said.
    pub past: Spanned<Instead>,
    /// What happens when there is no date.
    pub absent: Spanned<Instead>,
    /// Where people go who skip the next step.
    pub behind: Option<Target>,
}

/// What the words of a wait and of a timeout have in common.
pub(super) struct Written<'w> {
    pub until: &'w Opt<kinds::Until>,
    pub offset: &'w Opt<kinds::Offset>,
    pub at: &'w Opt<LocalTime>,
    pub weekday: &'w Many<Weekday>,
    pub day: &'w Many<MonthDay>,
    pub jitter: &'w Opt<Duration>,
    /// What happens when the moment is over, and when there is no date; none of it for a timeout.
    pub instead: Option<(&'w Opt<Instead>, &'w Opt<Instead>)>,
    /// Where people go who skip the next step.
    pub behind: Option<Target>,
}

impl Wait {
    /// The field on whose date the wait hangs.
    #[must_use]
    pub fn date(&self) -> Option<&Expression> {
        match &self.lapse {
            Lapse::Date(wait) => Some(&wait.date),
            _ => None,
        }
    }

    /// Where people go who skip the next step, if anybody may.
    #[must_use]
    pub fn skips_to(&self) -> Option<Target> {
        match &self.lapse {
            Lapse::Date(wait) if [wait.past.value, wait.absent.value].contains(&Instead::Skip) => wait.behind,
            _ => None,
        }
    }
}

/// The wait of a step; `behind` is where people go who skip the next one.
pub(super) fn link(word: &word::Wait, behind: Option<Target>, block: &mut Block<'_, '_, '_>) -> Option<Wait> {
    let written = Written {
        until: &word.until,
        offset: &word.offset,
        at: &word.at_,
        weekday: &word.weekday,
        day: &word.day,
        jitter: &word.jitter,
        instead: Some((&word.past, &word.absent)),
        behind,
    };
    if let Some(window) = word.window.get() {
        refuse_idle(&written, false, false, block);
        let lapse = link_window(&window.value, block)?;
        refuse_long_jitter(&word.jitter, &lapse, window.span, block);
        let lapse = Lapse::Window(lapse);
        return Some(Wait { lapse, at: window.span, jitter: jitter(&word.jitter) });
    }
    written.link(&word.for_, block)
}

fn jitter(word: &Opt<Duration>) -> Option<Spanned<Period>> {
    word.get().map(|given| given.as_ref().map(|given| period(*given)))
}

impl Written<'_> {
    /// The wait, which may also be one for as long as `length` says.
    pub fn link(&self, length: &Opt<Duration>, block: &mut Block<'_, '_, '_>) -> Option<Wait> {
        let (lapse, at) = match (length.get(), self.until.get()) {
            (Some(length), _) => {
                refuse_idle(self, false, false, block);
                (Lapse::For(period(length.value)), length.span)
            }
            (None, Some(until)) => match &until.value {
                kinds::Until::Clock(clock) => {
                    refuse_idle(self, true, false, block);
                    (self.clock(*clock), until.span)
                }
                kinds::Until::Field(path) => {
                    refuse_idle(self, false, true, block);
                    (Lapse::Date(Box::new(self.date(path, until.span, block)?)), until.span)
                }
            },
            (None, None) => return None,
        };
        Some(Wait { lapse, at, jitter: jitter(self.jitter) })
    }

    fn clock(&self, clock: LocalTime) -> Lapse {
        let days = sorted(self.day.iter().map(|day| day.value.0));
        Lapse::Until { minute: minute(clock), weekdays: weekdays(self.weekday), days }
    }

    fn date(&self, path: &str, at: Span, block: &mut Block<'_, '_, '_>) -> Option<DateWait> {
        let view = block.inside.waiting();
        let date = block.linker.expression(path, at, &view, Want::Perhaps)?;
        let ty = &date.compiled.ty;
        if !matches!(ty.required(), Type::Date | Type::Datetime) {
            let (field, ty) = (path.to_owned(), ty.required().to_string());
            block.linker.push(UntilWithoutDate { field, ty, place: at });
            return None;
        }
        let may_be_absent = matches!(ty, Type::Optional(_));
        let otherwise = Spanned::new(Instead::Exit, at);
        let (past, absent) = match self.instead {
            Some((past, absent)) => {
                self.demand(past, "past", "over", (path, at), block);
                if may_be_absent {
                    self.demand(absent, "absent", "absent", (path, at), block);
                } else {
                    self.refuse("absent", absent, block);
                }
                (past.get().copied(), absent.get().copied())
            }
            None => (None, None),
        };
        let offset =
            self.offset.value().map(|offset| Offset { before: offset.before, by: period(offset.by) });
        Some(DateWait {
            date,
            offset: offset.unwrap_or_default(),
            minute: self.at.value().map(|at| minute(*at)),
            past: past.unwrap_or(otherwise),
            absent: absent.unwrap_or(otherwise),
            behind: self.behind,
        })
    }

    /// What happens must be said; to skip a step, there must be one.
    fn demand(
        &self,
        part: &Opt<Instead>,
        name: &'static str,
        state: &'static str,
        (path, at): (&str, Span),
        block: &mut Block<'_, '_, '_>,
    ) {
        if part.is_absent() {
            block.linker.push(UndecidedDate { field: path.to_owned(), part: name, state, place: at });
        }
        if let Some(given) = part.get().filter(|given| given.value == Instead::Skip && self.behind.is_none())
        {
            block.linker.push(SkipWithoutStep { part: name, place: given.span });
        }
    }

    fn refuse<T>(&self, detail: &'static str, part: &Opt<T>, block: &mut Block<'_, '_, '_>) {
        if let Some(given) = part.get() {
            let reason = "a field that is never absent has no use for it";
            block.linker.push(IdleWaitDetail { detail, reason, place: given.span });
        }
    }
}

/// Details that would change nothing are findings: those of a date belong to a field, those of a day to a time of day.
fn refuse_idle(written: &Written<'_>, is_clock: bool, is_date: bool, block: &mut Block<'_, '_, '_>) {
    let to_date = "it belongs to a wait until the date of a field";
    let to_clock = "it belongs to a wait until a time of day";
    let (past, absent) = written.instead.unzip();
    let place = |part: Option<&Opt<Instead>>| part.and_then(Opt::get).map(|part| part.span);
    let of_date = [
        ("offset", written.offset.get().map(|part| part.span)),
        ("at", written.at.get().map(|part| part.span)),
        ("past", place(past)),
        ("absent", place(absent)),
    ];
    let of_clock = [
        ("weekday", written.weekday.first().map(|part| part.span)),
        ("day", written.day.first().map(|part| part.span)),
    ];
    let dates = of_date.into_iter().filter(|_| !is_date).map(|(detail, at)| (detail, at, to_date));
    let clocks = of_clock.into_iter().filter(|_| !is_clock).map(|(detail, at)| (detail, at, to_clock));
    for (detail, place, reason) in dates.chain(clocks) {
        if let Some(place) = place {
            block.linker.push(IdleWaitDetail { detail, reason, place });
        }
    }
}

/// A whole day in minutes.
const DAY: u16 = 24 * 60;

fn link_window(word: &word::Window, block: &mut Block<'_, '_, '_>) -> Option<Window> {
    let from = word.from.value().map_or(0, |from| minute(*from));
    let to = word.to.value().map_or(DAY, |to| minute(*to));
    if from >= to {
        block.linker.push(EmptyWindow { place: word.at.head, is_inverted: from > to });
        return None;
    }
    Some(Window { from, to, weekdays: weekdays(&word.weekday) })
}

fn refuse_long_jitter(word: &Opt<Duration>, window: &Window, at: Span, block: &mut Block<'_, '_, '_>) {
    let open = u64::from(window.to.saturating_sub(window.from)) * 60_000;
    let Some(given) = jitter(word) else { return };
    if given.value.months > 0 || given.value.days > 0 || given.value.millis > open {
        block.linker.push(JitterOutrunsWindow { place: given.span, window: at });
    }
}

fn weekdays(words: &Many<Weekday>) -> Vec<u8> {
    sorted(words.iter().map(|day| iso(day.value)))
}

fn sorted(days: impl Iterator<Item = u8>) -> Vec<u8> {
    let mut days: Vec<u8> = days.collect();
    days.sort_unstable();
    days.dedup();
    days
}
