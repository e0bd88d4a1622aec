//! One layout for every text: names bare, prose quoted, as the words of the language say.

use filrouge_language::{Position, Quoting as Wanted, quoting};
use filrouge_report::Findings;
use filrouge_source::{FileId, Sources};
use filrouge_syntax::{Place, Quotes, Quoting, format_with};

/// The text of `file` laid out anew.
///
/// # Errors
/// The findings of a text that is not KDL; it is left as it is.
pub fn format(sources: &Sources, file: FileId) -> Result<String, Findings> {
    let text = sources.get(file).map_or("", |file| &file.text);
    // Only the text itself is looked at, so its findings must be told of this file.
    let (_, findings) = filrouge_syntax::parse(file, text);
    if findings.has_errors() {
        return Err(findings);
    }
    format_with(text, &Language)
}

/// Quotes as the words of the language want them.
struct Language;

impl Quoting for Language {
    fn quotes(&self, path: &[&str], place: Place<'_>) -> Quotes {
        let position = match place {
            Place::Argument(number) => Position::Arg(number),
            Place::Property(key) => Position::Prop(key),
        };
        match quoting(path, position) {
            Wanted::Bare => Quotes::Bare,
            Wanted::Quoted => Quotes::Quoted,
            Wanted::Kept => Quotes::AsIs,
        }
    }
}
