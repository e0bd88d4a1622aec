//! "Did you mean": the closest of the allowed words, and all of them.

/// The closest of `names` to what was `written`, if any is close enough to be meant.
///
/// Close is a third of the letters: one slip in a short word, two or three in a long one. A swap of neighbours is
/// one slip. Of two that are equally close, the first wins.
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let plain = plain(written);
    let limit = (plain.len() / 3).max(1);
    let scored = names.into_iter().map(|name| (distance(&plain, &self::plain(name)), name));
    let best = scored.min_by_key(|(slips, _)| *slips)?;
    (best.0 <= limit && plain.len() > 1).then_some(best.1)
}

/// Names shown in one list; more would not be read.
const MOST_LISTED: usize = 16;

/// The names as a list for a sentence: `a`, `b` and `c`; a long list is cut and says so.
pub fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let (shown, hidden) = names.split_at(names.len().min(MOST_LISTED));
    match shown.split_last() {
        _ if !hidden.is_empty() => format!("{} and {} more", shown.join(", "), hidden.len()),
        Some((last, [])) => last.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
        None => String::new(),
    }
}

/// Case and the choice between `-`, `_` and a space are not what makes words different.
fn plain(word: &str) -> Vec<char> {
    let lower = word.chars().flat_map(char::to_lowercase);
    lower.map(|letter| if matches!(letter, '_' | ' ') { '-' } else { letter }).collect()
}

/// Number of insertions, deletions, replacements and swaps of neighbours between two words.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, wanted) in other.iter().enumerate() {
            let replaced = at(&above, column) + usize::from(letter != wanted);
            let moved = at(&above, column + 1).min(at(&here, column)) + 1;
            let swapped = swap(one, other, row, column).map_or(usize::MAX, |()| at(&before, column - 1) + 1);
            here.push(replaced.min(moved).min(swapped));
        }
        before = std::mem::replace(&mut above, here);
    }
    at(&above, other.len())
}

/// Whether the letters at and before these places are each other's, swapped.
fn swap(one: &[char], other: &[char], row: usize, column: usize) -> Option<()> {
    let (row, column) = (row.checked_sub(1)?, column.checked_sub(1)?);
    let crossed = one.get(row) == other.get(column + 1) && one.get(row + 1) == other.get(column);
    crossed.then_some(())
}

fn at(row: &[usize], column: usize) -> usize {
    row.get(column).copied().unwrap_or(usize::MAX - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_forgiven_and_another_word_is_not() {
        let words = ["purpose", "profile", "wait", "wait-until", "on"];
        assert_eq!(nearest("purpsoe", words), Some("purpose"));
        assert_eq!(nearest("wait_until", words), Some("wait-until"));
        assert_eq!(nearest("Profil", words), Some("profile"));
        assert_eq!(nearest("template", words), None);
        assert_eq!(nearest("x", words), None);
    }

    #[test]
    fn a_long_list_is_cut() {
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert!(listed(std::iter::repeat_n("x", 20)).ends_with("`x` and 4 more"));
    }

    #[test]
    fn swapped_neighbours_are_one_slip() {
        assert_eq!(distance(&plain("ab"), &plain("ba")), 1);
        assert_eq!(distance(&plain("send"), &plain("sned")), 1);
        assert_eq!(distance(&plain(""), &plain("abc")), 3);
    }
}
