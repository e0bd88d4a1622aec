//! Applying fixes.

use filrouge_report::Fix;
use filrouge_source::FileId;
use filrouge_syntax::parse;

/// `text` with the first fix of its first finding applied; nothing if it offers none.
pub fn repaired(text: &str) -> Option<String> {
    let (_, findings) = parse(FileId(0), text);
    let finding = findings.iter().next()?;
    finding.fixes.first().map(|fix| apply(text, fix))
}

fn apply(text: &str, fix: &Fix) -> String {
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    edits.iter().fold(text.to_owned(), |mut text, edit| {
        text.replace_range(edit.span.range(), &edit.text);
        text
    })
}
