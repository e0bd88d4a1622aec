//! People whose state is kept in memory.

use filrouge_machine::{Id, Person};
use std::collections::HashMap;
use std::mem;

/// The people who were stepped last: two generations, of which the elder is dropped when the younger is full.
pub(crate) struct Cache {
    generation: usize,
    young: HashMap<Id, Person>,
    old: HashMap<Id, Person>,
}

impl Cache {
    pub(crate) fn new(people: usize) -> Self {
        Self { generation: (people / 2).max(1), young: HashMap::new(), old: HashMap::new() }
    }

    /// Takes a person out: whoever changes a state must put it back once the change is durable.
    pub(crate) fn take(&mut self, id: Id) -> Option<Person> {
        self.young.remove(&id).or_else(|| self.old.remove(&id))
    }

    pub(crate) fn put(&mut self, id: Id, person: Person) {
        if self.young.len() >= self.generation {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(id, person);
    }

    pub(crate) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

#[cfg(test)]
mod tests;
