//! Words that may not be bare texts.

/// Whether `word` is a keyword without its `#`.
pub(crate) fn is_keyword(word: &str) -> bool {
    matches!(word, "true" | "false" | "null" | "inf" | "-inf" | "nan")
}
