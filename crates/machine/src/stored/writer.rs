//! Writing: numbers that are short when they are small, moments by their distance from the one before, and each text
//! once.

use super::{LONGEST_NAME, SHORTEST_HEX};

/// How often a place in the table is tried before a text is written again. Who chooses texts so that they meet gains
/// nothing by it.
const TRIES: usize = 8;

/// Bytes, and what was written so far that can be referred to.
pub(super) struct Writer<'p> {
    pub bytes: Vec<u8>,
    /// The moment that was written last.
    clock: i64,
    names: Vec<&'p str>,
    /// Where in `names` a text is, plus one, by its hash; a power of two long.
    places: Vec<u32>,
}

impl<'p> Writer<'p> {
    pub(super) fn new(format: u8) -> Self {
        let mut bytes = Vec::with_capacity(1024);
        bytes.push(format);
        Self { bytes, clock: 0, names: Vec::with_capacity(64), places: vec![0; 256] }
    }

    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(super) fn wide(&mut self, mut number: u128) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63) as u64);
    }

    /// A moment, by its distance from the last one: what happens to a person happens close together.
    pub(super) fn moment(&mut self, at: i64) {
        self.signed(at.wrapping_sub(self.clock));
        self.clock = at;
    }

    /// A text: its place among those that were written, or itself. Long ones are not kept to be referred to, so that
    /// few bytes cannot stand for much.
    pub(super) fn text(&mut self, text: &'p str) {
        if text.len() > LONGEST_NAME {
            self.number((text.len() as u64) << 2);
            return self.bytes.extend_from_slice(text.as_bytes());
        }
        match self.place(text) {
            Some(place) => self.number((place as u64) << 1 | 1),
            None => self.name(text),
        }
    }

    fn name(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if is_hex(bytes) {
            self.number((bytes.len() as u64) << 2 | 2);
            let (pairs, _) = bytes.as_chunks::<2>();
            self.bytes.extend(pairs.iter().map(|[high, low]| half(*high) << 4 | half(*low)));
        } else {
            self.number((bytes.len() as u64) << 2);
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Where the text stands in the table; when it does not, it does from now on.
    fn place(&mut self, text: &'p str) -> Option<usize> {
        if self.names.len() * 2 > self.places.len() {
            self.grow();
        }
        let mask = self.places.len() - 1;
        let start = hash(text.as_bytes());
        for place in (0..TRIES).map(|attempt| start.wrapping_add(attempt) & mask) {
            let known = self.places.get_mut(place)?;
            if *known == 0 {
                self.names.push(text);
                *known = self.names.len() as u32;
                return None;
            }
            let at = *known as usize - 1;
            if self.names.get(at).is_some_and(|name| *name == text) {
                return Some(at);
            }
        }
        self.names.push(text);
        None
    }

    fn grow(&mut self) {
        let length = self.places.len() * 4;
        self.places = vec![0; length];
        for (name, at) in self.names.iter().zip(1..) {
            let start = hash(name.as_bytes());
            let tried = (0..TRIES).map(|attempt| start.wrapping_add(attempt) & (length - 1));
            if let Some(free) = tried.into_iter().find(|place| self.places.get(*place) == Some(&0))
                && let Some(place) = self.places.get_mut(free)
            {
                *place = at;
            }
        }
    }
}

fn hash(bytes: &[u8]) -> usize {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let (words, rest) = bytes.as_chunks::<8>();
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR);
    let hash = words.iter().fold(bytes.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    (mix(hash, rest) >> 32) as usize
}

/// Whether the text is the lower-case hex of bytes, like the hash of a plan.
fn is_hex(bytes: &[u8]) -> bool {
    bytes.len() >= SHORTEST_HEX
        && bytes.len().is_multiple_of(2)
        && bytes.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

const fn half(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit.wrapping_sub(b'a') + 10,
    }
}
