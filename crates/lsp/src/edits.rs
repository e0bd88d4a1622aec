//! Changes of a text: those of the editor applied, and those that lead from one text to another.

use crate::Encoding;
use crate::protocol::{Change, TextEdit};
use filrouge_source::LineIndex;

/// The text after the changes of an editor, one after the other.
pub fn applied(mut text: String, changes: Vec<Change>, encoding: Encoding) -> String {
    for change in changes {
        let Some(range) = change.range else {
            text = change.text;
            continue;
        };
        let lines = LineIndex::new(&text);
        let start = encoding.offset(&text, &lines, range.start) as usize;
        let end = (encoding.offset(&text, &lines, range.end) as usize).max(start);
        text.replace_range(start..end, &change.text);
    }
    text
}

/// The replacement that makes `new` of `old`: of the lines that differ, from the first to the last.
pub fn between(old: &str, new: &str, encoding: Encoding) -> Option<TextEdit> {
    if old == new {
        return None;
    }
    let start = common_lines(old.split_inclusive('\n'), new.split_inclusive('\n'));
    let (left, right) = (old.get(start..)?, new.get(start..)?);
    let behind = common_lines(left.split_inclusive('\n').rev(), right.split_inclusive('\n').rev());
    let lines = LineIndex::new(old);
    let place = |offset: usize| crate::encoding::small(offset);
    let range = encoding.range(old, &lines, place(start), place(old.len() - behind));
    Some(TextEdit { range, new_text: right.get(..right.len() - behind)?.to_owned() })
}

/// The length of the lines that are the same at the start of both.
fn common_lines<'t>(one: impl Iterator<Item = &'t str>, other: impl Iterator<Item = &'t str>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).map(|(line, _)| line.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Position, Range};

    fn change(line: u32, from: u32, to: u32, text: &str) -> Change {
        let at = |character| Position { line, character };
        Change { range: Some(Range { start: at(from), end: at(to) }), text: text.to_owned() }
    }

    #[test]
    fn changes_come_one_after_the_other() {
        let changes = vec![change(0, 2, 3, "é"), change(0, 3, 3, "!\nx"), change(1, 1, 1, "y")];
        assert_eq!(applied("😀a\nb".to_owned(), changes, Encoding::Utf16), "😀é!\nxy\nb");
    }

    #[test]
    fn a_change_without_a_range_is_the_whole_text() {
        let whole = Change { range: None, text: "new".to_owned() };
        assert_eq!(applied("old".to_owned(), vec![whole], Encoding::Utf16), "new");
    }

    #[test]
    fn only_the_lines_that_differ_are_replaced() {
        let (old, new) = ("a\nb\nb\nc\n", "a\nx\nb\nc\n");
        let edit = between(old, new, Encoding::Utf16).unwrap();
        assert_eq!((edit.range.start.line, edit.range.end.line, edit.new_text.as_str()), (1, 2, "x\n"));
        let edit = Change { range: Some(edit.range), text: edit.new_text };
        assert_eq!(applied(old.to_owned(), vec![edit], Encoding::Utf16), new);
        assert_eq!(between(old, old, Encoding::Utf16), None);
    }

    #[test]
    fn repeated_lines_are_told_apart() {
        for (old, new) in [("a\na\n", "a\n"), ("a\n", "a\na\na\n"), ("", "a"), ("a", ""), ("é\n", "é\né")]
        {
            let edit = between(old, new, Encoding::Utf8).unwrap();
            let edit = Change { range: Some(edit.range), text: edit.new_text };
            assert_eq!(applied(old.to_owned(), vec![edit], Encoding::Utf8), new, "{old:?} to {new:?}");
        }
    }
}
