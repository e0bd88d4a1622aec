//! The declared word that the author probably meant.

/// The nearest of `words` to `wrong`, when it is near enough to be a slip of the pen.
pub fn nearest<'a>(wrong: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (wrong.chars().count() / 3).clamp(1, 3);
    words
        .into_iter()
        .map(|word| (distance(wrong, word), word))
        .filter(|(far, _)| *far <= limit)
        .min()
        .map(|(_, word)| word)
}

/// `words` as a list for people: `a`, `b` and so on, cut when there are too many.
pub fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const MOST: usize = 16;
    let mut words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    if words.len() > MOST {
        words.truncate(MOST);
        words.push("…".to_owned());
    }
    words.join(", ")
}

/// Edits between two words; two neighbours that changed places count once.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last = None;
    for (line, letter) in one.chars().enumerate() {
        let mut next = vec![line + 1];
        for (column, with) in other.iter().enumerate() {
            let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
            let changed = at(&row, column) + usize::from(letter != *with);
            let best = changed.min(at(&row, column + 1) + 1).min(at(&next, column) + 1);
            let swapped = last == Some(*with) && column > 0 && other.get(column - 1) == Some(&letter);
            next.push(if swapped { best.min(at(&before, column - 1) + 1) } else { best });
        }
        before = std::mem::replace(&mut row, next);
        last = Some(letter);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_its_word() {
        assert_eq!(nearest("frist_name", ["last_name", "first_name"]), Some("first_name"));
        assert_eq!(nearest("uper", ["upper", "lower"]), Some("upper"));
        assert_eq!(nearest("zebra", ["upper", "lower"]), None);
    }
}
