//! Where the parts of a plan stand in the text, and the author's own words for a condition.

use filrouge_plan::{Bundle, Origins, Place};

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Path of the file, relative to the project's root.
    pub file: String,
    /// Its number, from 1.
    pub line: usize,
}

/// The thread from a plan back to its text, or nothing where it is not known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Places<'b>(Option<&'b Origins>);

impl<'b> Places<'b> {
    /// Those of a bundle.
    #[must_use]
    pub const fn of(bundle: &'b Bundle) -> Self {
        Self(Some(&bundle.origins))
    }

    /// The line at which the part at `address` begins.
    #[must_use]
    pub fn line(&self, address: &str) -> Option<Line> {
        let place = self.place(address)?;
        let file = self.0?.files.get(usize::try_from(place.file).ok()?)?;
        let before = file.text.get(..usize::try_from(place.start).ok()?)?;
        Some(Line { file: file.path.clone(), line: before.matches('\n').count() + 1 })
    }

    /// The author's words for the expression at `address`, on one line, without the quotes around them.
    #[must_use]
    pub fn words(&self, address: &str) -> Option<String> {
        let place = self.place(address)?;
        let file = self.0?.files.get(usize::try_from(place.file).ok()?)?;
        let words = file.text.get(usize::try_from(place.start).ok()?..usize::try_from(place.end).ok()?)?;
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(words.trim_matches('#').trim_matches('"').trim().to_owned())
    }

    fn place(&self, address: &str) -> Option<&'b Place> {
        self.0?.places.get(address)
    }
}
