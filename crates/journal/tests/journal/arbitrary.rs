//! Arbitrary files: they are refused or read, and nothing else; what is refused can be repaired.
//!
//! Also a second telling of the format: it writes files without the crate.

use filrouge_journal::{Journal, JournalError, Options, SimulatedDisk, check, repair};

const ID: [u8; 16] = [7; 16];
const BYTES: u64 = 4096;

/// The bytes say what is in two files: their heads, and frames with the right sums or not. Tells how many records were
/// read, if any could be.
pub fn survives(bytes: &[u8]) -> Option<u64> {
    let disk = SimulatedDisk::new(1);
    let mut source = Source(bytes);
    let mut place = Place { segment: 1, next: 1, end: 0 };
    for _ in 0..2 {
        let name = format!("journal-{:016}.segment", place.segment);
        disk.put(&name, file(&mut source, &mut place));
    }
    let options = Options { segment_bytes: BYTES, ..Options::of(ID) };
    let (checked, copy) = (check(&disk, &options), disk.copy(1));
    let read = read(disk, options);
    assert!(read.is_ok() || checked.is_err(), "{read:?}");
    if repair(&copy, &options).is_ok() {
        read_again(copy, options);
    }
    read.ok()
}

fn read(disk: SimulatedDisk, options: Options) -> Result<u64, JournalError> {
    let (journal, opened) = Journal::open(Box::new(disk), options)?;
    let mut next = opened.first;
    journal.replay(opened.first, |number, _| {
        assert_eq!(number, next);
        next += 1;
        Ok::<_, JournalError>(())
    })?;
    assert_eq!(next, opened.next);
    Ok(next - opened.first)
}

fn read_again(repaired: SimulatedDisk, options: Options) {
    if let Err(error) = read(repaired, options) {
        panic!("{error}");
    }
}

/// Where the writing is.
struct Place {
    segment: u64,
    next: u64,
    end: u64,
}

/// Bytes that are used up.
struct Source<'a>(&'a [u8]);

impl Source<'_> {
    fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *byte
    }

    /// Mostly what it should be.
    fn number(&mut self, should: u64) -> u64 {
        match self.byte() {
            0..240 => should,
            240..252 => should.wrapping_add(u64::from(self.byte())).wrapping_sub(100),
            252 => 0,
            253 => u64::MAX,
            _ => u64::from_le_bytes(std::array::from_fn(|_| self.byte())),
        }
    }
}

fn file(source: &mut Source<'_>, place: &mut Place) -> Vec<u8> {
    let mut bytes = b"FilRouge".to_vec();
    bytes.extend((source.number(1) as u32).to_le_bytes());
    bytes.extend(ID);
    for field in [place.segment, place.next, BYTES, place.end] {
        bytes.extend(source.number(field).to_le_bytes());
    }
    bytes.resize(508, 0);
    bytes.extend(crc32c::crc32c(&bytes).to_le_bytes());
    for _ in 0..source.byte() % 6 {
        frame(source, place, &mut bytes);
    }
    (place.segment, place.end) = (place.segment + 1, bytes.len() as u64);
    bytes.resize(source.number(BYTES).min(20_000) as usize, 0);
    for _ in 0..source.byte() % 16 / 13 {
        let (at, byte) = (usize::from(source.byte()) * 16, source.byte());
        bytes.get_mut(at).into_iter().for_each(|place| *place ^= byte);
    }
    bytes
}

fn frame(source: &mut Source<'_>, place: &mut Place, bytes: &mut Vec<u8>) {
    let is_mark = source.byte() % 4 == 3;
    let length = source.number(if is_mark { u64::MAX } else { 5 }) as u32;
    let mut summed = length.to_le_bytes().to_vec();
    summed.extend(source.number(place.next).to_le_bytes());
    summed.extend(source.number(place.next - 1).to_le_bytes());
    summed.extend(if is_mark { &b""[..] } else { b"hello\0\0\0" });
    let salt = crc32c::crc32c_append(crc32c::crc32c(&ID), &source.number(place.segment).to_le_bytes());
    bytes.extend(crc32c::crc32c_append(salt, &summed).to_le_bytes());
    bytes.extend(summed);
    place.next += u64::from(!is_mark);
}

#[cfg(test)]
mod tests {
    use super::survives;
    use filrouge_journal::Dice;

    #[test]
    fn seeded_files() {
        let mut read = 0;
        for seed in 0..3_000 {
            let mut dice = Dice::new(seed);
            let length = dice.below(200);
            let records = survives(&(0..length).map(|_| dice.roll() as u8).collect::<Vec<_>>());
            read += u32::from(records.is_some_and(|records| records > 3));
        }
        assert!((200..2_800).contains(&read), "{read}");
    }

    /// The format is kept: what this telling writes is read.
    #[test]
    fn a_file_of_this_telling_is_read() {
        let (head, record, mark) = ([0; 5], [0; 5], [3, 0, 0, 0, 0]);
        let first = [&head[..], &[3], &record, &mark, &record, &[0, 0]].concat();
        let second = [&head[..], &[2], &record, &record, &[0, 0]].concat();
        assert_eq!(survives(&[first, second].concat()), Some(4));
    }
}
