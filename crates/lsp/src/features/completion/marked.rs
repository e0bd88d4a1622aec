//! The text with a word at the cursor that nobody knows.

use crate::encoding::small;
use crate::page::Page;
use filrouge_compile::Allowed;
use filrouge_report::CURSOR;
use std::ops::Range;

/// The text of a document, with the word at the cursor replaced.
pub struct Marked {
    /// The text.
    pub text: String,
    /// Where the word stands in it.
    pub start: u32,
    /// The bytes of the document's own text that a choice replaces.
    pub replaced: Range<u32>,
    /// Whether a point stands before the word.
    pub is_behind_point: bool,
    /// What closes what is open at the cursor.
    closing: &'static str,
    /// Whether the word stands in quotes of the language.
    is_quoted: bool,
}

impl Marked {
    /// Puts the word at the byte `offset` of `text`.
    pub fn at(text: &str, offset: u32, is_kdl: bool) -> Self {
        let (before, behind) = text.split_at_checked(offset as usize).unwrap_or((text, ""));
        let part = |letter: char| letter.is_alphanumeric() || letter == '_' || (is_kdl && letter == '-');
        let start = before.trim_end_matches(part);
        let end = behind.trim_start_matches(part);
        let (is_quoted, closing) = open_at(start, end, is_kdl);
        let (start_at, end_at) = whole_name(start, end, text.len(), is_quoted);
        Self {
            text: format!(
                "{}{CURSOR}{closing}{}",
                text.get(..start_at).unwrap_or(""),
                text.get(end_at..).unwrap_or("")
            ),
            start: small(start_at),
            replaced: small(start_at)..small(end_at),
            is_behind_point: start.ends_with('.'),
            closing,
            is_quoted,
        }
    }

    /// What the compiler would understand in place of the word; `behind` stands behind it.
    pub fn ask(&self, page: &Page<'_>, behind: &str) -> Option<Allowed> {
        let word = self.start as usize + CURSOR.len();
        let (before, after) = self.text.split_at_checked(word)?;
        page.project.allowed(page.file, format!("{before}{behind}{after}"))
    }

    /// A name as its place wants it; nothing when it is written as it is.
    pub fn spelled(&self, name: &str, rule: &str) -> Option<String> {
        let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
        let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        let is_bare = starts && name.chars().all(plain);
        let of_language = matches!(rule, "unresolved-name" | "missing-file" | "unknown-choice");
        let quoted = of_language && !self.is_quoted && !is_bare;
        let text = if quoted { format!("\"{name}\"") } else { name.to_owned() };
        let whole = format!("{text}{}", self.closing);
        (whole != name).then_some(whole)
    }
}

/// Whether the cursor is in quotes, and what is missing behind it.
fn open_at(before: &str, behind: &str, is_kdl: bool) -> (bool, &'static str) {
    let line_before = before.rsplit('\n').next().unwrap_or("");
    let line_behind = behind.split('\n').next().unwrap_or("");
    let is_quoted = is_kdl && quotes(line_before) % 2 == 1;
    let opened = before.rfind("{{").filter(|at| before.get(*at..).is_some_and(|rest| !rest.contains("}}")));
    let closes =
        behind.find("}}").is_some_and(|at| !behind.get(..at).is_some_and(|rest| rest.contains("{{")));
    let unclosed = opened.is_some() && !closes;
    match (unclosed, is_quoted && quotes(line_behind).is_multiple_of(2)) {
        (true, true) => (true, " }}\""),
        (true, false) => (is_quoted, " }}"),
        (false, true) => (true, "\""),
        (false, false) => (is_quoted, ""),
    }
}

fn quotes(text: &str) -> usize {
    text.replace("\\\"", "").matches('"').count()
}

/// A name in quotes is replaced as a whole: `"Cart Up"` is one word.
fn whole_name(before: &str, behind: &str, length: usize, is_quoted: bool) -> (usize, usize) {
    let (start, end) = (before.len(), length - behind.len());
    let opening = before.rfind('"').filter(|_| is_quoted);
    let words =
        |text: &str| text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    let Some(inner) =
        opening.and_then(|at| before.get(at + 1..)).filter(|inner| words(inner) && inner.contains(' '))
    else {
        return (start, end);
    };
    let rest = behind.split('"').next().filter(|rest| words(rest)).unwrap_or("");
    (start - inner.len(), end + rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> (String, bool) {
        let offset = text.find('|').unwrap();
        let marked = Marked::at(&text.replacen('|', "", 1), small(offset), true);
        (marked.text.replace(CURSOR, "…"), marked.is_quoted)
    }

    #[test]
    fn the_word_at_the_cursor_is_replaced() {
        assert_eq!(marked("send re|minder via=email"), ("send … via=email".to_owned(), false));
        assert_eq!(marked("send é via=|"), ("send é via=…".to_owned(), false));
    }

    #[test]
    fn what_is_open_is_closed() {
        assert_eq!(marked("enter where=\"event.|\nx"), ("enter where=\"event.…\"\nx".to_owned(), true));
        assert_eq!(marked("enter where=\"event.|\""), ("enter where=\"event.…\"".to_owned(), true));
        assert_eq!(
            marked("subject \"😀 {{ profile.|\""),
            ("subject \"😀 {{ profile.… }}\"".to_owned(), true)
        );
    }

    #[test]
    fn a_name_of_several_words_is_one() {
        assert_eq!(marked("enter on=\"Cart U|p\" x"), ("enter on=\"…\" x".to_owned(), true));
        assert_eq!(marked("where=\"a == b|\""), ("where=\"a == …\"".to_owned(), true));
    }
}
