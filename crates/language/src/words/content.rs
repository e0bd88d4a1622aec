//! A body: written here, or in a file beside the project.

use crate::kinds::{Path, TemplateText};
use crate::word::part;

part! {
    /// A text with placeholders, inline or in a file.
    pub struct Content = "content" {
        /// The text itself.
        arg inline: Opt<TemplateText>,
        /// The file that holds it.
        prop file: Opt<Path>,
    }
    one_of { inline, file }
}
