//! A file that is larger than any text that people write.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A file that is larger than any text that people write.
    pub struct FileTooLarge { file: String, bytes: u64, place: Span }
    slug: "file-too-large", severity: Error, since: "0.1",
    message: format!("`{file}` has {bytes} bytes, more than the {} that a file may have", crate::LARGEST_FILE),
    at: place => String::new(),
    also: [],
    help: Some("split it, or move data that nobody writes by hand out of the project".to_owned()),
}
