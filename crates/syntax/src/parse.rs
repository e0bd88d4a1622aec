//! The parser: iterative, so that no nesting can exhaust the stack, and recovering, so that one mistake hides no other.

mod block;
mod entry;
mod forbidden;
mod habits;
mod list;
mod node;
mod quotes;
mod space;
mod string;
mod value;

use crate::cursor::Cursor;
use crate::rules::unexpected_text::UnexpectedText;
use crate::tree::{EntryData, Mark, MarkKind, Text, Tree};
use block::Frame;
use filrouge_report::{Finding, Findings};
use filrouge_source::{FileId, Span};
use list::DashList;

/// The largest text that is read, in bytes: places are 32-bit numbers, and the tree keeps decoded text behind the
/// source.
const LARGEST_TEXT: u32 = 1 << 30;

/// Findings about one file beyond this number are not kept: nobody reads them, and garbage makes millions.
const MOST_FINDINGS: usize = 1_000;

/// Ordinary text has fewer nodes and entries than this; room for them is made at once.
const BYTES_PER_NODE: usize = 40;
const BYTES_PER_ENTRY: usize = 32;

/// Reads `text`.
///
/// It never fails: the tree holds all that could be understood, the findings say what is wrong with the rest. Values
/// and nodes that a finding speaks of are marked ([`Value::is_reported`](crate::Value::is_reported)). At most 1,000
/// findings are kept.
#[must_use]
pub fn parse(file: FileId, text: &str) -> (Tree, Findings) {
    if text.len() > LARGEST_TEXT as usize {
        return (Tree::empty(file), too_large(file, text.len()));
    }
    let first = Parser::new(file, text, 0).run();
    if first.unclosed == 0 {
        return first.finish();
    }
    let second = Parser::new(file, text, first.unclosed).run();
    if second.brace_findings > first.brace_findings { first.finish() } else { second.finish() }
}

fn too_large(file: FileId, len: usize) -> Findings {
    let text = format!("a text of {len} bytes");
    let place = Span::new(file, 0, 0);
    std::iter::once(UnexpectedText { text, place, expected: "at most one gibibyte" }.into()).collect()
}

/// A parse under way.
struct Parser<'s> {
    cursor: Cursor<'s>,
    tree: Tree,
    findings: Vec<Finding>,
    frames: Vec<Frame>,
    /// The last node outside of every block.
    last_root: Option<u32>,
    line: Line,
    /// How many blocks may still be closed because of the indentation: 0 unless the braces do not match.
    guesses: u32,
    unclosed: u32,
    brace_findings: u32,
    /// The next thing may touch what stands before it, because of a mistake already reported.
    may_touch: bool,
    /// The node that is being read owns the deeper lines below it, as its colon says; the place of that finding.
    indented_block: Option<usize>,
    commas: Vec<Span>,
    in_brackets: bool,
    dashes: DashList,
}

/// The line on which the current node starts.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    start: usize,
    indent: usize,
}

impl<'s> Parser<'s> {
    fn new(file: FileId, text: &'s str, guesses: u32) -> Self {
        let mut tree = Tree::empty(file);
        tree.buffer.push_str(text);
        tree.nodes.reserve(text.len() / BYTES_PER_NODE);
        tree.entries.reserve(text.len() / BYTES_PER_ENTRY);
        Self {
            cursor: Cursor::new(text),
            tree,
            findings: Vec::new(),
            frames: Vec::new(),
            last_root: None,
            line: Line::default(),
            guesses,
            unclosed: 0,
            brace_findings: 0,
            may_touch: false,
            indented_block: None,
            commas: Vec::new(),
            in_brackets: false,
            dashes: DashList::default(),
        }
    }

    fn run(mut self) -> Self {
        self.forbidden_characters();
        self.cursor.eat("\u{FEFF}");
        self.start_line();
        loop {
            self.line_space();
            match self.cursor.peek() {
                None => break,
                Some(b'}') => self.close_brace(),
                Some(b'{') => self.nameless_block(),
                Some(b';') => self.unexpected("a name"),
                Some(_) => self.node(),
            }
        }
        self.end_of_text();
        self
    }

    fn finish(self) -> (Tree, Findings) {
        let findings: Findings = self.findings.into_iter().collect();
        (self.tree, findings.sorted())
    }

    fn report(&mut self, finding: impl Into<Finding>) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding.into());
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.tree.file, small(start), small(end))
    }

    /// From `start` to here.
    fn span_from(&self, start: usize) -> Span {
        self.span(start, self.cursor.at)
    }

    /// The next character, or nothing at the end.
    fn span_of_next(&self) -> Span {
        let len = self.cursor.char().map_or(0, char::len_utf8);
        self.span(self.cursor.at, self.cursor.at + len)
    }

    fn source(&self, span: Span) -> &'s str {
        self.cursor.text.get(span.range()).unwrap_or_default()
    }

    /// A text that stands for itself.
    fn plain(span: Span) -> Text {
        Text { start: span.start, end: span.end, span }
    }

    fn mark(&mut self, kind: MarkKind, start: usize) {
        let span = self.span_from(start);
        self.tree.marks.push(Mark { kind, span });
    }

    fn push_entry(&mut self, entry: EntryData) {
        self.tree.entries.push(entry);
    }
}

/// Texts are far smaller than 4 GB: see [`LARGEST_TEXT`].
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
