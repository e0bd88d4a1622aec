//! An archive of stored files: what an OpenDocument file is packed in. Nothing is compressed and no time is written, so equal
//! files give equal bytes.

/// A file of the archive.
pub(crate) struct Entry<'e> {
    pub name: &'e str,
    pub bytes: &'e [u8],
}

/// The archive that holds `entries`, in their order.
pub(crate) fn archive(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for entry in entries {
        let at = length(out.len());
        let about = about(entry);
        out.extend(b"PK\x03\x04");
        out.extend(&about);
        out.extend(entry.name.as_bytes());
        out.extend(entry.bytes);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&about);
        // No comment, the first disk, no attributes, then where the file begins.
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(entry.name.as_bytes());
    }
    let (start, size) = (length(out.len()), length(directory.len()));
    let count = short(entries.len()).to_le_bytes();
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(size.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    out
}

/// What stands in both places about a file: version 2.0, names in UTF-8, stored, the first day that the format knows, sum, sizes.
fn about(entry: &Entry<'_>) -> Vec<u8> {
    let size = length(entry.bytes.len()).to_le_bytes();
    let mut about = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
    about.extend(crc32(entry.bytes).to_le_bytes());
    about.extend(size);
    about.extend(size);
    about.extend(short(entry.name.len()).to_le_bytes());
    about.extend([0; 2]);
    about
}

fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn short(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The sum that the format asks for, bit by bit: a register is small.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b""), 0);
    }
}
