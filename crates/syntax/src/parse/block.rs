//! Blocks: opening, closing, and guessing where a closing brace is missing.

use super::{Line, Parser, small};
use crate::chars::is_newline;
use crate::rules::comma_between_values::CommaBetweenValues;
use crate::rules::missing_line_break::MissingLineBreak;
use crate::rules::nameless_block::NamelessBlock;
use crate::rules::nesting_too_deep::NestingTooDeep;
use crate::rules::stray_brace::StrayBrace;
use crate::rules::unclosed_block::UnclosedBlock;
use crate::tree::MarkKind;
use filrouge_report::Edit;
use filrouge_source::Span;

/// Blocks within blocks beyond this number are not read.
const DEEPEST: u32 = 64;

/// A block that is open.
pub(super) struct Frame {
    /// The node that the block belongs to; none for a block without a name.
    pub node: Option<u32>,
    /// The last child so far.
    pub last: Option<u32>,
    pub open: Span,
    pub hidden: bool,
    /// Whether the block itself is commented out, so that another may follow.
    slashdashed: bool,
    pub indent: usize,
    /// Opened by a colon and the deeper indentation of the next line, as in YAML: the place of its finding.
    pub indented: Option<usize>,
    /// The sizes of the arena before a block that is too deep to be kept.
    keep: Option<(usize, usize)>,
}

impl Parser<'_> {
    pub(super) fn is_hidden(&self) -> bool {
        self.frames.last().is_some_and(|frame| frame.hidden)
    }

    /// Opens the block at the brace that stands here.
    pub(super) fn open_block(&mut self, node: Option<u32>, slashdashed: bool) {
        let open = self.span_of_next();
        self.cursor.at += 1;
        self.mark(MarkKind::Open, open.start as usize);
        self.push_frame(node, open, slashdashed, None);
    }

    /// Opens a block without a brace behind a colon: the lines that are indented deeper belong to `node`.
    pub(super) fn open_indented_block(&mut self, node: u32, finding: usize) {
        let open = self.span_of_next().at_start();
        self.push_frame(Some(node), open, false, Some(finding));
    }

    fn push_frame(&mut self, node: Option<u32>, open: Span, slashdashed: bool, indented: Option<usize>) {
        let depth = small(self.frames.len());
        if depth == DEEPEST {
            self.report(NestingTooDeep { open, limit: DEEPEST });
        }
        let data = node.and_then(|node| self.tree.nodes.get(node as usize));
        let hidden = slashdashed || data.map_or_else(|| self.is_hidden(), |data| data.hidden);
        let keep = (depth == DEEPEST).then_some((self.tree.nodes.len(), self.tree.entries.len()));
        let indent = self.line.indent;
        self.frames.push(Frame { node, last: None, open, hidden, slashdashed, indent, indented, keep });
    }

    /// A brace where a name should stand.
    pub(super) fn nameless_block(&mut self) {
        self.flush_dashes(None);
        let json = self.frames.is_empty() && self.tree.nodes.is_empty();
        self.report(NamelessBlock { open: self.span_of_next(), json });
        let owner = self.last_sibling().filter(|last| self.could_own_a_block(*last));
        self.open_block(owner, false);
    }

    fn could_own_a_block(&self, node: u32) -> bool {
        let data = self.tree.nodes.get(node as usize);
        data.is_some_and(|data| data.block.is_none() && node as usize + 1 == self.tree.nodes.len())
    }

    pub(super) fn close_brace(&mut self) {
        let brace = self.span_of_next();
        self.flush_dashes(Some(brace));
        self.close_by_indent(brace, true);
        while self.frames.last().is_some_and(|frame| frame.indented.is_some()) {
            self.close_unclosed(brace.at_start(), "");
        }
        self.cursor.at += 1;
        let Some(frame) = self.frames.pop() else {
            self.brace_findings += 1;
            return self.report(StrayBrace { brace });
        };
        self.mark(MarkKind::Close, brace.start as usize);
        self.end_block(&frame, brace.end);
        match frame.node {
            Some(node) => self.after_block(node, frame.slashdashed),
            None => self.after_nameless_block(),
        }
    }

    fn end_block(&mut self, frame: &Frame, end: u32) {
        if let Some((nodes, entries)) = frame.keep {
            self.tree.nodes.truncate(nodes);
            self.tree.entries.truncate(entries);
        }
        let subtree_end = small(self.tree.nodes.len());
        let node = frame.node.and_then(|node| self.tree.nodes.get_mut(node as usize));
        if let Some(node) = node {
            node.subtree_end = subtree_end;
            node.span.end = end;
            if !frame.slashdashed && frame.indented.is_none() {
                node.block = Some(Span::new(frame.open.file, frame.open.start, end));
            }
        }
    }

    /// Behind the block of a node: only commented-out blocks may follow, and the block itself after such.
    fn after_block(&mut self, node: u32, slashdashed: bool) {
        self.node_space();
        if self.comma_after_block() {
            return;
        }
        if self.cursor.peek() == Some(b';') {
            self.cursor.at += 1;
        } else if self.cursor.peek() == Some(b'{') && slashdashed && self.has_no_block(node) {
            self.open_block(Some(node), false);
        } else if self.cursor.starts_with("/-") {
            self.slashdash();
            match self.cursor.peek() {
                Some(b'{') => self.open_block(Some(node), true),
                _ => self.unexpected("a block"),
            }
        } else if !self.at_end_of_node() && self.cursor.peek() != Some(b'{') {
            let before = self.span_of_next();
            self.report(MissingLineBreak { before });
        }
    }

    fn after_nameless_block(&mut self) {
        self.node_space();
        self.comma_after_block();
        self.cursor.eat(";");
    }

    /// The comma between two objects of JSON: taken for the end of the node.
    fn comma_after_block(&mut self) -> bool {
        if self.cursor.peek() != Some(b',') {
            return false;
        }
        let comma = self.span_of_next();
        self.cursor.at += 1;
        self.node_space();
        let text = if self.at_end_of_node() { "" } else { ";" };
        self.report(CommaBetweenValues { comma, others: Vec::new(), edits: vec![(comma, text)] });
        true
    }

    fn has_no_block(&self, node: u32) -> bool {
        self.tree.nodes.get(node as usize).is_some_and(|node| node.block.is_none())
    }

    /// When braces do not match: closes every block that the indentation of this line says must have ended.
    pub(super) fn close_by_indent(&mut self, here: Span, is_brace: bool) {
        let Line { start, indent } = self.line;
        let ends = |frame: &Frame| frame.indented.is_some() && frame.indent >= indent;
        while here.start as usize == start + indent && self.frames.last().is_some_and(ends) {
            self.flush_dashes(None);
            self.close_unclosed(here.at_start(), "");
        }
        if self.guesses == 0 || here.start as usize != start + indent {
            return;
        }
        if is_brace && !self.frames.iter().any(|frame| frame.indent == indent) {
            return;
        }
        let ended = |frame: &Frame| if is_brace { frame.indent > indent } else { frame.indent >= indent };
        while self.guesses > 0 && self.frames.last().is_some_and(ended) {
            if self.frames.last().is_some_and(|frame| frame.indented.is_none()) {
                self.guesses -= 1;
            }
            let guess = self.span(start, start);
            self.close_unclosed(guess, "a `}` is missing before this line");
        }
    }

    fn close_unclosed(&mut self, guess: Span, guess_text: &'static str) {
        let Some(frame) = self.frames.pop() else { return };
        if let Some(finding) = frame.indented {
            return self.close_indented(&frame, finding, guess.start);
        }
        let line_break = if self.starts_a_line(guess.start) { "" } else { "\n" };
        let insert = format!("{line_break}{}}}\n", " ".repeat(frame.indent));
        if small(self.frames.len()) <= DEEPEST {
            self.brace_findings += 1;
            self.report(UnclosedBlock { open: frame.open, guess, guess_text, insert });
        }
        let end = self.end_before(guess.start).max(frame.open.end);
        self.end_block(&frame, end);
    }

    /// Ends a block without braces before `here`, and offers the braces.
    fn close_indented(&mut self, frame: &Frame, finding: usize, here: u32) {
        let end = self.end_before(here).max(frame.open.start);
        self.end_block(frame, end);
        let place = Span::new(frame.open.file, end, end);
        let brace = Edit { span: place, text: format!("\n{}}}", " ".repeat(frame.indent)) };
        if let Some(fix) = self.findings.get_mut(finding).and_then(|finding| finding.fixes.first_mut()) {
            fix.title = "write it as a block".to_owned();
            fix.edits.iter_mut().for_each(|edit| edit.text = " {".to_owned());
            fix.edits.push(brace);
        }
    }

    pub(super) fn starts_a_line(&self, here: u32) -> bool {
        self.cursor.text.get(..here as usize).is_none_or(|before| before.ends_with(is_newline))
    }

    /// Where the text before `here` ends, blanks and line breaks apart.
    fn end_before(&self, here: u32) -> u32 {
        small(self.cursor.text.get(..here as usize).unwrap_or_default().trim_end().len())
    }

    pub(super) fn end_of_text(&mut self) {
        self.flush_dashes(None);
        self.unclosed = small(self.frames.iter().filter(|frame| frame.indented.is_none()).count());
        let end = self.span_of_next();
        while !self.frames.is_empty() {
            self.close_unclosed(end, "the file ends here");
        }
    }
}
