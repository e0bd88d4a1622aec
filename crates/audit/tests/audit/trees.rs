//! The tree, beside the definition of the standard, its published examples, and a tree of somebody else.

use crate::log::{Log, written};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use filrouge_audit::{
    Hash, Tree, consistency, inclusion, leaf, node, proves_consistency, proves_inclusion, sha256,
};
use sha2::Sha256;

/// The definition of RFC 6962, 2.1, word for word.
fn defined(entries: &[Vec<u8>]) -> Hash {
    match entries {
        [] => sha256(&[]),
        [one] => leaf(one),
        many => {
            let mut left = 1;
            while left * 2 < many.len() {
                left *= 2;
            }
            node(&defined(&many[..left]), &defined(&many[left..]))
        }
    }
}

#[test]
fn examples_of_certificate_transparency() {
    let leaves: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let log = Log::over(leaves.map(<[u8]>::to_vec));
    let hex = |hash: Hash| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(hex(log.tree.root()), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    assert_eq!(
        hex(Tree::default().root()),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
}

#[test]
fn every_size_has_the_root_of_the_definition_and_of_an_independent_tree() {
    let mut other = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    let mut tree = Tree::default();
    let entries: Vec<Vec<u8>> = (0..600).map(written).collect();
    for (size, entry) in entries.iter().enumerate() {
        if size < 80 || size % 37 == 0 {
            assert_eq!(tree.root(), defined(&entries[..size]), "{size}");
            assert_eq!(tree.root().as_slice(), other.root().as_bytes().as_slice(), "{size}");
        }
        tree.push(leaf(entry), |_| {});
        other.push(entry.clone());
    }
}

#[test]
fn a_tree_goes_on_from_its_last_tiles() {
    for size in [0, 1, 255, 256, 257, 511, 512, 700] {
        let log = Log::of(size);
        let tree = Tree::resumed(size, |level, index| log.tiles.get(&(level, index)).cloned());
        assert_eq!(tree.as_ref(), Some(&log.tree), "{size}");
    }
    assert_eq!(Tree::resumed(3, |_, _| Some(Vec::new())), None);
}

#[test]
fn a_record_is_proved_at_each_place_and_nowhere_else() {
    for size in (1..70).chain([255, 256, 257, 600]) {
        let (log, step) = (Log::of(size), (size / 40).max(1));
        for index in (0..size).step_by(step as usize) {
            let Ok(path) = inclusion(&log, index, size);
            let (hash, root) = (leaf(&log.entries[index as usize]), log.tree.root());
            assert!(proves_inclusion(&hash, index, size, &root, &path), "{index} of {size}");
            assert!(!proves_inclusion(&hash, index + 1, size, &root, &path) || size == 1);
            assert!(!proves_inclusion(&leaf(b"other"), index, size, &root, &path));
            let longer = [path.as_slice(), &[[0; 32]]].concat();
            assert!(!proves_inclusion(&hash, index, size, &root, &longer));
        }
    }
}

#[test]
fn growth_is_proved_and_a_fork_is_not() {
    let (log, fork) = (Log::of(600), Log::over((0..600).map(|seq| written(seq + u64::from(seq >= 40)))));
    for old in (0..70).chain([255, 256, 257, 599, 600]) {
        for size in [old, old + 1, old + 2, 300, 600].into_iter().filter(|size| *size >= old && *size <= 600)
        {
            let roots = |log: &Log, size: u64| Log::over(log.entries[..size as usize].to_vec()).tree.root();
            let (before, after) = (roots(&log, old), roots(&log, size));
            let path = consistency(&Log::over(log.entries[..size as usize].to_vec()), old, size).unwrap();
            assert!(proves_consistency((old, &before), (size, &after), &path), "{old} {size}");
            if old > 40 {
                let forked = roots(&fork, old);
                assert!(!proves_consistency((old, &forked), (size, &after), &path), "{old} {size}");
            }
        }
    }
}

#[test]
fn an_independent_tree_takes_our_proofs() {
    use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
    let (log, old) = (Log::of(300), Log::of(129));
    let root = RootHash::<Sha256>::new(log.tree.root().into(), 300);
    for index in [0, 1, 128, 255, 256, 299] {
        let proof = inclusion(&log, index, 300).unwrap().concat();
        let proof = InclusionProof::<Sha256>::try_from_bytes(proof).unwrap();
        root.verify_inclusion(&log.entries[index as usize], index, &proof).unwrap();
    }
    let before = RootHash::<Sha256>::new(old.tree.root().into(), 129);
    let proof = consistency(&log, 129, 300).unwrap().concat();
    root.verify_consistency(&before, &ConsistencyProof::try_from_bytes(proof).unwrap()).unwrap();
}
