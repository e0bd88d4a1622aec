//! Random lives of random people under a project's own plan, in search of one that breaks a property. A life is a test
//! like those of the language, so what breaks a property can be written down as one.

mod life;
pub(crate) mod palette;
mod shown;
mod shrink;
mod value;

pub use shown::shown;

use crate::{Dice, Failure, run};
use filrouge_machine::Ready;
use filrouge_plan::Place;
use filrouge_plan::always::Property;
use filrouge_plan::scenario::Scenario;
use palette::Palette;
use std::ops::Range;

const NOWHERE: Place = Place { file: 0, start: 0, end: 0 };

/// A life that breaks a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The property.
    pub property: Property,
    /// The number of the life.
    pub life: u64,
    /// The life, without all that is not needed to break it.
    pub scenario: Scenario,
    /// How it breaks the property.
    pub failure: Failure,
}

/// Lives the lives of `seed` that have these numbers, and returns the first one for each property that is broken, in the
/// order of `properties`. Equal arguments give equal answers.
#[must_use]
pub fn search(ready: &Ready, properties: &[Property], seed: u64, lives: Range<u64>) -> Vec<Found> {
    let palette = Palette::of(ready.plan());
    let mut whole: Vec<&Property> = properties.iter().collect();
    let mut found = Vec::new();
    for life in lives {
        if whole.is_empty() {
            break;
        }
        let scenario = random(ready, &palette, &whole, seed, life);
        for failure in run(ready, &scenario).into_iter().filter(|failure| failure.always) {
            let Some(place) = whole.iter().position(|property| property.place == failure.place) else {
                continue;
            };
            let property = whole.remove(place).clone();
            found.push(shortened(ready, (property, failure), life, seed, scenario.clone()));
        }
    }
    found.sort_by_key(|found: &Found| (found.property.place.file, found.property.place.start));
    found
}

/// The life of this number, watched for these properties.
pub(crate) fn random(
    ready: &Ready,
    palette: &Palette,
    properties: &[&Property],
    seed: u64,
    life: u64,
) -> Scenario {
    let mut dice = Dice::new(Dice::new(seed).roll().wrapping_add(life));
    let always = properties.iter().map(|property| (*property).clone()).collect();
    Scenario { always, ..life::random(ready.plan(), palette, &mut dice) }
}

/// A life that breaks a property, as short as it gets.
fn shortened(
    ready: &Ready,
    (property, failure): (Property, Failure),
    life: u64,
    seed: u64,
    scenario: Scenario,
) -> Found {
    let scenario = Scenario { always: vec![property.clone()], ..scenario };
    let mut scenario = shrink::broken(ready, scenario);
    scenario.name = format!("{}, life {life} of seed {seed}", property.claim.word());
    let failure = run(ready, &scenario).into_iter().find(|failure| failure.always).unwrap_or(failure);
    Found { property, life, scenario, failure }
}

#[cfg(test)]
mod tests;
