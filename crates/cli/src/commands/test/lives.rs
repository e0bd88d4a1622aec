//! Random lives, in search of one that breaks a property of the project.

use super::human;
use crate::commands::check::counted;
use crate::exit::Failure;
use crate::terminal::Terminal;
use filrouge_compile::{Analysis, test_block};
use filrouge_machine::Ready;
use filrouge_plan::always::Property;
use filrouge_simulate::document::{BrokenBy, Lived, Lives, Unmet};
use filrouge_simulate::{Found, search};
use filrouge_source::Sources;
use std::num::NonZeroUsize;
use std::thread;
use std::time::SystemTime;

/// What came of the lives that were asked for.
pub struct Searched {
    seed: u64,
    lives: u64,
    properties: Vec<Property>,
    found: Vec<Found>,
}

/// Lives so many lives. A project without a property has nothing to search for, and would look like success.
pub fn run(
    ready: &Ready,
    analysis: &Analysis,
    lives: u64,
    seed: Option<u64>,
    jobs: Option<NonZeroUsize>,
) -> Result<Searched, Failure> {
    let properties: Vec<Property> =
        analysis.checked.iter().flat_map(|checked| &checked.model().always).cloned().collect();
    if properties.is_empty() {
        return Err(Failure::new("no property is declared", "an `always` says what must hold in every life"));
    }
    let seed = seed.unwrap_or_else(some_seed);
    let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let jobs = u64::try_from(jobs.unwrap_or_else(cores).get()).unwrap_or(1);
    let found = shared(ready, &properties, seed, lives, jobs);
    Ok(Searched { seed, lives, properties, found })
}

/// A seed that is short enough to be typed.
fn some_seed() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::from(since.subsec_nanos()) / 1_000
}

/// Each thread lives a part of the lives; of those that break a property the first one counts, whichever thread found it.
fn shared(ready: &Ready, properties: &[Property], seed: u64, lives: u64, jobs: u64) -> Vec<Found> {
    let part = lives.div_ceil(jobs.max(1)).max(1);
    let mut found: Vec<Found> = thread::scope(|scope| {
        let starts = (0..lives).step_by(usize::try_from(part).unwrap_or(usize::MAX));
        let search = |from: u64| {
            scope.spawn(move || search(ready, properties, seed, from..lives.min(from.saturating_add(part))))
        };
        let threads: Vec<_> = starts.map(search).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).flatten().collect()
    });
    found.sort_by_key(|found| (found.property.place.file, found.property.place.start, found.life));
    found.dedup_by(|later, first| later.property.place == first.property.place);
    found
}

impl Searched {
    /// Whether a property was broken.
    pub const fn is_broken(&self) -> bool {
        !self.found.is_empty()
    }

    /// As a document.
    pub fn document(&self, ready: &Ready, sources: &Sources) -> Lives {
        let place = |place| human::line(place, sources).0;
        let broken = |found: &Found| BrokenBy {
            life: found.life,
            failure: Unmet::of(&found.failure, place),
            test: test_block(&found.scenario, ready.plan()),
        };
        let lived = |property: &Property| {
            let (place, text) = human::line(property.place, sources);
            let found = self.found.iter().find(|found| found.property.place == property.place);
            let property = text.trim().trim_end_matches('{').trim_end().to_owned();
            Lived { property, place, broken: found.map(broken) }
        };
        let properties = self.properties.iter().map(lived).collect();
        Lives { seed: self.seed, lives: self.lives, properties }
    }

    /// For people: each broken property with the life that breaks it, and a line that sums up.
    pub fn told(&self, ready: &Ready, sources: &Sources, terminal: &Terminal) -> String {
        let mut out = String::from("\n");
        for found in &self.found {
            let word = found.property.claim.word();
            out.push_str(&format!("{} always: {word}\n", terminal.paint("31;1", &terminal.told("FAIL"))));
            out.push_str(&human::unmet(&found.failure, sources, terminal));
            let so = format!("  this test fails as long as it is so (life {}):\n\n", found.life);
            out.push_str(&terminal.told(&so));
            out.push_str(&test_block(&found.scenario, ready.plan()));
            out.push('\n');
        }
        let (broken, all) = (self.found.len(), self.properties.len());
        let color = if broken == 0 { "32;1" } else { "31;1" };
        let properties = counted(all, "property", "properties");
        let lives = counted(usize::try_from(self.lives).unwrap_or(usize::MAX), "life", "lives");
        let sum = terminal.paint(color, &format!("{broken} of {properties} broken"));
        out.push_str(&terminal.told(&format!("{sum}, in {lives} of seed {}\n", self.seed)));
        out
    }
}
