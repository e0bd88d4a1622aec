//! The lines that a fix touches, before and after it.

use crate::Fix;
use filrouge_source::{FileId, Sources};

/// More lines than this are not shown.
const MOST_LINES: usize = 8;
/// Longer lines are cut.
const LONGEST_LINE: usize = 160;

/// Removed and added lines.
pub(super) struct Difference {
    pub before: Vec<String>,
    pub after: Vec<String>,
}

/// What `fix` does to the first file that it touches; nothing if its edits do not fit the text.
pub(super) fn difference(fix: &Fix, sources: &Sources) -> Option<Difference> {
    let file = fix.edits.first()?.span.file;
    let (start, before) = touched_lines(fix, file, sources)?;
    let mut edits: Vec<_> = fix.edits.iter().filter(|edit| edit.span.file == file).collect();
    edits.sort_by_key(|edit| edit.span);
    let (mut after, mut at) = (String::new(), start);
    for edit in edits {
        after.push_str(before.get(at.checked_sub(start)?..edit.span.range().start.checked_sub(start)?)?);
        after.push_str(&edit.text);
        at = edit.span.range().end;
    }
    after.push_str(before.get(at.checked_sub(start)?..)?);
    let difference = Difference { before: lines(before), after: lines(&after) };
    Some(without_common_ends(difference))
}

/// The whole lines that the edits lie in, and where the first of them starts.
fn touched_lines<'s>(fix: &Fix, file: FileId, sources: &'s Sources) -> Option<(usize, &'s str)> {
    let source = sources.get(file)?;
    let spans = fix.edits.iter().map(|edit| edit.span).filter(|span| span.file == file);
    let all = spans.reduce(|one, other| one.to(other))?;
    let lines = source.lines();
    let start = lines.line_start(lines.line_of(all.start)) as usize;
    let last = lines.line_of(all.end);
    let end =
        if last + 1 < lines.line_count() { lines.line_start(last + 1) as usize } else { source.text.len() };
    source.text.get(start..end).map(|text| (start, text))
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(cut).collect()
}

fn cut(line: &str) -> String {
    let mut shown: String = line.chars().take(LONGEST_LINE).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    shown
}

fn without_common_ends(mut difference: Difference) -> Difference {
    let Difference { before, after } = &mut difference;
    while before.len() > 1 && after.len() > 1 && before.first() == after.first() {
        before.remove(0);
        after.remove(0);
    }
    while before.last().is_some() && before.last() == after.last() {
        before.pop();
        after.pop();
    }
    for lines in [before, after] {
        if lines.len() > MOST_LINES {
            lines.truncate(MOST_LINES);
            lines.push("…".to_owned());
        }
    }
    difference
}
