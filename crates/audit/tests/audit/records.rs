//! Records and their bytes.

use crate::log::{header, written};
use filrouge_audit::{
    Bundle, Fact, Facts, Garbled, Header, Proof, bundle, digest_of, leaf, path, split, unbundle,
};

#[test]
fn a_header_reads_what_it_wrote() {
    let header = header(3);
    assert_eq!(Header::decode(&header.encode()), Ok(header.clone()));
    assert_eq!(header.fact(Fact::What), Some("queued"));
    assert_eq!(header.fact(Fact::Purpose), None);
}

#[test]
fn a_long_fact_is_cut_between_characters() {
    let facts = Facts::from([(Fact::Reason, "é".repeat(400))]);
    let read = Header::decode(&Header { facts, ..header(1) }.encode()).unwrap();
    assert_eq!(read.fact(Fact::Reason).unwrap(), "é".repeat(256));
}

#[test]
fn bytes_that_are_no_header_are_refused() {
    let bytes = header(3).encode();
    for end in 0..bytes.len() {
        assert_eq!(Header::decode(&bytes[..end]), Err(Garbled), "{end}");
    }
    assert_eq!(Header::decode(&[bytes.as_slice(), &[0]].concat()), Err(Garbled));
    let mut newer = bytes;
    newer[0] = 2;
    assert_eq!(Header::decode(&newer), Err(Garbled));
}

#[test]
fn a_bundle_gives_its_entries_back() {
    let entries: Vec<Vec<u8>> = (0..9).map(written).collect();
    let bytes = bundle(entries.iter().map(Vec::as_slice));
    assert_eq!(unbundle(&bytes).unwrap(), entries);
    assert_eq!(unbundle(&bytes[..bytes.len() - 1]), Err(Garbled));
    assert_eq!(split(&entries[2]).unwrap().0, header(2).encode());
}

#[test]
fn a_bundle_in_the_making_has_the_bytes_and_the_leaves_of_its_entries() {
    let mut making = Bundle::default();
    for round in 0..2 {
        let leaves: Vec<_> =
            (0..9).map(|seq| making.push(&header(seq), &digest_of(&seq.to_be_bytes()))).collect();
        let entries: Vec<Vec<u8>> = (0..9).map(written).collect();
        assert_eq!(making.bytes(), bundle(entries.iter().map(Vec::as_slice)), "{round}");
        assert_eq!(leaves, entries.iter().map(|entry| leaf(entry)).collect::<Vec<_>>());
        making.clear();
    }
}

/// The layout is told to others in `docs/privacy/audit.md`: it must not change by accident.
#[test]
fn the_bytes_of_a_record_are_those_of_its_page() {
    let hex: String = header(258).encode().iter().map(|byte| format!("{byte:02x}")).collect();
    insta::assert_snapshot!(hex, @"0102000000000000010200000000000004ea020202020202020202020202020202020707070707070707020100067175657565640200116a6f75726e65792f6a2f737465702f7336");
}

#[test]
fn tiles_are_named_as_c2sp_names_them() {
    assert_eq!(path(Some(0), 1_234_067, 256), "tile/0/x001/x234/067");
    assert_eq!(path(Some(1), 7, 3), "tile/1/007.p/3");
    assert_eq!(path(None, 1000, 256), "tile/entries/x001/000");
}

#[test]
fn a_proof_reads_what_it_wrote() {
    let proof = Proof {
        entry: written(2),
        index: 2,
        path: vec![[1; 32], [2; 32]],
        checkpoint: "a\n3\nx\n\n\u{2014} b c\n".to_owned(),
    };
    assert_eq!(Proof::parse(&proof.text()), Ok(proof));
    assert_eq!(Proof::parse("something"), Err(Garbled));
}
