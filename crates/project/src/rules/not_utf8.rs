//! A file that is not UTF-8 text.

use filrouge_report::rule;
use filrouge_source::Span;

rule! {
    /// A file that is not UTF-8 text.
    pub struct NotUtf8 { file: String, line: usize, column: usize, byte: u8, place: Span }
    slug: "not-utf8", severity: Error, since: "0.1",
    message: format!("`{file}` is not UTF-8: byte 0x{byte:02X} at line {line}, byte {column}"),
    at: place => String::new(),
    also: [],
    help: Some("save it as UTF-8; a letter with an accent saved as Latin-1 gives such a byte".to_owned()),
}
