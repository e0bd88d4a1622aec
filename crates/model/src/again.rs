//! A project linked anew beside what was linked before: whoever types changes one of a thousand declarations.
//!
//! A journey or a test is taken up again when its word is the same, when everything that all of its kind see is equal,
//! and when each name that it looked up leads where it led. What is taken up is what linking it again would give.

use crate::callee::Callees;
use crate::journey::{self, Inside};
use crate::link::{link_journeys, zone_of};
use crate::linker::{Asked, Linker, Trace};
use crate::names::{Declared, Names};
use crate::test::{self, Stage};
use crate::{Journey, Journeys, Model, Notes, Setting};
use filrouge_language::Several;
use filrouge_language::words::{journey as journey_word, test as test_word};
use filrouge_plan::Scenario;
use filrouge_report::Findings;
use filrouge_source::{Sources, Spanned};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A project as it was linked, with what each journey and each test was linked from.
#[derive(Debug)]
pub struct Linked {
    /// The project.
    pub model: Arc<Model>,
    /// What was found.
    pub findings: Findings,
    /// What was noted outside of journeys and tests.
    pub(crate) notes: Notes,
    pub(crate) pieces: Pieces,
}

impl Linked {
    /// What the words of the text mean.
    #[must_use]
    pub fn notes(&self) -> Notes {
        let mut all = self.notes.clone();
        let journeys = self.pieces.journeys.iter().map(|piece| &piece.trace);
        let tests = self.pieces.tests.iter().map(|piece| &piece.trace);
        journeys.chain(tests).for_each(|trace| all.extend(trace.notes.clone()));
        all
    }
}

/// The declarations that may be taken up again, and what all of them saw.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    names: Option<Arc<Names>>,
    callees: Arc<Callees>,
    files: Files,
    journeys: Vec<Arc<Piece<journey_word::Journey, Journey>>>,
    tests: Vec<Arc<Piece<test_word::Test, Scenario>>>,
}

/// A declaration as it was linked.
#[derive(Debug)]
struct Piece<W, T> {
    word: Arc<W>,
    made: Arc<T>,
    trace: Trace,
}

/// Paths in their order, and the texts that are not of the language.
type Files = Vec<(Box<str>, Option<Arc<str>>)>;

/// What a link remembers, for the next one and of the one before.
pub(crate) struct Memory<'b> {
    before: Option<&'b Linked>,
    /// Whether anything is kept for a next time.
    keeps: bool,
    pub pieces: Pieces,
}

impl<'b> Memory<'b> {
    /// Nothing: what is linked once is not held twice.
    pub fn none() -> Self {
        Self { before: None, keeps: false, pieces: Pieces::default() }
    }

    /// What is kept, beside what was kept before.
    pub fn of(before: Option<&'b Linked>) -> Self {
        Self { before, keeps: true, pieces: Pieces::default() }
    }

    /// The setting; the same thing as before when it is equal, so that whoever judged by it sees that.
    pub fn setting(&self, setting: Setting) -> Arc<Setting> {
        let before = self.before.map(|before| &before.model.setting).filter(|before| ***before == setting);
        before.map_or_else(|| Arc::new(setting), Arc::clone)
    }

    /// Journeys, of which those are taken up that would be linked as they were.
    pub fn journeys(
        &mut self,
        words: Several<Arc<journey_word::Journey>>,
        outside: &Inside<'_>,
        callees: &Arc<Callees>,
        linker: &mut Linker<'_>,
    ) -> Journeys {
        if !self.keeps {
            return link_journeys(words, outside, linker).into_iter().map(Arc::new).collect();
        }
        let names = linker.names();
        let before = self.before.filter(|before| sees_the_same(before, outside, &names));
        // Of a journey that is asked for, others see how it is entered and how it ends.
        let asks_for_the_same = |before: &Linked, own: &Asked| {
            own.kind != Journey::KIND || before.pieces.callees.get(&own.name) == callees.get(&own.name)
        };
        let lead = Leads::of(before, &names);
        let holds = |trace: &Trace| {
            let same = |before| trace.asked.iter().all(|own| asks_for_the_same(before, own));
            lead.there(trace) && before.is_some_and(same)
        };
        let known = before.map_or(&[][..], |before| before.pieces.journeys.as_slice());
        let link = |word: &_, linker: &mut Linker<'_>| journey::link(word, outside, linker);
        let pieces = linked(&words, known, holds, link, linker);
        let journeys = pieces.iter().map(|piece| Arc::clone(&piece.made)).collect();
        self.pieces = Pieces {
            names: Some(names),
            callees: Arc::clone(callees),
            journeys: pieces,
            ..Pieces::default()
        };
        journeys
    }

    /// Tests, of which those are taken up that would be linked as they were.
    pub fn tests(
        &mut self,
        words: &Several<Arc<test_word::Test>>,
        stage: &Stage<'_>,
        linker: &mut Linker<'_>,
    ) -> Vec<Arc<Scenario>> {
        let link = |word: &_, linker: &mut Linker<'_>| test::link(word, stage, linker);
        if !self.keeps {
            return words.iter().map(|word| Arc::new(link(&word.value, linker))).collect();
        }
        let (names, files) = (linker.names(), files(linker.sources));
        let before =
            self.before.filter(|before| before.pieces.files == files && shows_the_same(before, stage));
        let lead = Leads::of(before, &names);
        let is_same = |before: &Linked, id: usize| {
            let pair = before.model.journeys.held().get(id).zip(stage.journeys.held().get(id));
            pair.is_some_and(|(one, other)| Arc::ptr_eq(one, other))
        };
        let holds = |trace: &Trace| {
            let mut named = trace.asked.iter().filter(|own| own.kind == Journey::KIND).filter_map(Asked::id);
            lead.there(trace) && before.is_some_and(|before| named.all(|id| is_same(before, id)))
        };
        let known = before.map_or(&[][..], |before| before.pieces.tests.as_slice());
        let pieces = linked(words, known, holds, link, linker);
        let tests = pieces.iter().map(|piece| Arc::clone(&piece.made)).collect();
        (self.pieces.tests, self.pieces.files) = (pieces, files);
        tests
    }
}

/// Whether journeys see what they saw before, but for what they name.
fn sees_the_same(before: &Linked, outside: &Inside<'_>, names: &Names) -> bool {
    let known = before.pieces.names.as_ref();
    let setting = &before.model.setting;
    setting.profile.as_ref() == outside.profile
        && setting.events == *outside.events
        && known.is_some_and(|known| {
            known.segments.is_like(&names.segments)
                && known.channels.is_like(&names.channels)
                && known.purposes.is_like(&names.purposes)
        })
}

/// Whether tests may speak of what they could speak of before, but for the journeys that they name.
fn shows_the_same(before: &Linked, stage: &Stage<'_>) -> bool {
    let setting = &before.model.setting;
    setting.profile.as_ref() == stage.profile
        && setting.events == *stage.events
        && setting.sources == *stage.sources
        && before.model.always == stage.always
        && zone_of(setting.project.as_ref()) == stage.zone
}

/// Whether names lead where they led.
struct Leads<'n> {
    names: &'n Names,
    /// Whether all do.
    all: bool,
}

impl<'n> Leads<'n> {
    fn of(before: Option<&Linked>, names: &'n Names) -> Self {
        let known = before.and_then(|before| before.pieces.names.as_ref());
        Self { names, all: known.is_some_and(|known| **known == *names) }
    }

    /// Whether those do that were looked up.
    fn there(&self, trace: &Trace) -> bool {
        self.all || trace.asked.iter().all(|own| own.leads_there(self.names))
    }
}

fn files(sources: &Sources) -> Files {
    let text = |file: &filrouge_source::SourceFile| (!file.is_kdl()).then(|| Arc::clone(&file.text));
    sources.iter().map(|(_, file)| (file.path.as_str().into(), text(file))).collect()
}

/// Below this number of declarations for each thread, another thread costs more than it saves.
const WORTH_A_THREAD: usize = 100;

/// Links words, and takes up those of `known` for which `holds` is true. The result does not depend on how the work was
/// shared.
fn linked<W: Send + Sync, T: Send + Sync>(
    words: &[Spanned<Arc<W>>],
    known: &[Arc<Piece<W, T>>],
    holds: impl Fn(&Trace) -> bool + Sync,
    link: impl Fn(&W, &mut Linker<'_>) -> T + Sync,
    linker: &mut Linker<'_>,
) -> Vec<Arc<Piece<W, T>>> {
    let known: BTreeMap<_, _> = known.iter().map(|piece| (Arc::as_ptr(&piece.word).addr(), piece)).collect();
    let outside = &*linker;
    let one = |word: &Spanned<Arc<W>>| {
        let known = known.get(&Arc::as_ptr(&word.value).addr());
        if let Some(piece) = known.filter(|piece| holds(&piece.trace)) {
            return Arc::clone(piece);
        }
        let mut own = outside.beside();
        let made = Arc::new(link(&word.value, &mut own));
        Arc::new(Piece { word: Arc::clone(&word.value), made, trace: own.trace() })
    };
    let pieces: Vec<_> = words.par_iter().with_min_len(WORTH_A_THREAD).map(one).collect();
    pieces.iter().for_each(|piece| linker.tell(&piece.trace.findings));
    pieces
}
