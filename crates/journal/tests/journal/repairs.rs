//! What an operator gives up, and what stays.

use crate::support::{OPTIONS, all, disk, expected, fill, open, segments};
use filrouge_journal::{Fault, Faults, Journal, Options, SimulatedDisk, extent, repair, salvage, set_aside};

const LAST: u64 = 40;

#[test]
fn a_sound_journal_is_left_alone() {
    let disk = disk(LAST);
    let before = disk.contents();
    let repaired = repair(&disk, &OPTIONS).unwrap();
    assert_eq!((repaired.damage, repaired.next, repaired.aside), (None, LAST + 1, vec![]));
    assert!(disk.contents() == before);
}

/// Whatever byte is damaged, what stood before it stays and work goes on.
#[test]
fn a_damaged_journal_is_cut_at_the_damage() {
    let disk = disk(LAST);
    let mut repairs = 0;
    for (name, bytes) in disk.contents() {
        for at in (0..bytes.len()).step_by(7) {
            let copy = disk.copy(1);
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            copy.put(&name, damaged.clone());
            let repaired = repair(&copy, &OPTIONS).unwrap();
            if repaired.damage.is_some() {
                repairs += 1;
                assert!(!repaired.aside.is_empty());
            }
            assert_eq!(all(&copy).unwrap(), expected(1, repaired.next - 1), "{name}, byte {at}");
            fill(&mut open(&copy).unwrap().0, LAST + 5);
            assert_eq!(all(&copy).unwrap(), expected(1, LAST + 5));
        }
    }
    assert!(repairs > 100);
}

#[test]
fn what_is_cut_is_kept_beside() {
    let disk = disk(LAST);
    let names = segments(&disk);
    let mut bytes = disk.contents().remove(&names[1]).unwrap();
    let at = bytes.windows(7).position(|bytes| bytes == b"record ").unwrap();
    bytes[at] ^= 1;
    disk.put(&names[1], bytes.clone());
    let behind = disk.contents()[&names[2]].clone();
    let repaired = repair(&disk, &OPTIONS).unwrap();
    assert!(repaired.damage.unwrap().starts_with(&format!("`disk/{}` is damaged at byte 512", names[1])));
    let files = disk.contents();
    assert_eq!(files["journal-0000000000000002.cut-1"], bytes[512..]);
    assert_eq!(files["journal-0000000000000003.cut-1"], behind);
    assert_eq!(repaired.aside.len(), names.len() - 1);
}

#[test]
fn a_journal_without_any_beginning_begins_where_it_is_told() {
    let disk = disk(LAST);
    let name = &segments(&disk)[0];
    let mut bytes = disk.contents().remove(name).unwrap();
    bytes[3] ^= 1;
    disk.put(name, bytes);
    let repaired = repair(&disk, &Options { first: 100, ..OPTIONS }).unwrap();
    assert_eq!(repaired.next, 100);
    fill(&mut open(&disk).unwrap().0, 105);
    assert_eq!(all(&disk).unwrap(), expected(100, 105));
}

#[test]
fn a_missing_segment_ends_the_journal() {
    let disk = disk(LAST);
    let names = segments(&disk);
    let without = SimulatedDisk::new(1);
    let rest = disk.contents().into_iter().filter(|(name, _)| *name != names[2]);
    rest.for_each(|(name, bytes)| without.put(&name, bytes));
    let next = repair(&without, &OPTIONS).unwrap().next;
    assert!(next > 5 && next < LAST);
    assert_eq!(all(&without).unwrap(), expected(1, next - 1));
}

/// What a failed sync left in a file does not count, not even when the segment that said so is lost.
#[test]
fn what_is_void_does_not_come_back() {
    let disk = SimulatedDisk::new(1);
    let (mut journal, _) = open(&disk).unwrap();
    fill(&mut journal, 4);
    journal.append(b"void").unwrap();
    disk.set_faults(Faults { at: Some(disk.operations() + 2), ..Faults::default() });
    journal.sync().unwrap_err();
    journal.recover().unwrap();
    fill(&mut journal, 8);
    let name = &segments(&disk)[1];
    let mut bytes = disk.contents().remove(name).unwrap();
    bytes[3] ^= 1;
    disk.put(name, bytes);
    assert_eq!(repair(&disk, &OPTIONS).unwrap().next, 5);
    assert_eq!(all(&disk).unwrap(), expected(1, 4));
}

#[test]
fn files_of_others_are_not_repaired() {
    let disk = disk(LAST);
    let error = repair(&disk, &Options { id: [8; 16], ..OPTIONS }).unwrap_err();
    assert_eq!(error.fault, Fault::Foreign);
}

/// What is given up can be counted before: each record that is whole, wherever the damage is.
#[test]
fn what_stands_behind_a_damage_can_be_read() {
    let disk = disk(LAST);
    let mut damages = 0;
    for (name, bytes) in disk.contents() {
        for at in (512..bytes.len()).step_by(5).filter(|at| bytes[*at] != 0) {
            let copy = disk.copy(1);
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            copy.put(&name, damaged);
            let mut read = Vec::new();
            let next =
                salvage(&copy, &OPTIONS, |number, record| read.push((number, record.to_vec()))).unwrap();
            let all = expected(1, LAST);
            assert!(read.iter().all(|record| all.contains(record)), "{name}, byte {at}");
            assert!(read.is_sorted_by_key(|(number, _)| *number) && read.len() as u64 >= LAST - 1);
            damages += u32::from((read.len() as u64) < LAST);
            assert!(next >= Some(LAST), "{name}, byte {at}: {next:?}");
        }
    }
    assert!(damages > 100);
}

#[test]
fn a_journal_that_is_set_aside_begins_anew_and_its_files_stay() {
    let disk = disk(LAST);
    let before = segments(&disk);
    let aside = set_aside(&disk).unwrap();
    assert_eq!((aside.len(), segments(&disk)), (before.len(), vec![]));
    let (_, opened) = Journal::open(Box::new(disk.clone()), Options { first: 90, ..OPTIONS }).unwrap();
    assert_eq!(opened.next, 90);
    assert!(disk.contents().contains_key("journal-0000000000000001.cut-1"));
}

#[test]
fn how_far_a_journal_goes_is_seen_while_it_is_written() {
    let disk = SimulatedDisk::new(1);
    assert_eq!(extent(&disk, &OPTIONS).unwrap(), None);
    let (mut journal, _) = open(&disk).unwrap();
    for last in 1..=LAST {
        fill(&mut journal, last);
        let seen = extent(&disk, &OPTIONS).unwrap().unwrap();
        assert_eq!(
            (seen.first, seen.next, seen.segments),
            (journal.first(), last + 1, segments(&disk).len())
        );
        if last % 11 == 0 {
            journal.trim(last - 3).unwrap();
        }
    }
}
