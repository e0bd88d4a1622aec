//! A file of the project that the system refuses to give.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A file of the project that the system refuses to give.
    pub struct UnreadableFile { file: String, reason: String, place: Span }
    slug: "unreadable-file", severity: Error, since: "0.1",
    message: format!("`{file}` cannot be read: {reason}"),
    at: place => String::new(),
    also: [],
    help: Some("give the user who runs filrouge the right to read it, or move it out of the project".to_owned()),
}
