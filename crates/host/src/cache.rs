//! What was asked for last, kept in memory up to so many bytes.

use std::collections::HashMap;
use std::hash::Hash;
use std::mem;

/// Bytes that an entry takes in a table beside its own, as a table is never full.
const BESIDE: usize = 16;

/// What was put in last: two generations, of which the elder is dropped when the younger is full.
pub(crate) struct Cache<K, V> {
    /// Bytes of a generation.
    generation: usize,
    young: Generation<K, V>,
    old: Generation<K, V>,
}

/// Entries, each with its bytes.
struct Generation<K, V> {
    entries: HashMap<K, (V, usize)>,
    bytes: usize,
}

impl<K, V> Default for Generation<K, V> {
    fn default() -> Self {
        Self { entries: HashMap::new(), bytes: 0 }
    }
}

impl<K: Eq + Hash, V> Generation<K, V> {
    fn insert(&mut self, key: K, value: V, bytes: usize) {
        self.bytes += bytes;
        if let Some((_, before)) = self.entries.insert(key, (value, bytes)) {
            self.bytes -= before;
        }
    }

    fn remove(&mut self, key: &K) -> Option<(K, V, usize)> {
        let (key, (value, bytes)) = self.entries.remove_entry(key)?;
        self.bytes -= bytes;
        Some((key, value, bytes))
    }

    fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }
}

impl<K: Eq + Hash, V> Cache<K, V> {
    /// One that holds so many bytes.
    pub(crate) fn new(bytes: usize) -> Self {
        Self { generation: bytes / 2, young: Generation::default(), old: Generation::default() }
    }

    /// Takes something out: whoever changes a person must put them back once the change is durable.
    pub(crate) fn take(&mut self, key: &K) -> Option<V> {
        let old = self.old.remove(key);
        self.young.remove(key).or(old).map(|(_, value, _)| value)
    }

    /// Looks at something, which does not count as being asked for.
    pub(crate) fn peek(&self, key: &K) -> Option<&V> {
        self.young.entries.get(key).or_else(|| self.old.entries.get(key)).map(|(value, _)| value)
    }

    /// Puts something in that takes so many bytes, its key included. What is larger than a generation is not kept.
    pub(crate) fn put(&mut self, key: K, value: V, bytes: usize) {
        let bytes = bytes + BESIDE;
        if self.young.bytes + bytes > self.generation {
            // The room of the elder becomes that of the younger.
            self.old.clear();
            mem::swap(&mut self.young, &mut self.old);
        }
        if bytes <= self.generation {
            self.young.insert(key, value, bytes);
        }
    }

    /// Bytes of all that is in it.
    pub(crate) const fn bytes(&self) -> usize {
        self.young.bytes + self.old.bytes
    }

    pub(crate) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

impl<K: Eq + Hash, V: Copy> Cache<K, V> {
    /// Looks at something, which counts as being asked for.
    pub(crate) fn get(&mut self, key: &K) -> Option<V> {
        if let Some((value, _)) = self.young.entries.get(key) {
            return Some(*value);
        }
        let (key, value, bytes) = self.old.remove(key)?;
        self.put(key, value, bytes - BESIDE);
        Some(value)
    }
}

#[cfg(test)]
mod tests;
