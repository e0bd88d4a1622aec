//! How a segment file begins, and what it is called.

use crate::frame::{ALIGNMENT, salt};

/// Frames begin behind this.
pub(crate) const HEADER: u64 = 512;

const MAGIC: [u8; 8] = *b"FilRouge";

/// The format that this version writes, and the only one that it reads.
const FORMAT: u32 = 1;

/// What stands at the beginning of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub id: [u8; 16],
    /// Segments are counted without gaps.
    pub number: u64,
    /// The number of its first record.
    pub first: u64,
    /// Length of the file.
    pub bytes: u64,
    /// Where the segment before it ended; what stands behind that place there is void. 0: nothing came before.
    pub previous_end: u64,
}

/// Why the beginning of a file is no header of ours.
pub(crate) enum Unfit {
    Damaged,
    Foreign(String),
}

impl Header {
    /// What the sums of its frames start from.
    pub(crate) fn salt(&self) -> u32 {
        salt(self.id, self.number)
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER as usize);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        bytes.extend_from_slice(&self.id);
        for number in [self.number, self.first, self.bytes, self.previous_end] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.resize(HEADER as usize - 4, 0);
        let sum = crc32c::crc32c(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Unfit> {
        let (content, sum) = bytes.split_last_chunk().ok_or(Unfit::Damaged)?;
        let whole = crc32c::crc32c(content) == u32::from_le_bytes(*sum);
        let (magic, content) = content.split_first_chunk::<8>().ok_or(Unfit::Damaged)?;
        let (format, content) = content.split_first_chunk().ok_or(Unfit::Damaged)?;
        let format = u32::from_le_bytes(*format);
        match *magic == MAGIC {
            false if whole => Err(Unfit::Foreign("it is not a journal of Filrouge".to_owned())),
            true if whole && format != FORMAT => Err(Unfit::Foreign(newer(format))),
            true if whole => Self::fields(content).filter(Self::is_sound).ok_or(Unfit::Damaged),
            _ => Err(Unfit::Damaged),
        }
    }

    fn fields(content: &[u8]) -> Option<Self> {
        let (id, content) = content.split_first_chunk()?;
        let (words, _) = content.as_chunks::<8>();
        let [number, first, bytes, previous_end] = words.first_chunk()?.map(u64::from_le_bytes);
        Some(Self { id: *id, number, first, bytes, previous_end })
    }

    fn is_sound(&self) -> bool {
        let placed = self.previous_end == 0 || self.previous_end >= HEADER;
        let numbered = self.number < u64::MAX / 2 && (1..u64::MAX / 2).contains(&self.first);
        placed && numbered && self.previous_end.is_multiple_of(ALIGNMENT)
    }
}

fn newer(format: u32) -> String {
    format!(
        "it has format {format}, this version reads {FORMAT}; run the version that wrote it again, or restore a \
             backup that it made before"
    )
}

/// The name of a segment.
pub(crate) fn name(number: u64) -> String {
    format!("journal-{number:016}.segment")
}

/// The name of a segment that is being made, of one that waits to be written again, or of what a repair cut away.
pub(crate) fn aside(number: u64, ending: &str) -> String {
    format!("journal-{number:016}.{ending}")
}

/// The number of a segment by its name.
pub(crate) fn number(name: &str) -> Option<u64> {
    let number = name.strip_prefix("journal-")?.strip_suffix(".segment")?.parse().ok()?;
    (self::name(number) == name).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER_3: Header = Header { id: [1; 16], number: 3, first: 100, bytes: 4096, previous_end: 520 };

    #[test]
    fn a_header_is_read_back() {
        let bytes = HEADER_3.write();
        assert_eq!(bytes.len() as u64, HEADER);
        assert_eq!(Header::read(&bytes).ok(), Some(HEADER_3));
    }

    #[test]
    fn every_flipped_bit_of_a_header_is_damage() {
        let bytes = HEADER_3.write();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(matches!(Header::read(&flipped), Err(Unfit::Damaged)), "bit {bit}");
        }
    }

    #[test]
    fn a_later_format_is_told_with_both_numbers() {
        let mut bytes = HEADER_3.write();
        bytes[8] = 2;
        let sum = crc32c::crc32c(&bytes[..508]);
        bytes[508..].copy_from_slice(&sum.to_le_bytes());
        let Err(Unfit::Foreign(what)) = Header::read(&bytes) else { panic!("read") };
        assert!(what.starts_with("it has format 2, this version reads 1;"), "{what}");
    }

    #[test]
    fn a_name_tells_the_number_in_one_way_only() {
        assert_eq!(number(&name(12)), Some(12));
        assert_eq!(number("journal-12.segment"), None);
        assert_eq!(number("journal-0000000000000012.spare"), None);
    }
}
