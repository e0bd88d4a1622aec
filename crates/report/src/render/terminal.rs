//! What a terminal would obey instead of showing it.

/// Control characters and those that turn the direction of the text around.
pub(super) fn is_obeyed(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    is_control || matches!(c, '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The text with a character of the same length in place of each that a terminal would obey.
#[must_use]
pub fn harmless(text: &str) -> String {
    text.chars().map(shown).collect()
}

fn shown(c: char) -> char {
    match c.len_utf8() {
        _ if !is_obeyed(c) => c,
        1 => '?',
        2 => '¿',
        _ => '\u{FFFD}',
    }
}
