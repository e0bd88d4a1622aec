//! Blocks that can be folded.

use crate::page::Page;
use crate::protocol::{Document, Fold};

/// Every block of more than one line, and every run of comment lines.
pub fn folds(page: &Page<'_>, _: Document) -> Vec<Fold> {
    if !page.source.is_kdl() {
        return Vec::new();
    }
    let tree = page.tree();
    let blocks = tree.nodes().filter_map(|node| node.block_span()).map(|block| {
        let (start, end) = (page.position(block.start).line, page.position(block.end).line);
        // The brace that closes stays to be seen.
        Fold { start_line: start, end_line: end.saturating_sub(1), kind: None }
    });
    blocks.chain(comments(page.text())).filter(|fold| fold.start_line < fold.end_line).collect()
}

fn comments(text: &str) -> Vec<Fold> {
    let mut found: Vec<Fold> = Vec::new();
    let lines = (0..).zip(text.lines()).filter(|(_, line)| line.trim_start().starts_with("//"));
    for (line, _) in lines {
        match found.last_mut().filter(|fold| fold.end_line + 1 == line) {
            Some(fold) => fold.end_line = line,
            None => found.push(Fold { start_line: line, end_line: line, kind: Some("comment".to_owned()) }),
        }
    }
    found
}
