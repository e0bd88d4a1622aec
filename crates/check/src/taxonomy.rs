//! Keys for categories of personal data and for uses of data, as fideslang names them.
//!
//! The keys are those of fideslang 3.2 (Apache-2.0, <https://github.com/ethyca/fideslang>), in which those of 3.1
//! stay known.

use std::sync::LazyLock;

/// Every category of data, in alphabetical order.
pub static CATEGORIES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("taxonomy/categories.txt").lines().collect());

/// Every use of data, in alphabetical order.
pub static USES: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("taxonomy/uses.txt").lines().collect());

/// Whether `keys`, which are sorted, hold `key`.
pub(crate) fn knows(keys: &[&str], key: &str) -> bool {
    keys.binary_search(&key).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_hold_each_key_once() {
        for keys in [&*CATEGORIES, &*USES] {
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        }
        assert!(knows(&CATEGORIES, "user.contact.email") && knows(&USES, "marketing"));
        assert!(!knows(&CATEGORIES, "user.contact.mail"));
    }
}
