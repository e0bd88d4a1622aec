//! A record as bytes: its sum, its length, its number, up to where all before it were confirmed, its body, and zeros
//! up to a multiple of eight.
//!
//! A mark has no body: it is written behind a group once that is on the disk, and says so. A seal is a mark that also
//! says that the next segment is on the disk. The sum starts from the id of the journal and the number of the segment,
//! so that what an earlier use of the same file left behind is never taken for a record.

/// Length of what stands before the body.
pub(crate) const HEAD: u64 = 24;

/// Frames begin at multiples of this.
pub(crate) const ALIGNMENT: u64 = 8;

/// The longest body.
pub(crate) const LONGEST: usize = 1 << 30;

const MARK: u32 = u32::MAX;
const SEAL: u32 = u32::MAX - 1;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A record, its body so long.
    Record(u32),
    Mark,
    Seal,
}

/// The head of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    sum: u32,
    pub kind: Kind,
    /// The number of the record, or of the one that comes next.
    pub sequence: u64,
    /// Every record up to this one was on the disk when the frame was written.
    pub confirmed: u64,
}

impl Head {
    pub(crate) const fn new(kind: Kind, sequence: u64, confirmed: u64) -> Self {
        Self { sum: 0, kind, sequence, confirmed }
    }

    /// Reads a head that may be one, by the looks of it.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (sum, bytes) = bytes.split_first_chunk()?;
        let (length, bytes) = bytes.split_first_chunk()?;
        let (sequence, bytes) = bytes.split_first_chunk()?;
        let confirmed = u64::from_le_bytes(*bytes.first_chunk()?);
        let sequence = u64::from_le_bytes(*sequence);
        let kind = match u32::from_le_bytes(*length) {
            MARK => Kind::Mark,
            SEAL => Kind::Seal,
            length if length as usize <= LONGEST => Kind::Record(length),
            _ => return None,
        };
        (confirmed < sequence).then_some(Self { sum: u32::from_le_bytes(*sum), kind, sequence, confirmed })
    }

    /// Length of the body.
    pub(crate) const fn body(&self) -> u64 {
        match self.kind {
            Kind::Record(length) => length as u64,
            Kind::Mark | Kind::Seal => 0,
        }
    }

    /// Length of the whole frame.
    pub(crate) const fn length(&self) -> u64 {
        HEAD + self.body().next_multiple_of(ALIGNMENT)
    }

    /// Whether the sum is that of the whole frame.
    pub(crate) fn fits(&self, salt: u32, frame: &[u8]) -> bool {
        frame.get(4..).is_some_and(|summed| crc32c::crc32c_append(salt, summed) == self.sum)
    }

    /// Adds the frame to `buffer`.
    pub(crate) fn write(&self, salt: u32, body: &[u8], buffer: &mut Vec<u8>) {
        let (start, length) = (
            buffer.len(),
            match self.kind {
                Kind::Record(length) => length,
                Kind::Mark => MARK,
                Kind::Seal => SEAL,
            },
        );
        buffer.extend_from_slice(&[0; 4]);
        buffer.extend_from_slice(&length.to_le_bytes());
        buffer.extend_from_slice(&self.sequence.to_le_bytes());
        buffer.extend_from_slice(&self.confirmed.to_le_bytes());
        buffer.extend_from_slice(body);
        buffer.resize(start + self.length() as usize, 0);
        let Some((sum, summed)) = buffer.get_mut(start..).and_then(<[u8]>::split_first_chunk_mut) else {
            return;
        };
        *sum = crc32c::crc32c_append(salt, summed).to_le_bytes();
    }
}

/// What the sums of a segment start from.
pub(crate) fn salt(id: [u8; 16], segment: u64) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&id), &segment.to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_back_and_only_under_its_own_segment() {
        let (ours, other) = (salt([7; 16], 3), salt([7; 16], 4));
        let mut bytes = Vec::new();
        Head::new(Kind::Record(5), 9, 8).write(ours, b"hello", &mut bytes);
        assert_eq!(bytes.len(), 32);
        let head = Head::read(&bytes).unwrap();
        assert_eq!((head.kind, head.sequence, head.confirmed, head.length()), (Kind::Record(5), 9, 8, 32));
        assert!(head.fits(ours, &bytes));
        assert!(!head.fits(other, &bytes));
    }

    #[test]
    fn every_flipped_bit_of_a_frame_is_seen() {
        let salt = salt([7; 16], 3);
        let mut bytes = Vec::new();
        Head::new(Kind::Record(5), 9, 8).write(salt, b"hello", &mut bytes);
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let whole = Head::read(&flipped).filter(|head| {
                let frame = flipped.get(..head.length() as usize);
                frame.is_some_and(|frame| head.fits(salt, frame))
            });
            assert_eq!(whole, None, "bit {bit}");
        }
    }
}
