//! What is found in each journey alone and in each text alone, kept from one judgement to the next.
//!
//! A rule about one journey is handed the journey and its [`Setting`], and can see nothing else. So what it found stays
//! true while both are the same things.

use crate::rules::{alone, reasoned};
use crate::secrets::{self, Slip};
use filrouge_model::{Journey, Model, Setting};
use filrouge_report::Findings;
use filrouge_source::Sources;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What was found in each journey alone, and in each text.
#[derive(Debug, Default)]
pub struct Opinions {
    setting: Option<Arc<Setting>>,
    /// By the place of the journey in memory, which it keeps while it is held here.
    known: BTreeMap<usize, Arc<Opinion>>,
    /// By the place of the text in memory, likewise.
    texts: BTreeMap<usize, Text>,
}

/// A text, and the secrets that slipped into it.
#[derive(Debug, Clone)]
struct Text {
    text: Arc<str>,
    slips: Arc<[Slip]>,
}

/// What was found in one journey.
#[derive(Debug)]
pub(crate) struct Opinion {
    journey: Arc<Journey>,
    setting: Arc<Setting>,
    /// What every project is told.
    pub judged: Findings,
    reasoned: OnceLock<Findings>,
}

/// Below this number of journeys for each thread, another thread costs more than it saves.
pub(crate) const WORTH_A_THREAD: usize = 100;

impl Opinions {
    /// What is found in each journey, in the order of the text.
    pub(crate) fn of(&mut self, model: &Model) -> Vec<Arc<Opinion>> {
        let journeys = model.journeys.held();
        let is_known = self.setting.as_ref().is_some_and(|known| Arc::ptr_eq(known, &model.setting));
        let known = if is_known { std::mem::take(&mut self.known) } else { BTreeMap::new() };
        let one = |journey| match known.get(&place(journey)) {
            Some(opinion) => Arc::clone(opinion),
            None => Arc::new(Opinion::of(journey, &model.setting)),
        };
        let all: Vec<_> = if journeys.len() < 2 * WORTH_A_THREAD {
            journeys.iter().map(one).collect()
        } else {
            journeys.par_iter().with_min_len(WORTH_A_THREAD).map(one).collect()
        };
        self.setting = Some(Arc::clone(&model.setting));
        self.known = all.iter().map(|own| (place(&own.journey), Arc::clone(own))).collect();
        all
    }

    /// Secrets in each text, in the order of the files.
    pub(crate) fn slips(&mut self, sources: &Sources) -> Vec<Arc<[Slip]>> {
        let known = std::mem::take(&mut self.texts);
        let one = |text: &Arc<str>| known.get(&place(text)).cloned().unwrap_or_else(|| Text::of(text));
        let all: Vec<Text> = sources.iter().map(|(_, file)| one(&file.text)).collect();
        let slips = all.iter().map(|own| Arc::clone(&own.slips)).collect();
        self.texts = all.into_iter().map(|own| (place(&own.text), own)).collect();
        slips
    }
}

impl Text {
    fn of(text: &Arc<str>) -> Self {
        Self { text: Arc::clone(text), slips: secrets::find(text).into() }
    }
}

impl Opinion {
    fn of(journey: &Arc<Journey>, setting: &Arc<Setting>) -> Self {
        let judged = alone(journey, setting);
        Self { journey: Arc::clone(journey), setting: Arc::clone(setting), judged, reasoned: OnceLock::new() }
    }

    /// What its conditions mean together, found out when it is first asked for.
    pub fn reasoned(&self) -> &Findings {
        self.reasoned.get_or_init(|| reasoned(&self.journey, &self.setting))
    }
}

fn place<T: ?Sized>(held: &Arc<T>) -> usize {
    Arc::as_ptr(held).addr()
}
