//! A recording: lines of calls, in the order in which they happened, and who has to do with whom.

mod groups;
mod line;

pub(crate) use line::{heard, key_of};

use crate::document::{Place, SetAside};
use filrouge_machine::Id;
use filrouge_plan::Plan;
use line::Spoken;
use rayon::prelude::*;

/// Lines of a recording whose reasons are told one by one; the others are counted.
const TOLD: usize = 20;

/// Lines that were read, for two plans.
#[derive(Debug, Default)]
pub struct Recording<'t> {
    lines: Vec<Line<'t>>,
    names: Vec<u128>,
    groups: Vec<(u32, u32)>,
    /// Lines that were there, empty ones aside.
    pub(crate) total: u64,
    /// Lines that do not say when they happened.
    pub(crate) untimed: u64,
    /// Lines that were left out.
    pub(crate) set_aside: SetAside,
    /// When the first and the last line happened.
    pub(crate) span: Option<(i64, i64)>,
}

/// A line that means something to one of the plans.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'t> {
    pub number: u32,
    pub at: i64,
    pub text: &'t str,
    /// Identity of the first thing that it tells, whichever plan reads it.
    pub first: Id,
    names: (u32, u32),
}

/// The lines of people who have to do with each other, in the order in which they happened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group<'r, 't> {
    recording: &'r Recording<'t>,
    range: (u32, u32),
}

impl<'t> Recording<'t> {
    /// Reads `text`, a call in JSON on each line, as `filrouge import` takes it and `filrouge export` writes it. `source` is
    /// whose calls they are. Work is shared among the threads of the present pool.
    #[must_use]
    pub fn read(text: &'t [u8], old: &Plan, new: &Plan, source: &str) -> Self {
        let numbered = || text.split(|byte| *byte == b'\n').zip(1_u32..).filter(|(line, _)| !is_blank(line));
        let lines: Vec<(&[u8], u32)> = numbered().collect();
        let spoken: Vec<Spoken<'t>> =
            lines.par_iter().map(|(line, number)| Spoken::read(*number, line, [old, new], source)).collect();
        let mut recording = Self { total: spoken.len() as u64, ..Self::default() };
        let first = spoken.iter().filter_map(|spoken| spoken.at).min().unwrap_or_default();
        for spoken in spoken {
            recording.add(spoken, first);
        }
        recording.sort();
        recording
    }

    fn add(&mut self, spoken: Spoken<'t>, first: i64) {
        let Spoken { number, text, at, meant, names, refused } = spoken;
        if let Some(refused) = refused {
            self.refuse(number, refused);
        }
        let Some(id) = meant else { return };
        self.untimed += u64::from(at.is_none());
        let from = index(self.names.len());
        self.names.extend(names);
        let names = (from, index(self.names.len()));
        self.lines.push(Line { number, at: at.unwrap_or(first), text, first: id, names });
    }

    fn refuse(&mut self, line: u32, [old, new]: [Option<String>; 2]) {
        self.set_aside.old += u64::from(old.is_some());
        self.set_aside.new += u64::from(new.is_some());
        self.set_aside.lines += 1;
        if self.set_aside.first.len() < TOLD {
            self.set_aside.first.push(Place { line, old, new });
        }
    }

    /// Puts lines in the order in which they happened, and those together that have to do with each other.
    fn sort(&mut self) {
        self.lines.par_sort_by_key(|line| (line.at, line.number));
        self.span = self.lines.first().zip(self.lines.last()).map(|(first, last)| (first.at, last.at));
        let names = |line: &Line<'_>| self.names.get(range(line.names)).unwrap_or_default();
        let of: Vec<&[u128]> = self.lines.iter().map(names).collect();
        let leads = groups::leads(&of);
        let mut order: Vec<(u32, u32)> = leads.into_iter().zip(0..).collect();
        order.par_sort_unstable();
        self.lines = order.iter().filter_map(|(_, place)| self.lines.get(*place as usize)).copied().collect();
        let mut from = 0;
        for together in order.chunk_by(|(one, _), (other, _)| one == other) {
            let until = from + index(together.len());
            self.groups.push((from, until));
            from = until;
        }
    }

    /// Lines that mean something to one of the plans.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    pub(crate) fn groups(&self) -> Vec<Group<'_, 't>> {
        self.groups.iter().map(|range| Group { recording: self, range: *range }).collect()
    }
}

impl<'r, 't> Group<'r, 't> {
    pub(crate) fn lines(&self) -> &'r [Line<'t>] {
        self.recording.lines.get(range(self.range)).unwrap_or_default()
    }

    /// Whom a line names, by the keys of the names.
    pub(crate) fn names(&self, line: &Line<'_>) -> &'r [u128] {
        self.recording.names.get(range(line.names)).unwrap_or_default()
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

/// A recording is shorter than four billion lines.
fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

const fn range((from, until): (u32, u32)) -> std::ops::Range<usize> {
    from as usize..until as usize
}
