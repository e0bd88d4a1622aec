//! Files that were changed behind our back: what was acknowledged is there as it was, or the journal is refused.

use crate::support::{OPTIONS, all, disk, expected, fill, open, segments};
use filrouge_journal::{Fault, Faults, Journal, Options, SimulatedDisk, check};

const LAST: u64 = 43;

/// The disk with one file changed.
fn changed(disk: &SimulatedDisk, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> SimulatedDisk {
    let copy = disk.copy(1);
    let mut bytes = copy.contents().remove(name).unwrap();
    change(&mut bytes);
    copy.put(name, bytes);
    copy
}

/// Either everything is there, or it is refused; tells whether it was refused.
fn is_refused(disk: &SimulatedDisk, what: &str) -> bool {
    match all(disk) {
        Ok(records) => {
            assert!(records == expected(1, LAST), "{what}: records are lost or altered");
            false
        }
        Err(error) => {
            assert!(matches!(error.fault, Fault::Corrupt | Fault::Foreign), "{what}: {error}");
            true
        }
    }
}

#[test]
fn every_flipped_byte_is_refused_or_hits_nothing() {
    let disk = disk(LAST);
    assert!(segments(&disk).len() > 2);
    for (name, bytes) in disk.contents() {
        let refused = (0..bytes.len()).filter(|at| {
            let flipped = changed(&disk, &name, |bytes| bytes[*at] ^= 1 << (at % 8));
            is_refused(&flipped, &format!("{name}, byte {at}"))
        });
        // The head, and what the records take: not the mark at the end, nor the room behind it.
        let used = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
        let refused = refused.count();
        assert!(refused >= used - 80 && refused <= used, "{name}: {refused} of {used}");
    }
}

#[test]
fn every_other_length_is_refused_or_cuts_nothing() {
    let disk = disk(LAST);
    for (name, bytes) in disk.contents() {
        for length in 0..bytes.len() {
            let cut = changed(&disk, &name, |bytes| bytes.truncate(length));
            let refused = is_refused(&cut, &format!("{name}, {length} bytes"));
            assert!(refused || Some(&name) != segments(&disk).last());
        }
    }
}

/// But for the sector of the last record and its mark: nothing is left of them that could tell.
#[test]
fn every_zeroed_sector_is_refused_or_hits_nothing() {
    let disk = disk(LAST);
    let last = segments(&disk).pop().unwrap();
    let end = disk.contents()[&last].iter().rposition(|byte| *byte != 0).unwrap();
    for (name, bytes) in disk.contents() {
        let ending = |start: &usize| name == last && (*start..start + 512).contains(&end);
        for start in (0..bytes.len()).step_by(512).filter(|start| !ending(start)) {
            let zeroed = changed(&disk, &name, |bytes| bytes[start..start + 512].fill(0));
            is_refused(&zeroed, &format!("{name}, sector at {start}"));
        }
    }
}

#[test]
fn a_missing_segment_is_refused() {
    let disk = disk(LAST);
    let names = segments(&disk);
    for gone in names.iter().skip(1) {
        let without = SimulatedDisk::new(1);
        disk.contents()
            .into_iter()
            .filter(|(name, _)| name != gone)
            .for_each(|(name, bytes)| without.put(&name, bytes));
        let error = all(&without).unwrap_err();
        assert!(error.detail.contains("missing"), "{error}");
    }
}

#[test]
fn a_segment_under_another_name_or_twice_is_refused() {
    let disk = disk(LAST);
    let names = segments(&disk);
    let twice = disk.copy(1);
    twice.put("journal-0000000000000009.segment", disk.contents()[&names[1]].clone());
    assert!(all(&twice).unwrap_err().detail.contains("under the name of another"));
    let repeated = changed(&disk, names.last().unwrap(), |bytes| {
        // Behind the last mark, whose last number is below 256.
        let end = 8 + bytes.iter().rposition(|byte| *byte != 0).unwrap();
        bytes.copy_within(512..1024, end);
    });
    let error = all(&repeated).unwrap_err();
    assert!(error.detail.contains("stands in its place"), "{error}");
}

#[test]
fn what_was_never_confirmed_is_cut_and_told() {
    let disk = SimulatedDisk::new(1);
    let (mut journal, _) = open(&disk).unwrap();
    fill(&mut journal, 4);
    journal.append(b"five").unwrap();
    journal.append(b"six").unwrap();
    disk.set_faults(Faults { at: Some(disk.operations() + 2), ..Faults::default() });
    assert_eq!(journal.sync().unwrap_err().fault, Fault::Io);
    disk.set_faults(Faults::default());
    let name = &segments(&disk)[0];
    let five = disk.contents()[name].windows(4).position(|bytes| bytes == b"five").unwrap();
    for (at, kept) in [(five, 4), (five + 32, 5)] {
        let torn = changed(&disk, name, |bytes| bytes[at] ^= 1);
        let (_, opened) = open(&torn).unwrap();
        assert_eq!(opened.next, kept + 1);
        let told = opened.torn.unwrap();
        assert_eq!(
            (told.sequence, told.offset, told.file),
            (kept + 1, at as u64 - 24, format!("disk/{name}"))
        );
    }
    assert_eq!(all(&disk).unwrap()[4..], [(5, b"five".to_vec()), (6, b"six".to_vec())]);
}

#[test]
fn the_refusal_names_file_place_record_and_the_way_out() {
    let disk = disk(LAST);
    let name = &segments(&disk)[1];
    let damaged = changed(&disk, name, |bytes| bytes[700] ^= 1);
    let error = check(&damaged, &OPTIONS).unwrap_err();
    assert!(error.detail.starts_with(&format!("`disk/{name}` is damaged at byte 680, record ")), "{error}");
    assert!(error.detail.contains("`filrouge store repair`"), "{error}");
}

#[test]
fn files_of_others_are_left_alone() {
    let disk = disk(LAST);
    let other = Options { id: [8; 16], ..OPTIONS };
    let before = disk.contents();
    let error = Journal::open(Box::new(disk.clone()), other).err().unwrap();
    assert_eq!(error.fault, Fault::Foreign);
    assert!(error.detail.contains("another journal"), "{error}");
    disk.put("journal-12.segment", vec![1, 2, 3]);
    assert_eq!(all(&disk).unwrap_err().fault, Fault::Foreign);
    disk.contents().iter().filter(|(name, _)| before.contains_key(*name)).for_each(|(name, bytes)| {
        assert_eq!(before.get(name), Some(bytes));
    });
}
