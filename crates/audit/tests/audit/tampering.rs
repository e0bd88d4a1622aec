//! Whatever is done to a log is found, with its place.

use crate::log::{Log, header, written};
use filrouge_audit::{Checkpoint, Defect, Flaw, Tile, Walk, digest_of, entry};

const SIZE: u64 = 600;

/// All that is wrong with `entries`, of which these tiles are kept and these checkpoints were signed.
fn walked(entries: &[Vec<u8>], kept: &Log, signed: &[Checkpoint]) -> Vec<Defect> {
    let mut walk = Walk::new(signed);
    for entry in entries {
        let mut full = Vec::new();
        walk.entry(entry, |tile| full.push(tile));
        full.iter().for_each(|tile| compare(&mut walk, tile, kept));
    }
    let partial: Vec<Tile> = walk.tree().partial().collect();
    partial.iter().for_each(|tile| compare(&mut walk, tile, kept));
    walk.end()
}

fn compare(walk: &mut Walk, tile: &Tile, kept: &Log) {
    walk.compare(tile, kept.tiles.get(&(tile.level, tile.index)).map_or(&[][..], Vec::as_slice));
}

fn signed() -> Vec<Checkpoint> {
    [100, 300, SIZE].map(|size| Log::of(size).checkpoint()).to_vec()
}

fn flaws(entries: &[Vec<u8>], kept: &Log) -> Vec<Defect> {
    walked(entries, kept, &signed())
}

#[test]
fn an_untouched_log_has_no_defect() {
    let log = Log::of(SIZE);
    assert_eq!(flaws(&log.entries, &log), []);
    assert_eq!(walked(&[], &Log::default(), &[]), []);
}

#[test]
fn each_changed_byte_of_each_entry_is_found_at_its_record() {
    let log = Log::of(20);
    for at in 0..log.entries.len() {
        for byte in 0..log.entries[at].len() {
            let mut entries = log.entries.clone();
            entries[at][byte] ^= 1 << (byte % 8);
            let found = walked(&entries, &log, &[log.checkpoint()]);
            assert!(found.contains(&Defect { at: at as u64, flaw: Flaw::Changed }), "{at} {byte}: {found:?}");
        }
    }
}

#[test]
fn a_change_that_is_carried_into_the_tiles_is_found_by_what_was_signed() {
    let mut entries = Log::of(SIZE).entries;
    entries[250] = entry(&header(250).encode(), &digest_of(b"other words"));
    let rewritten = Log::over(entries);
    let forked = Flaw::Forked { signed: 300, agreed: 100 };
    assert_eq!(flaws(&rewritten.entries, &rewritten)[0], Defect { at: 100, flaw: forked });
}

#[test]
fn a_dropped_record_is_found_where_it_was() {
    let log = Log::of(SIZE);
    let mut entries = log.entries.clone();
    entries.remove(250);
    let first = flaws(&entries, &log).into_iter().find(|defect| matches!(defect.flaw, Flaw::Number(_)));
    assert_eq!(first, Some(Defect { at: 250, flaw: Flaw::Number(251) }));
}

#[test]
fn records_that_changed_places_are_found_at_both() {
    let log = Log::of(SIZE);
    let mut entries = log.entries.clone();
    entries.swap(20, 21);
    let found = flaws(&entries, &log);
    assert!(found.contains(&Defect { at: 20, flaw: Flaw::Number(21) }), "{found:?}");
    assert!(found.contains(&Defect { at: 21, flaw: Flaw::Number(20) }), "{found:?}");
}

#[test]
fn a_log_that_was_cut_is_found_by_what_was_signed() {
    let cut = Log::of(450);
    assert_eq!(flaws(&cut.entries, &cut), [Defect { at: 450, flaw: Flaw::Truncated { signed: SIZE } }]);
}

#[test]
fn a_fork_is_found_by_either_checkpoint() {
    let other = Log::over((0..SIZE).map(|seq| {
        let digest = digest_of(if seq < 200 { b"one" } else { b"two" });
        entry(&header(seq).encode(), &digest)
    }));
    let log = Log::of(SIZE);
    let found = walked(&log.entries, &log, &[log.checkpoint(), other.checkpoint()]);
    assert_eq!(found, [Defect { at: 0, flaw: Flaw::Forked { signed: SIZE, agreed: 0 } }]);
}

#[test]
fn a_record_that_is_dated_back_is_found() {
    let log = Log::of(SIZE);
    let mut entries = log.entries.clone();
    let mut dated = header(300);
    dated.at = 5;
    entries[300] = entry(&dated.encode(), &digest_of(&300_u64.to_be_bytes()));
    let found = flaws(&entries, &Log::over(entries.clone()));
    assert_eq!(found[0], Defect { at: 300, flaw: Flaw::BackDated { before: 1_299, at: 5 } });
}

#[test]
fn a_hash_in_a_tile_that_was_changed_is_found() {
    let log = Log::of(SIZE);
    for (level, index, place, at) in [(0, 1, 3, 259), (0, 2, 80, 592), (1, 0, 1, 256)] {
        let mut kept = log.clone();
        kept.tiles.get_mut(&(level, index)).unwrap()[place][9] ^= 4;
        let flaw = if level == 0 { Flaw::Changed } else { Flaw::Tile { level, index } };
        assert_eq!(flaws(&log.entries, &kept), [Defect { at, flaw }]);
    }
}

#[test]
fn an_added_record_is_found_where_it_was_put() {
    let log = Log::of(SIZE);
    let mut entries = log.entries.clone();
    entries.insert(33, written(33));
    assert!(flaws(&entries, &log).contains(&Defect { at: 34, flaw: Flaw::Number(33) }));
}
