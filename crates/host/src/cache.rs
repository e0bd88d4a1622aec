//! What was asked for last, kept in memory.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

/// What was put in last: two generations, of which the elder is dropped when the younger is full.
pub(crate) struct Cache<K, V> {
    generation: usize,
    young: HashMap<K, V>,
    old: HashMap<K, V>,
}

impl<K: Eq + Hash, V> Cache<K, V> {
    pub(crate) fn new(most: usize) -> Self {
        Self { generation: (most / 2).max(1), young: HashMap::new(), old: HashMap::new() }
    }

    /// Takes something out: whoever changes a person must put them back once the change is durable.
    pub(crate) fn take(&mut self, key: &K) -> Option<V> {
        let old = self.old.remove(key);
        self.young.remove(key).or(old)
    }

    /// Looks at something, which does not count as being asked for.
    pub(crate) fn peek(&self, key: &K) -> Option<&V> {
        self.young.get(key).or_else(|| self.old.get(key))
    }

    pub(crate) fn put(&mut self, key: K, value: V) {
        if self.young.len() >= self.generation {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }

    pub(crate) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

impl<K: Eq + Hash, V: Copy> Cache<K, V> {
    /// Looks at something, which counts as being asked for.
    pub(crate) fn get(&mut self, key: &K) -> Option<V> {
        if let Some(value) = self.young.get(key) {
            return Some(*value);
        }
        let (key, value) = self.old.remove_entry(key)?;
        self.put(key, value);
        Some(value)
    }
}

#[cfg(test)]
mod tests;
