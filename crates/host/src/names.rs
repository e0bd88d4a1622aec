//! Whom names lead to, kept in memory for those that were asked for last.

use crate::Identifier;
use filrouge_machine::Id;
use std::collections::HashMap;
use std::mem;

/// Names that were asked for last, and whom each leads to: two generations, of which the elder is dropped when the
/// younger is full. Whoever becomes one with somebody else empties it.
pub(crate) struct Names {
    generation: usize,
    young: HashMap<Identifier, Id>,
    old: HashMap<Identifier, Id>,
}

impl Names {
    pub(crate) fn new(names: usize) -> Self {
        Self { generation: (names / 2).max(1), young: HashMap::new(), old: HashMap::new() }
    }

    pub(crate) fn get(&mut self, name: &Identifier) -> Option<Id> {
        if let Some(person) = self.young.get(name) {
            return Some(*person);
        }
        let (name, person) = self.old.remove_entry(name)?;
        self.put(name, person);
        Some(person)
    }

    pub(crate) fn put(&mut self, name: Identifier, person: Id) {
        if self.young.len() >= self.generation {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(name, person);
    }

    pub(crate) fn forget(&mut self, name: &Identifier) {
        self.young.remove(name);
        self.old.remove(name);
    }

    pub(crate) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(value: u64) -> Identifier {
        Identifier::new("user_id", value.to_string())
    }

    #[test]
    fn those_that_are_asked_for_stay_and_the_others_go() {
        let mut names = Names::new(8);
        (0..20).for_each(|number| {
            names.put(name(number), Id(u128::from(number)));
            assert_eq!(names.get(&name(0)), Some(Id(0)));
        });
        assert_eq!(names.get(&name(1)), None);
        assert_eq!(names.get(&name(19)), Some(Id(19)));
    }

    #[test]
    fn what_is_forgotten_is_gone_from_both_generations() {
        let mut names = Names::new(4);
        (0..3).for_each(|number| names.put(name(number), Id(1)));
        (0..3).for_each(|number| names.forget(&name(number)));
        assert!((0..3).all(|number| names.get(&name(number)).is_none()));
    }
}
