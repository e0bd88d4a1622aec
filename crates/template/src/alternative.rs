//! Plain text from markup: what a reader without HTML sees. Links keep their addresses.

mod references;

use crate::chunks::{Chunk, ChunkKind, FILLER, chunks as chunks_of, masked};
use crate::markup::{End, Piece, Tag, pieces};
use minijinja::machinery::parse;
use references::decoded;
use std::ops::Range;

/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "div",
    "dd",
    "dl",
    "dt",
    "footer",
    "form",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "section",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "mj-accordion-element",
    "mj-body",
    "mj-hero",
    "mj-image",
    "mj-navbar-link",
    "mj-social-element",
];
/// Elements with a blank line around them.
const PARAGRAPHS: &[&str] = &[
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "pre",
    "mj-accordion",
    "mj-accordion-text",
    "mj-accordion-title",
    "mj-button",
    "mj-column",
    "mj-section",
    "mj-table",
    "mj-text",
    "mj-wrapper",
];
/// Elements whose content nobody reads.
const UNREAD: &[&str] = &["head", "mj-attributes", "mj-head", "script", "style", "template", "title"];
const LINKS: &[&str] = &["a", "mj-button", "mj-navbar-link", "mj-social-element"];

/// The text of `markup`, still a template; none when it would not be one any more.
pub fn alternative(markup: &str, chunks: &[Chunk]) -> Option<String> {
    let masked = masked(markup, chunks);
    let mut text = Writer { markup, chunks, out: String::new(), links: Vec::new(), unread: Vec::new() };
    for piece in pieces(&masked) {
        match piece {
            Piece::Text(range) => text.text(range),
            Piece::Tag(tag) => text.tag(&tag),
        }
    }
    let text = tidy(text.out.trim());
    parse(&text, "text", minijinja::syntax::SyntaxConfig::default()).is_ok().then_some(text)
}

/// A line that only steers takes the blank lines before it away: it must not leave a hole in the text.
fn tidy(text: &str) -> String {
    let steers = |line: &&str| {
        let chunks = chunks_of(line);
        let covered: usize = chunks.iter().map(|chunk| chunk.range.len()).sum();
        !line.is_empty() && covered == line.len() && chunks.iter().all(|chunk| chunk.kind == ChunkKind::Tag)
    };
    let line = |line| match Some(line).filter(steers).and_then(|line| line.strip_prefix("{%")) {
        Some(rest) if !rest.starts_with(['-', '+']) => format!("{{%-{rest}"),
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

struct Writer<'t> {
    markup: &'t str,
    chunks: &'t [Chunk],
    out: String,
    /// Open links: the name of the element, where its text begins, its address.
    links: Vec<(String, usize, String)>,
    unread: Vec<String>,
}

impl Writer<'_> {
    fn tag(&mut self, tag: &Tag) {
        let name = self.markup.get(tag.name.clone()).unwrap_or("").to_ascii_lowercase();
        if tag.end == End::Close {
            self.close_unread(&name);
            self.close_link(&name);
        }
        self.break_around(&name);
        match (name.as_str(), tag.end) {
            (_, End::Close) => {}
            ("br", _) => self.newline(1),
            ("li", _) => self.say("- "),
            ("td" | "th", _) => self.space(),
            ("img" | "mj-image", _) => self.image(tag),
            (unread, End::Open) if UNREAD.contains(&unread) => self.unread.push(name),
            (link, End::Open) if LINKS.contains(&link) => {
                let address = self.attribute(tag, "href");
                self.links.push((name, self.out.len(), address));
            }
            _ => {}
        }
    }

    fn break_around(&mut self, name: &str) {
        if PARAGRAPHS.contains(&name) {
            self.newline(2);
        } else if BLOCKS.contains(&name) {
            self.newline(1);
        }
    }

    fn close_unread(&mut self, name: &str) {
        if let Some(at) = self.unread.iter().rposition(|open| open == name) {
            self.unread.truncate(at);
        }
    }

    fn close_link(&mut self, name: &str) {
        let Some(at) = self.links.iter().rposition(|(open, ..)| open == name) else { return };
        let Some((_, start, address)) = self.links.split_off(at).into_iter().next() else { return };
        let words = self.out.get(start..).unwrap_or("").trim().to_owned();
        if address.is_empty() || address.starts_with('#') || address == words {
            return;
        }
        match (words.is_empty(), name) {
            (true, _) => self.say(&address),
            (false, "a") => self.say(&format!(" ({address})")),
            (false, _) => self.say(&format!(": {address}")),
        }
    }

    fn image(&mut self, tag: &Tag) {
        let words = self.attribute(tag, "alt");
        let address = self.attribute(tag, "href");
        if !words.is_empty() {
            self.say(&format!("[{words}]"));
        }
        if !words.is_empty() && !address.is_empty() {
            self.say(&format!(" ({address})"));
        }
    }

    fn attribute(&self, tag: &Tag, name: &str) -> String {
        let mut values = tag.attributes.iter().filter(|attribute| {
            self.markup.get(attribute.name.clone()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        });
        let value = values.next().and_then(|attribute| attribute.value.clone());
        value.map_or_else(String::new, |range| self.readable(range).trim().to_owned())
    }

    fn text(&mut self, range: Range<usize>) {
        let unread = !self.unread.is_empty();
        for (range, chunk) in self.parts(range) {
            let words = self.markup.get(range).unwrap_or("");
            match chunk {
                Some(ChunkKind::Comment) => {}
                // What steers the rest is kept even where nothing is read: a name may be set there.
                Some(ChunkKind::Tag) => self.out.push_str(words),
                Some(ChunkKind::Print) if !unread => self.out.push_str(words),
                None if !unread => self.say(&decoded(words)),
                _ => {}
            }
        }
    }

    /// A range of the text, cut where chunks begin and end.
    fn parts(&self, range: Range<usize>) -> Vec<(Range<usize>, Option<ChunkKind>)> {
        let (mut parts, mut from) = (Vec::new(), range.start);
        let within = |chunk: &&Chunk| chunk.range.start >= range.start && chunk.range.end <= range.end;
        for chunk in self.chunks.iter().filter(within) {
            parts.push((from..chunk.range.start, None));
            parts.push((chunk.range.clone(), Some(chunk.kind)));
            from = chunk.range.end;
        }
        parts.push((from..range.end, None));
        parts
    }

    /// A range as text, chunks and all, with its character references decoded.
    fn readable(&self, range: Range<usize>) -> String {
        let part = |(range, chunk): (Range<usize>, Option<ChunkKind>)| {
            let words = self.markup.get(range).unwrap_or("");
            match chunk {
                None => decoded(words),
                Some(ChunkKind::Comment) => String::new(),
                Some(_) => words.to_owned(),
            }
        };
        self.parts(range).into_iter().map(part).collect()
    }

    /// Adds text, its white space drawn together.
    fn say(&mut self, text: &str) {
        if !self.unread.is_empty() {
            return;
        }
        for letter in text.chars().filter(|letter| *letter != FILLER) {
            if letter.is_ascii_whitespace() {
                self.space();
            } else {
                self.out.push(letter);
            }
        }
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with(char::is_whitespace) {
            self.out.push(' ');
        }
    }

    /// Ends the line, so that at least `wanted` line breaks stand at the end.
    fn newline(&mut self, wanted: usize) {
        if self.out.is_empty() || !self.unread.is_empty() {
            return;
        }
        self.out.truncate(self.out.trim_end_matches(' ').len());
        let there = self.out.len() - self.out.trim_end_matches('\n').len();
        self.out.extend(std::iter::repeat_n('\n', wanted.saturating_sub(there)));
    }
}

#[cfg(test)]
mod tests;
