//! From a byte to a line and a column.

/// Starts of lines of one text. Lines end at LF, CRLF or CR, as every editor counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
}

/// A place as people count it: both numbers start at 1, the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line number, from 1.
    pub line: u32,
    /// Column in characters (Unicode scalar values), from 1.
    pub column: u32,
}

impl LineIndex {
    /// Indexes `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter_map(|(at, byte)| match byte {
            b'\n' => Some(at + 1),
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => Some(at + 1),
            _ => None,
        });
        Self { starts: std::iter::once(0).chain(ends).map(saturate).collect() }
    }

    /// Number of lines; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        saturate(self.starts.len())
    }

    /// The line, from 0, that holds the byte at `offset`.
    #[must_use]
    pub fn line_of(&self, offset: u32) -> u32 {
        saturate(self.starts.partition_point(|start| *start <= offset).saturating_sub(1))
    }

    /// The first byte of `line`, counted from 0; the last line's start when there are fewer lines.
    #[must_use]
    pub fn line_start(&self, line: u32) -> u32 {
        self.starts.get(line as usize).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// Line and column of the byte at `offset` in `text`, the text that was indexed.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line_of(offset);
        let before = text.get(self.line_start(line) as usize..offset as usize).unwrap_or("");
        Position { line: line + 1, column: saturate(before.chars().count()) + 1 }
    }
}

fn saturate(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_lf_crlf_and_cr() {
        let index = LineIndex::new("a\nb\r\nc\rd");
        assert_eq!(index.line_count(), 4);
        assert_eq!(index.line_start(2), 5);
        assert_eq!(index.line_start(3), 7);
    }

    #[test]
    fn columns_count_characters() {
        let text = "é = 😀!\n";
        let index = LineIndex::new(text);
        let bang = text.find('!').unwrap() as u32;
        assert_eq!(index.position(text, bang), Position { line: 1, column: 6 });
    }

    #[test]
    fn an_offset_behind_the_end_is_on_the_last_line() {
        assert_eq!(LineIndex::new("a\nb").position("a\nb", 99).line, 2);
    }
}
