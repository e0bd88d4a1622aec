//! How wide texts are, and where they are broken.
//!
//! Nobody knows the fonts of the reader. Widths are those of Helvetica, whose metrics Arial and Liberation Sans share,
//! with room for fonts that run wider.

/// Thousandths of the size of the font, from the blank to the tilde.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// How much wider than Helvetica a font may run: DejaVu Sans, which many systems have in its place, runs so wide.
const ROOM: f64 = 1.18;

/// What bold letters take besides.
const BOLD: f64 = 1.1;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Font {
    /// Size in pixels.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
}

impl Font {
    /// How wide `text` is, in pixels.
    pub fn width(self, text: &str) -> f64 {
        let thousandths: f64 = text.chars().map(thousandths).sum();
        thousandths / 1_000.0 * self.size * ROOM * if self.bold { BOLD } else { 1.0 }
    }

    /// `text` in lines of at most `width` pixels, at most `lines` of them; an ellipsis stands for what is left out.
    pub fn wrap(self, text: &str, width: f64, lines: usize) -> Vec<String> {
        let mut wrapped: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces(text) {
            let fits = self.width(format!("{line}{piece}").trim_end()) <= width;
            if !fits && !line.trim().is_empty() {
                wrapped.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line = self.hard(&mut wrapped, format!("{line}{piece}"), width);
        }
        if !line.trim().is_empty() || wrapped.is_empty() {
            wrapped.push(line.trim_end().to_owned());
        }
        self.shortened(wrapped, width, lines)
    }

    /// Breaks a piece that is wider than a line; what is left of it begins the next one.
    fn hard(self, wrapped: &mut Vec<String>, piece: String, width: f64) -> String {
        let mut line = String::new();
        for letter in piece.trim_start().chars() {
            if !line.is_empty()
                && self.width(&line) + self.width(letter.encode_utf8(&mut [0; 4])) > width
                && letter != ' '
            {
                wrapped.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
        line
    }

    fn shortened(self, mut wrapped: Vec<String>, width: f64, lines: usize) -> Vec<String> {
        if wrapped.len() <= lines {
            return wrapped;
        }
        wrapped.truncate(lines);
        if let Some(last) = wrapped.last_mut() {
            while self.width(&format!("{last}…")) > width && last.pop().is_some() {}
            *last = format!("{}…", last.trim_end());
        }
        wrapped
    }
}

fn thousandths(letter: char) -> f64 {
    let code = u32::from(letter);
    let own = code.checked_sub(32).and_then(|at| WIDTHS.get(usize::try_from(at).ok()?));
    match (own, code) {
        (Some(own), _) => f64::from(*own),
        // Marks that stand over the letter before them.
        (None, 0x300..=0x36f | 0x200b..=0x200d | 0xfe00..=0xfe0f) => 0.0,
        // Letters of East Asia, and pictures.
        (None, 0x1100..=0x115f | 0x2e80..=0xd7ff | 0xf900..=0xfaff | 0xff00..=0xff60 | 0x1f000..) => 1_000.0,
        (None, 0x2000..) => 750.0,
        (None, 0x400..) => 700.0,
        (None, _) => 600.0,
    }
}

/// Where a line may be broken: behind blanks, and behind the signs that names and conditions are made of.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '/', '_', '-', '.', ',', '('])
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: Font = Font { size: 12.0, bold: false };

    #[test]
    fn no_line_is_wider_than_asked_for() {
        let text = "profile.lifetime_value >= 150.0 && profile.averyveryveryveryverylongnamewithoutanyplacetobreak == 'größte'";
        for width in [40.0, 90.0, 200.0] {
            let lines = FONT.wrap(text, width, 99);
            assert!(lines.iter().all(|line| FONT.width(line) <= width), "{lines:?}");
            let kept: String = lines.concat().split_whitespace().collect();
            assert_eq!(kept, text.split_whitespace().collect::<String>());
        }
    }

    #[test]
    fn what_is_left_out_is_said() {
        let lines = FONT.wrap("one two three four five six seven eight nine ten", 60.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| FONT.width(line) <= 60.0), "{lines:?}");
        assert!(lines.last().is_some_and(|line| line.ends_with('…')), "{lines:?}");
    }

    #[test]
    fn wide_letters_are_wide_and_marks_take_no_room() {
        assert!(FONT.width("漢字") > FONT.width("ab") * 1.5);
        assert!((FONT.width("e\u{301}") - FONT.width("e")).abs() < 0.001);
    }
}
