//! A file that changes while it is read.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A file that changes while it is read.
    pub struct ChangingFile { file: String, place: Span }
    slug: "changing-file", severity: Error, since: "0.1",
    message: format!("`{file}` changed each time it was read"),
    at: place => String::new(),
    also: [],
    help: Some("wait until the program that writes it is done, then run the command again".to_owned()),
}
