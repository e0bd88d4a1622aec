//! Bits of a string in the web's Base 64, six to a letter.

/// The bits of a string, and how many were read.
pub(super) struct Bits<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Bits<'t> {
    /// The bits of `text`; nothing for a text with other letters.
    pub fn of(text: &'t str) -> Option<Self> {
        let text = text.trim_end_matches('=').as_bytes();
        (!text.is_empty() && text.iter().all(|letter| sextet(*letter).is_some()))
            .then_some(Self { text, at: 0 })
    }

    /// The next bit; nothing behind the end.
    pub fn bit(&mut self) -> Option<bool> {
        let letter = sextet(*self.text.get(self.at / 6)?)?;
        let bit = (letter >> (5 - self.at % 6)) & 1 == 1;
        self.at += 1;
        Some(bit)
    }

    /// The next `count` bits as a number, the highest first.
    pub fn number(&mut self, count: u32) -> Option<u64> {
        (0..count).try_fold(0u64, |number, _| Some((number << 1) | u64::from(self.bit()?)))
    }

    /// The next `N` bits, one by one.
    pub fn flags<const N: usize>(&mut self) -> Option<[bool; N]> {
        let mut flags = [false; N];
        for flag in &mut flags {
            *flag = self.bit()?;
        }
        Some(flags)
    }

    /// A number as a sum of Fibonacci's, up to two ones in a row.
    pub fn fibonacci(&mut self) -> Option<u64> {
        let (mut sum, mut last, mut pair) = (0u64, false, (1u64, 2u64));
        loop {
            let bit = self.bit()?;
            if bit && last {
                return Some(sum);
            }
            sum = if bit { sum.checked_add(pair.0)? } else { sum };
            (last, pair) = (bit, (pair.1, pair.0.checked_add(pair.1)?));
        }
    }
}

const fn sextet(letter: u8) -> Option<u8> {
    Some(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' | b'+' => 62,
        b'_' | b'/' => 63,
        _ => return None,
    })
}
