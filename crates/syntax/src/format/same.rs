//! Whether two texts mean the same and say the same in their comments.

use crate::number;
use crate::tree::{EntryData, MarkKind, NodeData, StoredKind, Text, Tree, ValueData};

/// Compares everything but blanks, line breaks and quotes.
pub(super) fn same(one: &Tree, one_text: &str, other: &Tree, other_text: &str) -> bool {
    let trees = Trees { one, other };
    one.nodes.len() == other.nodes.len()
        && one.entries.len() == other.entries.len()
        && one.nodes.iter().zip(&other.nodes).all(|(a, b)| trees.nodes(a, b))
        && one.entries.iter().zip(&other.entries).all(|(a, b)| trees.entries(a, b))
        && comments(one, one_text) == comments(other, other_text)
}

struct Trees<'t> {
    one: &'t Tree,
    other: &'t Tree,
}

impl Trees<'_> {
    fn nodes(&self, a: &NodeData, b: &NodeData) -> bool {
        self.texts(Some(a.name), Some(b.name))
            && self.texts(a.ty, b.ty)
            && a.entries == b.entries
            && a.subtree_end == b.subtree_end
            && a.block.is_some() == b.block.is_some()
            && a.hidden == b.hidden
    }

    fn entries(&self, a: &EntryData, b: &EntryData) -> bool {
        a.hidden == b.hidden && self.texts(a.key, b.key) && self.values(&a.value, &b.value)
    }

    fn values(&self, a: &ValueData, b: &ValueData) -> bool {
        let kinds = match (&a.kind, &b.kind) {
            (StoredKind::Text { text: a, .. }, StoredKind::Text { text: b, .. }) => {
                self.texts(Some(*a), Some(*b))
            }
            (StoredKind::Number(a), StoredKind::Number(b)) => {
                number::same(self.one.number(*a), self.other.number(*b))
            }
            (StoredKind::Bool(a), StoredKind::Bool(b)) => a == b,
            (StoredKind::Null, StoredKind::Null) => true,
            _ => false,
        };
        kinds && self.texts(a.ty, b.ty)
    }

    fn texts(&self, a: Option<Text>, b: Option<Text>) -> bool {
        a.map(|text| self.one.decoded(text)) == b.map(|text| self.other.decoded(text))
    }
}

/// The words of every comment, and the slashdashes, in order.
fn comments<'s>(tree: &Tree, text: &'s str) -> Vec<Vec<&'s str>> {
    let kept = |kind| matches!(kind, MarkKind::LineComment | MarkKind::BlockComment | MarkKind::Slashdash);
    let marks = tree.marks.iter().filter(|mark| kept(mark.kind));
    marks
        .map(|mark| text.get(mark.span.range()).unwrap_or_default().lines().map(str::trim_end).collect())
        .collect()
}
