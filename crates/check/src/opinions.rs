//! What is found in each journey alone, kept from one judgement to the next.
//!
//! A rule about one journey is handed the journey and its [`Setting`], and can see nothing else. So what it found stays
//! true while both are the same things.

use crate::rules::{alone, reasoned};
use filrouge_model::{Journey, Model, Setting};
use filrouge_report::Findings;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// What was found in each journey alone.
#[derive(Debug, Default)]
pub struct Opinions {
    setting: Option<Arc<Setting>>,
    /// By the place of the journey in memory, which it keeps while it is held here.
    known: BTreeMap<usize, Arc<Opinion>>,
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

fn place(journey: &Arc<Journey>) -> usize {
    Arc::as_ptr(journey).addr()
}
