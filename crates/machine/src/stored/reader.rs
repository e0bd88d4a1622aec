//! Reading, of bytes that may be anything: what comes out is never much larger than what went in.

use super::codec::Codec;
use super::{LONGEST_NAME, SHORTEST_HEX};
use std::borrow::Cow;

/// How deep values may lie in values.
const DEEPEST: u32 = 64;

/// Room that is made for a list before its elements are seen.
const TRUSTED: usize = 32;

/// The bytes are not what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Damage;

/// Bytes, and what was read so far that can be referred to.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    clock: i64,
    names: Vec<Text<'a>>,
    depth: u32,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, clock: 0, names: Vec::with_capacity(64), depth: 0 }
    }

    /// How many bytes are left.
    pub(super) const fn left(&self) -> usize {
        self.rest.len()
    }

    fn byte(&mut self) -> Result<u8, Damage> {
        let (byte, rest) = self.rest.split_first().ok_or(Damage)?;
        self.rest = rest;
        Ok(*byte)
    }

    #[inline]
    fn take(&mut self, length: usize) -> Result<&'a [u8], Damage> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Damage)?;
        self.rest = rest;
        Ok(taken)
    }

    #[inline]
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], Damage> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(Damage)?;
        self.rest = rest;
        Ok(*taken)
    }

    #[inline]
    pub(super) fn number(&mut self) -> Result<u64, Damage> {
        match self.rest {
            [byte @ ..0x80, rest @ ..] => {
                self.rest = rest;
                Ok(u64::from(*byte))
            }
            _ => self.long_number(),
        }
    }

    /// Up to eight bytes at once: most moments are that short.
    fn long_number(&mut self) -> Result<u64, Damage> {
        let Some((word, _)) = self.rest.split_first_chunk() else { return self.any_number() };
        let word = u64::from_le_bytes(*word);
        let ends = !word & 0x8080_8080_8080_8080;
        if ends == 0 {
            return self.any_number();
        }
        let length = ends.trailing_zeros() / 8 + 1;
        self.rest = self.rest.get(length as usize..).unwrap_or_default();
        // What stands behind the last byte goes, then each half moves to the other.
        let word = word & (u64::MAX >> (64 - 8 * length)) & 0x7f7f_7f7f_7f7f_7f7f;
        let word = (word & 0x007f_007f_007f_007f) | (word & 0x7f00_7f00_7f00_7f00) >> 1;
        let word = (word & 0x0000_3fff_0000_3fff) | (word & 0x3fff_0000_3fff_0000) >> 2;
        Ok((word & 0x0fff_ffff) | (word & 0x0fff_ffff_0000_0000) >> 4)
    }

    fn any_number(&mut self) -> Result<u64, Damage> {
        u64::try_from(self.wide()?).map_err(|_| Damage)
    }

    pub(super) fn wide(&mut self) -> Result<u128, Damage> {
        let mut number = 0;
        for shift in (0..128).step_by(7) {
            let byte = u128::from(self.byte()?);
            number |= (byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Damage)
    }

    #[inline]
    pub(super) fn signed(&mut self) -> Result<i64, Damage> {
        let number = self.number()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    #[inline]
    pub(super) fn moment(&mut self) -> Result<i64, Damage> {
        self.clock = self.clock.wrapping_add(self.signed()?);
        Ok(self.clock)
    }

    #[inline]
    pub(super) fn text(&mut self) -> Result<Text<'a>, Damage> {
        let code = self.number()?;
        if code & 1 == 0 {
            return self.new_text(code);
        }
        self.names.get((code >> 1) as usize).copied().ok_or(Damage)
    }

    fn new_text(&mut self, code: u64) -> Result<Text<'a>, Damage> {
        let length = usize::try_from(code >> 2).map_err(|_| Damage)?;
        let text = if code & 2 == 2 {
            is_hex_length(length)?;
            Text::Hex(self.take(length / 2)?)
        } else {
            Text::Plain(std::str::from_utf8(self.take(length)?).map_err(|_| Damage)?)
        };
        if length <= LONGEST_NAME {
            self.names.push(text);
        }
        Ok(text)
    }

    /// The elements of a list, of which each takes a byte at the least.
    pub(super) fn list<T>(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Result<T, Damage>,
    ) -> Result<Vec<T>, Damage> {
        let count = self.count()?;
        let mut list = Vec::with_capacity(count.min(TRUSTED));
        for _ in 0..count {
            list.push(element(self)?);
        }
        Ok(list)
    }

    fn count(&mut self) -> Result<usize, Damage> {
        let count = usize::try_from(self.number()?).map_err(|_| Damage)?;
        if count > self.rest.len() { Err(Damage) } else { Ok(count) }
    }

    /// A field of a structure, when the next bit of `given` says that it was written.
    #[inline]
    pub(super) fn field<T: Codec>(&mut self, given: &mut u64) -> Result<T, Damage> {
        let is_given = *given & 1 == 1;
        *given >>= 1;
        if is_given { T::read(self) } else { T::blank().ok_or(Damage) }
    }

    /// Nothing is left of the bits: a field that this version does not know cannot be kept.
    #[inline]
    pub(super) fn all_known(&self, given: u64) -> Result<(), Damage> {
        if given == 0 { Ok(()) } else { Err(Damage) }
    }

    /// Reads something that may hold things of its own kind.
    pub(super) fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Damage>,
    ) -> Result<T, Damage> {
        if self.depth == DEEPEST {
            return Err(Damage);
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }
}

/// A text where it was first written.
#[derive(Clone, Copy)]
pub(super) enum Text<'a> {
    Plain(&'a str),
    Hex(&'a [u8]),
}

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> Self {
        match text {
            Text::Plain(text) => text.to_owned(),
            Text::Hex(bytes) => digits(bytes),
        }
    }
}

impl From<Text<'_>> for Box<str> {
    fn from(text: Text<'_>) -> Self {
        match text {
            Text::Plain(text) => text.into(),
            Text::Hex(bytes) => digits(bytes).into(),
        }
    }
}

impl<'a> From<Text<'a>> for Cow<'a, str> {
    fn from(text: Text<'a>) -> Self {
        match text {
            Text::Plain(text) => Cow::Borrowed(text),
            Text::Hex(bytes) => Cow::Owned(digits(bytes)),
        }
    }
}

fn is_hex_length(length: usize) -> Result<(), Damage> {
    let is_one = (SHORTEST_HEX..=LONGEST_NAME).contains(&length) && length.is_multiple_of(2);
    if is_one { Ok(()) } else { Err(Damage) }
}

fn digits(bytes: &[u8]) -> String {
    let digit = |half: u8| if half < 10 { b'0' + half } else { b'a' - 10 + half };
    let digits = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect();
    String::from_utf8(digits).unwrap_or_default()
}
