//! The law that a project chose, in the versions that it is judged by.

use crate::served::{Served, served};
use filrouge_law::{Applied, LOCK_FILE, Lock, Pack, SHELF};
use filrouge_model::Model;
use filrouge_plan::{Hours, Period};
use filrouge_source::{Sources, Span};

/// A project beside the law that it chose.
pub(crate) struct Statutes<'m> {
    /// The project.
    pub model: &'m Model,
    /// Its texts.
    pub sources: &'m Sources,
    /// What it is locked to.
    pub lock: Lock,
    /// The packs that it chose, in the order of the text.
    pub applied: Vec<Applied<'static>>,
    /// What leaves the project; not looked for in a project that chose none.
    pub served: Vec<Served<'m>>,
}

impl<'m> Statutes<'m> {
    /// The law of this project.
    pub fn of(model: &'m Model, sources: &'m Sources) -> Self {
        let lock = sources.find(LOCK_FILE);
        let lock = lock.map(|(id, file)| Lock::read_at(id, &file.text)).unwrap_or_default();
        let chosen = model.project.iter().flat_map(|project| &project.rules);
        let applied: Vec<_> = chosen.filter_map(|name| SHELF.applied(&name.value, &lock)).collect();
        let served = if applied.is_empty() { Vec::new() } else { served(model) };
        Self { model, sources, lock, applied, served }
    }

    /// The packs that ask for a check.
    pub fn packs<'s>(&'s self, check: &'s str) -> impl Iterator<Item = &'static Pack> {
        self.applied.iter().map(|own| own.pack).filter(move |pack| pack.asks(check))
    }

    /// Whether a pack asks for a check.
    pub fn asks(&self, check: &str) -> bool {
        self.packs(check).next().is_some()
    }

    /// Where the project chooses a pack.
    pub fn chosen(&self, name: &str) -> Option<Span> {
        let mut chosen = self.model.project.iter().flat_map(|project| &project.rules);
        chosen.find(|own| &*own.value == name).map(|own| own.span)
    }

    /// The values of a line of the packs that ask for a check.
    pub fn list(&self, check: &str, name: &str) -> Vec<&'static str> {
        self.packs(check).flat_map(|pack| pack.list(name)).collect()
    }

    /// The shortest time on a line of the packs that ask for a check, with the pack.
    pub fn shortest(&self, check: &str, name: &str) -> Option<(Period, &'static Pack)> {
        let times = self.packs(check).filter_map(|pack| Some((pack.period(name)?, pack)));
        times.min_by_key(|(period, _)| crate::patience::millis(*period))
    }

    /// Hours of the packs that ask for a check, of those that say something of a kind of message.
    pub fn hours(&self, check: &str, medium: &str) -> Vec<(Vec<Hours>, &'static Pack)> {
        let all = self.packs(check).map(|pack| (pack.hours(medium), pack));
        all.filter(|(hours, _)| !hours.is_empty()).collect()
    }
}
