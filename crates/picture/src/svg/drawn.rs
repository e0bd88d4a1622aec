//! Text of SVG while it is written.

use std::fmt::Write;

/// What was drawn so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Drawn(pub String);

impl Drawn {
    pub fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// A line of words.
    pub fn text(&mut self, class: &str, x: f64, y: f64, words: &str) {
        let _ = writeln!(
            self.0,
            r#"<text class="{class}" x="{}" y="{}">{}</text>"#,
            number(x),
            number(y),
            escaped(words)
        );
    }

    /// Lines of words, one below the other.
    pub fn texts(&mut self, class: &str, x: f64, y: f64, step: f64, lines: &[String]) -> f64 {
        let mut below = y;
        for line in lines {
            self.text(class, x, below, line);
            below += step;
        }
        below
    }
}

/// A text in XML, in an element or between quotes. Characters that XML does not know are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

/// A coordinate, to the tenth of a pixel.
pub(super) fn number(number: f64) -> String {
    let tenths = (number * 10.0).round() / 10.0;
    // There is no negative zero on a page.
    let tenths = if tenths == 0.0 { 0.0 } else { tenths };
    format!("{tenths}")
}
