//! Which ids were never seen, told without looking at the disk: nearly every input is new.
//!
//! A Bloom filter with 16 bits and 6 probes an id: one id in about a thousand that was never seen is looked for in vain,
//! for each part. Parts of growing size are added as ids come; ids that are forgotten stay in it until the store is opened again.
//! Once its room is used up, more ids go into the last part, and more and more are looked for in vain.

use filrouge_machine::Id;

/// Ids for which the first part has room; each further part has room for twice as many.
const FIRST: usize = 1 << 16;

const BITS: usize = 16;

const PROBES: u64 = 6;

pub(super) struct Filter {
    parts: Vec<Part>,
    /// Bytes that all parts may have.
    bytes: usize,
}

struct Part {
    words: Vec<u64>,
    room: usize,
}

impl Filter {
    /// One that grows to so many bytes, and has at least its first part.
    pub(super) fn within(bytes: usize) -> Self {
        Self { parts: vec![Part::with_room(FIRST)], bytes }
    }

    pub(super) fn insert(&mut self, id: Id) {
        if self.parts.last().is_some_and(|part| part.room == 0) {
            self.grow();
        }
        if let Some(part) = self.parts.last_mut() {
            part.insert(id);
        }
    }

    /// Adds a part of twice the size of the last one, if there is room for it.
    fn grow(&mut self) {
        let sizes = self.parts.iter().map(|part| part.words.len() * size_of::<u64>());
        let next = 2 * sizes.clone().next_back().unwrap_or_default();
        if sizes.sum::<usize>() + next <= self.bytes {
            self.parts.push(Part::with_room(next * 8 / BITS));
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
        self.room = self.room.saturating_sub(1);
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
        let mut filter = Filter::within(1 << 20);
        (0..300_000).for_each(|number| filter.insert(id(number)));
        assert!((0..300_000).all(|number| filter.may_have(id(number))));
        let wrong = (300_000..600_000).filter(|number| filter.may_have(id(*number))).count();
        assert!(wrong < 1_200, "{wrong} of 300,000");
    }

    #[test]
    fn what_was_inserted_is_there_however_little_room_there_is() {
        let mut filter = Filter::within(0);
        (0..300_000).for_each(|number| filter.insert(Id(number << 64 | number)));
        assert!((0..300_000).all(|number| filter.may_have(Id(number << 64 | number))));
        assert_eq!(filter.parts.len(), 1);
    }
}
