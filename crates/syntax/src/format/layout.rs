//! From tokens to the parts of a file as they will be printed.

use super::quotes::{Place, Quoting, requoted};
use super::tokens::{Kind, Token};
use crate::chars::is_newline;
use crate::tree::{EntryData, MarkKind, Tree};

/// The nodes and comments between two braces, or of the whole file.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub items: Vec<Item>,
    /// The author wrote it on one line.
    pub one_line: bool,
}

/// A node or a comment between nodes.
#[derive(Debug)]
pub(super) struct Item {
    pub content: Content,
    pub blank_before: bool,
    /// Stands on the line on which the item before it ends.
    pub same_line: bool,
}

#[derive(Debug)]
pub(super) enum Content {
    LineComment(String),
    BlockComment(String),
    Node(Vec<Part>),
}

/// A part of a node.
#[derive(Debug)]
pub(super) struct Part {
    pub kind: PartKind,
    pub slashdash: bool,
    /// The line was continued before it.
    pub continued: bool,
}

#[derive(Debug)]
pub(super) enum PartKind {
    /// The name or an entry.
    Text(String),
    LineComment(String),
    BlockComment(String),
    Block(Block),
}

/// Reads tokens one after another. Recursion is bounded: a text with deeper blocks than the parser allows is not
/// formatted.
pub(super) struct Layout<'f> {
    text: &'f str,
    tree: &'f Tree,
    tokens: &'f [Token],
    quoting: &'f dyn Quoting,
    next: usize,
    /// Where the last token that was read ends.
    end: usize,
    path: Vec<&'f str>,
}

impl<'f> Layout<'f> {
    pub fn new(text: &'f str, tree: &'f Tree, tokens: &'f [Token], quoting: &'f dyn Quoting) -> Self {
        Self { text, tree, tokens, quoting, next: 0, end: 0, path: Vec::new() }
    }

    pub fn file(mut self) -> Block {
        let mut block = Block::default();
        while self.peek().is_some() {
            self.items(&mut block);
            // A closing brace without its opening one cannot be: the text is well formed.
            self.take();
        }
        block
    }

    fn peek(&self) -> Option<&'f Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Option<&'f Token> {
        let token = self.peek()?;
        self.next += 1;
        self.end = token.range.end;
        Some(token)
    }

    fn source(&self, token: &Token) -> &'f str {
        self.text.get(token.range.clone()).unwrap_or_default()
    }

    /// What stands between the last token and `token`: blanks, line breaks, `;` and `\`.
    fn gap(&self, token: &Token) -> &'f str {
        self.text.get(self.end..token.range.start).unwrap_or_default()
    }

    fn items(&mut self, block: &mut Block) {
        while let Some(token) = self.peek().filter(|token| token.kind != Kind::Mark(MarkKind::Close)) {
            let first = block.items.is_empty();
            let newlines = newlines(self.gap(token));
            let content = match token.kind {
                Kind::Mark(MarkKind::LineComment) => Content::LineComment(self.comment()),
                Kind::Mark(MarkKind::BlockComment) => Content::BlockComment(self.comment()),
                _ => Content::Node(self.node()),
            };
            block.items.push(Item {
                content,
                blank_before: newlines > 1 && !first,
                same_line: newlines == 0 && self.end > 0,
            });
        }
    }

    fn comment(&mut self) -> String {
        let comment = self.take().map(|token| self.source(token)).unwrap_or_default();
        comment.trim_end().to_owned()
    }

    fn node(&mut self) -> Vec<Part> {
        let slashdash = self.slashdash();
        let mut parts = Vec::new();
        let Some(token) = self.take() else { return parts };
        let Kind::Node(number) = token.kind else {
            // Two slashdashes or a comment behind one: kept as they are.
            parts.push(Part {
                kind: PartKind::Text(self.source(token).to_owned()),
                slashdash,
                continued: false,
            });
            return parts;
        };
        let name = self.tree.nodes.get(number).map(|node| self.tree.decoded(node.name)).unwrap_or_default();
        self.path.push(name);
        let head = self.head(number, token);
        parts.push(Part { kind: PartKind::Text(head), slashdash, continued: false });
        let mut arguments = 0;
        while self.continues() {
            parts.push(self.part(&mut arguments));
        }
        self.path.pop();
        parts
    }

    fn slashdash(&mut self) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == Kind::Mark(MarkKind::Slashdash));
        if found {
            self.take();
        }
        found
    }

    /// Whether the next token belongs to the node that is being read.
    fn continues(&self) -> bool {
        let Some(token) = self.peek() else { return false };
        let gap = self.gap(token);
        match token.kind {
            Kind::Node(_) | Kind::Mark(MarkKind::Close) => false,
            Kind::Mark(MarkKind::LineComment) if newlines(gap) == 0 => true,
            Kind::Mark(MarkKind::BlockComment) if newlines(gap) == 0 && !gap.contains(';') => {
                self.node_continues() || !self.next_node_follows_on_line()
            }
            _ => self.node_continues(),
        }
    }

    /// Whether an entry or a block comes next, comments and slashdashes apart.
    fn node_continues(&self) -> bool {
        let ahead = self.tokens.get(self.next..).unwrap_or_default();
        let skipped = |kind| {
            matches!(kind, Kind::Mark(MarkKind::LineComment | MarkKind::BlockComment | MarkKind::Slashdash))
        };
        let next = ahead.iter().find(|token| !skipped(token.kind));
        next.is_some_and(|token| matches!(token.kind, Kind::Entry(_) | Kind::Mark(MarkKind::Open)))
    }

    /// Whether a comment here stands before a node on the same line rather than behind the last one.
    fn next_node_follows_on_line(&self) -> bool {
        let ahead = self.tokens.get(self.next..).unwrap_or_default();
        let pair = ahead.first().zip(ahead.get(1));
        pair.is_some_and(|(comment, next)| {
            let gap = self.text.get(comment.range.end..next.range.start).unwrap_or_default();
            matches!(next.kind, Kind::Node(_)) && newlines(gap) == 0 && !gap.contains(';')
        })
    }

    fn part(&mut self, arguments: &mut usize) -> Part {
        let continued = self.peek().is_some_and(|token| self.gap(token).contains('\\'));
        let slashdash = self.slashdash();
        let Some(token) = self.take() else {
            return Part { kind: PartKind::Text(String::new()), slashdash, continued };
        };
        let kind = match token.kind {
            Kind::Mark(MarkKind::Open) => PartKind::Block(self.block(token)),
            Kind::Mark(MarkKind::LineComment) => {
                PartKind::LineComment(self.source(token).trim_end().to_owned())
            }
            Kind::Mark(_) => PartKind::BlockComment(self.source(token).to_owned()),
            Kind::Entry(number) => PartKind::Text(self.entry(number, token, arguments)),
            Kind::Node(_) => PartKind::Text(self.source(token).to_owned()),
        };
        Part { kind, slashdash, continued }
    }

    fn block(&mut self, open: &Token) -> Block {
        let mut block = Block::default();
        self.items(&mut block);
        self.take();
        let written = self.text.get(open.range.start..self.end).unwrap_or_default();
        block.one_line = newlines(written) == 0;
        block
    }

    fn head(&self, number: usize, token: &Token) -> String {
        let Some(node) = self.tree.nodes.get(number).filter(|_| !token.verbatim) else {
            return self.source(token).to_owned();
        };
        let source = |range| self.text.get(range).unwrap_or_default();
        let ty = node.ty.map(|ty| format!("({})", source(ty.span.range()))).unwrap_or_default();
        format!("{ty}{}", source(node.name.span.range()))
    }

    fn entry(&self, number: usize, token: &Token, arguments: &mut usize) -> String {
        let Some(entry) = self.tree.entries.get(number).filter(|_| !token.verbatim) else {
            return self.source(token).to_owned();
        };
        let source = |range| self.text.get(range).unwrap_or_default();
        let key = entry.key.map(|key| format!("{}=", source(key.span.range()))).unwrap_or_default();
        let ty = entry.value.ty.map(|ty| format!("({})", source(ty.span.range()))).unwrap_or_default();
        let value =
            self.requoted(entry, arguments).unwrap_or_else(|| source(entry.value.span.range()).to_owned());
        format!("{key}{ty}{value}")
    }

    fn requoted(&self, entry: &EntryData, arguments: &mut usize) -> Option<String> {
        let quotes = match entry.key {
            Some(key) => self.quoting.quotes(&self.path, Place::Property(self.tree.decoded(key))),
            None => self.quoting.quotes(&self.path, Place::Argument(*arguments)),
        };
        if entry.key.is_none() && !entry.hidden {
            *arguments += 1;
        }
        requoted(self.tree, &entry.value, quotes)
    }
}

/// The number of line breaks; CRLF is one.
fn newlines(text: &str) -> usize {
    text.chars().filter(|c| is_newline(*c)).count() - text.matches("\r\n").count()
}
