//! The hashes of RFC 6962.

use ring::digest::{Context, SHA256, digest};

/// A SHA-256.
pub type Hash = [u8; 32];

/// The SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Hash {
    of(digest(&SHA256, bytes))
}

/// The hash of an entry: never that of a node.
#[must_use]
pub fn leaf(entry: &[u8]) -> Hash {
    let mut context = Context::new(&SHA256);
    context.update(&[0]);
    context.update(entry);
    of(context.finish())
}

/// The hash of a node over two others.
#[must_use]
pub fn node(left: &Hash, right: &Hash) -> Hash {
    let mut both = [1; 65];
    let (_, hashes) = both.split_at_mut(1);
    let (first, second) = hashes.split_at_mut(32);
    first.copy_from_slice(left);
    second.copy_from_slice(right);
    of(digest(&SHA256, &both))
}

/// The hash over hashes of trees of the same height: the largest power of two goes to the left.
#[must_use]
pub(crate) fn over(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => sha256(&[]),
        [one] => *one,
        many => {
            let (left, right) = many.split_at(left_of(many.len() as u64) as usize);
            node(&over(left), &over(right))
        }
    }
}

/// How many of `count` leaves are in the left tree: the largest power of two that is less.
pub(crate) const fn left_of(count: u64) -> u64 {
    if count < 2 { 0 } else { 1 << (63 - (count - 1).leading_zeros()) }
}

fn of(digest: ring::digest::Digest) -> Hash {
    let mut hash = [0; 32];
    digest.as_ref().iter().zip(&mut hash).for_each(|(from, to)| *to = *from);
    hash
}
