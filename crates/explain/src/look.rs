//! How explanations are drawn.

use jiff::tz::TimeZone;

/// How explanations are drawn.
#[derive(Debug, Clone)]
pub struct Look {
    /// Whether colours are shown.
    pub color: bool,
    /// Whether lines are drawn with characters beyond ASCII.
    pub unicode: bool,
    /// The zone in which moments are shown.
    pub zone: TimeZone,
    /// How a sentence is told in the language of whoever reads: `str::to_owned` in English.
    pub tell: fn(&str) -> String,
}

impl Look {
    /// `text` in a colour of ANSI, where colours are shown.
    pub(crate) fn paint(&self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
