//! A comment that starts with `#`, as in YAML or a shell.

use filrouge_report::{Fix, rule};
use filrouge_source::Span;

rule! {
    /// A comment that starts with `#`, as in YAML or a shell.
    pub struct HashComment { hash: Span }
    slug: "hash-comment", severity: Error, since: "0.1",
    message: "a comment starts with `//`, not with `#`".to_owned(),
    at: hash => "starts no comment".to_owned(),
    help: Some("`#` starts a keyword (`#true`) or a raw text (`#\"…\"#`)".to_owned()),
    fixes: vec![Fix::safe("write `//`", *hash, "//")],
}
