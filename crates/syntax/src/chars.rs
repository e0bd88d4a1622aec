//! The character classes of KDL 2.

/// Whether `byte` may stand in a bare word; bytes of multi-byte characters may, until looked at.
pub(crate) const fn is_word_byte(byte: u8) -> bool {
    !matches!(
        byte,
        b'\t'
            ..=b'\r'
                | b' '
                | b'\\'
                | b'/'
                | b'('
                | b')'
                | b'{'
                | b'}'
                | b';'
                | b'['
                | b']'
                | b'"'
                | b'#'
                | b'='
    )
}

/// Whether `c` ends a line. A carriage return and a line feed together end one line.
pub(crate) const fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether `c` is blank within a line.
pub(crate) const fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t' | ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
    )
}

/// Whether `c` changes the direction of the text around it without being seen.
pub(crate) const fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether `c` may not stand anywhere in a text, direction controls apart.
pub(crate) const fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{08}' | '\u{0E}'..='\u{1F}' | '\u{7F}' | '\u{FEFF}')
}

/// The length in bytes of the newline at the start of `rest`, or 0.
pub(crate) fn newline_len(rest: &str) -> usize {
    if rest.starts_with("\r\n") {
        return 2;
    }
    rest.chars().next().filter(|c| is_newline(*c)).map_or(0, char::len_utf8)
}
