//! How many people are in what: they are read beside the drive loop, all of them or so many by chance.

use crate::{Active, Handle, PersonRow, StoreError};
use filrouge_machine::{Id, Input, InputKind, Person, step};
use std::collections::{BTreeMap, BTreeSet};

/// How many people are read at once.
const PAGE: usize = 500;

/// How many people are in each segment and each journey of the plan that runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sizes {
    /// How many people were looked at: everybody, or so many by chance.
    pub looked: u64,
    /// How many people there are.
    pub of: u64,
    /// Of the people who were looked at, how many are in each segment.
    pub segments: BTreeMap<String, u64>,
    /// Of the people who were looked at, how many are inside each journey, however often.
    pub journeys: BTreeMap<String, u64>,
}

impl Handle {
    /// Looks at `most` people at the most, as the plan that runs sees them at `now`. Ids are drawn by chance, so the first of
    /// them are a sample.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sizes(&self, now: i64, most: usize) -> Result<Sizes, StoreError> {
        let (running, reader) = (self.shared().active(), &self.shared().reader);
        let mut sizes = Sizes { of: reader.counts()?.people, ..Sizes::of_nobody(&running) };
        let (mut after, mut left) = (None, most);
        while left > 0 {
            let people = reader.people(after, PAGE.min(left))?;
            let Some(last) = people.last() else { break };
            (after, left) = (Some(*last), left.saturating_sub(people.len()));
            for id in people {
                // Who became one with somebody else is counted there.
                if reader.alias(id)?.is_some() {
                    continue;
                }
                let Some(row) = reader.person(id)? else { continue };
                sizes.add(&seen(&running, id, &row, now)?);
            }
        }
        // People may have come since they were counted.
        sizes.of = sizes.of.max(sizes.looked);
        Ok(sizes)
    }
}

impl Sizes {
    /// Everything that the plan declares, and nobody in it.
    fn of_nobody(running: &Active) -> Self {
        let plan = running.ready.plan();
        Self {
            segments: plan.segments.iter().map(|segment| (segment.name.clone(), 0)).collect(),
            journeys: plan.journeys.iter().map(|journey| (journey.name.clone(), 0)).collect(),
            ..Self::default()
        }
    }

    fn add(&mut self, person: &Person) {
        self.looked += 1;
        let journeys: BTreeSet<&String> = person.instances.iter().map(|walk| &walk.journey).collect();
        count(&mut self.segments, &person.segments);
        count(&mut self.journeys, journeys);
    }
}

fn count<'n>(sizes: &mut BTreeMap<String, u64>, names: impl IntoIterator<Item = &'n String>) {
    for name in names {
        if let Some(size) = sizes.get_mut(name) {
            *size += 1;
        }
    }
}

/// The person as the plan that runs sees them; who has not learnt of it yet learns of it on this copy.
fn seen(running: &Active, id: Id, row: &PersonRow, now: i64) -> Result<Person, StoreError> {
    let ready = &running.ready;
    let person = Person::decode(ready, &row.body);
    let mut person = person.map_err(|error| StoreError::unreadable("a person", error))?;
    if row.plan != running.hash() {
        let plan = running.hash().to_owned();
        let input = Id::of(&["sizes", &plan, &id.to_string()]);
        let input = Input { id: input, at: now, kind: InputKind::PlanActivated { plan } };
        // It is a copy: what would follow happens to nobody.
        let _ = step(ready, id, &mut person, &input);
    }
    Ok(person)
}
