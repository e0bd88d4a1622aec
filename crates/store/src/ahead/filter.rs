//! Which ids were never seen, told without looking at the disk: nearly every input is new.
//!
//! A Bloom filter with 16 bits and 6 probes an id: one id in about a thousand that was never seen is looked for in vain,
//! for each part. Parts of growing size are added as ids come; ids that are forgotten stay in it until the store is opened again.

use filrouge_machine::Id;

/// Ids for which the first part has room; each further part has room for twice as many.
const FIRST: usize = 1 << 16;

const BITS: usize = 16;

const PROBES: u64 = 6;

pub(super) struct Filter {
    parts: Vec<Part>,
}

struct Part {
    words: Vec<u64>,
    room: usize,
}

impl Filter {
    pub(super) fn new() -> Self {
        Self { parts: vec![Part::with_room(FIRST)] }
    }

    pub(super) fn insert(&mut self, id: Id) {
        let size = self.parts.last().map_or(FIRST, |part| part.words.len() * 64 / BITS);
        match self.parts.last_mut().filter(|part| part.room > 0) {
            Some(part) => part.insert(id),
            None => {
                let mut part = Part::with_room(size * 2);
                part.insert(id);
                self.parts.push(part);
            }
        }
    }

    /// Whether the id may have been seen; one of which it says no was not.
    pub(super) fn may_have(&self, id: Id) -> bool {
        self.parts.iter().any(|part| part.probes(id).all(|(word, bit)| part.has(word, bit)))
    }
}

impl Part {
    fn with_room(room: usize) -> Self {
        Self { words: vec![0; room * BITS / 64], room }
    }

    fn has(&self, word: usize, bit: u64) -> bool {
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }

    fn insert(&mut self, id: Id) {
        self.room -= 1;
        for (word, bit) in self.probes(id) {
            if let Some(bits) = self.words.get_mut(word) {
                *bits |= bit;
            }
        }
    }

    /// The length is a power of two, so that a place is a mask away. An id is a hash, but in tests it is not.
    fn probes(&self, id: Id) -> impl Iterator<Item = (usize, u64)> + use<> {
        let mask = (self.words.len() as u64 * 64).wrapping_sub(1);
        let (one, step) = (mixed(id.0 as u64), mixed((id.0 >> 64) as u64 ^ id.0 as u64) | 1);
        (0..PROBES).map(move |probe| {
            let place = one.wrapping_add(step.wrapping_mul(probe)) & mask;
            ((place / 64) as usize, 1 << (place % 64))
        })
    }
}

/// The end of splitmix64.
const fn mixed(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_inserted_is_there_and_hardly_anything_else() {
        let id = |number: u64| Id(u128::from(number) << 64 | u128::from(number.wrapping_mul(7)));
        let mut filter = Filter::new();
        (0..300_000).for_each(|number| filter.insert(id(number)));
        assert!((0..300_000).all(|number| filter.may_have(id(number))));
        let wrong = (300_000..600_000).filter(|number| filter.may_have(id(*number))).count();
        assert!(wrong < 1_200, "{wrong} of 300,000");
    }
}
